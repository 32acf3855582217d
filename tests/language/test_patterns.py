"""The pattern language does what its page says, and refuses what it cannot read."""

from __future__ import annotations

import pytest

from vuoro.language import patterns


def found(pattern: str, unit: str, **classes: list[str]) -> str | None:
    match = patterns.read(pattern, classes).regex.search(" " + unit)
    return match.group().strip() if match else None


@pytest.mark.parametrize(
    ("pattern", "unit", "words"),
    [
        ("vad tycker", "men vad tycker du", "vad tycker"),
        ("vad|va tycker", "va tycker du", "va tycker"),
        ("kerto*", "haluisitko kertoa", "kertoa"),
        ("*ko|*kö", "onko se niin", "onko"),
        ("so * been", "so you've been off", "so you've been"),
        ("vad (själv) tycker", "vad själv tycker du", "vad själv tycker"),
        ("vad (själv) tycker", "vad tycker du", "vad tycker"),
        ("antingen .. eller", "antingen gruppen eller enskilt", "antingen gruppen eller"),
        ("you !should", "you slept", "you"),
        ("{you} slept", "ya slept", "ya slept"),
    ],
)
def test_a_pattern_finds_its_words(pattern: str, unit: str, words: str) -> None:
    assert found(pattern, unit, you=["you", "ya"]) == words


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        ("vad", "vadå"),
        ("so * been", "so been"),
        ("antingen ..1 eller", "antingen a b eller c"),
        ("you !should", "you should"),
        ("you $", "you slept"),
    ],
)
def test_a_pattern_passes_over_near_misses(pattern: str, unit: str) -> None:
    assert found(pattern, unit) is None


def test_a_word_that_may_be_missing_at_an_open_edge_constrains_nothing() -> None:
    assert patterns.read("(nu) vad tycker (du)").regex.pattern == patterns.read("vad tycker").regex.pattern


def test_words_that_may_stand_between_two_leave_the_two_neighbours() -> None:
    assert patterns.read("jag (bara|ju) tänkte").pairs == (
        (("jag",), ("bara", "ju", "tänkte")),
        (("bara", "ju", "jag"), ("tänkte",)),
    )


@pytest.mark.parametrize("pattern", ["", "(nu)", "..", "a*b", "{nobody} x", "vad!", "vad ..x nu"])
def test_what_cannot_be_read_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(patterns.BadPattern):
        patterns.read(pattern)
