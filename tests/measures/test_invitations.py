"""Inviting, worked out on paper for the visit of ten turns and 100 seconds."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro import measures
from vuoro.model import Annotation, Sequence

NAN = nan
MINUTES = 100 / 60


def invitations(*outcomes: str) -> list[Sequence]:
    return [
        Sequence(encounter="visit", type="S1", first_turn="t01", last_turn=f"t{n + 1:02}", outcome=outcome, coder="aino")
        for n, outcome in enumerate(outcomes)
    ]  # fmt: skip


def test_questions_of_each_type_per_ten_minutes(visit, codes, numbers):
    found = numbers("Q1", [visit], codes)
    assert found == {
        "invite_open": (1, MINUTES, 6),
        "invite_view": (0, MINUTES, 0),
        "ask_info": (1, MINUTES, 6),
        "confirm_question": (1, MINUTES, 6),
        "check_understanding": (0, MINUTES, 0),
        "probe_proposal": (0, MINUTES, 0),
    }


def test_a_rate_has_garwoods_interval(visit, codes):
    row = measures.measure([visit], codes, names=["Q1"]).iloc[0]
    assert row[["low", "high"]].tolist() == pytest.approx([10 * 0.0253178 / MINUTES, 10 * 5.571643 / MINUTES])
    assert row["interval"] == "poisson"


def test_without_times_rates_are_by_the_professionals_words(untimed, codes, numbers):
    assert numbers("Q1", [untimed], codes)["ask_info"] == ("not_computable", "the transcript has no times")
    assert numbers("Q1w", [untimed], codes)["ask_info"] == (1, 171, 100 / 171)


def test_the_clients_questions_are_not_the_professionals(visit, codes, numbers):
    asked = Annotation(encounter="visit", turn="t05", code="ask_info", coder="aino", start=0, stop=4)
    assert numbers("Q1", [visit], [*codes, asked])["ask_info"] == (1, MINUTES, 6)


def test_invitations_among_the_questions(visit, codes, numbers):
    assert numbers("Q2", [visit], codes) == {"": (1, 2, 0.5)}
    assert numbers("Q2", [visit], codes[1:2]) == {"": ("no_occasion", "no such questions were asked")}


def test_invitations_in_each_third_of_the_time(visit, codes, numbers):
    assert numbers("Q3", [visit], codes) == {
        "": (1, MINUTES, 6),
        "opening": (1, MINUTES / 3, 18),
        "middle": (0, MINUTES / 3, 0),
        "closing": (0, MINUTES / 3, 0),
    }


def test_invitations_in_each_third_of_the_words(untimed, codes, numbers):
    # Thirds begin at the words 0, 115.3 and 230.7: turns t01-t02, t03 (at 140) - t07, t08 (at 251) - t10.
    assert numbers("Q3w", [untimed], codes) == {
        "": (1, 171, 100 / 171),
        "opening": (1, 40, 100 / 40),
        "middle": (0, 71, 0),
        "closing": (0, 60, 0),
    }


def test_uptake_is_a_share_of_what_was_not_withdrawn(visit, codes, numbers):
    ended = invitations("extended", "extended", "minimal", "declined", "withdrawn")
    assert numbers("Q4", [visit], codes, ended) == {
        "extended": (2, 4, 0.5),
        "minimal": (1, 4, 0.25),
        "declined": (1, 4, 0.25),
        "deflected": (0, 4, 0),
        "no_uptake": (0, 4, 0),
    }
    assert numbers("Q6", [visit], codes, ended) == {"": (1, 5, 0.2)}


def test_uptake_has_wilsons_interval(visit, codes):
    ended = invitations(*["extended"] * 3, "minimal")
    row = measures.measure([visit], codes, ended, names=["Q4"]).iloc[0]
    assert row[["low", "high"]].tolist() == pytest.approx([0.30064, 0.95441], abs=1e-5)
    assert row["interval"] == "wilson"


def test_no_invitation_is_no_occasion_and_never_0(visit, codes, numbers):
    reason = ("no_occasion", "nobody was invited to tell or to give a view")
    for name in ("Q4", "Q5r", "Q6"):
        assert set(numbers(name, [visit], codes[1:], []).values()) == {reason}
    assert numbers("Q5", [visit], codes[1:])["invite_open"] == reason
    assert numbers("Q4", [visit], codes, invitations("withdrawn"))["extended"] == reason


def test_invitations_that_were_never_linked_have_no_outcome(visit, codes, numbers):
    assert numbers("Q4", [visit], codes)["extended"] == (
        "not_computable",
        "the moves are coded but not linked into sequences",
    )


def test_words_after_a_question_run_to_the_professionals_next_turn(visit, codes, numbers):
    # A continuer of the doctor's stands in the patient's 100 words; two turns follow the ask_info.
    assert numbers("Q5", [visit], codes) == {
        "invite_open": (NAN, 1, 100),
        "invite_view": ("no_occasion", "nobody was invited to tell or to give a view"),
        "ask_info": (NAN, 1, 50),
        "invitations": (NAN, 1, 100),
    }
    assert numbers("Q5s", [visit], codes)["invitations"] == (NAN, 1, 29.0)
    assert numbers("Q5r", [visit], codes) == {"": (100, 50, 2.0)}


def test_a_question_followed_by_another_in_its_turn_is_not_counted(visit, codes, numbers):
    also = replace(codes[0], turn="t06", start=0)
    later = [replace(one, start=30) if one.code == "ask_info" else one for one in codes]
    assert numbers("Q5", [visit], [*later, also])["invite_open"] == (NAN, 1, 100)


def test_silence_after_information_questions_gives_no_ratio(visit, codes, numbers):
    alone = replace(visit, turns=visit.turns[:6])
    known = [one for one in codes if one.turn < "t07"]
    assert numbers("Q5r", [alone], known) == {
        "": ("no_occasion", "the client said nothing after the information questions")
    }


def test_places_are_the_turns_with_the_moves(visit, codes, links):
    found = measures.places([visit], codes, links, names=["Q2", "Q4", "Q5"])
    assert found.to_numpy().tolist() == [
        ["visit", "Q2", "", "t01"],
        ["visit", "Q4", "extended", "t01"],
        ["visit", "Q5", "invite_open", "t01"],
        ["visit", "Q5", "ask_info", "t06"],
        ["visit", "Q5", "invitations", "t01"],
    ]
