"""Where the turns of a source stand in its text, so that a stretch of text becomes spans of turns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.jefferson import ROW, read_jefferson
from vuoro.model import Encounter, Participant, Problem, Source, Turn

NOBODY = "?"


class Place(NamedTuple):
    """Where the ``raw`` of a turn begins and ends in the text of its source."""

    start: int
    stop: int
    turn: str


class Stretch(NamedTuple):
    """A selection: positions in the text, and what the tool shows of it."""

    start: int
    stop: int
    shown: str


def counted(text: str, stretches: Sequence[Stretch], origin: str) -> str:
    """The text as the tool counted it: some count a line break of Windows as two characters, some as one.

    ATLAS.ti is known to count one. Of other tools the words tell that they show of each selection.

    Examples
    --------
    >>> counted("a\\r\\nso you", [Stretch(2, 8, "so you")], "Some tool")
    'a\\nso you'
    >>> counted("a\\r\\nso you", [Stretch(3, 9, "so you")], "Some tool")
    'a\\r\\nso you'
    """
    short = text.replace("\r\n", "\n")
    if short == text or "atlas" in origin.casefold():
        return short
    return max((text, short), key=lambda one: sum(_fits(one, stretch) for stretch in stretches))


def _fits(text: str, stretch: Stretch) -> bool:
    shown = stretch.shown.rstrip(".…")[:20]
    return bool(shown) and text.startswith(shown, stretch.start)


def talk_in(text: str, name: str, file: File, options: Options) -> tuple[Encounter, list[Place]]:
    """The encounter in the text of a source, by its speakers' labels, and where its turns stand.

    Without labels every line is a turn of nobody's, so that no coding loses its words.
    """
    inner = replace(file, name=f"{file.name} ({name})", path=Path(stem(name) + ".txt"), text=text, data=b"")
    try:
        encounter = read_jefferson(inner, replace(options, encounter=stem(name)))[0]
    except Unreadable:
        encounter = _unlabelled(inner, name)
    source = replace(encounter.source, files=(file.name,), format="qdpx")
    return replace(encounter, source=source), list(_places(text, encounter.turns))


def stem(name: str) -> str:
    """The name of a source without the ending that a file of text has.

    Examples
    --------
    >>> stem("Visit 1.2"), stem("visit.docx")
    ('Visit 1.2', 'visit')
    """
    path = Path(name.replace("/", "_").replace("\\", "_") or "source")
    endings = (".txt", ".docx", ".doc", ".rtf", ".pdf", ".odt", ".md", ".cha")
    return path.name[: -len(path.suffix)] if path.suffix.lower() in endings else path.name


def _unlabelled(file: File, name: str) -> Encounter:
    rows = [(line, match[1]) for line, match in enumerate(ROW.finditer(file.text), 1) if match[1].strip()]
    message = f"no line of {name!r} begins with a speaker; each is a turn of {NOBODY!r}."
    return Encounter(
        id=stem(name),
        turns=tuple(
            Turn(id=f"t{line:04d}", speaker=NOBODY, raw=raw, text=raw, line=line) for line, raw in rows
        ),
        participants=(Participant(id=NOBODY),),
        problems=(Problem(line=1, text=name, message=message, rule="no-speaker"),),
        source=Source(convention="plain", sha256=(file.sha256,)),
    )


def _places(text: str, turns: Iterable[Turn]) -> Iterator[Place]:
    """Each turn is looked for behind the one before it, from the line on which it begins."""
    lines = [match.start() for match in ROW.finditer(text)]
    behind = 0
    for turn in turns:
        at = text.find(turn.raw, max(behind, lines[(turn.line or 1) - 1]))
        if at >= 0:
            behind = at + len(turn.raw)
            yield Place(at, behind, turn.id)


def spans(places: Sequence[Place], start: int, stop: int) -> Iterator[tuple[str, int, int]]:
    """The turns that a stretch of text touches, each with its span in ``raw``; none for what is no talk.

    Examples
    --------
    >>> list(spans([Place(3, 9, "t1"), Place(13, 15, "t2")], 6, 14))
    [('t1', 3, 6), ('t2', 0, 1)]
    """
    first = bisect_right(places, (start, 1 << 62, ""))
    if first and places[first - 1].stop > start:
        first -= 1
    for place in places[first:]:
        if place.start >= stop:
            return
        yield place.turn, max(0, start - place.start), min(place.stop, stop) - place.start
