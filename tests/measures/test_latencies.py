"""Latencies of responses and late ones, worked out on paper for the visit of ten turns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import nan

import pytest

from vuoro import measures
from vuoro.model import Annotation, Encounter, Participant, Turn

NAN = nan


def talk(*rows: tuple[str, float | None, float | None]) -> Encounter:
    """Turns of a few words: speaker, onset, offset."""
    return Encounter(
        id="talk",
        language="en",
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
        turns=tuple(
            Turn(id=f"t{n}", speaker=who, raw="it did work", text="it did work", start=start, end=end)
            for n, (who, start, end) in enumerate(rows)
        ),
    )


def coded(*moves: tuple[int, str]) -> list[Annotation]:
    """Moves on turns by number, each a character behind the one before it."""
    return [
        Annotation(encounter="talk", turn=f"t{turn}", code=code, coder="aino", start=at, stop=at + 1)
        for at, (turn, code) in enumerate(moves)
    ]


def asked(seconds: Iterable[float]) -> Encounter:
    """A question of a second every ten seconds, and after so many seconds an answer."""
    return talk(
        *(
            turn
            for number, wait in enumerate(seconds)
            for turn in (("D", 10 * number, 10 * number + 1), ("P", 10 * number + 1 + wait, 10 * number + 5))
        )
    )


def test_latency_after_each_type_of_move(visit, codes, numbers):
    found = numbers("T3", [visit], codes)
    assert {part: value for part, value in found.items() if value[0] != "no_occasion"} == {
        "invite_open:client": (NAN, 1, 400),
        "confirm_question:client": (NAN, 1, -100),
        "propose:client": (NAN, 1, 200),
        "announce_decision:client": (NAN, 1, 1000),
        "excluded_superseded:client": (1, NAN, 1),  # the question in t06, after which D proposes
        "excluded_inside:client": (0, NAN, 0),
        "excluded_unanswered:client": (0, NAN, 0),
        "excluded_untimed:client": (0, NAN, 0),
        "excluded_superseded:professional": (0, NAN, 0),
        "excluded_inside:professional": (0, NAN, 0),
        "excluded_unanswered:professional": (1, NAN, 1),  # the proposal in t07, after which P goes on
        "excluded_untimed:professional": (0, NAN, 0),
    }


def test_who_goes_on_alone_waits_for_no_response(visit, codes, numbers):
    assert numbers("T3", [visit], codes)["propose:professional"] == (
        "no_occasion",
        "no such move was answered in the next turn",
    )


def test_a_token_during_the_question_is_not_its_answer(numbers):
    found = numbers("T3", [talk(("D", 0, 10), ("P", 3, 3.5), ("P", 10.4, 12))], coded((0, "ask_info")))
    assert found["ask_info:client"] == (NAN, 1, 400)


def test_a_question_inside_the_others_turn_has_no_latency(numbers):
    found = numbers("T3", [talk(("P", 0, 10), ("D", 3, 4), ("P", 10.4, 12))], coded((1, "ask_info")))
    assert found["excluded_inside:client"] == (1, NAN, 1)


def test_a_response_without_times_is_counted(numbers):
    found = numbers("T3", [talk(("D", 0, 1), ("P", None, None), ("D", 3, 4))], coded((0, "ask_info")))
    assert found["excluded_untimed:client"] == (1, NAN, 1)


def test_two_codes_on_one_unit_are_answered_both(numbers):
    codes = [replace(one, start=0) for one in coded((0, "propose"), (0, "confirm_question"))]
    found = numbers("T3", [talk(("D", 0, 1), ("P", 1.5, 2))], codes)
    assert found["propose:client"] == found["confirm_question:client"] == (NAN, 1, 500)


def test_late_is_later_than_seven_tenths_where_little_was_asked(visit, codes, numbers):
    # After 400, -100, 200 and 1000 ms the client responds to what is no information question.
    assert numbers("T4", [visit], codes) == {"": (1, 4, 0.25), "threshold": (NAN, 0, 700)}
    late = measures.places([visit], codes, names=["T4"])
    assert late[["part", "turn"]].to_numpy().tolist() == [["", "t09"]]


def test_seven_tenths_themselves_are_not_late(numbers):
    visit = asked([0.7, 0.701])
    assert numbers("T4", [visit], coded((0, "propose"), (2, "propose")))[""] == (1, 2, 0.5)


def test_ten_answers_make_the_clients_own_limit(numbers):
    # 0.1, 0.2 … 1.0 s: nine tenths of the way from the first to the tenth are 910 ms.
    visit = asked([*(n / 10 for n in range(1, 11)), 0.9, 0.95])
    questions = [(2 * n, "ask_info") for n in range(10)]
    found = numbers("T4", [visit], coded(*questions, (20, "propose"), (22, "propose")))
    assert found == {"": (1, 2, 0.5), "threshold": (NAN, 10, 910)}


def test_nine_answers_make_none(numbers):
    visit = asked([*(n / 10 for n in range(1, 10)), 0.8])
    questions = [(2 * n, "ask_info") for n in range(9)]
    assert numbers("T4", [visit], coded(*questions, (18, "propose"))) == {
        "": (1, 1, 1.0),
        "threshold": (NAN, 9, 700),
    }


def test_the_professionals_responses_are_never_late(numbers):
    found = numbers("T4", [talk(("P", 0, 1), ("D", 5, 6))], coded((0, "propose")))
    assert found[""] == ("no_occasion", "no such move was answered in the next turn")


@pytest.mark.parametrize("late", [0.0, 0.4])
def test_each_encounter_has_its_own_limit(late):
    slow, quick = asked([2.0] * 10 + [1.5]), asked([0.1] * 10 + [late])
    both = [replace(slow, id="slow"), replace(quick, id="quick")]
    moves = coded(*((2 * n, "ask_info") for n in range(10)), (20, "propose"))
    codes = [replace(one, encounter=visit.id) for visit in both for one in moves]
    frame = measures.measure(both, codes, names=["T4"])
    assert frame[frame["part"] == ""]["value"].tolist() == [0, float(late > 0)]
