"""Tables and numbers for a report in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many

NOTHING = "–"


def table(header: Many[str], rows: Iterable[Many[str]], *, left: int = 1) -> str:
    """A table; the first `left` columns are words and the others numbers.

    Examples
    --------
    >>> print(table(["code", "F1"], [["propose", ".41"]]))
    | code | F1 |
    | --- | ---: |
    | propose | .41 |
    """
    rule = ["---"] * left + ["---:"] * (len(header) - left)
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in (header, rule, *rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def share(value: float) -> str:
    """A number between 0 and 1 with two digits and no zero before the point, as scores are printed.

    Examples
    --------
    >>> share(0.414), share(1.0), share(float("nan"))
    ('.41', '1.00', '–')
    """
    if value != value:
        return NOTHING
    text = f"{value:.2f}"
    return text.removeprefix("0")


def interval(low: float, high: float) -> str:
    """An interval of two shares, or nothing where none was computed."""
    return NOTHING if low != low else f"{share(low)}–{share(high)}"


def sentence(parts: Many[str], *, last: str = "and") -> str:
    """A list of things as running text.

    Examples
    --------
    >>> sentence(["a"]), sentence(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *first, end = parts
    return f"{', '.join(first)} {last} {end}" if first else end


def section(title: str, *paragraphs: str) -> Iterator[str]:
    """A heading and what stands under it; nothing at all where nothing does."""
    there = [text for text in paragraphs if text]
    if there:
        yield f"## {title}"
        yield from there
