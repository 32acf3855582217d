"""ELAN files as ELAN itself writes them, read without a tree of elements.

A tree takes as long to make as all else that is done with a file, and nearly every file is of
one layout. So the time slots and annotations are cut out of the text, and only what is left of
it, some fifty lines, goes to the XML parser, which sees to it that the rest is well-formed.
Whatever is in the least unusual, a flaw above all, is left to
:func:`vuoro.formats.elan.document.read_carefully`; the two never differ, which a test holds them to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, XMLParser

from vuoro.formats.elan.document import FRAMES, Contents, Seconds, tier_of
from vuoro.formats.elan.hierarchy import Label, Tier
from vuoro.formats.markup.parsing import check_depth
from vuoro.formats.markup.torn import TooDeep

_LINE = r"\n[ \t]*+"
_ID = r'"([^"<& \t\n]*+)"'
_NAMES = ("CVE_REF", "EXT_REF", "LANG_REF", "PREVIOUS_ANNOTATION")
_MORE = "".join(rf'(?: {name}="[\w.:-]*+")?' for name in _NAMES)
_ANNOTATION = re.compile(
    rf"{_LINE}<ANNOTATION>{_LINE}<(?:"
    rf"ALIGNABLE_ANNOTATION ANNOTATION_ID={_ID} TIME_SLOT_REF1={_ID} TIME_SLOT_REF2={_ID}>"
    rf"|REF_ANNOTATION ANNOTATION_ID={_ID} ANNOTATION_REF={_ID}{_MORE}>)"
    rf"{_LINE}<ANNOTATION_VALUE(?: ?/>|>([^<]*+)</ANNOTATION_VALUE>)"
    rf"{_LINE}</(?(4)REF|ALIGNABLE)_ANNOTATION>{_LINE}</ANNOTATION>"
)
_PARTS, _LINES = 7, 5
"""The parts into which an annotation divides the text, the one before it first; and its lines."""

_SLOT = re.compile(rf'{_LINE}<TIME_SLOT TIME_SLOT_ID={_ID}(?: TIME_VALUE="([0-9]{{1,15}})")?+ ?/>')
_TIER = re.compile(r"<TIER(?=[\s/>])")
_NO_XML = re.compile("[\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]|]]>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_CUT = "ANNOTATIONS"
_ELSEWHERE = {"TIME_SLOT", "ANNOTATION", "ALIGNABLE_ANNOTATION", "REF_ANNOTATION", "ANNOTATION_VALUE"}


class Irregular(Exception):
    """This file is to be read with care."""


class _Cut(NamedTuple):
    """What is left of a file, with an element for each run of annotations; the lines of its tiers."""

    text: str
    tiers: list[int]


def read_regular(text: str) -> Contents:
    """The contents of a file without a flaw that is laid out as ELAN does it; else Irregular."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    start, end = text.find("<TIME_ORDER>") + len("<TIME_ORDER>"), text.find("</TIME_ORDER>")
    if end < start or "\r" in text:
        raise Irregular
    parts = _ANNOTATION.split(text[end:])
    line = 1 + text.count("\n", 0, end)
    labels = _labels(parts, line)
    cut = _cut(text[:start], line, parts[::_PARTS], labels)
    root = _parsed(cut.text)
    header = root.find("HEADER")
    rate = FRAMES.get("milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds"))
    if rate is None:
        raise Irregular
    return Contents(root, _seconds(text[start:end], rate), _tiers(root, cut.tiers, labels), [])


def _seconds(slots: str, rate: float) -> Seconds:
    parts = _SLOT.split(slots)
    names, values = parts[1::3], parts[2::3]
    if "".join(parts[::3]).strip(" \t\n") or len(set(names)) < len(names) or not "".join(names).isprintable():
        raise Irregular
    if None in values:
        times = [value if value is None else int(value) / rate for value in values]
    else:
        times = [time / rate for time in map(int, values)]
    return dict(zip(names, times, strict=True))


def _labels(parts: list[str], line: int) -> list[Label]:
    """The annotations of the file, the text before which ends on a line."""
    ids, firsts, lasts, others, refers, texts = (parts[at::_PARTS] for at in range(1, _PARTS))
    if None in ids:
        ids = [id if id is not None else other for id, other in zip(ids, others, strict=True)]
        firsts, lasts = ([slot or "" for slot in slots] for slots in (firsts, lasts))
    texts = [text or "" for text in texts]
    if len(set(ids)) < len(ids) or "" in ids or not "".join([*ids, *firsts, *lasts]).isprintable():
        raise Irregular
    newlines = [_LINES] * len(ids)
    for at, before in enumerate(parts[::_PARTS]):
        if before and at:
            newlines[at - 1] += before.count("\n")
    for at, text in enumerate(texts) if "\n" in "".join(texts) else ():
        newlines[at] += text.count("\n")
    lines = accumulate(newlines, initial=line + parts[0].count("\n") + 2)
    refers = [refer or "" for refer in refers]
    return list(map(Label._make, zip(ids, _unescaped(texts), lines, firsts, lasts, refers, strict=False)))


def _unescaped(texts: list[str]) -> list[str]:
    every = "".join(texts)
    if (not every.isprintable() and _NO_XML.search(every)) or "]]>" in every:
        raise Irregular
    references = every.count("&")
    if not references:
        return texts
    if references != sum(every.count(entity) for entity, _ in _ENTITIES):
        raise Irregular
    return [_plain(text) if "&" in text else text for text in texts]


def _plain(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def _cut(head: str, line: int, between: Sequence[str], labels: Sequence[Label]) -> _Cut:
    """The file with an element instead of each run of annotations, which names the number of the last."""
    if _TIER.search(head):
        raise Irregular
    pieces, tiers, done, cuts = [head], [], 0, 0
    for at, piece in enumerate(between):
        if at and piece:
            line = labels[at - 1].line + _LINES - 2 + labels[at - 1].text.count("\n")
        if at > done and piece:
            pieces.append(f'<{_CUT} TO="{at}"/>')
            done, cuts = at, cuts + 1
        if piece:
            pieces.append(piece)
            tiers += [line + piece.count("\n", 0, tier.start()) for tier in _TIER.finditer(piece)]
    left = "".join(pieces)
    if "<!" in left or left.find("<?", 2) >= 0 or left.count(f"<{_CUT}") > cuts:
        raise Irregular  # what was cut out may have stood in a comment
    return _Cut(left, tiers)


def _parsed(text: str) -> Element:
    parser = XMLParser()
    try:
        parser.feed(text)
        root = parser.close()
        check_depth(root)
    except (ParseError, UnicodeEncodeError, TooDeep):
        raise Irregular from None
    if root.tag != "ANNOTATION_DOCUMENT" or _ELSEWHERE & {element.tag for element in root.iter()}:
        raise Irregular
    return root


def _tiers(root: Element, lines: Sequence[int], labels: list[Label]) -> list[Tier]:
    elements, done, tiers = root.findall("TIER"), 0, []
    names = [element.get("TIER_ID", "").strip() for element in elements]
    if len(elements) != len(lines) or "" in names or len(set(names)) < len(names):
        raise Irregular
    for element, name, line in zip(elements, names, lines, strict=True):
        tier = tier_of(element, name, line)
        for cut in element.findall(_CUT):
            tier.labels += labels[done : int(cut.get("TO", "0"))]
            done = int(cut.get("TO", "0"))
        if any(label.refers for label in tier.labels):
            tier.labels.sort(key=lambda label: bool(label.refers))  # the order of the careful reader
        tiers.append(tier)
    if done != len(labels):
        raise Irregular
    return tiers
