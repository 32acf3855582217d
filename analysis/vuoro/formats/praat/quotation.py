"""Damaged quotation in Praat's files: each label within two marks again, and no other mark.

One mark too many or too few would else turn labels into decoration and decoration into labels
from there to the end of the file. What surrounds labels tells where they must begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vuoro.formats.encodings import line_at
from vuoro.model import Problem

_LONG = re.compile(r"\bxmin\s*=")
_MESSAGE = "quotation marks that do not match; a label was read to the end of its lines."
_INDENT = r"\s{0,200}+"
"""White space before a key. A bound keeps a long run of it from being gone through again and again."""

_NEXT = (
    rf"\r?\n(?={_INDENT}(?:xmin|xmax|number|time|name|class)\s*=)|\s(?=(?:intervals|points|item)\s*\[\d*\])"
)
_TOKEN = re.compile(rf'(?P<opens>\b(?:text|mark|name|class)[\s"]*=\s*")|(?P<next>{_NEXT})|"')
_NUMBER = r"[-+]?\d[\d.,eE+-]*"
_SHORT_NEXT = re.compile(rf'\n{_INDENT}{_NUMBER}\s*(?:\n|\Z)|\n{_INDENT}"?(?:IntervalTier|TextTier)\b')
_LONG_NEXT = re.compile(_NEXT)
_BARE_NUMBER = re.compile(rf'"?{_NUMBER}|{_NUMBER}"|[-+]?[\d.,]+"[\d.,eE+-]+')
_CLASSES = ("IntervalTier", "TextTier")
_SEPARATES = re.compile(r"[\s\d.,eE+-]*|.*[\[=<].*")


def is_damaged(text: str, outsides: Sequence[str], strings: Sequence[str]) -> bool:
    """Whether what stands between quotation marks, and outside them, is in the wrong place."""
    swallowed = _LONG_NEXT if _LONG.search(text) else _SHORT_NEXT
    return any("\n" in string and swallowed.search(string.replace("\r", "")) for string in strings) or any(
        "\n" not in outside and not _SEPARATES.fullmatch(outside) for outside in outsides[1:]
    )


def mended(text: str) -> tuple[str, list[Problem]]:
    """The text as Praat would have quoted it, no line more or less, and where it was not so.

    Examples
    --------
    >>> text, (problem,) = mended('xmin = 1\\nxmax = 2\\ntext = "a 5" screen"\\nintervals [2]:')
    >>> text
    'xmin = 1\\nxmax = 2\\ntext = "a 5"" screen"\\nintervals [2]:'
    >>> problem.line, problem.rule
    (3, 'stray-quote')
    """
    # The header holds nothing but the name of the format, and no mark that is needed.
    header = max(0, text.find("<exists>"))
    line = line_at(text, header)
    mended, problems = [text[:header].replace('"', "")], []
    for before, after in (_long if _LONG.search(text) else _short)(text[header:]):
        if before != after:
            problems.append(Problem(line=line, text=before.strip(), message=_MESSAGE, rule="stray-quote"))
        mended.append(after)
        line += line_at(before, len(before)) - 1
    return "".join(mended), problems


Pieces = list[tuple[str, str]]
"""The text in pieces, each as it stands and as it should be."""


def _long(text: str) -> Pieces:
    pieces: Pieces = []
    start, opened = 0, -1
    for token in _TOKEN.finditer(text):
        if opened < 0 and token["opens"]:
            pieces.append(_without_marks(text[start : token.start()]))
            start, opened = token.start(), token.end()
        elif opened >= 0 and token["next"]:
            pieces.append(_label(text[start:opened], text[opened : token.start()]))
            start, opened = token.start(), -1
    if opened < 0:
        pieces.append(_without_marks(text[start:]))
    else:
        pieces.append(_last(text[start:opened], text[opened:]))
    return pieces


def _short(text: str) -> Pieces:
    pieces: Pieces = []
    label: list[str] = []
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        word = bare.replace('"', "").strip()
        is_class = word in _CLASSES
        ends_label = is_class or _BARE_NUMBER.fullmatch(bare)
        if label and ends_label:
            pieces.append(_label(*_opened("".join(label))))
            label = []
        if is_class:
            pieces.append((line, line.replace(bare, f'"{word}"')))
        elif label or (word and not ends_label and not bare.startswith("<")):
            label.append(line)
        else:
            pieces.append(_without_marks(line))
    if label:
        pieces.append(_last(*_opened("".join(label))))
    return pieces


def _without_marks(piece: str) -> tuple[str, str]:
    return piece, piece.replace('"', "")


def _opened(label: str) -> tuple[str, str]:
    """White space and opening mark, if it is there, and what comes after."""
    words = label.lstrip().removeprefix('"')
    return label[: len(label) - len(words)], words


def _label(opening: str, rest: str) -> tuple[str, str]:
    """A label from its opening mark to the white space behind it, with a mark at its end."""
    words = rest.rstrip()
    behind = rest[len(words) :]
    words = words.removesuffix('"')
    if "class" in opening:
        words = words.replace('"', "")
    proper = words.replace('""', '"').replace('"', '""')
    key = opening.replace('"', "")
    return opening + rest, f'{key}"{proper}"{behind}'


def _last(opening: str, rest: str) -> tuple[str, str]:
    """The last label of all: without a mark at its end, the file is cut there."""
    if rest.rstrip().endswith('"'):
        return _label(opening, rest)
    return opening + rest, opening + rest
