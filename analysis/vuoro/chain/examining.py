"""What is known of a corpus: read, annotated and linked, before anything is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from pathlib import Path
from typing import Any

from vuoro import annotations as tables
from vuoro import formats, project, sequences
from vuoro.chain import suggesting
from vuoro.language import terms
from vuoro.model import MACHINES, NOTHING, Annotation, Decision, Encounter, Sequence, VuoroError, record
from vuoro.moves.support import support


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

    ``support`` is the support layer (continuers, repairs, terms), kept apart from the moves.
    ``set_aside`` are encounters that could be read but not coded; their problems are told too.
    """

    encounters: list[Encounter]
    annotations: list[Annotation]
    sequences: list[Sequence]
    coders: tuple[str, ...]
    failures: tuple[Failure, ...]
    set_aside: tuple[Encounter, ...] = ()
    support: tuple[Annotation, ...] = ()
    decisions: tuple[Decision, ...] = ()


def examine(paths: Many[str | Path], choices: Choices, *, progress: Any = None) -> Findings:
    """Read, annotate and link every encounter, without writing anything.

    A path may be a project: its transcripts are read with what its coders have said of them.
    """
    track = progress or silently
    failures: list[Failure] = []
    studies = [project.open(path) for path in paths if project.is_project(path)]
    others = [path for path in paths if not project.is_project(path)]
    groups = formats.gather(others) if others else []
    read: list[Encounter] = []

    def failed(error: VuoroError) -> None:
        failures.append(Failure(file="", reason=str(error)))

    for study in studies:
        read += project.encounters(study, on_error=failed)
    for group in track(groups, total=len(groups), desc="reading"):
        try:
            read += _read(group, choices)
        except (VuoroError, OSError) as error:
            failures.append(Failure(file=group.name, reason=str(error)))
    encounters: list[Encounter] = []
    suggested: list[Annotation] = []
    set_aside: list[Encounter] = []
    read = formats.distinct(read)
    each = zip(read, suggesting.suggested(read, choices.coders, choices.jobs), strict=True)
    for encounter, found in track(each, total=len(read), desc="moves"):
        if found.reason:
            failures.append(Failure(file=", ".join(encounter.source.files), reason=found.reason))
            set_aside.append(encounter)
        else:
            suggested += found.annotations
            encounters.append(encounter)
    human = [a for study in studies for a in project.annotations(study, encounters=encounters)]
    human += [a for path in choices.annotations for a in tables.read_annotations(path, encounters)]
    here = {encounter.id for encounter in encounters}
    in_the_files = [a for encounter in encounters for a in encounter.annotations]
    everything = [*in_the_files, *(a for a in human if a.encounter in here), *suggested]
    own = terms.read_file(choices.terms) if choices.terms else ()
    forms = tuple(a for encounter in encounters for a in support(encounter, own))
    told = [s for study in studies for s in project.sequences(study, encounters=encounters)]
    told += [s for path in choices.sequences for s in tables.read_sequences(path) if s.encounter in here]
    links = _linked(encounters, [*everything, *forms], told)
    decided = [d for e in encounters for d in sequences.decisions(e, everything, links)]
    return Findings(
        encounters=encounters,
        annotations=everything,
        sequences=links,
        support=forms,
        decisions=tuple(decided),
        coders=choices.count or _whose([*everything, *forms]),
        failures=tuple(failures),
        set_aside=tuple(set_aside),
    )


def silently(things: Iterable[Any], **_: Any) -> Iterable[Any]:
    return things


def _read(group: formats.Group, choices: Choices) -> list[Encounter]:
    return formats.read_group(
        group,
        format=choices.format,
        language=choices.language,
        convention=choices.convention,
        roles=choices.roles,
        columns=choices.columns,
        transcribed=choices.transcribed,
    )


def _whose(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """People's judgements where there are any, the machine's where there are none."""
    coders = dict.fromkeys(a.coder for a in annotations)
    people = tuple(coder for coder in coders if not coder.startswith(MACHINES))
    return people or tuple(coders)


def _linked(
    encounters: Iterable[Encounter], annotations: Iterable[Annotation], told: Iterable[Sequence]
) -> list[Sequence]:
    """The sequences that people gave or that stand in the files; for coders who have none there, those that follow."""
    encounters = list(encounters)
    told = [*(sequence for encounter in encounters for sequence in encounter.sequences), *told]
    done = {(sequence.encounter, sequence.coder) for sequence in told}
    by_coder: dict[tuple[str, str], list[Annotation]] = {}
    for annotation in annotations:
        if (annotation.encounter, annotation.coder) not in done:
            by_coder.setdefault((annotation.encounter, annotation.coder), []).append(annotation)
    known = {encounter.id: encounter for encounter in encounters}
    return told + [
        sequence
        for (encounter, coder), theirs in by_coder.items()
        for sequence in sequences.link(known[encounter], theirs, coder=coder)
    ]
