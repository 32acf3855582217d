"""Onsets in overlap and interruptions, worked out on paper for a talk of ten turns."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import measures
from vuoro.measures import talk as talks
from vuoro.model import Annotation, Encounter, Mark, Participant, Turn

NAN = nan

# Speaker, words (or what was said), onset, offset: four words a second, 30 s in all.
ROWS = (
    ("D", 40, 0.0, 10.0),
    ("P", "mm", 4.0, 4.4),  # a continuer
    ("P", "work " * 17 + "wor-", 9.8, 14.0),  # 0.2 s before the end of t0; cut off
    ("D", 16, 12.0, 16.0),  # 2 s before the end of t2, which it outlasts
    ("P", 12, 17.0, 20.0),  # after a silence
    ("D", 4, 17.15, 18.0),  # 0.15 s after the onset of t4
    ("D", 8, 19.96, 22.0),  # 0.04 s before the end of t4
    ("P", "mm-hm", 22.5, 23.5),
    ("D", 12, 23.0, 26.0),  # over a continuer
    ("P", 12, 27.0, 30.0),
)


def said(*rows: tuple[str, int | str, float | None, float | None]) -> Encounter:
    """Turns by speaker, number of words or text, onset and offset."""
    texts = ["work " * what if isinstance(what, int) else what for _, what, _, _ in rows]
    return Encounter(
        id="talk",
        language="en",
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
        turns=tuple(
            Turn(id=f"t{n}", speaker=who, raw=text, text=text, start=start, end=end)
            for n, ((who, _, start, end), text) in enumerate(zip(rows, texts, strict=True))
        ),
    )


def judged(turn: str, kind: str, coder: str = "aino") -> Annotation:
    """What a person says of the turn that came in."""
    return Annotation(
        encounter="talk", turn=turn, code="overlap", coder=coder, start=0, stop=2, attributes={"kind": kind}
    )


def kinds(*rows: tuple[str, int | str, float, float]) -> list[tuple[str, str]]:
    """The kind of every onset in overlap, or why it is left out."""
    found = measures.overlaps.overlap_onsets(talks.hear([said(*rows)]))
    return [(f"t{row}", why or kind) for row, kind, why in found[["row", "kind", "excluded"]].to_numpy()]


def test_onsets_in_overlap_by_kind_per_ten_minutes(numbers):
    once, never = (1, 0.5, 20), (0, 0.5, 0)
    unjudged = ("not_computable", "nobody has judged the overlaps, and times do not show recognition")
    assert numbers("T5", [said(*ROWS)]) == {
        "terminal:professional": never,
        "terminal:client": once,
        "continuer:professional": never,
        "continuer:client": once,
        "simultaneous_start:professional": once,
        "simultaneous_start:client": never,
        "recognitional:professional": unjudged,
        "recognitional:client": unjudged,
        "competitive:professional": once,
        "competitive:client": never,
        "excluded_over_continuer": (1, NAN, 1),
        "excluded_touching": (1, NAN, 1),
        "excluded_other_roles": (0, NAN, 0),
        "excluded_other_kinds": (0, NAN, 0),
        "excluded_untimed": (0, NAN, 0),
    }


def test_places_are_the_turns_that_came_in():
    found = measures.places([said(*ROWS)], names=["T5"])
    assert dict(zip(found["part"], found["turn"], strict=True)) == {
        "continuer:client": "t1",
        "terminal:client": "t2",
        "competitive:professional": "t3",
        "simultaneous_start:professional": "t5",
        "excluded_touching": "t6",
        "excluded_over_continuer": "t8",
    }


@pytest.mark.parametrize(
    ("onset", "kind"), [(9.701, "terminal"), (9.7, "terminal"), (9.699, "competitive"), (9.951, "touching")]
)
def test_the_end_of_a_turn_is_its_last_three_tenths_of_a_second(onset, kind):
    assert kinds(("D", 40, 0, 10), ("P", 20, onset, 15)) == [("t1", kind)]


@pytest.mark.parametrize(("onset", "kind"), [(9.0, "terminal"), (8.99, "competitive")])
def test_or_its_last_word_where_words_are_slow(onset, kind):
    assert kinds(("D", 10, 0, 10), ("P", 20, onset, 15)) == [("t1", kind)]


@pytest.mark.parametrize(("onset", "kind"), [(1.2, "simultaneous_start"), (1.201, "competitive")])
def test_two_begin_together_within_a_fifth_of_a_second(onset, kind):
    assert kinds(("D", 4, 0, 0.5), ("P", 20, 1.0, 6), ("D", 20, onset, 5)) == [("t2", kind)]


def test_two_do_not_begin_together_while_a_third_speaks(numbers):
    three = said(("D", 40, 0, 10), ("P", 20, 5, 12), ("K", 20, 5.1, 11))
    three = replace(three, participants=(*three.participants, Participant(id="K", role="interpreter")))
    found = numbers("T5", [three])
    assert (found["competitive:client"][0], found["excluded_other_roles"][0]) == (1, 1)


def test_of_several_turns_the_one_that_goes_on_longest_is_overlapped():
    # 0.1 s before the end of t1, and in the middle of t0.
    rows = (("D", 40, 0, 10), ("P", 8, 3, 5), ("K", 20, 4.9, 9))
    assert kinds(*rows) == [("t1", "competitive"), ("t2", "other_roles")]
    found = measures.overlaps.overlap_onsets(talks.hear([said(*rows)]))
    assert found["over"].tolist() == [0, 0]


ROW = st.tuples(
    st.sampled_from("DPK"), st.sampled_from([4, 20, "mm"]), st.integers(0, 20_000), st.integers(1, 8_000)
)


@given(st.lists(ROW, max_size=12), st.integers(0, 90_000), st.permutations("DPK"))
@settings(max_examples=60, deadline=None)
def test_neither_the_clock_nor_names_change_a_kind(rows, later, names):
    named = dict(zip("DPK", names, strict=True))

    def onsets(shift, of):
        return measures.overlaps.overlap_onsets(talks.hear([said(
            *((of(who), what, (at + shift) / 1000, (at + long + shift) / 1000) for who, what, at, long in rows)
        )]))[["row", "over", "kind"]].to_numpy().tolist()  # fmt: skip

    assert onsets(later, named.get) == onsets(0, str)


def test_nobody_overlaps_themselves():
    assert kinds(("D", 40, 0, 10), ("D", 8, 3, 5)) == []


def test_a_person_knows_better_than_the_times(numbers):
    codes = [judged("t2", "recognitional"), judged("t3", "interruption")]
    found = numbers("T5", [said(*ROWS)], codes)
    assert {part for part, (count, *_) in found.items() if count and not part.startswith("excluded")} == {
        "recognitional:client",
        "continuer:client",
        "simultaneous_start:professional",
        "competitive:professional",
    }


def test_what_a_person_calls_by_another_name_is_counted_apart(numbers):
    found = numbers("T5", [said(*ROWS)], [judged("t3", "choral")])
    assert (found["competitive:professional"][0], found["excluded_other_kinds"]) == (0, (1, NAN, 1))


def test_turns_without_times_are_counted(numbers):
    # Nine tenths of the turns must have them.
    found = numbers("T5", [said(*ROWS, ("D", 4, None, None))])
    assert (found["excluded_untimed"], found["competitive:professional"]) == ((1, NAN, 1), (1, 0.5, 20))


def test_an_overlap_is_no_interruption_until_a_person_says_so(numbers):
    coded = [replace(judged("t0", ""), code="ask_info")]
    assert numbers("T6", [said(*ROWS)], coded) == {
        "professional": ("not_computable", "places wait for a person to say whether they are interruptions"),
        "candidates:professional": (1, NAN, 1),
        "unconfirmed:professional": (1, NAN, 1),
        "client": ("no_occasion", "nobody’s turn was left unfinished in an overlap"),
        "candidates:client": (0, NAN, 0),
        "unconfirmed:client": (0, NAN, 0),
    }
    found = measures.places([said(*ROWS)], coded, names=["T6"])
    assert found[["part", "turn"]].to_numpy().tolist() == [
        ["candidates:professional", "t3"],
        ["unconfirmed:professional", "t3"],
    ]


@pytest.mark.parametrize(("kind", "times"), [("interruption", 1), ("competitive", 0)])
def test_a_person_confirms_or_denies(kind, times, numbers):
    # The client speaks for 0.4 + 4.2 + 3 + 1 + 3 s.
    minutes = 11.6 / 60
    found = numbers("T6", [said(*ROWS)], [judged("t3", kind)])
    assert found["professional"] == (times, minutes, 10 * times / minutes)
    assert (found["candidates:professional"][0], found["unconfirmed:professional"][0]) == (1, 0)


def test_a_person_confirms_what_no_machine_would_have_found(numbers):
    found = numbers("T6", [said(*ROWS)], [judged("t2", "interruption")])
    assert found["client"][0] == 1


def test_a_machine_confirms_nothing(numbers):
    found = numbers("T6", [said(*ROWS)], [judged("t3", "interruption", "llm:x")], coders=["llm:x"])
    assert found["professional"][0] == "not_computable"


def test_who_finishes_all_the_same_was_not_interrupted(numbers):
    # D comes in but gives way: t2 ends, though cut off, after t3.
    rows = [*ROWS[:3], ("D", 4, 12.0, 13.0)]
    assert numbers("T6", [said(*rows)], [judged("t0", "")])["candidates:professional"][0] == 0


@pytest.mark.parametrize(
    ("raw", "marks", "found"),
    [
        ("so you wai-", (), True),
        ("so you wai-.", (), True),
        ("so you waited –", (), True),
        ("so you waited...", (), True),
        ("so you waited.", (), False),
        ("in part- and full-time", (), False),
        ("so you +/.", (Mark(kind="terminator", start=7, stop=10, value="+/."),), True),
        ("so you &+wa", (Mark(kind="fragment", start=7, stop=11, value="wa"),), True),
        ("so waʔ you", (Mark(kind="cut_off", start=5, stop=6),), False),
    ],
)  # fmt: skip
def test_signs_of_an_unfinished_turn(raw, marks, found):
    text, pieces = raw, ()
    if marks and marks[0].kind != "cut_off":
        text, pieces = raw[: marks[0].start - 1], ((0, 0, marks[0].start - 1),)
    turn = Turn(id="t", speaker="D", raw=raw, text=text, marks=marks, pieces=pieces)
    assert measures.overlaps._breaks_off(turn) is found
