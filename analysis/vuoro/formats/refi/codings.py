"""Codings of a source's text as annotations of its turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro.codebooks.exchange import guid
from vuoro.formats.files import Unreadable
from vuoro.formats.refi.codes import guid_of
from vuoro.formats.refi.opening import Project
from vuoro.formats.refi.placing import Place, Stretch, spans
from vuoro.formats.refi.project import memo_of
from vuoro.formats.refi.remainder import Remainder
from vuoro.model import Annotation, Problem

FORMAT = "qdpx"
MOST = 500_000
"""Annotations in a project. Selections of a whole book, over and over, would make any number."""

Span = tuple[str, int, int]


class Codings(NamedTuple):
    """What was made of the codings of a source, and what was not."""

    annotations: tuple[Annotation, ...]
    problems: tuple[Problem, ...]


def selections(source: Element) -> list[Element]:
    """The elements of a source that select some of its text."""
    return [child for child in source if child.tag in ("PlainTextSelection", "TranscriptSelection")]


def stretch_of(selection: Element, source: Element) -> Stretch:
    """Where a selection is; -1 where that is no whole number.

    In the transcript of a recording it goes from one point of synchronisation to another.
    """
    start, stop = selection.get("startPosition", ""), selection.get("endPosition", "")
    if selection.tag == "TranscriptSelection":
        points = {
            guid_of(point.get("guid", "")): point.get("position", "")
            for point in source.iterfind("SyncPoint")
        }
        start = points.get(guid_of(selection.get("fromSyncPoint", "")), "")
        stop = points.get(guid_of(selection.get("toSyncPoint", "")), "")
    return Stretch(_whole(start), _whole(stop), selection.get("name", ""))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.strip().isdecimal() and len(text) < 12 else -1


def codings(
    project: Project,
    source: Element,
    encounter: str,
    places: Sequence[Place],
    kept: Remainder | None = None,
) -> Codings:
    """The annotations of an encounter whose turns stand at ``places`` of the source's text.

    ``kept`` is what our own note knows of the annotations; what the project says otherwise counts.
    """
    found: list[Annotation] = []
    problems = list(_of_the_whole(source))
    for selection in selections(source):
        stretch = stretch_of(selection, source)
        coded = selection.findall("Coding")
        if not coded:
            problems += _uncoded(project, selection, kept)
            continue
        where = _where(places, stretch, kept)
        problems += _told(stretch, len(where))
        for coding in coded:
            told = _annotation(project, selection, coding)
            found += (_placed(told, encounter, span, coding, kept) for span in where)
        project.made += len(where) * len(coded)
        if project.made > MOST:
            raise Unreadable(project.file.name, None, f"it makes more than {MOST} annotations; divide it.")
    return Codings(tuple(found), tuple(problems))


def _where(places: Sequence[Place], stretch: Stretch, kept: Remainder | None) -> list[Span]:
    start, stop, _ = stretch
    if kept is not None and 0 <= start == stop:  # a point between two characters, which only we ever code
        at = [place for place in places if place.start <= start <= place.stop]
        return [(place.turn, start - place.start, start - place.start) for place in at[:1]]
    return list(spans(places, start, stop)) if 0 <= start < stop else []


def _annotation(project: Project, selection: Element, coding: Element) -> Annotation:
    """What a coding says, without a place yet."""
    target = _target(coding)
    users = (one.get(name, "") for one in (coding, selection) for name in ("creatingUser", "modifyingUser"))
    names = (project.users.get(guid_of(user), "") for user in users)
    return Annotation(
        encounter="", turn="", code=project.codes.get(target) or target, coder=next(filter(None, names), FORMAT),
        start=0, stop=0, note=_memo(project, selection, coding),
    )  # fmt: skip


def _target(coding: Element) -> str:
    reference = coding.find("CodeRef")
    return guid_of(reference.get("targetGUID", "")) if reference is not None else ""


def _memo(project: Project, *elements: Element) -> str:
    """What a coder has written about it: QualCoder in a description, others in notes."""
    parts = [project.counted(element.findtext("Description") or "") for element in elements]
    for note in (note for element in elements for note in project.notes_of(element)):
        try:
            parts.append(project.text(note))
        except KeyError:
            parts.append(note.get("name", ""))
    return "\n".join(dict.fromkeys(filter(None, parts)))


def _placed(
    told: Annotation, encounter: str, span: Span, coding: Element, kept: Remainder | None
) -> Annotation:
    turn, start, stop = span
    placed = replace(told, encounter=encounter, turn=turn, start=start, stop=stop)
    before = kept.codings.get(guid_of(coding.get("guid", ""))) if kept else None
    if before is None:
        return placed
    return replace(
        before,
        encounter=encounter,
        turn=turn,
        start=start,
        stop=stop,
        code=before.code if _target(coding) == guid("code", before.code) else told.code,
        coder=before.coder
        if guid_of(coding.get("creatingUser", "")) == guid("coder", before.coder)
        else told.coder,
        note=before.note if memo_of(before) == told.note else told.note,
    )


def _uncoded(project: Project, selection: Element, kept: Remainder | None) -> Iterator[Problem]:
    memo = _memo(project, selection)
    if memo or kept is None:  # our own stand for the ends of sequences
        message = f"a selection without a code is no annotation; its memo: {memo or 'none'}"
        yield Problem(line=None, text=selection.get("name", ""), message=message, rule="uncoded-selection")


def _told(stretch: Stretch, turns: int) -> Iterator[Problem]:
    where = f"the coding at {stretch.start}–{stretch.stop}"
    if turns == 0:
        message = f"{where} touches no turn, and was not read."
        yield Problem(line=None, text=stretch.shown, message=message, rule="unplaced-coding")
    elif turns > 1:
        message = f"{where} goes over {turns} turns; each of them has it."
        yield Problem(line=None, text=stretch.shown, message=message, rule="coding-over-turns")


def _of_the_whole(source: Element) -> Iterator[Problem]:
    whole = len(source.findall("Coding"))
    if whole:
        message = f"{whole} codings of the whole source, and no words of it, were not read."
        yield Problem(line=None, text=source.get("name", ""), message=message, rule="unread-coding")
