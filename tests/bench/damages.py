"""The fixed set of damaged files: one conversation, one thing wrong with it at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.bench import transcripts
from tests.bench.transcripts import FORMS, Said

Damage = Callable[[bytes], bytes]
TURNS = 24


class Damaged(NamedTuple):
    """A damaged file; ``left`` are the words of the turns that can still be found in it."""

    form: str
    fault: str
    name: str
    data: bytes
    left: frozenset[str]


def conversation(form: str) -> list[Said]:
    return transcripts.conversation(TURNS, 5, FORMS[form].convention)


def sound(form: str) -> bytes:
    return FORMS[form].write(conversation(form))


def damaged() -> Iterator[Damaged]:
    """Every fault of every format."""
    for form, faults in FAULTS.items():
        for fault, damage in {**COMMON, **faults}.items():
            data = damage(sound(form))
            assert data != sound(form), f"{form}: {fault} changes nothing"
            yield Damaged(form, fault, FORMS[form].name, data, frozenset(_left(form, data)))


def _left(form: str, data: bytes) -> Iterator[str]:
    text = _flat(_unescaped(data.decode(errors="replace")))
    for one in conversation(form):
        if _flat(one.words) in text:
            yield one.words


def _unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _replaced(pattern: str, by: str, nth: int = 5, count: int = 1) -> Damage:
    """The ``nth`` match of a pattern, and so many after it, written otherwise."""

    def damage(data: bytes) -> bytes:
        text, compiled = data.decode(), re.compile(pattern, re.DOTALL)
        for match in [*compiled.finditer(text)][nth : nth + count][::-1]:
            text = text[: match.start()] + match.expand(by) + text[match.end() :]
        return text.encode()

    return damage


def _truncated(data: bytes) -> bytes:
    """In the middle of the talk, and not in the middle of a letter."""
    return data[: int(len(data) * 0.6)].decode(errors="ignore").encode()


def _bad_byte(data: bytes) -> bytes:
    """One letter as Windows-1252 has it, as where somebody pasted it in."""
    letters = [*re.finditer("ä".encode(), data)] or [*re.finditer(rb"\\u00e4", data)]
    match = letters[len(letters) // 2]
    return data[: match.start()] + b"\xe4" + data[match.end() :]


def _empty(_: bytes) -> bytes:
    return b""


COMMON: dict[str, Damage] = {"truncated": _truncated, "bad byte": _bad_byte, "empty": _empty}

_MAIN = r"(\*[AB]:\t[^*@]*)"
_INTERVAL = r"( {8}intervals \[\d+\]:\n(?: {12}[^\n]*\n)+)"
_ANNOTATION = r"( {8}<ANNOTATION>.*?</ANNOTATION>\n)"
_CUE = r"((?:\d+\n)?\d\d:[^\n]* --> [^\n]*\n[^\n]+\n\n)"
_CLOCKS = r"(\d\d:\d\d:\d\d[.,]\d\d\d) --> (\d\d:\d\d:\d\d[.,]\d\d\d)"
_LINE = r"((?<=\n)[^\n]+\n)"

FAULTS: dict[str, dict[str, Damage]] = {
    "chat": {
        "reversed time": _replaced("\x15(\\d+)_(\\d+)\x15", "\x15\\2_\\1\x15"),
        "time not a number": _replaced("\x15\\d+_", "\x15soon_"),
        "undeclared speaker": _replaced(", B Bo Patient", "", 0),
        "speaker without a colon": _replaced(r"\n\*B:\t", "\n*B\t"),
        "duplicate header": _replaced(r"(@ID:[^\n]*\n)", r"\1\1", 0),
        "reordered": _replaced(_MAIN * 2, r"\2\1", 2),
        "missing end": _replaced("@End\n", "", 0),
    },
    "textgrid": {
        "reversed time": _replaced(
            r'xmin = ([\d.]+) \n {12}xmax = ([\d.]+)( \n {12}text = "\w)',
            r"xmin = \2 \n            xmax = \1\3",
        ),
        "time not a number": _replaced(r'xmin = [\d.]+( \n[^\n]*\n {12}text = "\w)', r"xmin = soon\1"),
        "duplicate tier": _replaced('name = "B"', 'name = "A"', 0),
        "wrong size": _replaced(r"intervals: size = \d+", "intervals: size = 7", 0),
        "stray quotation mark": _replaced(r'(text = "\w+ )', r'\1"'),
        "reordered": _replaced(_INTERVAL * 2, r"\2\1", 2),
        "missing end": _replaced(r" {12}xmax[^\n]*\n {12}text = [^\n]*\n\Z", "", 0),
    },
    "eaf": {
        "reversed time": _replaced(r'="(\d+)"(/>\s+<TIME_SLOT [^/]*TIME_VALUE=)"(\d+)"', r'="\3"\2"\1"', 4),
        "time not a number": _replaced(r'TIME_VALUE="\d+"', 'TIME_VALUE="soon"'),
        "duplicate tier": _replaced('TIER_ID="B"', 'TIER_ID="A"', 0),
        "duplicate id": _replaced(r'ANNOTATION_ID="a\d+"', 'ANNOTATION_ID="a1"'),
        "missing time slot": _replaced(r" {8}<TIME_SLOT [^\n]*\n", "", 9),
        "stray ampersand": _replaced(r"(VALUE>\w+) ", r"\1 & "),
        "reordered": _replaced(_ANNOTATION * 2, r"\2\1", 2),
        "missing end": _replaced("</ANNOTATION_DOCUMENT>\n", "", 0),
    },
    "webvtt": {
        "reversed time": _replaced(_CLOCKS, r"\2 --> \1"),
        "time not a number": _replaced(r"\d\d:\d\d:\d\d\.\d\d\d -->", "00:0x:01.000 -->"),
        "missing times": _replaced(r"\d\d:[^\n]* --> [^\n]*\n", ""),
        "missing empty line": _replaced(r"</v>\n\n", "</v>\n"),
        "missing header": _replaced("WEBVTT\n\n", "", 0),
        "reordered": _replaced(_CUE * 2, r"\2\1", 2),
    },
    "srt": {
        "reversed time": _replaced(_CLOCKS, r"\2 --> \1"),
        "time not a number": _replaced(r"\d\d:\d\d:\d\d,\d\d\d -->", "00:0x:01,000 -->"),
        "missing times": _replaced(r"\d\d:[^\n]* --> [^\n]*\n", ""),
        "missing empty line": _replaced(r"\n\n", "\n"),
        "duplicate number": _replaced(r"(?<=\n)\d+\n", "3\n"),
        "reordered": _replaced(_CUE * 2, r"\2\1", 2),
    },
    "convokit": {
        "reversed time": _replaced(r'"start": ([\d.]+), "stop": ([\d.]+)', r'"start": \2, "stop": \1'),
        "time not a number": _replaced(r'"start": [\d.]+', '"start": "soon"'),
        "duplicate id": _replaced(r'"id": "visit-\d+"', '"id": "visit-2"'),
        "missing speaker": _replaced(r'"speaker": "\w", ', ""),
        "not JSON": _replaced(r'"text": "', '"text": '),
        "reordered": _replaced(_LINE * 2, r"\2\1", 2),
    },
    "table": {
        "reversed time": _replaced(r",([\d.]+),([\d.]+),", r",\2,\1,"),
        "time not a number": _replaced(r"(?<=[AB]),[\d.]+,", ",soon,"),
        "duplicate id": _replaced(r"visit,\d+,", "visit,2,"),
        "missing speaker": _replaced(r",[AB],", ",,"),
        "stray quotation mark": _replaced(r'"\n', "\n"),
        "too many cells": _replaced(r",([AB]),", r",\1,\1,"),
        "reordered": _replaced(_LINE * 2, r"\2\1", 2),
    },
}
