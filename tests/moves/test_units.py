"""Where one unit ends and the next begins."""

from __future__ import annotations

import pytest

from vuoro.language import cues
from vuoro.model import Mark, Turn
from vuoro.moves.units import units_of


def parts(text: str, *marks: Mark, language: str = "en") -> list[str]:
    turn = Turn(id="t", speaker="D", raw=text, text=text, marks=marks)
    return [text[unit.start : unit.stop].strip() for unit in units_of(turn, cues.load(language))]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Okay. So you slept? Good!", ["Okay.", "So you slept?", "Good!"]),
        ("Dr. Ferris will see you.", ["Dr. Ferris will see you."]),
        ("Well... yeah, maybe then.", ["Well... yeah, maybe then."]),
        ("I went-- well I stayed.", ["I went--", "well I stayed."]),
        ("wo- would you try it", ["wo- would you try it"]),
        ("Your back's worse. Is that right?", ["Your back's worse. Is that right?"]),
        ("okay great and how long have you had it", ["okay great and how long have you had it"]),
        (
            "it started after the move i see how long have you had it",
            ["it started after the move i see", "how long have you had it"],
        ),
        ("", []),
        ("?", []),
    ],
)
def test_units_end_where_the_transcriber_or_the_grammar_shows_it(text: str, units: list[str]) -> None:
    assert parts(text) == units


def test_a_contour_ends_a_unit() -> None:
    text = "it was hard so you stayed home"
    assert parts(text, Mark(kind="contour", start=11, stop=11, value=".")) == [
        "it was hard",
        "so you stayed home",
    ]


@pytest.mark.parametrize(
    ("seconds", "after", "units"),
    [(0.9, "so you rest", 2), (0.9, "to the house", 1), (0.4, "so you rest", 1)],
)
def test_a_silence_ends_a_unit_where_a_new_clause_follows(seconds: float, after: str, units: int) -> None:
    silence = Mark(kind="pause", start=9, stop=9, value=seconds)
    assert len(parts(f"i went on {after}", silence)) == units


def test_a_rising_contour_is_told_from_a_falling_one() -> None:
    turn = Turn(id="t", speaker="D", raw="You slept? Good.", text="You slept? Good.")
    assert [unit.rising for unit in units_of(turn, cues.load("en"))] == [True, False]


@pytest.mark.parametrize(
    ("language", "text", "units"),
    [
        (
            "sv",
            "ja skriver till dom i dag å sen ringer du mej",
            ["ja skriver till dom i dag", "å sen ringer du mej"],
        ),
        ("sv", "Jag tror att du har rätt och att det går.", ["Jag tror att du har rätt och att det går."]),
        (
            "sv",
            "Det låter bra, men jag vill tänka på saken.",
            ["Det låter bra,", "men jag vill tänka på saken."],
        ),
        ("fi", "mä soitan sinne heti ja sit sä tuut tänne", ["mä soitan sinne heti", "ja sit sä tuut tänne"]),
        (
            "en",
            "i'll write to them today and we'll see on friday",
            ["i'll write to them today", "and we'll see on friday"],
        ),
    ],
)
def test_long_talk_is_cut_where_a_clause_opens(language: str, text: str, units: list[str]) -> None:
    assert parts(text, language=language) == units


def test_a_pause_of_any_length_parts_punctuated_clauses() -> None:
    text = "Vänta. Jag ringer dom sen i morgon bitti jag har telefonen hemma."
    pause = Mark(kind="micropause", start=40, stop=40)
    assert parts(text, pause, language="sv") == ["Vänta.", text[7:40], text[41:]]
    assert parts(text, language="sv") == ["Vänta.", text[7:]]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Om du vill ha skjuts, kan du ringa mig.", 1),
        ("Det blir nog bra så här, tycker jag.", 1),
        ("Han tog fram brevet och räckte det till mig", 1),
        ("Jag har inga egna böcker, har du några?", 2),
        ("Det gick ju bra i går, hur känns det i dag?", 2),
    ],
)
def test_a_verb_before_its_subject_asks_only_where_it_turns_to_the_other(text: str, units: int) -> None:
    assert len(parts(text, language="sv")) == units
