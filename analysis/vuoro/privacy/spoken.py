"""Numbers that are said in words: an identity code in talk is *nolla yksi nolla viisi …*.

Six figures in a row, with fillers, pauses and *eiku* between them, are a code, a telephone number or a
date of birth more often than an amount. The words are ``numerals.tsv``, and those of the three languages
are read together: people switch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from vuoro.privacy.identifiers import Found

FEWEST = 6
"""Figures. A year is four, a time of day four, a price rarely five; the first half of a code is six."""

LEAST_WORDS = 3
"""A run of fewer is an amount in thousands or a span of years: *2020 2021*."""

BETWEEN = 4
"""Words that may stand between two figures; after more, people talk of something else."""

LONGEST = 60
"""Letters of a number in one word; *tuhatyhdeksänsataakahdeksankymmentäviisi* has 41."""

ZERO = {"fi": "nolla", "sv": "noll", "en": "zero"}

_WORD = re.compile(r"[^\W_]+")
_WORTH = {"digit": 1, "teen": 2, "ten": 2, "scale": 0, "ordinal": 2, "month": 2}


class Said(NamedTuple):
    """A word of a number: where it stands and how many figures it is worth."""

    start: int
    stop: int
    figures: int
    written: str


@cache
def _table() -> dict[str, dict[str, str]]:
    """The class of each word, language by language."""
    table: dict[str, dict[str, str]] = {}
    for line in (files(__package__) / "numerals.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, language, words = line.split("\t")
            table.setdefault(language, {}).update(dict.fromkeys(words.split(), kind))
    return table


@lru_cache(maxsize=1 << 14)
def parts(word: str) -> tuple[str, ...]:
    """The classes of the numerals that a word is composed of; () where it is no numeral.

    Examples
    --------
    >>> parts("kaheksankytviis"), parts("nittifyra"), parts("hund")
    (('digit', 'scale', 'digit'), ('ten', 'digit'), ())
    """
    if len(word) > LONGEST:
        return ()
    return next((found for words in _table().values() if (found := _composed(word, words))), ())


def _composed(word: str, words: dict[str, str]) -> tuple[str, ...]:
    """The numerals that a word consists of, the longest first; each end is looked at but once."""
    reached: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(word)):
        if start in reached:
            for stop in range(len(word), start, -1):
                kind = words.get(word[start:stop])
                if kind in _WORTH and stop not in reached:
                    reached[stop] = (*reached[start], kind)
    return reached.get(len(word), ())


@lru_cache(maxsize=1 << 14)
def worth(word: str) -> int:
    """How many figures a word says: none where it is no numeral.

    Examples
    --------
    >>> worth("nolla"), worth("nittifyra"), worth("nineteen"), worth("0405"), worth("hej")
    (1, 2, 2, 4, 0)
    """
    if word.isdigit():
        return len(word)
    kinds = parts(word)
    figures = sum(_WORTH[kind] for kind in kinds)
    return figures - sum(one == "ten" and after == "digit" for one, after in pairwise(kinds))


def is_between(word: str) -> bool:
    return any(words.get(word) in ("filler", "sign") for words in _table().values())


def found(text: str) -> Iterator[Found]:
    """The runs of figures in a text that are said in words, or figure by figure.

    Examples
    --------
    >>> [text[one.start : one.stop] for text in ["se on nolla yks öö nolla viis yheksänneljä joo"]
    ...  for one in found(text)]
    ['nolla yks öö nolla viis yheksänneljä']
    >>> list(found("two or three times at half past nine"))
    []
    """
    run: list[Said] = []
    skipped = 0
    for match in _WORD.finditer(text):
        word = match[0].lower()
        figures = worth(word)
        if figures or (run and parts(word)):
            run.append(Said(match.start(), match.end(), figures, word))
            skipped = 0
        elif run and (not is_between(word) or skipped == BETWEEN):
            yield from _judged(run)
            run, skipped = [], 0
        elif run:
            skipped += 1
    yield from _judged(run)


def _judged(run: list[Said]) -> Iterator[Found]:
    figures = sum(said.figures for said in run)
    if figures < FEWEST or len(run) < LEAST_WORDS or _is_counting(run) or _is_masked(run):
        return
    in_words = any(not said.written.isdigit() for said in run)
    confidence = 0.85 if in_words and len(run) >= FEWEST else 0.6
    yield Found(run[0].start, run[-1].stop, "spoken number", confidence, f"{figures} figures in a row")


def _is_counting(run: list[Said]) -> bool:
    """*second, third, fourth*; *10, 20 and 40*; *00:01:04*: these are no figures of one number."""
    if all(said.written.isdigit() for said in run):
        return sum(len(said.written) == 1 for said in run) < FEWEST
    plain = sum(said.figures for said in run if not {"ordinal", "month"} & set(parts(said.written)))
    return plain < 2


def _is_masked(run: list[Said]) -> bool:
    told = {said.written for said in run} - set(ZERO.values())
    return all(word.strip("0") == "" for word in told)


def mask(written: str, language: str) -> str:
    """The same run with every numeral zero; what is said between the figures stays.

    Examples
    --------
    >>> mask("noll ett öh fem 23", "sv")
    'noll noll öh noll 00'
    """
    zero = ZERO.get(language, ZERO["en"])

    def silenced(match: re.Match[str]) -> str:
        word = match[0]
        if word.isdigit():
            return "0" * len(word)
        return zero if parts(word.lower()) else word

    return _WORD.sub(silenced, written)
