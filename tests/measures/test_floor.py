"""The floor, worked out on paper for the visit of ten turns."""

from __future__ import annotations

from dataclasses import replace
from math import log, nan

import pytest

from vuoro import measures
from vuoro.measures import floor
from vuoro.model import Encounter, Participant, Turn

NAN = nan


def meeting(**words: int) -> Encounter:
    """One turn a speaker, with that many words."""
    return Encounter(
        id="meeting",
        language="en",
        turns=tuple(
            Turn(id=who, speaker=who, raw="w", text=" ".join(["work"] * count))
            for who, count in words.items()
        ),
    )


def test_words_of_the_client_by_words_of_both(visit, numbers):
    assert numbers("F1", [visit]) == {"": (175, 346, 175 / 346)}


def test_fewer_than_300_words_are_counted_but_not_shared_out(visit):
    short = replace(visit, turns=visit.turns[:3])
    row = measures.measure([short], names=["F1"]).iloc[0]
    assert (row["numerator"], row["denominator"], row["state"]) == (100, 141, "not_computable")
    assert (row["reason"], row["value"] != row["value"]) == ("fewer than 300 words", True)


def test_without_roles_nobody_knows_whose_words_they_are(visit, numbers):
    anonymous = replace(visit, participants=())
    reason = ("not_computable", "it is not known who is the professional and who the client")
    assert numbers("F1", [anonymous]) == {"": reason}
    assert numbers("F3", [anonymous])[""] == numbers("F3", [visit])[""]


def test_a_client_who_is_there_and_silent_has_a_share_of_nothing(visit, numbers):
    alone = replace(visit, turns=tuple(replace(turn, speaker="D") for turn in visit.turns))
    assert numbers("F1", [alone]) == {"": (0, 346, 0.0)}


def test_speech_time_leaves_out_long_pauses(visit, untimed, numbers):
    client, professional = 29.0 + 4.1 + 9.8 + 4.2 + 4.0, 10.0 + 0.4 + 5.7 + 14.0 + 14.8
    assert numbers("F2", [visit]) == {"": (client, client + professional, client / (client + professional))}
    assert numbers("F2", [untimed]) == {"": ("not_computable", "the transcript has no times")}


def test_entropy_is_1_where_all_say_as_much(numbers):
    assert numbers("F3", [meeting(a=100, b=100, c=100)]) == {
        "": (log(3), log(3), 1.0),
        "speakers": (NAN, NAN, 3),
    }


def test_entropy_of_one_half_and_two_quarters(numbers):
    spread = 0.5 * log(2) + 2 * 0.25 * log(4)
    assert numbers("F3", [meeting(a=200, b=100, c=100)])[""] == (spread, log(3), spread / log(3))


def test_one_speaker_gives_no_occasion_to_share(numbers):
    assert numbers("F3", [meeting(a=400)])[""] == ("no_occasion", "only one speaker")
    assert numbers("F4", [meeting(a=400)])[""] == ("no_occasion", "only one speaker")


def test_gini_of_three_speakers(numbers):
    # |200-100| + |200-100| + |100-100| = 200 over (3 - 1) * 400, and over 3 * 400
    assert numbers("F4", [meeting(a=200, b=100, c=100)]) == {
        "": (200, 800, 0.25),
        "uncorrected": (200, 1200, 1 / 6),
    }


def test_gini_is_1_where_one_says_everything(numbers):
    everything = Encounter(id="m", turns=(*meeting(a=300).turns, *meeting(b=0, c=0).turns), language="en")
    assert numbers("F4", [everything])[""] == (600, 600, 1.0)


def test_gini_of_two_is_the_difference_of_their_shares(visit, numbers):
    assert numbers("F4", [visit])[""] == (4, 346, abs(1 - 2 * 175 / 346))


def test_turns_are_counted_with_and_without_continuers(visit, numbers):
    assert numbers("F5", [visit]) == {
        "professional": (4, NAN, 4),
        "professional:with_continuers": (5, NAN, 5),
        "client": (5, NAN, 5),
        "client:with_continuers": (5, NAN, 5),
    }


def test_a_silent_role_has_no_turns_and_no_median(visit, numbers):
    silent = replace(visit, participants=(*visit.participants, Participant(id="K", role="companion")))
    assert numbers("F5", [silent])["companion"] == (0, NAN, 0)
    assert numbers("F5w", [silent])["companion"] == ("no_occasion", "no turns")


def test_words_per_turn_are_medians_and_quartiles(visit, numbers):
    found = numbers("F5w", [visit])
    parts = ("client", "client:q25", "client:q75", "professional", "professional:with_continuers")
    assert [found[part] for part in parts] == [
        (NAN, 5, 20),
        (NAN, 5, 15),
        (NAN, 5, 30),
        (NAN, 4, 45),
        (NAN, 5, 40),
    ]


def test_a_continuer_does_not_end_a_run(visit, numbers):
    assert numbers("F6", [visit]) == {"professional": (60, NAN, 60), "client": (100, NAN, 100)}
    runs = measures.places([visit], names=["F6"])
    assert runs[["part", "turn"]].to_numpy().tolist() == [["professional", "t09"], ["client", "t02"]]


def test_a_run_may_have_several_turns(visit, numbers):
    short = replace(visit, turns=visit.turns[4:])
    assert numbers("F6", [short])["client"] == (50, NAN, 50)
    found = measures.places([short], names=["F6"])
    assert found[found["part"] == "client"]["turn"].tolist() == ["t07", "t08"]


def test_runs_do_not_go_on_in_the_next_encounter(visit, numbers):
    both = [replace(visit, turns=visit.turns[6:8]), replace(visit, id="next", turns=visit.turns[:2])]
    frame = measures.measure(both, names=["F6"])
    assert frame["numerator"].tolist() == [0, 50, 40, 100]


def test_a_short_visit_is_one_window_of_time(visit):
    assert floor.balance_over_time(visit).round(3).to_numpy().tolist() == [
        [1, 0.0, 100.0, "seconds", 175.0, 171.0, 0.506]
    ]


def test_windows_of_time_share_out_the_words_of_a_turn():
    long = Encounter(
        id="long",
        language="en",
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
        turns=(
            Turn(id="1", speaker="D", raw="", text="work " * 150, start=10.0, end=160.0),
            Turn(id="2", speaker="P", raw="", text="work " * 150, start=160.0, end=220.0),
        ),
    )
    # A word a second for 150 s, then two and a half words a second: windows at 0-120, 60-180, 120-210.
    assert floor.balance_over_time(long).drop(columns="unit").round(4).to_numpy().tolist() == [
        [1, 0, 120, 0.0, 120.0, 0.0],
        [2, 60, 180, 75.0, 90.0, 0.4545],
        [3, 120, 210, 150.0, 30.0, 0.8333],
    ]


def test_windows_of_words_where_there_are_no_times(untimed, numbers):
    found = floor.balance_over_time(untimed)
    assert found[["start", "end", "unit"]].to_numpy().tolist() == [[0, 200, "words"], [100, 300, "words"],
                                                                  [200, 346, "words"]]  # fmt: skip
    # Words 0-200: D 40, P 100, D 1 + 20, P 10, and 29 of D's 50.
    assert found.loc[0, ["C", "P"]].tolist() == [110, 90]
    assert numbers("F7", [untimed])["1"] == (110, 200, 0.55)


@pytest.mark.parametrize("words", [0, 1, 199, 200, 201, 300, 301, 1000])
def test_windows_cover_the_talk_and_none_is_shorter_than_half(words):
    talk = meeting(D=words)
    found = floor.balance_over_time(
        replace(
            talk, participants=(Participant(id="D", role="professional"), Participant(id="P", role="client"))
        )
    )
    lengths = (found["end"] - found["start"]).tolist()
    assert found["end"].max() == words if words else found.empty
    assert all(length == 200 for length in lengths[:-1])
    assert all(length > 100 for length in lengths[1:])
