"""The tiers of an ELAN file in the making: annotations with times, and those that refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from vuoro.formats.elan.document import TURN, unused
from vuoro.formats.elan.frame import SUBDIVIDED
from vuoro.formats.tiers.timeslots import Slots
from vuoro.formats.unheld import in_xml


class Row(NamedTuple):
    """An annotation that refers to another: the id of that, what is in it, and an entry of a vocabulary."""

    above: str
    text: str
    entry: str = ""


class Sheet(NamedTuple):
    """A file in the making: its root, its unused ids, the names of its tiers, and entries of its codes."""

    root: Element
    ids: Iterator[str]
    names: set[str]
    entries: Mapping[str, str]
    language: str


def add_slots(root: Element, slots: Slots) -> None:
    order = SubElement(root, "TIME_ORDER")
    for id, time in slots.items():
        SubElement(
            order, "TIME_SLOT", {"TIME_SLOT_ID": id} | ({} if time is None else {"TIME_VALUE": f"{time}"})
        )


def add_below(
    sheet: Sheet, name: str, above: str, kind: str, rows: Iterable[Row], **about: str
) -> tuple[str, list[str]]:
    """A tier below another, unless it would be empty; its name, and the ids of its annotations."""
    rows, ids = list(rows), list[str]()
    if not rows:
        return name, ids
    name = unused(in_xml(name), sheet.names)
    tier = add_tier(sheet, name, kind, PARENT_REF=above, **about)
    before: dict[str, str] = {}
    for row in rows:
        ids.append(next(sheet.ids))
        more = {"CVE_REF": row.entry} if row.entry else {}
        if kind in SUBDIVIDED and row.above in before:
            more["PREVIOUS_ANNOTATION"] = before[row.above]
        before[row.above] = ids[-1]
        _annotation(tier, "REF_ANNOTATION", row.text, ANNOTATION_ID=ids[-1], ANNOTATION_REF=row.above, **more)
    return name, ids


def add_tier(sheet: Sheet, name: str, kind: str, **about: str) -> Element:
    spoken = {"LANG_REF": sheet.language} if kind == TURN and sheet.language != "und" else {}
    return SubElement(sheet.root, "TIER", {"LINGUISTIC_TYPE_REF": kind, "TIER_ID": name, **about, **spoken})


def add_aligned(tier: Element, id: str, slots: tuple[str, str], text: str) -> None:
    about = {"ANNOTATION_ID": id, "TIME_SLOT_REF1": slots[0], "TIME_SLOT_REF2": slots[1]}
    _annotation(tier, "ALIGNABLE_ANNOTATION", text, **about)


def _annotation(tier: Element, kind: str, text: str, **about: str) -> None:
    element = SubElement(SubElement(tier, "ANNOTATION"), kind, about)
    SubElement(element, "ANNOTATION_VALUE").text = in_xml(text)


def finished(root: Element) -> bytes:
    """The whole file; ELAN counts its own annotations on from the last id."""
    ids = (re.fullmatch(r"a(\d{1,9})", one.get("ANNOTATION_ID", "")) for one in root.iter())
    last = max((int(id[1]) for id in ids if id), default=0)
    for header in root.iter("HEADER"):
        SubElement(header, "PROPERTY", NAME="lastUsedAnnotationId").text = str(last)
    indent(root, "    ")
    # A carriage return that is not escaped would be read as a newline.
    text = tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
