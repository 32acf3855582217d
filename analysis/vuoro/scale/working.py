"""What is done to a batch: first a look, which tells whose encounters they are, then the work itself.

Both are functions of a job and a task alone, at the top of a module, so that any process on any machine
can be asked to do them; what they return is plain and small, and stands in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from vuoro import formats, privacy
from vuoro.chain.examining import Failure, Findings, People, code, read
from vuoro.chain.measuring import numbers
from vuoro.chain.settling import Settled, told_in
from vuoro.chain.writing import as_tables, origin
from vuoro.formats import Group
from vuoro.model import NOTHING, Encounter, record
from vuoro.scale import given, parts, pseudonyms
from vuoro.scale.disguising import Met, disguised
from vuoro.scale.flaws import findings
from vuoro.scale.numbering import numbered
from vuoro.scale.planning import Batch, Job
from vuoro.scale.pseudonyms import Pseudonymising

Named = tuple[str, tuple[str, ...]]
"""Another name for an encounter, and the files of the first one that has its own."""

CHANGED = (
    "it has changed since the run began; leave the transcripts alone until it is done, and begin --afresh"
)


@record
class Task:
    """A batch and what is known of it.

    ``aside`` are the places of groups that are left out, with the reason. ``only`` are the first place
    and the one after the last of those that are tried by themselves, to see which one kills; such a
    trial writes nothing. ``names`` are for encounters, by the place of their group and theirs in it,
    and ``digests`` are of what every group held at the first look. Where nobody is to be told, ``numbers``
    are for all encounters: what each is called in the results, and what it was called.
    """

    batch: Batch
    aside: Mapping[int, str] = NOTHING
    only: tuple[int, int] | None = None
    names: Mapping[tuple[int, int], Named] = NOTHING
    digests: tuple[str, ...] = ()
    numbers: Mapping[tuple[int, int], tuple[str, str]] = NOTHING
    settled: Settled | None = None

    @property
    def places(self) -> range:
        """The places of the groups that are to be done."""
        return range(*(self.only or (0, len(self.batch.groups))))

    @property
    def title(self) -> str:
        """What the task is called in file names."""
        only = "" if self.only is None else f"-{self.only[0]}-{self.only[1]}"
        return f"{self.batch.number:05}{only}"


def look(job: Job, task: Task) -> dict[str, Any]:
    """Which encounters the files of a batch hold, how much talk that is, and what they tell of coders."""
    found = [_encounters(job, task, place) for place in task.places]
    known = told_in(encounter for several in found for encounter in several)
    if job.pseudonymising is not None and task.only is None:
        pseudonyms.keep(
            _people(job, job.pseudonymising, found), pseudonyms.MET, task.batch.number, job.papers
        )
    return {
        "groups": [[digest(several), [_seen(one) for one in several]] for several in found],
        "coders": known.coders,
        "noting": known.noting,
        "languages": known.languages,
    }


def _people(job: Job, said: Pseudonymising, found: list[list[Encounter]]) -> list[list[Any]]:
    """Everybody who is met in a batch, once, in the order of the first mention."""
    known = pseudonyms.beforehand(said, job.out)
    met = (one for several in found for encounter in several for one in privacy.met(encounter, known))
    first: dict[str, privacy.Met] = {}
    for one in met:
        first.setdefault(one.name.name.lower(), one)
    return [pseudonyms.as_line(one) for one in first.values()]


def work(job: Job, task: Task) -> dict[str, Any]:
    """Annotate, link and measure the encounters of a batch, and write its part of every table."""
    met = [(task.batch.groups[place], list(_named(job, task, place))) for place in task.places]
    people = given.people(job.papers, task.batch.number)
    if job.pseudonymising is not None:
        return _disguised(job, task, met, people)
    return _done(job, task, met, people, flawed=met)


def _disguised(job: Job, task: Task, met: Met, people: People) -> dict[str, Any]:
    other = disguised(job, task.batch.number, met, people, dict(task.numbers.values()))
    unnamed = [(Group(name="", files=()), several) for _, several in other.met]
    done = _done(job, task, other.met, other.people, flawed=unnamed)
    if task.only is None:
        pseudonyms.keep(other.left_out, pseudonyms.LEFT_OUT, task.batch.number, job.papers)
    return {**done, "replaced": other.replaced, "doubtful": other.doubtful}


def _done(job: Job, task: Task, met: Met, people: People, flawed: Met) -> dict[str, Any]:
    everything = (one for _, several in met for one in several)
    found = code(everything, replace(job.choices, jobs=1), people, task.settled)
    tables = measured(found, job)
    if job.check:
        tables["findings"] = findings((group, _readable(several)) for group, several in flawed)
    if task.only is not None:
        return {}
    return {
        "encounters": len(found.encounters),
        "turns": sum(map(len, found.encounters)),
        "annotations": len(found.annotations),
        "sequences": len(found.sequences),
        "problems": sum(len(encounter.problems) for encounter in found.encounters),
        "failures": [[failure.file, failure.reason] for failure in found.failures],
        "inputs": [origin(encounter) for encounter in found.encounters],
        "outputs": [parts.write(table, name, task.batch.number, job.out) for name, table in tables.items()],
    }


def measured(found: Findings, job: Job) -> dict[str, Any]:
    """All tables of what was found."""
    frame, profile, places = numbers(found, job.choices.page_language)
    return {**as_tables(found, frame, profile), "places": places}


def digest(encounters: list[Encounter]) -> str:
    """Tells whether a group of files holds what it held before."""
    held = [[one.id, one.source.files, one.source.sha256] for one in encounters]
    return sha256(json.dumps(held).encode()).hexdigest()[:16]


def _seen(encounter: Encounter) -> list[Any]:
    return [encounter.id, len(encounter), list(encounter.source.files)]


def _encounters(job: Job, task: Task, place: int) -> list[Encounter]:
    return _readable(_met(job, task, place))


def _readable(met: list[Encounter | Failure]) -> list[Encounter]:
    return [one for one in met if isinstance(one, Encounter)]


def _met(job: Job, task: Task, place: int) -> list[Encounter | Failure]:
    group = task.batch.groups[place]
    if place in task.aside:
        return [Failure(file=group.name, reason=task.aside[place])]
    return read(group, job.choices)


def _named(job: Job, task: Task, place: int) -> Iterator[Encounter | Failure]:
    """What a group of files holds, each encounter under the name that nobody else has."""
    met = _met(job, task, place)
    encounters = _readable(met)
    if place not in task.aside and digest(encounters) != task.digests[place]:
        name = task.batch.groups[place].name
        yield Failure(file=name, reason=f"{name}: {CHANGED}")
        return
    yield from (one for one in met if isinstance(one, Failure))
    for at, encounter in enumerate(encounters):
        if job.pseudonymising:
            yield numbered(encounter, task.numbers[place, at][0])
            continue
        named = task.names.get((place, at))
        yield formats.renamed(encounter, *named) if named else encounter
