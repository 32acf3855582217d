"""TextGrids as Praat itself saves them, cut up by one regular expression.

Nearly every TextGrid is of one layout: long, of interval tiers alone, each label on a line of its
own. There the expression does at once what :func:`vuoro.formats.praat.textfile.read_carefully` does string
by string. Whatever is in the least unusual, a flaw above all, is left to that; the two never
differ, which a test holds them to.
"""

from __future__ import annotations

import re
from math import inf
from typing import Any

from vuoro.formats.praat.textfile import INTERVALS, Label, Tier

_LINE = r"[ \r]*+\n[ \t]*+"
_TEXT = r'"([^"\n]*+(?:""[^"\n]*+)*+)"'
_NUMBER = r'([^ \t\r\n"]++)'
# Of a run of spaces only the first can begin it, or a long run would be gone through from each.
_INTERVAL = re.compile(
    rf"(?<![ \r]){_LINE}intervals \[\d+\]:?{_LINE}xmin = {_NUMBER}{_LINE}xmax = {_NUMBER}{_LINE}text = {_TEXT}"
)
_PARTS, _LINES = 4, 4
"""The parts into which an interval divides the text, the one before it first; and its lines."""

_FILE = re.compile(
    rf'File type = "ooTextFile"{_LINE}Object class = "TextGrid"(?:{_LINE})+xmin = [^\s"]+{_LINE}xmax = [^\s"]+'
    rf"{_LINE}tiers\? <exists>{_LINE}size = (\d{{1,9}}){_LINE}item \[\]:"
)
_TIER = re.compile(
    rf'{_LINE}item \[\d+\]:{_LINE}class = "{INTERVALS}"{_LINE}name = {_TEXT}{_LINE}xmin = [^\s"]+{_LINE}xmax = [^\s"]+'
    rf"{_LINE}intervals: size = (\d{{1,9}})"
)


class Irregular(Exception):
    """This file is to be read with care."""


def read_regular(text: str) -> list[Tier]:
    """The tiers of a file without a flaw that is laid out as Praat does it; else Irregular."""
    file = _FILE.match(text)
    if not file:
        raise Irregular
    parts = _INTERVAL.split(text[file.end() :])
    between, starts, ends, texts = (parts[at::_PARTS] for at in range(_PARTS))
    heads = [at for at, piece in enumerate(between[:-1]) if piece]
    if not heads or len(heads) != int(file[1]) or between[-1].strip():
        raise Irregular
    line = 1 + text.count("\n", 0, file.end())
    tiers = []
    for first, last in zip(heads, [*heads[1:], len(texts)], strict=True):
        tier = _tier(between[first], last - first, line)
        line += between[first].count("\n") + _LINES
        lines = range(line, line + _LINES * (last - first), _LINES)
        tier.labels = _labels(starts[first:last], ends[first:last], texts[first:last], lines)
        line = lines[-1]
        tiers.append(tier)
    return tiers


def _tier(header: str, size: int, line: int) -> Tier:
    head = _TIER.fullmatch(header)
    if not head or int(head[2]) != size:
        raise Irregular
    return Tier(INTERVALS, line + 2, head[1].replace('""', '"'))


def _labels(starts: list[str], ends: list[str], texts: list[str], lines: range) -> list[Label]:
    """The labels with words; half of all intervals are silence."""
    try:
        labels = [
            Label(float(start), float(end), text.replace('""', '"'), line)
            for start, end, text, line in zip(starts, ends, texts, lines, strict=True)
            if text and not text.isspace()
        ]
    except ValueError:
        raise Irregular from None
    times: list[Any] = labels
    if not all([-inf < label[0] <= label[1] < inf for label in times]):  # noqa: C419 - a list is faster
        raise Irregular
    return labels
