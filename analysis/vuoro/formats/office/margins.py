"""What stands around the talk of a Word document: notes, comments, headers and footers.

Nobody says these, so that they are no turns; but analysts write in them, and each is told and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro.formats.files import Unreadable
from vuoro.formats.office.package import Package
from vuoro.formats.office.word import blocks, flat
from vuoro.model import Problem

_PARTS = {
    "footnotes": ("footnotes", "footnotes", "footnote"),
    "endnotes": ("endnotes", "endnotes", "endnote"),
    "comments": ("comments", "comments", "comment"),
    "header": ("page headers", "hdr", ""),
    "footer": ("page footers", "ftr", ""),
}
"""What a part is called here, its outermost element, and the elements of what is in it, if it has several."""

_PART = re.compile(r"word/(footnotes|endnotes|comments|header|footer)\d*\.xml")
_RULES = ("separator", "continuationSeparator", "continuationNotice")  # lines that Word draws, not notes


class Margins(NamedTuple):
    """Kind of part to what stands there, and a Problem for each and for parts that are damaged."""

    texts: dict[str, tuple[str, ...]]
    problems: list[Problem]


def margins_of(package: Package) -> Margins:
    """The notes, comments, headers and footers of a document, in the order of its parts."""
    texts: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name in package.parts:
        match = _PART.fullmatch(name)
        if not match:
            continue
        kind, root, tag = _PARTS[match[1]]
        try:
            document = package.part(name, root)
        except Unreadable as error:
            message = f"it cannot be read ({error.reason}); the talk was read without it."
            problems.append(Problem(line=None, text=name, message=message, rule="unread-part"))
            continue
        found = [text for text in _texts(document.root, tag) if text not in texts.get(kind, ())]
        if found:
            texts[kind] = (*texts.get(kind, ()), *found)
        problems += [*document.problems, *(_beside(kind, text) for text in found)]
    return Margins(texts, problems)


def _texts(root: Element, tag: str) -> Iterator[str]:
    for element in root.iter(tag) if tag else (root,):
        text = "\n".join(paragraph.text for paragraph in flat(blocks(element))).strip()
        if text and element.get("type") not in _RULES:
            author = element.get("author", "").strip()
            yield f"{author}: {text}" if author else text


def _beside(kind: str, text: str) -> Problem:
    message = f"this stands in the {kind} of the document; it is in meta, not among the turns."
    return Problem(line=None, text=text, message=message, rule="beside-talk")
