"""Praat's text files of tiers, long and short, as tiers of labels with times.

To Praat both are one stream: numbers, and strings in quotation marks; everything else is
decoration. So the text is cut at its quotation marks, and each string is understood by what
stands before it. Damaged quotation is mended first, and said to have been.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from vuoro.formats.encodings import line_at
from vuoro.model import Problem

_STRING = re.compile(r'"([^"]*+(?:""[^"]*+)*+)("|\Z)')
_KEY = re.compile(r"(\w+)\s*=\s*\Z")
_VALUE = r"\s*=\s*([^\s=]+)"
_XMIN, _XMAX, _TIME = (
    re.compile(rf"\b(?:{key}){_VALUE}") for key in ("xmin", "xmax", "number|time|mark_time")
)
_SIZE = re.compile(r"(?:intervals|points)\s*:\s*size\s*=\s*(\d{1,9})\b")
_TIERS = re.compile(r"<exists>\s+(?:size\s*=\s*)?(\d{1,9})\b")
_NUMBER = re.compile(r"(?<![^\s=])[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?(?![^\s])")
_LONG = re.compile(r"\bxmin\s*=")
_SEPARATES = re.compile(r"[\s\d.,eE+-]*|.*[\[=<].*")

_NEXT_LONG = r"\r?\n\s*(?:intervals|points|item|xmin|xmax|number|time|name|class)\b\s*[\[=:]"
_NEXT_SHORT = r'\r?\n(?:\s*[-+]?\d[\d.,eE+-]*\s*(?:[\r\n]|\Z)|"(?:IntervalTier|TextTier)")'
_SWALLOWED = {"long": re.compile(_NEXT_LONG), "short": re.compile(_NEXT_SHORT)}
_QUOTED = {
    "long": re.compile(
        rf'(\b(?:text|mark|name|class)\s*=\s*)"(.*?)(?:("?)[ \t]*(?={_NEXT_LONG})|(")(?=\s*\Z))', re.DOTALL
    ),
    "short": re.compile(
        rf'^([ \t]*)"(IntervalTier|TextTier|.*?)(?:("?)[ \t]*(?={_NEXT_SHORT})|(")(?=\s*\Z|\r?\n"))',
        re.DOTALL | re.MULTILINE,
    ),
}

POINTS = "TextTier"
_CLASSES = ("IntervalTier", POINTS)


class Label(NamedTuple):
    """A non-empty label: seconds, the words, its line, and the rule of what is wrong with its times."""

    start: float | None
    end: float | None
    text: str
    line: int
    flaw: str = ""


@dataclass(slots=True)
class Tier:
    """A tier of a file: ``end`` and ``size`` are what its header promises, ``found`` the labels that came."""

    kind: str
    line: int
    name: str | None = None
    labels: list[Label] = field(default_factory=list)
    end: float | None = None
    size: int | None = None
    found: int = 0


def tiers_of(text: str) -> tuple[list[Tier], list[Problem]]:
    """The tiers of a TextGrid, as far as the file goes, and what is wrong with it."""
    outsides, strings, tail, problems = _tokens(text)
    newline = "\n" if "\n" in text else "\r"
    tiers: list[Tier] = []
    line = 1
    for outside, string in zip(outsides, strings, strict=True):
        line += outside.count(newline)
        if outside.endswith("text = ") and tiers and tiers[-1].found:
            # Nearly every string of a file is a label like this, half of them without words.
            tiers[-1].found += 1
            if string and not string.isspace():
                tiers[-1].labels.append(_long_interval(outside, string, line))
        else:
            _place(tiers, outside, outside.split(), string, line)
        if newline in string:
            line += string.count(newline)
    return tiers, problems + _promises(text, tiers, outsides, *tail)


def _tokens(text: str) -> tuple[list[str], list[str], tuple[str, str | None], list[Problem]]:
    """What stands before each string, the strings, and the rest: text, and a string without an end."""
    shape = "long" if _LONG.search(text) else "short"
    outsides, strings, tail = _cut(text)
    if not _quotation_is_damaged(outsides, [*strings, tail[1] or ""], shape):
        return outsides, strings, tail, []
    text, problems = _mended(text, shape)
    return *_cut(text), problems


def _cut(text: str) -> tuple[list[str], list[str], tuple[str, str | None]]:
    parts = text.split('"')
    if len(parts) % 2 and "" not in parts[2:-1:2]:
        return parts[0:-1:2], parts[1::2], (parts[-1], None)
    parts = _STRING.split(text)
    outsides, strings = parts[0:-1:3], [string.replace('""', '"') for string in parts[1::3]]
    if strings and not parts[-2]:
        return outsides[:-1], strings[:-1], (outsides[-1], strings[-1])
    return outsides, strings, (parts[-1], None)


def _quotation_is_damaged(outsides: list[str], strings: list[str], shape: str) -> bool:
    swallowed = _SWALLOWED[shape]
    return any("\n" in string and swallowed.search(string) for string in strings) or any(
        "\n" not in outside and not _SEPARATES.fullmatch(outside) for outside in outsides[1:]
    )


def _mended(text: str, shape: str) -> tuple[str, list[Problem]]:
    """The text with each label's quotation marks as Praat would write them."""
    problems: list[Problem] = []

    def mend(match: re.Match[str]) -> str:
        before, label, *closing = match.groups()
        proper = label.replace('""', '"').replace('"', '""')
        if proper != label or not any(closing):
            message = "quotation marks that do not match; the label was read to the end of its lines."
            line = line_at(text, match.start(2))
            problems.append(Problem(line=line, text=label, message=message, rule="stray-quote"))
        return f'{before}"{proper}"'

    return _QUOTED[shape].sub(mend, text), problems


def _place(tiers: list[Tier], outside: str, words: list[str], string: str, line: int) -> None:
    """Any string that is not an ordinary interval: a tier's class, its name, a point, a short label."""
    key = _KEY.search(outside)
    says = key[1] if key else ""
    if string in _CLASSES and (says == "class" or (not says and _opens_a_tier(words))):
        if tiers:
            _read_header(tiers[-1], outside, words)
        tiers.append(Tier(kind=string, line=line))
    elif tiers and (says == "name" or (not says and tiers[-1].name is None)):
        tiers[-1].name = string
    elif tiers:
        tier = tiers[-1]
        _read_header(tier, outside, words)
        tier.found += 1
        if string.strip():
            tier.labels.append(_label(tier.kind, outside, words, string, line))


def _opens_a_tier(words: list[str]) -> bool:
    """In a short file: no times before it, as before a label, but a header's three numbers or none."""
    return len(words) in (0, 3) or any(word.startswith("<") for word in words)


def _read_header(tier: Tier, outside: str, words: list[str]) -> None:
    if tier.found or tier.size is not None:
        return
    numbers = _NUMBER.findall(outside)
    if len(numbers) > 1:
        tier.end = float(numbers[1])
    said = _SIZE.search(outside)
    if said:
        tier.size = int(said[1])
    elif len(words) >= 3 and len(words[2]) < 10 and words[2].isdecimal():
        tier.size = int(words[2])


def _label(kind: str, outside: str, words: list[str], string: str, line: int) -> Label:
    if kind == POINTS:
        at = _last(_TIME, outside) or (words[-1] if words else "")
        return _interval(at, at, string, line)
    if "=" in outside:
        return _long_interval(outside, string, line)
    start, end = words[-2:] if len(words) > 1 else ("", "")
    return _interval(start, end, string, line)


def _long_interval(outside: str, string: str, line: int) -> Label:
    words = outside.split()
    if len(words) == 10 and words[2] == "xmin" and words[5] == "xmax":
        return _interval(words[4], words[7], string, line)
    return _interval(_last(_XMIN, outside), _last(_XMAX, outside), string, line)


def _last(pattern: re.Pattern[str], outside: str) -> str:
    found = pattern.findall(outside)
    return found[-1] if found else ""


def _interval(start: str, end: str, string: str, line: int) -> Label:
    try:
        first, last = float(start), float(end)
    except ValueError:
        if "," in start + end:  # a program that writes decimals as Finns and Swedes do
            return _interval(start.replace(",", "."), end.replace(",", "."), string, line)
        return Label(None, None, string, line, "unreadable-time")
    if -inf < first <= last < inf:
        return Label(first, last, string, line)
    reversed_ = -inf < last < first < inf
    return Label(None, None, string, line, "reversed-times" if reversed_ else "unreadable-time")


def _promises(
    text: str, tiers: list[Tier], outsides: list[str], rest: str, unclosed: str | None
) -> list[Problem]:
    """Does the file hold as much as it says? A label cut in two is reported as unread talk."""
    if tiers:
        _read_header(tiers[-1], rest, rest.split())
    problems = []
    if unclosed is not None and unclosed.strip():
        line = line_at(text, len(text) - len(unclosed))
        message = "the file ends in the middle of this label, which is not a turn."
        problems.append(_problem(line, unclosed, message, "unread-line"))
    said = _TIERS.search(text)
    missing_tiers = bool(said) and int(said[1]) > len(tiers)
    truncated = (
        unclosed is not None or missing_tiers or (bool(tiers) and _is_cut_short(tiers[-1], outsides, rest))
    )
    if truncated:
        stripped = text.rstrip()
        message = "the file ends before it is finished; what is complete was read."
        problems.append(
            _problem(line_at(text, len(stripped)), stripped.splitlines()[-1], message, "truncated")
        )
    for tier in tiers[:-1] if truncated else tiers:
        if tier.size not in (None, tier.found):
            message = f"the tier promises {tier.size} labels and holds {tier.found}."
            problems.append(_problem(tier.line, tier.name, message, "wrong-size"))
    return problems


def _is_cut_short(last: Tier, outsides: list[str], rest: str) -> bool:
    if last.name is None or (rest.strip() and (last.found or last.size is None)):
        return True
    if last.size is None or last.found >= last.size:
        return False
    times = _NUMBER.findall(outsides[-1])
    return not times or last.end is None or float(times[-1]) < last.end


def _problem(line: int, text: str | None, message: str, rule: str) -> Problem:
    return Problem(line=line, text=text or "", message=message, rule=rule)
