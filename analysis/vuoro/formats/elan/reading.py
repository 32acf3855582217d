"""ELAN's .eaf files: a tier for each speaker, and below it tiers about what was said.

pympi and rustling stop at a damaged file, and scikit-talk at time slots without a time, which
are legal; hence a reader of our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from vuoro.formats.conventions import convention_of
from vuoro.formats.elan.besides import is_beside_talk
from vuoro.formats.elan.document import TURN, Contents, Seconds, read_carefully
from vuoro.formats.elan.hierarchy import Label, Tier, placed_below, places, roots_first, unplaced
from vuoro.formats.elan.meta import language_in, meta_of, participants_of, properties_of
from vuoro.formats.elan.moves import is_about_moves, moves_of
from vuoro.formats.elan.regular import Irregular, read_regular
from vuoro.formats.files import File, Options, reader
from vuoro.formats.turning import turns_of
from vuoro.model import NOTHING, Encounter, Problem, Source, Turn


class _Talk(NamedTuple):
    """The tiers of speakers, all the others, and the annotation of talk that each annotation is about."""

    tiers: list[Tier]
    others: list[Tier]
    root: Mapping[str, str]


@reader("eaf", suffixes={".eaf"})
def read_eaf(file: File, options: Options) -> list[Encounter]:
    """The one encounter of an ELAN file: tiers without a parent are speakers, their annotations turns.

    Annotations on ``move@...`` tiers are codes of the turn they are about, or of a part of it, as
    :mod:`vuoro.formats.tiers.moves` says. Those of the other tiers below are in ``tiers`` of the
    turn, verbatim, a line each. Tiers that say they hold no talk (``gesture``, ``comment``) are in
    ``meta["tiers"]`` as (start, end, label), and told. A turn without a time in the file
    has None; annotations without words are no turns.
    """
    header, seconds, tiers, problems = _contents(file)
    ordered, orphans = roots_first(tiers)
    root = placed_below(ordered, seconds)
    talk = _divided(ordered, root)
    spoken = _spoken(talk, seconds)
    said = properties_of(header)
    convention = options.convention or said.convention
    convention = convention or convention_of([label.text for _, _, label in spoken], options)
    about = _about(talk)
    turns = _turns(spoken, seconds, about, convention)
    id = options.encounter or file.path.stem
    moves, flaws = moves_of(id, talk.others, root, turns)
    problems = [*problems, *flaws, *orphans, *_beside(talk), *unplaced(ordered, root)]
    problems += _time_flaws(turns, spoken, seconds)
    return [
        Encounter(
            id=id,
            turns=turns,
            language=options.language or language_in(talk.tiers),
            participants=participants_of(talk.tiers, said),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            annotations=moves,
            source=Source(files=(file.name,), format="eaf", convention=convention, sha256=(file.sha256,)),
            meta=meta_of(header, said) | _other_labels(talk, seconds),
        )
    ]


def _contents(file: File) -> Contents:
    try:
        return read_regular(file.text)
    except Irregular:
        return read_carefully(file)


def _divided(ordered: list[Tier], root: Mapping[str, str]) -> _Talk:
    roots = [tier for tier in ordered if not tier.parent]
    talk = [tier for tier in roots if tier.kind == TURN or not is_beside_talk(tier.name, tier.kind)] or roots
    return _Talk(talk, [tier for tier in ordered if tier not in talk], root)


_Spoken = tuple[int, Tier, Label]
"""An annotation of talk on its way to becoming a turn: where it belongs among the others; its tier."""


def _spoken(talk: _Talk, seconds: Seconds) -> list[_Spoken]:
    """Annotations with words, in order of time; one without a time is where its time slot stands."""
    place = places(seconds)
    spoken = []
    for tier in talk.tiers:
        at = -1
        for label in tier.labels:
            at = place.get(label.start, at)
            if label.text and not label.text.isspace():
                spoken.append((at, tier, label))
    return sorted(spoken, key=itemgetter(0))


def _turns(
    spoken: list[_Spoken], seconds: Seconds, about: Mapping[str, Mapping[str, str]], convention: str
) -> tuple[Turn, ...]:
    labels = [label for _, _, label in spoken]
    starts = [seconds.get(label.start) for label in labels]
    ends = [seconds.get(label.end) for label in labels]
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start is not None and end is not None and start > end:
            starts[at] = ends[at] = None
    more = {"tiers": [about.get(label.id, NOTHING) for label in labels]} if about else {}
    return turns_of(
        [label.text for label in labels],
        convention,
        id=[label.id for label in labels],
        speaker=[tier.speaker for _, tier, _ in spoken],
        start=starts,
        end=ends,
        line=[label.line for label in labels],
        **more,
    )


def _about(talk: _Talk) -> Mapping[str, Mapping[str, str]]:
    """What tiers below say about each annotation of talk."""
    about: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for tier in talk.others:
        if tier.parent and not is_about_moves(tier):
            for label in tier.labels:
                if label.text and label.id in talk.root:
                    said = about[talk.root[label.id]]
                    said[tier.name] = f"{said[tier.name]}\n{label.text}" if tier.name in said else label.text
    return about


def _beside(talk: _Talk) -> Iterator[Problem]:
    for tier in talk.others:
        if not tier.parent:
            message = (
                f"its name or type says that it holds no talk; it is in meta, not among the turns "
                f"({len(tier.labels)} annotations)."
            )
            yield Problem(line=tier.line, text=tier.name, message=message, rule="beside-talk")


def _time_flaws(turns: Iterable[Turn], spoken: Iterable[_Spoken], seconds: Seconds) -> Iterator[Problem]:
    for turn, (_, _, label) in zip(turns, spoken, strict=True):
        if turn.start is not None and turn.end is not None:
            continue
        start, end = seconds.get(label.start), seconds.get(label.end)
        lost = [slot for slot in (label.start, label.end) if slot not in seconds]
        if lost:
            rule, what = "dangling-reference", f"there is no time slot {lost[0]!r}"
        elif start is not None and end is not None:
            rule, what = "reversed-times", "the annotation ends before it begins"
        else:
            continue
        yield Problem(
            line=turn.line, text=turn.raw, message=f"{what}; kept without.", rule=rule, turn=turn.id
        )


def _other_labels(talk: _Talk, seconds: Seconds) -> dict[str, object]:
    """The labels that are not about a turn, with the times of what they are about, as ``tiers``."""
    if not talk.others:
        return {}
    times = {
        label.id: (seconds.get(label.start), seconds.get(label.end))
        for tier in (*talk.tiers, *talk.others)
        for label in tier.labels
    }
    spoken = {label.id for tier in talk.tiers for label in tier.labels if label.text.strip()}
    kept = {
        tier.name: tuple(
            (*times[label.id if label.start else talk.root.get(label.id, label.id)], label.text)
            for label in tier.labels
            if label.text and talk.root.get(label.id) not in spoken
        )
        for tier in talk.others
    }
    labels = {name: labels for name, labels in kept.items() if labels}
    return {"tiers": labels} if labels else {}
