"""What an EXMARaLDA file holds: a timeline, and tiers of events from one place on it to another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro.formats.markup.parsing import Document, seconds_in
from vuoro.model import Problem

_CATEGORY = re.compile(r"\s*\[[^\]]*\]\s*\Z")
NOWHERE = -1


class Event(NamedTuple):
    """A cell of the score: places on the timeline, -1 where it names none, and what is in it."""

    first: int
    last: int
    text: str
    line: int


class Tier(NamedTuple):
    """A tier of the score: transcription (``t``), description (``d``) or annotation (``a``)."""

    name: str
    kind: str
    category: str
    speaker: str
    line: int
    events: list[Event]


Timeline = list[float | None]
"""The seconds at each place of the timeline."""


def timeline_of(document: Document) -> tuple[dict[str, int], Timeline, list[Problem]]:
    """The number of each place on the timeline, and its time."""
    places: dict[str, int] = {}
    times: Timeline = []
    problems = []
    for item, line in zip(document.root.iter("tli"), document.lines("tli"), strict=True):
        id, said = item.get("id", ""), item.get("time")
        time = seconds_in(said)
        if said and time is None:
            message = "the time is not a number; what begins or ends here has none."
            problems.append(Problem(line=line, text=said, message=message, rule="unreadable-time"))
        if id in places:
            message = f"there is a place {id!r} on the timeline before it; the first one counts."
            problems.append(Problem(line=line, text=id, message=message, rule="duplicate-id"))
            continue
        places[id] = len(times)
        times.append(time)
    return places, times, problems


def tiers_of(document: Document, places: Mapping[str, int]) -> tuple[list[Tier], list[Problem]]:
    """The tiers in the order of the file, named as EXMARaLDA shows them: speaker and category."""
    tiers: list[Tier] = []
    problems: list[Problem] = []
    names: set[str] = set()
    where = document.line_of("event")
    for element, line in zip(document.root.iter("tier"), document.lines("tier"), strict=True):
        category = element.get("category", "")
        shown = _CATEGORY.sub("", element.get("display-name", "")).strip()
        speaker = element.get("speaker", "").strip() or shown
        name = f"{shown or speaker} {category}".strip() or element.get("id", "")
        if name in names:
            problems.append(_renamed(line, name, copy := f"{name}~{len(tiers) + 1}"))
            name = copy
        names.add(name)
        events = [_event(event, where[event], places, problems) for event in element.iter("event")]
        tiers.append(Tier(name, element.get("type", ""), category, speaker, line, events))
    read = {part for event in document.root.iter("event") for part in event.iter()}
    bodies = [part for part in document.root if part.tag != "head"]
    return tiers, [*problems, *document.left(bodies, read, read)]


def _renamed(line: int, name: str, copy: str) -> Problem:
    message = f"a tier before it is called {name!r} too; this one is {copy!r} here."
    return Problem(line=line, text=name, message=message, rule="duplicate-tier")


def _event(event: Element, line: int, places: Mapping[str, int], problems: list[Problem]) -> Event:
    # What stands in elements within an event is about it; its own words stand around them.
    text = "".join((event.text or "", *(part.tail or "" for part in event)))
    start, end = event.get("start", ""), event.get("end", "")
    if text.strip():
        for place in (start, end):
            if place not in places:
                message = f"there is no place {place!r} on the timeline; kept without a time."
                problems.append(Problem(line=line, text=text, message=message, rule="dangling-reference"))
    return Event(places.get(start, NOWHERE), places.get(end, NOWHERE), text, line)
