"""What is known of a corpus: read, annotated and linked, before anything is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from pathlib import Path
from typing import Any, TypeVar

from vuoro import annotations as tables
from vuoro import formats, project, sequences
from vuoro.chain import suggesting
from vuoro.chain.pooling import Tell, untold
from vuoro.chain.settling import Settled, settled, together, told, told_in
from vuoro.language import terms
from vuoro.measures import Study
from vuoro.model import NOTHING, Annotation, Decision, Encounter, Sequence, VuoroError, record
from vuoro.moves.support import support

Judgement = TypeVar("Judgement", Annotation, Sequence, Decision)


@record
class Choices:
    """What the user decided about a run; everything has a sensible silence."""

    format: str | None = None
    language: str | None = None
    convention: str | None = None
    roles: Mapping[str, str] = NOTHING
    columns: Mapping[str, str] = NOTHING
    transcribed: str | None = None
    annotations: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    count: tuple[str, ...] = ()
    coders: tuple[str, ...] = ("rules", "learned")
    page_language: str = "en"
    figures: bool = True
    jobs: int | None = None
    terms: str | None = None


@record
class Failure:
    """A file that could not be used, and why; the message names file, line and remedy."""

    file: str
    reason: str


@record
class Findings:
    """Everything that is known of a corpus before it is written down.

    ``annotations`` and all other judgements stand in the order of the encounters. ``support`` is the
    support layer (continuers, repairs, terms), kept apart from the moves. ``met`` is what was met in
    the files, in their order: encounters, also those that could be read but not coded, whose problems
    are told too, and failures.
    """

    encounters: list[Encounter]
    annotations: list[Annotation]
    sequences: list[Sequence]
    coders: tuple[str, ...]
    study: Study
    met: tuple[Encounter | Failure, ...]
    support: tuple[Annotation, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be used."""
        return tuple(one for one in self.met if isinstance(one, Failure))


@record
class People:
    """Where people's judgements come from that do not stand in the transcripts: about which encounters, which."""

    annotations: Callable[[list[Encounter]], list[Annotation]]
    sequences: Callable[[list[Encounter]], list[Sequence]]
    decisions: Callable[[list[Encounter]], list[Decision]]


def examine(
    paths: Many[str | Path], choices: Choices, *, progress: Any = None, tell: Tell = untold
) -> Findings:
    """Read, annotate and link every encounter, without writing anything.

    A path may be a project: its transcripts are read with what its coders have said of them.
    """
    track = progress or silently
    studies = [project.open(path) for path in paths if project.is_project(path)]
    others = [path for path in paths if not project.is_project(path)]
    groups = formats.gather(others) if others else []
    met: list[Encounter | Failure] = []

    def failed(error: VuoroError) -> None:
        met.append(Failure(file="", reason=str(error)))

    for study in studies:
        met += project.encounters(study, on_error=failed)
    for group in track(groups, total=len(groups), desc="reading"):
        met += read(group, choices)
    names = iter(formats.distinct(one for one in met if isinstance(one, Encounter)))
    met = [next(names) if isinstance(one, Encounter) else one for one in met]
    return code(met, choices, _people(studies, choices), progress=progress, tell=tell)


def read(group: formats.Group, choices: Choices) -> list[Encounter | Failure]:
    """The encounters of one group of files, or why there are none."""
    try:
        return list(
            formats.read_group(
                group,
                format=choices.format,
                language=choices.language,
                convention=choices.convention,
                roles=choices.roles,
                columns=choices.columns,
                transcribed=choices.transcribed,
            )
        )
    except (VuoroError, OSError) as error:
        return [Failure(file=group.name, reason=str(error))]


def code(
    met: Iterable[Encounter | Failure],
    choices: Choices,
    people: People,
    known: Settled | None = None,
    *,
    progress: Any = None,
    tell: Tell = untold,
) -> Findings:
    """Annotate and link encounters that have been read, each with an id of its own.

    ``known`` is what was settled for a corpus of which these encounters are a part.
    """
    track = progress or silently
    met = list(met)
    there = [one for one in met if isinstance(one, Encounter)]
    own = terms.read_file(choices.terms) if choices.terms else ()
    each = zip(there, suggesting.suggested(there, choices.coders, choices.jobs, tell=tell), strict=True)
    found: dict[str, suggesting.Suggested] = {}
    forms: dict[str, list[Annotation]] = {}
    for encounter, one in track(each, total=len(there), desc="moves"):
        # In one go, since moves and forms are found in the same units.
        found[encounter.id], forms[encounter.id] = one, [] if one.reason else support(encounter, own)
    encounters = [encounter for encounter in there if not found[encounter.id].reason]
    human, given = people.annotations(encounters), people.sequences(encounters)
    known = known or _settled(there, human, given, choices)
    by_people, links, decided = _grouped(human), _grouped(given), _grouped(people.decisions(encounters))
    judged = [
        _judged(
            e,
            [*by_people.get(e.id, []), *found[e.id].annotations],
            links.get(e.id, []),
            decided.get(e.id, []),
            forms[e.id],
        )
        for e in encounters
    ]
    return Findings(
        encounters=encounters,
        annotations=[a for one in judged for a in one.annotations],
        sequences=[s for one in judged for s in one.sequences],
        support=tuple(a for one in judged for a in one.support),
        decisions=tuple(d for one in judged for d in one.decisions),
        coders=known.coders,
        study=known.study,
        met=tuple(one for thing in met for one in _with_reason(thing, found)),
    )


@record
class _Judged:
    """What is said of one encounter."""

    annotations: list[Annotation]
    sequences: list[Sequence]
    support: list[Annotation]
    decisions: list[Decision]


def _judged(
    encounter: Encounter,
    made: Iterable[Annotation],
    given: Iterable[Sequence],
    decided: Many[Decision],
    forms: list[Annotation],
) -> _Judged:
    """With the decisions that people have coded; for coders who have none here, those that rules make."""
    everything = [*encounter.annotations, *made]
    links = _linked(encounter, [*everything, *forms], given)
    done = {one.coder for one in decided}
    by_rule = (one for one in sequences.decisions(encounter, everything, links) if one.coder not in done)
    return _Judged(
        annotations=everything,
        sequences=links,
        support=forms,
        decisions=[*decided, *by_rule],
    )


def _people(studies: Many[project.Project], choices: Choices) -> People:
    """What the coders of projects have said, and what stands in the tables that the choices name."""

    def annotations(encounters: list[Encounter]) -> list[Annotation]:
        said = [a for study in studies for a in project.annotations(study, encounters=encounters)]
        return said + [a for path in choices.annotations for a in tables.read_annotations(path, encounters)]

    def links(encounters: list[Encounter]) -> list[Sequence]:
        said = [s for study in studies for s in project.sequences(study, encounters=encounters)]
        return said + [s for path in choices.sequences for s in tables.read_sequences(path)]

    def decisions(encounters: list[Encounter]) -> list[Decision]:
        said = [d for study in studies for d in project.decisions(study, encounters=encounters)]
        return said + [d for path in choices.decisions for d in sequences.read_decisions(path)]

    return People(annotations=annotations, sequences=links, decisions=decisions)


def _settled(
    there: list[Encounter], human: Iterable[Annotation], given: Iterable[Sequence], choices: Choices
) -> Settled:
    here = {encounter.id for encounter in there}
    by_people = told((a for a in human if a.encounter in here), (s for s in given if s.encounter in here))
    return settled(together([told_in(there), by_people]), choices.coders, choices.count)


def _with_reason(thing: Encounter | Failure, found: Mapping[str, Any]) -> Iterator[Encounter | Failure]:
    yield thing
    if isinstance(thing, Encounter) and found[thing.id].reason:
        yield Failure(file=", ".join(thing.source.files), reason=found[thing.id].reason)


def _grouped(things: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    groups: dict[str, list[Judgement]] = {}
    for thing in things:
        groups.setdefault(thing.encounter, []).append(thing)
    return groups


def silently(things: Iterable[Any], **_: Any) -> Iterable[Any]:
    return things


def _linked(
    encounter: Encounter, annotations: Iterable[Annotation], given: Iterable[Sequence]
) -> list[Sequence]:
    """The sequences that people gave or that stand in the file; for coders who have none there, those that follow."""
    links = [*encounter.sequences, *given]
    done = {link.coder for link in links}
    by_coder: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        if annotation.coder not in done:
            by_coder.setdefault(annotation.coder, []).append(annotation)
    return links + [
        link for coder, theirs in by_coder.items() for link in sequences.link(encounter, theirs, coder=coder)
    ]
