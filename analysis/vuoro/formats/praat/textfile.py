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
from vuoro.formats.praat.quotation import is_damaged, mended
from vuoro.model import Problem

_STRING = re.compile(r'"([^"]*+(?:""[^"]*+)*+)("|\Z)')
_KEY = re.compile(r"\b(Object class|\w++)\s*+=\s*+\Z")
_VALUE = r"\s*=\s*([^\s=]+)"
_XMIN, _XMAX, _TIME = (
    re.compile(rf"\b(?:{key}){_VALUE}") for key in ("xmin", "xmax", "number|time|mark_time")
)
_SIZE = re.compile(r"(?:intervals|points)\s*:\s*size\s*=\s*(\d{1,9})\b")
_ITEM = re.compile(r"\bitem\s*\[\d+\]")
_TIERS = re.compile(r"<exists>\s+(?:size\s*=\s*)?(\d{1,9})\b")
_NUMBER = re.compile(r"(?<![^\s=])[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?(?![^\s])")

INTERVALS, POINTS = "IntervalTier", "TextTier"
_CLASSES = (INTERVALS, POINTS)
_OF_A_TIER = ("name", "text", "mark")


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


def read_carefully(text: str) -> tuple[list[Tier], list[Problem]]:
    """The tiers of a TextGrid of any shape, as far as the file goes, and what is wrong with it."""
    outsides, strings, tail = _strings(text)
    tiers, problems = _tiers(text, outsides, strings, tail)
    # A label may hold what looks like damage, such as a line with a number; then the file still keeps its word.
    if _keeps_its_word(tiers, problems) or not is_damaged(text, outsides, [*strings, tail[1] or ""]):
        return tiers, problems
    text, mendings = mended(text)
    tiers, problems = _tiers(text, *_strings(text))
    return tiers, mendings + problems


def _keeps_its_word(tiers: list[Tier], problems: list[Problem]) -> bool:
    """Whether every tier holds as many labels as it promises, and nothing else is wrong."""
    return not problems and bool(tiers) and all(tier.size == tier.found for tier in tiers)


def _tiers(
    text: str, outsides: list[str], strings: list[str], tail: tuple[str, str | None]
) -> tuple[list[Tier], list[Problem]]:
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
    return tiers, _promises(text, tiers, outsides, *tail)


def _strings(text: str) -> tuple[list[str], list[str], tuple[str, str | None]]:
    parts = text.split('"')
    if len(parts) % 2 and "" not in parts[2:-1:2]:
        return parts[0:-1:2], parts[1::2], (parts[-1], None)
    parts = _STRING.split(text)
    outsides, strings = parts[0:-1:3], [string.replace('""', '"') for string in parts[1::3]]
    if strings and not parts[-2]:
        return outsides[:-1], strings[:-1], (outsides[-1], strings[-1])
    return outsides, strings, (parts[-1], None)


def _place(tiers: list[Tier], outside: str, words: list[str], string: str, line: int) -> None:
    """Any string that is not an ordinary interval: a tier's class, its name, a point, a short label."""
    key = _KEY.search(outside)
    says = key[1] if key else ""
    if _opens_a_tier(says, string, outside, words):
        _open(tiers, string, outside, words, line)
        return
    if says in _OF_A_TIER and (not tiers or (says == "name" and tiers[-1].name is not None)):
        _open(tiers, "", outside, words, line)  # its class cannot be read
    if tiers and (says == "name" or (not says and tiers[-1].name is None)):
        tiers[-1].name = string
    elif tiers:
        tier = tiers[-1]
        _read_header(tier, outside, words)
        tier.found += 1
        if string.strip():
            tier.labels.append(_label(tier.kind, outside, words, string, line))


def _open(tiers: list[Tier], kind: str, outside: str, words: list[str], line: int) -> None:
    if tiers:
        _read_header(tiers[-1], outside, words)
    tiers.append(Tier(kind=kind, line=line))


def _opens_a_tier(says: str, string: str, outside: str, words: list[str]) -> bool:
    """A short file has no keys: there no times go before it, as before a label, but a header or nothing."""
    if says:
        return says == "class" or (says not in _OF_A_TIER and bool(_ITEM.search(outside)))
    return string in _CLASSES and (len(words) in (0, 3) or any(word.startswith("<") for word in words))


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
    """Does the file hold as much as it says?"""
    if tiers:
        _read_header(tiers[-1], rest, rest.split())
    said = _TIERS.search(text)
    lacks_tiers = said is not None and int(said[1]) > len(tiers)
    if unclosed is None and not lacks_tiers and not (tiers and _is_cut_short(tiers[-1], outsides, rest)):
        return _wrong_headers(tiers, tiers)
    return [*_cut(text, unclosed or ""), *_wrong_headers(tiers, tiers[:-1])]


def _cut(text: str, unclosed: str) -> list[Problem]:
    """The file ends too soon; a label that is cut in two is talk that was not read."""
    problems = []
    if unclosed.strip():
        line = line_at(text, len(text) - len(unclosed))
        message = "the file ends in the middle of this label, which is not a turn."
        problems.append(_problem(line, unclosed, message, "unread-line"))
    whole = text.rstrip()
    message = "the file ends before it is finished; what is complete was read."
    problems.append(_problem(line_at(text, len(whole)), whole.splitlines()[-1], message, "truncated"))
    return problems


def _wrong_headers(tiers: list[Tier], finished: list[Tier]) -> list[Problem]:
    problems = []
    for tier in tiers:
        if tier.kind not in _CLASSES:
            message = "no class of tier that is known; it was read as a tier of intervals."
            problems.append(_problem(tier.line, tier.kind, message, "unknown-tier"))
    for tier in finished:
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
