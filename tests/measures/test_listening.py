"""Continuers while the other tells, worked out on paper for a talk of ten turns."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest

from vuoro import measures
from vuoro.model import Encounter, Mark, Participant, Turn

NAN = nan

ROWS = (
    ("D", "How did it start?"),
    ("P", "It began in May. I fell."),
    ("D", "Mm."),  # while P tells
    ("P", "then it hurt more"),
    ("D", "Okay."),  # and then D takes a turn
    ("D", "Did you take anything?"),
    ("P", "Yes."),  # an answer
    ("D", "That was wise of you"),
    ("P", "Mm."),  # and then P takes a turn
    ("P", "I think so"),
)


def said(*rows: tuple[str, str]) -> Encounter:
    """Turns by speaker and text."""
    return Encounter(
        id="talk",
        language="en",
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
        turns=tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(rows)),
    )


def test_continuers_per_hundred_words_of_the_others_turns_of_several_units(numbers):
    # P tells in 6 + 4 words. D's question and D's comment are one turn for whom P takes none: 4 + 5.
    assert numbers("T7", [said(*ROWS)]) == {
        "professional": (1, 10, 10),
        "excluded_answers:professional": (0, NAN, 0),
        "excluded_elsewhere:professional": (1, NAN, 1),
        "client": (0, 9, 0),
        "excluded_answers:client": (1, NAN, 1),
        "excluded_elsewhere:client": (1, NAN, 1),
    }


def test_places_are_the_continuers():
    found = measures.places([said(*ROWS)], names=["T7"])
    assert dict(zip(found["turn"], found["part"], strict=True)) == {
        "t2": "professional",
        "t4": "excluded_elsewhere:professional",
        "t6": "excluded_answers:client",
        "t8": "excluded_elsewhere:client",
    }


def test_where_nobody_tells_there_is_no_occasion_to_listen(numbers):
    assert numbers("T7", [said(("D", "How are you?"), ("P", "I am well"))])["professional"] == (
        "no_occasion",
        "the other had no turn of several units",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("work " * 20, 20),
        ("work " * 19, 0),
        ("I fell then. It hurt", 5),
        ("I fell and it hurt.", 0),
        ("Oh no. No", 0),  # too short for two
    ],
)
def test_turns_of_several_units(text, words, numbers):
    found = numbers("T7", [said(("P", text))])["professional"]
    assert found == ((0, words, 0) if words else ("no_occasion", "the other had no turn of several units"))


def test_a_final_contour_inside_a_turn_parts_units(numbers):
    turn = Turn(
        id="t0", speaker="P", raw="I fell down, and. it hurt", text="I fell down and it hurt",
        pieces=((0, 0, 11), (11, 12, 4), (15, 17, 8)),
        marks=(Mark(kind="contour", start=11, stop=12, value=","), Mark(kind="contour", start=16, stop=17, value=".")),
    )  # fmt: skip
    two = replace(said(), turns=(turn,))
    assert numbers("T7", [two])["professional"] == (0, 6, 0)
    level = replace(two, turns=(replace(turn, marks=turn.marks[:1]),))
    assert numbers("T7", [level])["professional"][0] == "no_occasion"


def test_a_continuer_during_a_turn_counts_though_its_speaker_speaks_next(numbers):
    rows = said(("P", "I fell then. It hurt."), ("D", "Mm."), ("D", "I see what you mean"))
    assert numbers("T7", [rows])["professional"] == (0, 5, 0)
    times = ((0.0, 9.0), (3.0, 3.4), (9.5, 11.0))
    timed = replace(
        rows,
        turns=tuple(
            replace(turn, start=start, end=end) for turn, (start, end) in zip(rows.turns, times, strict=True)
        ),
    )
    assert numbers("T7", [timed])["professional"] == (1, 5, 20)


def test_a_companions_token_is_the_clients_side(numbers):
    rows = said(("P", "I fell then. It hurt."), ("K", "Mm."), ("P", "and then I went home"))
    rows = replace(rows, participants=(*rows.participants, Participant(id="K", role="companion")))
    found = numbers("T7", [rows])
    assert (found["professional"], found["excluded_elsewhere:client"]) == ((0, 10, 0), (1, NAN, 1))


def test_only_tokens_give_a_count_and_no_rate(numbers):
    found = numbers("T7", [said(("D", "Mm."), ("P", "Mm."))])
    assert (found["client"][0], found["excluded_elsewhere:client"]) == ("no_occasion", (1, NAN, 1))


def test_raw_recogniser_output_drops_tokens(numbers):
    heard = replace(said(*ROWS), meta={"transcribed": "asr"})
    assert {value[0] for value in numbers("T7", [heard]).values()} == {"not_computable"}
