"""Transcriber's .trs files: turns of one speaker or of several at once, with times inside them.

A turn of the file is a turn, though the transcriber set times within it; these are kept
beside the talk. Where several speak at once, each has a turn of their own::

    <Turn speaker="spk1 spk2" startTime="2" endTime="4">
    <Sync time="2"/><Who nb="1"/> yes <Who nb="2"/> well
    </Turn>

No maintained Python library reads the format; it is described by trans-14.dtd of
Transcriber (https://trans.sourceforge.net), which is not looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from xml.etree.ElementTree import Element

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, reader
from vuoro.formats.markup.parsing import parse, seconds_in
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Mark, Participant, Problem, Source, Turn

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_REMARKS = {"Event": "event", "Comment": "comment", "Vocal": "event", "Background": "event"}


@dataclass(slots=True)
class _Said:
    """What one speaker says in a turn: stretches of talk with their times, and remarks on it."""

    speaker: str
    line: int
    times: list[str] = field(default_factory=list)
    talk: list[str] = field(default_factory=list)
    remarks: list[tuple[str, int, str]] = field(default_factory=list)  # kind, stretches before it, what

    @property
    def raw(self) -> str:
        return "\n".join(self.talk)


@reader("trs", suffixes={".trs"})
def read_trs(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a Transcriber file: a turn for each speaker of each of its turns.

    What stands between two times or remarks of the file is a line of ``raw``. The times
    (seconds) are in ``tiers["sync"]`` of the turn, one for each line; noises, comments and
    other remarks are marks where they stand. Sections, and remarks where nobody speaks, are
    in ``meta``.
    """
    document = parse(file, root="Trans", kind="a Transcriber file")
    people = {
        one.get("id", ""): Participant(
            id=one.get("id", ""), name=one.get("name") or None, meta=dict(one.attrib)
        )
        for one in document.root.iter("Speaker")
    }
    elements = list(document.root.iter("Turn"))
    lines = document.lines("Turn")
    said = [
        (element, one) for element, line in zip(elements, lines, strict=True) for one in _said(element, line)
    ]
    spoken = [(element, one) for element, one in said if one.talk]
    convention = convention_of([one.raw for _, one in spoken], options)
    turns, problems = [], list(document.problems)
    for number, (element, one) in enumerate(spoken, 1):
        turn, flaws = _turn(f"t{number:04d}", element, one, convention)
        turns.append(turn)
        problems += flaws
    problems += _undeclared(turns, people)
    mixed = set(elements)
    problems += document.left([document.root], mixed | {part for turn in elements for part in turn}, mixed)
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=tuple(turns),
            language=options.language or _language(document.root),
            participants=tuple(people.values()),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(files=(file.name,), format="trs", convention=convention, sha256=(file.sha256,)),
            meta=_meta(document.root, said),
        )
    ]


def _said(turn: Element, line: int) -> Iterator[_Said]:
    """What each speaker says in a turn, in the order in which they first speak."""
    speakers = turn.get("speaker", "").split() or [NOBODY]
    voices: dict[str, _Said] = {}

    def voice(number: int) -> _Said:
        name = speakers[number - 1] if 0 < number <= len(speakers) else speakers[0]
        return voices.setdefault(name, _Said(name, line))

    now, at = voice(1), turn.get("startTime", "")
    _say(now, turn.text, at)
    for part in turn:
        if part.tag == "Sync":
            now, at = (voice(1) if len(speakers) > 1 else now), part.get("time", at)
        elif part.tag == "Who":
            number = part.get("nb", "")
            now = voice(int(number) if number.isdecimal() and len(number) < 4 else 1)
        elif part.tag in _REMARKS:
            now.remarks.append((_REMARKS[part.tag], len(now.talk), _remark(part)))
        _say(now, part.text, at)
        _say(now, part.tail, at)
    yield from voices.values()


def _say(now: _Said, text: str | None, at: str) -> None:
    if text and not text.isspace():
        now.talk.append(text.strip())
        now.times.append(at)


def _remark(part: Element) -> str:
    """``noise: laughter``, and whether it begins or ends there."""
    kind, extent = part.get("type", ""), part.get("extent", "instantaneous")
    what = ": ".join(filter(None, (kind, part.get("desc", "").strip())))
    return what if extent == "instantaneous" else f"{what} ({extent})"


def _turn(id: str, element: Element, said: _Said, convention: str) -> tuple[Turn, list[Problem]]:
    raw = said.raw
    start, end = seconds_in(element.get("startTime")), seconds_in(element.get("endTime"))
    rule = "unreadable-time" if start is None or end is None else "reversed-times" if start > end else ""
    if rule == "reversed-times":
        start = end = None
    text, marks, pieces = symbols.read(raw, convention)
    ends = [0]
    for talk in said.talk:
        ends.append(ends[-1] + len(talk) + 1)
    remarks = [
        Mark(kind=kind, start=min(ends[before], len(raw)), stop=min(ends[before], len(raw)), value=what)
        for kind, before, what in said.remarks
    ]
    turn = Turn(
        id=id,
        speaker=said.speaker,
        raw=raw,
        text=text,
        start=start,
        end=end,
        marks=tuple(sorted((*marks, *remarks), key=attrgetter("start"))),
        pieces=pieces,
        line=said.line,
        tiers={"sync": "\n".join(said.times)} if len(said.times) > 1 else NOTHING,
    )
    message = "the turn has times that cannot be read, or that run backwards; kept without."
    return turn, [Problem(line=said.line, text=raw, message=message, rule=rule, turn=id)] if rule else []


def _undeclared(turns: list[Turn], people: Mapping[str, Participant]) -> Iterator[Problem]:
    strangers = {turn.speaker: turn for turn in reversed(turns) if turn.speaker not in people}
    for speaker, turn in strangers.items():
        rule, message = "undeclared-speaker", f"{speaker!r} is not among the file's speakers; kept."
        if speaker == NOBODY:
            rule, message = "no-speaker", f"no speaker is named; {NOBODY!r} speaks."
        yield Problem(line=turn.line, text=turn.raw, message=message, rule=rule, turn=turn.id)


def _language(root: Element) -> str | None:
    said = root.get(_LANGUAGE, "").strip()
    return language_of(said) if said else None


def _meta(root: Element, said: list[tuple[Element, _Said]]) -> dict[str, object]:
    topics = {one.get("id", ""): one.get("desc", "") for one in root.iter("Topic")}
    silent = [
        (seconds_in(element.get("startTime")), what)
        for element, one in said
        if not one.talk
        for _, _, what in one.remarks
    ]
    sections = [
        (
            seconds_in(section.get("startTime")),
            seconds_in(section.get("endTime")),
            section.get("type", ""),
            topics.get(section.get("topic", ""), ""),
        )
        for section in root.iter("Section")
    ]
    meta = {
        "recording": root.get("audio_filename", ""),
        "scribe": root.get("scribe", ""),
        "sections": tuple(sections),
        "remarks": tuple(silent),
    }
    return {name: value for name, value in meta.items() if value}
