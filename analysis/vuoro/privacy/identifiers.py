"""What identifies a person by its shape: codes, numbers, addresses. The shapes are ``identifiers.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from vuoro.model import record
from vuoro.privacy.checks import CHECKS

NEARBY = 60
"""Characters before and after a number within which a word says what number it is."""

CHECKED = 0.99

MASKED = frozenset("0nN")
"""What is left of an identifier that is masked; n is *nomen nescio*, and 0 is no day and no number."""


class Found(NamedTuple):
    """A stretch of some text: offsets in it, what it may be, how surely, and why."""

    start: int
    stop: int
    kind: str
    confidence: float
    why: str
    name: str = ""


@record
class Shape:
    """A row of the table, which says what the fields mean."""

    kind: str
    pattern: re.Pattern[str]
    confidence: float
    example: str
    counter: str
    source: str
    check: str = ""
    near: re.Pattern[str] | None = None
    alone: float = 0.0
    keep: re.Pattern[str] | None = None
    figures: bool = True


@cache
def shapes() -> tuple[Shape, ...]:
    """The rows of the table, in its order."""
    table = tomllib.loads((files(__package__) / "identifiers.toml").read_text(encoding="utf-8"))
    return tuple(_shape(row) for row in table["identifier"])


def _shape(row: dict[str, Any]) -> Shape:
    flags = 0 if row.pop("cased", False) else re.IGNORECASE
    row["pattern"] = re.compile(row["pattern"], flags)
    for name, around in (("near", r"(?<!\w)(?:{})(?!\w)"), ("keep", "{}")):
        if name in row:
            row[name] = re.compile(around.format(row[name]), re.IGNORECASE)
    return Shape(**row)


def found(text: str) -> Iterator[Found]:
    """The identifiers in a text. What is masked already is none.

    Examples
    --------
    >>> [(one.kind, one.confidence, one.why) for one in found("hetu on 131052-308T")]
    [('henkilötunnus', 0.99, 'the check character agrees')]
    >>> list(found("hetu on 000000-000N"))
    []
    """
    figures = any(sign in text for sign in "0123456789")
    for shape in shapes():
        if shape.figures and not figures:
            continue
        for match in shape.pattern.finditer(text):
            confidence, why = _belief(shape, text, match)
            if confidence and not is_masked(shape, match[0]):
                yield Found(match.start(), match.end(), shape.kind, confidence, why)


def _belief(shape: Shape, text: str, match: re.Match[str]) -> tuple[float, str]:
    if shape.check:
        agrees = CHECKS[shape.check](match[0])
        told = "the check character agrees" if agrees else "the check character does not agree"
        return (CHECKED if agrees else shape.confidence), told
    if shape.near is None:
        return shape.confidence, f"it has the shape of: {shape.kind}"
    around = text[max(0, match.start() - NEARBY) : match.end() + NEARBY]
    word = shape.near.search(around)
    if word:
        return shape.confidence, f"it stands near {word[0]!r}"
    return shape.alone, f"it has the shape of: {shape.kind}, and no word near it says so"


def is_masked(shape: Shape, written: str) -> bool:
    """Whether nothing of it is left that tells anything."""
    return {sign for sign in kept_out(shape, written) if sign.isalnum()} <= MASKED


def kept_out(shape: Shape, written: str) -> str:
    """An identifier without what stays of it."""
    return shape.keep.sub("", written) if shape.keep else written


def mask(kind: str, written: str) -> str:
    """The same with every figure 0 and every letter n: its shape stays, and it is nobody's.

    What says which kind of street it is stays too.

    Examples
    --------
    >>> mask("henkilötunnus", "131052-308T"), mask("address", "Mallikadulla 5 A")
    ('000000-000N', 'Nnnnnkadulla 0 N')
    """
    keeps = [match.span() for shape in shapes() if shape.kind == kind and shape.keep
             for match in shape.keep.finditer(written)]  # fmt: skip
    return "".join(
        sign if any(start <= at < stop for start, stop in keeps) else nobody(sign)
        for at, sign in enumerate(written)
    )


def nobody(sign: str) -> str:
    """What stands for one letter or figure."""
    if sign.isdigit():
        return "0"
    if sign.isalpha():
        return "N" if sign.isupper() else "n"
    return sign
