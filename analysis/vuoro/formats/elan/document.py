"""What an ELAN file holds: time slots, and tiers of annotations that refer to them.

The format is that of the schema http://www.mpi.nl/tools/elan/EAFv3.0.xsd and of ELAN's manual.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro.formats.elan.hierarchy import Label, Tier
from vuoro.formats.files import File
from vuoro.formats.markup.parsing import Document, parse
from vuoro.model import Problem

FRAMES = {"milliseconds": 1000, "PAL-frames": 25, "PAL-50-frames": 50, "NTSC-frames": 30000 / 1001}
_ALIGNED, _REFERRING = "ALIGNABLE_ANNOTATION", "REF_ANNOTATION"

TURN = "turn"
"""The type of the tiers of talk that we write; whatever such a tier is called, it holds talk."""

NO_DATE = "1970-01-01T00:00:00Z"
"""ELAN must have a date, and a transcript need not."""

OURS = "vuoro:"
"""What the names of our properties of the header begin with."""

Seconds = Mapping[str, float | None]
"""The time of each time slot, in the order of the file."""


class Contents(NamedTuple):
    """What an ELAN file holds: an element with its header, times, tiers, and what is wrong with them."""

    root: Element
    seconds: Seconds
    tiers: list[Tier]
    problems: list[Problem]


def read_carefully(file: File) -> Contents:
    """The contents of any file that is, or once was, ELAN's."""
    document = parse(file, root="ANNOTATION_DOCUMENT", kind="an ELAN file")
    seconds, problems = seconds_of(document)
    tiers, flaws = tiers_of(document)
    return Contents(document.root, seconds, tiers, [*document.problems, *problems, *flaws])


def seconds_of(document: Document) -> tuple[dict[str, float | None], list[Problem]]:
    header = document.root.find("HEADER")
    unit = "milliseconds" if header is None else header.get("TIME_UNITS", "milliseconds")
    rate = FRAMES.get(unit, 1000)
    problems: list[Problem] = []
    if unit not in FRAMES:
        message = f"a unit of time that ELAN does not have ({unit!r}); taken to be milliseconds."
        problems.append(Problem(line=None, text=unit, message=message, rule="unreadable-time"))
    slots = list(document.root.iter("TIME_SLOT"))
    try:  # nearly every file has a number at each slot, and each slot once
        seconds: dict[str, float | None] = {
            slot.attrib["TIME_SLOT_ID"]: int(slot.attrib["TIME_VALUE"]) / rate for slot in slots
        }
        if len(seconds) == len(slots):
            return seconds, problems
    except (KeyError, ValueError, OverflowError):
        pass
    return _seconds_one_by_one(document, slots, rate, problems)


def _seconds_one_by_one(
    document: Document, slots: list[Element], rate: float, problems: list[Problem]
) -> tuple[dict[str, float | None], list[Problem]]:
    seconds: dict[str, float | None] = {}
    for slot, line in zip(slots, document.lines("TIME_SLOT"), strict=True):
        id, value = slot.get("TIME_SLOT_ID", ""), slot.get("TIME_VALUE")
        if id in seconds:
            message = f"there is a time slot {id!r} before it; the first one counts."
            problems.append(Problem(line=line, text=id, message=message, rule="duplicate-id"))
            continue
        try:
            seconds[id] = None if value is None else int(value) / rate
        except (ValueError, OverflowError):
            seconds[id] = None
            message = "the time is not a number; whatever begins or ends here has none."
            problems.append(Problem(line=line, text=value or "", message=message, rule="unreadable-time"))
    return seconds, problems


def tiers_of(document: Document) -> tuple[list[Tier], list[Problem]]:
    """The tiers in the order of the file, and what is wrong with their names and annotations."""
    tiers: list[Tier] = []
    problems: list[Problem] = []
    names: set[str] = set()
    ids: set[str] = set()
    where = document.line_of(_ALIGNED, _REFERRING)
    read: set[Element] = set()
    for element, line in zip(document.root.iter("TIER"), document.lines("TIER"), strict=True):
        said = element.get("TIER_ID", "").strip()
        tier = tier_of(element, unused(said or f"tier {len(tiers) + 1}", names), line)
        tiers.append(tier)
        if tier.name != said:
            problems.append(_renamed(tier, said))
        for annotation in (*element.iter(_ALIGNED), *element.iter(_REFERRING)):
            value = annotation.find("ANNOTATION_VALUE")
            if value is not None:
                read.add(value)
                tier.labels.append(_label(annotation, value.text or "", where[annotation], ids, problems))
    parts = [part for part in document.root if part.tag in ("TIER", "ANNOTATION", _ALIGNED, _REFERRING)]
    return tiers, [*problems, *document.left(parts, read)]


def tier_of(element: Element, name: str, line: int) -> Tier:
    return Tier(
        name=name,
        line=line,
        parent=element.get("PARENT_REF", "").strip(),
        speaker=element.get("PARTICIPANT", "").strip() or name,
        kind=element.get("LINGUISTIC_TYPE_REF", ""),
        annotator=element.get("ANNOTATOR", "").strip(),
        language=element.get("LANG_REF", "").strip(),
    )


def unused(wanted: str, names: set[str]) -> str:
    name, copy = wanted, 1
    while name in names:
        copy += 1
        name = f"{wanted}~{copy}"
    names.add(name)
    return name


def _renamed(tier: Tier, said: str) -> Problem:
    if said:
        message = f"a tier before it is called {said!r} too; this one is {tier.name!r} here."
        return Problem(line=tier.line, text=said, message=message, rule="duplicate-tier")
    message = f"the tier has no name; it is called {tier.name!r} here."
    return Problem(line=tier.line, text="", message=message, rule="unnamed-tier")


def _label(annotation: Element, text: str, line: int, ids: set[str], problems: list[Problem]) -> Label:
    get = annotation.get
    said = get("ANNOTATION_ID", "")
    id = said if said and said not in ids else unused(said or "annotation", ids)
    ids.add(id)
    if id != said:
        message = f"its id {said!r} is not its own; it is called {id!r} here."
        problems.append(Problem(line=line, text=text, message=message, rule="duplicate-id"))
    return Label(
        id, text, line, get("TIME_SLOT_REF1", ""), get("TIME_SLOT_REF2", ""), get("ANNOTATION_REF", "")
    )
