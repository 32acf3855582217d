"""What a check finds, before and after it is known where that stands in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import NamedTuple

from vuoro.model import Encounter, Turn, record
from vuoro.registry import Registry

SHOWN, TOLD = 60, 400
"""Characters of a text that a finding quotes, and of what it says about it."""


@record
class Finding:
    """Something to look at in a transcript.

    ``file`` is its name as the encounter has it; ``line`` and ``column`` count from 1 and are None
    where the format has none. ``start`` and ``stop`` are offsets in the ``raw`` of the turn, where
    the finding is about a place in one. ``text`` is what stands there, ``message`` what is wrong
    with it, ``mend`` what to do.
    """

    file: str
    line: int | None
    column: int | None
    rule: str
    severity: str
    text: str
    message: str
    mend: str
    encounter: str = ""
    turn: str = ""
    start: int | None = None
    stop: int | None = None


class Flaw(NamedTuple):
    """What a check yields: the rule, the turn, offsets in its ``raw``, and what is wrong there."""

    rule: str
    turn: Turn
    start: int
    stop: int
    message: str


class Check(NamedTuple):
    """A function that looks for the flaws of some rules."""

    rules: tuple[str, ...]
    function: Callable[[Encounter], Iterator[Flaw]]


CHECKS: Registry[Check] = Registry("check")


def check_of(*rules: str) -> Callable[[Callable[[Encounter], Iterator[Flaw]]], Callable[..., Iterator[Flaw]]]:
    """Register a function ``(encounter) -> flaws`` as what looks for these rules.

    Examples
    --------
    >>> [name for name, check in CHECKS.items() if "reversed-times" in check.rules]
    ['reversed_times']
    """

    def register(function: Callable[[Encounter], Iterator[Flaw]]) -> Callable[..., Iterator[Flaw]]:
        CHECKS.add(function.__name__, Check(rules, function))
        return function

    return register


def whole(rule: str, turn: Turn, message: str) -> Flaw:
    """A flaw of a whole turn."""
    return Flaw(rule, turn, 0, len(turn.raw), message)


def flaws(encounter: Encounter, wanted: Set[str]) -> Iterable[Flaw]:
    """What the checks of the wanted rules find, check by check."""
    for check in CHECKS.complete().values():
        if not wanted.isdisjoint(check.rules):
            yield from (flaw for flaw in check.function(encounter) if flaw.rule in wanted)


def shown(text: str, length: int = SHOWN) -> str:
    """A text on one line, no longer than so many characters, and its control characters made visible.

    Examples
    --------
    >>> shown("so\\n  you waited \\x15")
    'so you waited ␕'
    """
    text = " ".join(text[: 4 * length].split())
    return visible(text if len(text) <= length else text[: length - 1] + "…")


def visible(text: str) -> str:
    """A text that no terminal takes for a command: a transcript is not to be trusted.

    Examples
    --------
    >>> visible("\\x1b[2J")
    '␛[2J'
    """
    return text.translate(_UNSEEN)


_UNSEEN = {code: chr(0x2400 + code) for code in range(0x20)} | dict.fromkeys(range(127, 160), "␡")
_UNSEEN |= dict.fromkeys((*range(8234, 8239), *range(8294, 8298), *range(55296, 57344)), "�")
