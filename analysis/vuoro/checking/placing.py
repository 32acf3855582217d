"""Where in its file a place in a turn stands: line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from vuoro.model import Turn

_BREAK = re.compile(r"\r\n?|\n")

NEAR = 4
"""Lines. The words of a turn may begin that far below the line that names it, as in subtitles."""


@lru_cache(maxsize=8)  # a file may hold hundreds of encounters
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a file, without what ends them."""
    return tuple(_BREAK.split(text))


def place(turn: Turn, offset: int, lines: Sequence[str] = ()) -> tuple[int | None, int | None]:
    """Line and column, both counted from 1, of an offset in a turn's ``raw``.

    The column is None where ``raw`` does not stand in the lines as it is: where there are no lines,
    as in a Word file, or where the file writes a character in another way, as XML writes ``&lt;``.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="so [you\\n    waited", text="so you waited", line=2)
    >>> place(turn, 3, ["# a visit", "A:  so [you", "    waited"])
    (2, 8)
    >>> place(turn, 12, ["# a visit", "A:  so [you", "    waited"])
    (3, 5)
    >>> place(turn, 3)
    (2, None)
    """
    if turn.line is None:
        return None, None
    begins, pieces = _rows(turn.raw)
    row = bisect_right(begins, offset) - 1
    line, piece = turn.line + row, pieces[row]
    for number in range(line, min(line + NEAR, len(lines) + 1)):
        at = _last(lines[number - 1], piece) if number > 0 else -1
        if at >= 0 and (row == 0 or piece.strip()):
            return number, at + offset - begins[row] + 1
    return line, None


@lru_cache(maxsize=64)
def _last(line: str, piece: str) -> int:
    return line.rfind(piece)


@lru_cache(maxsize=8)  # a turn may have thousands of findings
def _rows(raw: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The lines of a turn: where in it they begin, and what stands in them."""
    begins = (0, *(found.end() for found in _BREAK.finditer(raw)))
    return begins, tuple(_BREAK.split(raw))


def column(text: str, line: int | None, lines: Sequence[str]) -> int | None:
    """The column at which a text begins in its line; None where it does not stand there.

    Examples
    --------
    >>> column("so you", 1, ["A: so you waited"])
    4
    """
    if line is None or not 0 < line <= len(lines):
        return None
    first = _BREAK.split(text, maxsplit=1)[0].strip()
    at = lines[line - 1].find(first)
    return at + 1 if first and at >= 0 else None
