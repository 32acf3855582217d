"""Praat TextGrids: a tier for each speaker, an interval with words for each turn.

praatio refuses a file in which one label is wrong, and takes the white space around labels away;
hence a reader of our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter

from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.praat.moves import Coded, moves_of
from vuoro.formats.praat.regular import Irregular, read_regular
from vuoro.formats.praat.textfile import POINTS, Label, Tier, read_carefully
from vuoro.formats.praat.tiers import coded_tier, speaker_on
from vuoro.formats.roles import speaker_part
from vuoro.formats.tiers.moves import coder_in
from vuoro.formats.turning import numbered, turns_of
from vuoro.model import NOTHING, Encounter, Participant, Problem, Source, Turn

_FLAWS = {
    "reversed-times": "the interval ends before it begins; the turn was kept without times.",
    "unreadable-time": "a time is not a number; the turn was kept without times.",
}


_Spoken = tuple[float, str, Label]
"""A label on its way to becoming a turn: where it belongs among the others, in seconds; its tier."""


@reader("textgrid", suffixes={".textgrid"})
def read_textgrid(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a TextGrid: interval tiers are speakers, labels with words are turns.

    Turns come in order of their start times, in seconds. Labels of point tiers are kept in
    ``meta["points"]`` as (seconds, label); those of tiers ``move@SPEAKER`` are codes of the turns
    at their times, as :mod:`vuoro.formats.tiers.moves` says. ``SPEAKER+2`` is a further tier of a
    speaker, for turns that overlap their own. A label whose times are wrong is a turn without
    times, and what else is wrong is a Problem; Unreadable only where there is no tier at all.
    """
    tiers, problems = _tiers(file.text)
    if not tiers:
        raise Unreadable(file.name, None, _why_no_tier(file.text))
    names, unnamed = _names(tiers)
    talk, coded = _divided(names, tiers)
    speakers = {name: speaker_on(name, names) for name, _ in talk}
    spoken = sorted((one for name, tier in talk for one in _speech(name, tier)), key=itemgetter(0))
    convention = convention_of([label.text for _, _, label in spoken], options)
    turns = _turns(spoken, speakers, convention)
    id = options.encounter or file.path.stem
    moves, unplaced = moves_of(id, coded, turns, _turns_on(spoken, turns) if coded else {})
    flaws = [_flaw(turn, label) for turn, (_, _, label) in zip(turns, spoken, strict=True) if label.flaw]
    # The name of a file of one speaker may say who that is.
    part = speaker_part(file.path) if len(talk) == 1 else ""
    meta = {"role": part} if part else NOTHING
    return [
        Encounter(
            id=id,
            turns=turns,
            language=options.language,
            participants=tuple(Participant(id=name, meta=meta) for name in dict.fromkeys(speakers.values())),
            problems=(*problems, *unnamed, *flaws, *unplaced),
            annotations=moves,
            source=Source(
                files=(file.name,), format="textgrid", convention=convention, sha256=(file.sha256,)
            ),
            meta=_points(names, tiers),
        )
    ]


def _tiers(text: str) -> tuple[list[Tier], list[Problem]]:
    try:
        return read_regular(text), []
    except Irregular:
        return read_carefully(text)


def _divided(names: list[str], tiers: list[Tier]) -> tuple[list[tuple[str, Tier]], list[Coded]]:
    """The tiers of talk, and those of moves."""
    talk, coded = [], []
    for name, tier in zip(names, tiers, strict=True):
        about = coded_tier(name, names)
        if about and tier.kind != POINTS:
            coded.append(Coded(name, about, coder_in(name, [about]) or "textgrid", tier.labels))
        elif tier.kind != POINTS:
            talk.append((name, tier))
    return talk, coded


def _turns_on(spoken: list[_Spoken], turns: Iterable[Turn]) -> dict[str, list[Turn]]:
    on: defaultdict[str, list[Turn]] = defaultdict(list)
    for (_, name, _), turn in zip(spoken, turns, strict=True):
        on[name].append(turn)
    return on


def _why_no_tier(text: str) -> str:
    if "chronological" in text[:200]:
        return "this is a chronological TextGrid. Open it in Praat and save it as a text file."
    return "there is no tier in it. Is it a TextGrid, saved by Praat as a text file?"


def _names(tiers: Iterable[Tier]) -> tuple[list[str], list[Problem]]:
    """A name for each tier that no other tier has; a Problem where a speaker's is not the file's."""
    names: dict[str, None] = {}  # in order; in a damaged file there may be thousands, all of one name
    copies: dict[str, int] = {}
    problems: list[Problem] = []
    for number, tier in enumerate(tiers, 1):
        said = (tier.name or "").strip()
        name = wanted = said or f"tier {number}"
        while name in names:
            copies[wanted] = copies.get(wanted, 1) + 1
            name = f"{wanted}~{copies[wanted]}"
        names[name] = None
        if name != said and tier.kind != POINTS:
            problems.append(_renamed(tier, said, name))
    return list(names), problems


def _renamed(tier: Tier, said: str, name: str) -> Problem:
    if said:
        message = f"a tier before it is called {said!r} too; this one is {name!r} here."
        return Problem(line=tier.line, text=said, message=message, rule="duplicate-tier")
    message = f"the tier has no name; it is called {name!r} here."
    return Problem(line=tier.line, text="", message=message, rule="unnamed-tier")


def _speech(name: str, tier: Tier) -> Iterable[_Spoken]:
    at = 0.0
    for label in tier.labels:
        if label.start is not None:  # a label without times stays behind the one before it
            at = label.start
        yield at, name, label


def _turns(spoken: list[_Spoken], speakers: Mapping[str, str], convention: str) -> tuple[Turn, ...]:
    labels = [label for _, _, label in spoken]
    return turns_of(
        [label.text for label in labels],
        convention,
        id=numbered(len(labels)),
        speaker=[speakers[name] for _, name, _ in spoken],
        start=[label.start for label in labels],
        end=[label.end for label in labels],
        line=[label.line for label in labels],
    )


def _flaw(turn: Turn, label: Label) -> Problem:
    return Problem(
        line=label.line, text=label.text, message=_FLAWS[label.flaw], rule=label.flaw, turn=turn.id
    )


def _points(names: list[str], tiers: list[Tier]) -> Mapping[str, object]:
    points = {
        name: tuple((label.start, label.text) for label in tier.labels)
        for name, tier in zip(names, tiers, strict=True)
        if tier.kind == POINTS
    }
    return {"points": points} if points else NOTHING
