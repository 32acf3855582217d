"""Praat TextGrids: a tier for each speaker, an interval with words for each turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.praat import POINTS, Label, Tier, tiers_of
from vuoro.model import NOTHING, Encounter, Participant, Problem, Source, Turn

_FLAWS = {
    "reversed-times": "the interval ends before it begins; the turn was kept without times.",
    "unreadable-time": "a time is not a number; the turn was kept without times.",
}


class _Spoken(NamedTuple):
    """A label on its way to becoming a turn; ``at`` is where it belongs among the others."""

    at: float
    speaker: str
    label: Label


@reader("textgrid", suffixes={".textgrid"})
def read_textgrid(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a TextGrid: interval tiers are speakers, labels with words are turns.

    Turns come in order of their start times, in seconds. Labels of point tiers are kept in
    ``meta["points"]`` as (seconds, label). A label whose times are wrong is a turn without
    times, and what else is wrong is a Problem; Unreadable only where there is no tier at all.
    """
    tiers, problems = tiers_of(file.text)
    if not tiers:
        raise Unreadable(file.name, None, _why_no_tier(file.text))
    names, unnamed = _names(tiers)
    talk = [(name, tier) for name, tier in zip(names, tiers, strict=True) if tier.kind != POINTS]
    spoken = sorted((one for name, tier in talk for one in _speech(name, tier)), key=lambda one: one.at)
    convention = options.convention or symbols.guess([one.label.text for one in spoken])
    turns = tuple(_turn(number, one, convention) for number, one in enumerate(spoken, 1))
    flaws = [_flaw(turn, one.label) for turn, one in zip(turns, spoken, strict=True) if one.label.flaw]
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=turns,
            language=options.language,
            participants=tuple(Participant(id=name) for name, _ in talk),
            problems=(*problems, *unnamed, *flaws),
            source=Source(
                files=(file.name,), format="textgrid", convention=convention, sha256=(file.sha256,)
            ),
            meta=_points(names, tiers),
        )
    ]


def _why_no_tier(text: str) -> str:
    if "chronological" in text[:200]:
        return "this is a chronological TextGrid. Open it in Praat and save it as a text file."
    return "there is no tier in it. Is it a TextGrid, saved by Praat as a text file?"


def _names(tiers: Iterable[Tier]) -> tuple[list[str], list[Problem]]:
    """A name for each tier that no other tier has; a Problem where a speaker's is not the file's."""
    names: list[str] = []
    problems: list[Problem] = []
    for number, tier in enumerate(tiers, 1):
        said = (tier.name or "").strip()
        wanted = said or f"tier {number}"
        name, copy = wanted, 1
        while name in names:
            copy += 1
            name = f"{wanted}~{copy}"
        names.append(name)
        if name != said and tier.kind != POINTS:
            problems.append(_renamed(tier, said, name))
    return names, problems


def _renamed(tier: Tier, said: str, name: str) -> Problem:
    if said:
        message = f"a tier before it is called {said!r} too; this one is {name!r} here."
        return Problem(line=tier.line, text=said, message=message, rule="duplicate-tier")
    message = f"the tier has no name; it is called {name!r} here."
    return Problem(line=tier.line, text="", message=message, rule="unnamed-tier")


def _speech(name: str, tier: Tier) -> Iterable[_Spoken]:
    at = 0.0
    for label in tier.labels:
        # A label without times stays behind the one before it on its tier.
        at = at if label.start is None else label.start
        yield _Spoken(at, name, label)


def _turn(number: int, spoken: _Spoken, convention: str) -> Turn:
    label = spoken.label
    reading = symbols.read(label.text, convention)
    return Turn(
        id=f"t{number:04d}",
        speaker=spoken.speaker,
        raw=label.text,
        text=reading.text,
        start=label.start,
        end=label.end,
        marks=reading.marks,
        pieces=reading.pieces,
        line=label.line,
    )


def _flaw(turn: Turn, label: Label) -> Problem:
    return Problem(
        line=label.line, text=label.text, message=_FLAWS[label.flaw], rule=label.flaw, turn=turn.id
    )


def _points(names: list[str], tiers: list[Tier]) -> dict[str, object]:
    points = {
        name: tuple((label.start, label.text) for label in tier.labels)
        for name, tier in zip(names, tiers, strict=True)
        if tier.kind == POINTS
    }
    return {"points": points} if points else NOTHING
