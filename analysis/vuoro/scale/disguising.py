"""The encounters of a batch with other people in them, and with a number where a file had a name.

A file that is called *Virtanen_Maija* names somebody whom no list need know. So nothing of what files
and encounters are called is kept: encounters are numbered in their order, and which is which stands
among the papers of the run, with every reason in which somebody may be named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from vuoro import privacy
from vuoro.chain.examining import Failure, People
from vuoro.formats import Group
from vuoro.model import Annotation, Decision, Encounter, Sequence, record
from vuoro.privacy import BadPlan, Row
from vuoro.privacy.replacing import within
from vuoro.scale import given
from vuoro.scale.planning import Job
from vuoro.scale.pseudonyms import Cast, cast

Judgement = TypeVar("Judgement", Annotation, Sequence, Decision)
Met = list[tuple[Group, list[Encounter | Failure]]]

NOT_READ = "it could not be read, or was set aside; the papers of the run tell which file it is, and why"
UNPLANNED = "the plan has no row about it, and yet {} would be replaced in it; make a new plan, or add rows that say no"
MISFIT = "the plan is about another transcript than this one; make a new plan"
LEAKING = "the leak check still finds {} in it"

_OF_FILES = frozenset(["id", "file"])
"""Places of a find that are numbered and not renamed."""


@record
class Disguised:
    """A batch in which nobody is to be told: what is ``met`` in it, and what ``people`` have said of that.

    ``left_out`` has a row for each file that is not done: what it is called in the results, what it is
    really called, and the reason, which may name somebody.
    """

    met: Met
    people: People
    left_out: tuple[tuple[str, str, str], ...]


def number(place: int) -> str:
    """What the encounter at a place in the corpus is called, counted from 0.

    Examples
    --------
    >>> number(41)
    'e000042'
    """
    return f"e{place + 1:06}"


def numbered(encounter: Encounter, name: str) -> Encounter:
    """The encounter and its files under a number, also where a problem of it names them.

    Examples
    --------
    >>> from vuoro.model import Problem, Source
    >>> told = Problem(line=3, text="", message="Virtanen.cha has no end", file="Virtanen.cha")
    >>> visit = Encounter(id="Virtanen", turns=(), problems=(told,), source=Source(files=("Virtanen.cha",)))
    >>> visit = numbered(visit, "e000042")
    >>> visit.id, visit.source.files, visit.problems[0].message, visit.problems[0].file
    ('e000042', ('e000042',), 'e000042 has no end', 'e000042')
    """
    called = sorted({*encounter.source.files, encounter.id}, key=len, reverse=True)
    anonymous: Callable[[str], str] = privacy.replacing.swapper({one: name for one in called if one})
    return replace(
        encounter,
        id=name,
        source=replace(encounter.source, files=tuple(name for _ in encounter.source.files)),
        problems=tuple(
            replace(one, text=anonymous(one.text), message=anonymous(one.message), file=one.file and name)
            for one in encounter.problems
        ),
        annotations=tuple(replace(one, encounter=name) for one in encounter.annotations),
        sequences=tuple(replace(one, encounter=name) for one in encounter.sequences),
    )


def disguised(job: Job, batch: int, met: Met, people: People, was: Mapping[str, str]) -> Disguised:
    """What was read of a batch, with the people of the cast in it; spans of judgements move with the words.

    ``met`` are encounters that are numbered; ``was`` is what each was called, by which tables know it. An
    encounter in which the leak check finds somebody still is left out with its reason.
    """
    assert job.pseudonymising is not None
    there = [one for _, several in met for one in several if isinstance(one, Encounter)]
    said = _said(people, [replace(one, id=was[one.id]) for one in there])
    disguise = _Disguise(
        cast(job.pseudonymising, job.out), given.plan(job.papers, batch) if job.pseudonymising.plan else None
    )
    changed = {one.id: disguise(one, was[one.id], said) for one in there}
    left_out: list[tuple[str, str, str]] = []
    shown: Met = []
    for place, (group, several) in enumerate(met):
        shown.append((group, []))
        for one in several:
            told: Encounter | Failure
            if isinstance(one, Failure):
                told = Failure(file=f"file {batch:05}-{place:03}", reason=NOT_READ)
                left_out.append((told.file, ", ".join(map(str, group.files)), one.reason))
            else:
                told = changed[one.id].encounter
                if isinstance(told, Failure):
                    left_out.append((told.file, ", ".join(map(str, group.files)), changed[one.id].why))
            shown[-1][1].append(told)
    return Disguised(met=shown, people=_as_people(changed.values()), left_out=tuple(left_out))


@record
class _Changed:
    """An encounter with other people, or why there is none, and what was said of it."""

    encounter: Encounter | Failure
    why: str = ""
    annotations: tuple[Annotation, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    decisions: tuple[Decision, ...] = ()


@record
class _Said:
    """What people have said, by what an encounter was called."""

    annotations: Mapping[str, list[Annotation]]
    sequences: Mapping[str, list[Sequence]]
    decisions: Mapping[str, list[Decision]]


def _said(people: People, encounters: list[Encounter]) -> _Said:
    return _Said(
        annotations=_by_encounter(people.annotations(encounters)),
        sequences=_by_encounter(people.sequences(encounters)),
        decisions=_by_encounter(people.decisions(encounters)),
    )


def _by_encounter(things: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for thing in things:
        found.setdefault(thing.encounter, []).append(thing)
    return found


def _as_people(changed: Iterable[_Changed]) -> People:
    done = [one for one in changed if isinstance(one.encounter, Encounter)]
    return People(
        annotations=lambda _: [said for one in done for said in one.annotations],
        sequences=lambda _: [said for one in done for said in one.sequences],
        decisions=lambda _: [said for one in done for said in one.decisions],
    )


class _Disguise:
    """Puts the people of a cast into encounters, by a plan if there is one."""

    def __init__(self, cast: Cast, plan: given.Plan | None) -> None:
        self._cast, self._plan = cast, plan

    def __call__(self, encounter: Encounter, was: str, said: _Said) -> _Changed:
        found = [row for row in privacy.rows(encounter, self._cast.key, self._cast.known)
                 if row.place not in _OF_FILES]  # fmt: skip
        likely = [row for row in found if row.apply]
        rows = likely if self._plan is None else self._plan.of(was, encounter.id)
        if self._plan is not None and likely and was not in self._plan.rows:
            return self._left_out(encounter, UNPLANNED.format(_kinds(row.kind for row in likely)))
        other = privacy.reworded(encounter, self._cast.key, self._cast.known)
        told = partial(_told, name=encounter.id, other=other)
        human, links = list(map(told, said.annotations.get(was, ()))), map(told, said.sequences.get(was, ()))
        with_all = replace(
            encounter,
            annotations=(*encounter.annotations, *human),
            sequences=(*encounter.sequences, *links),
        )
        try:
            done = privacy.pseudonymised(with_all, (r for r in rows if r.place not in _OF_FILES),
                                         self._cast.key.pseudonyms())  # fmt: skip
        except BadPlan as error:
            return self._left_out(encounter, MISFIT, str(error))
        left = self._leaks(done, found)
        if left:
            why = "; ".join(f"{leak.place} {leak.turn}: {leak.text}" for leak in left)
            return self._left_out(encounter, LEAKING.format(_kinds(leak.kind for leak in left)), why)
        own, links_own = len(encounter.annotations), len(encounter.sequences)
        return _Changed(
            encounter=replace(done, annotations=done.annotations[:own], sequences=done.sequences[:links_own]),
            annotations=done.annotations[own:],
            sequences=done.sequences[links_own:],
            decisions=tuple(map(told, said.decisions.get(was, ()))),
        )

    def _leaks(self, done: Encounter, found: Iterable[Row]) -> list[privacy.Leak]:
        """What is left, without what a person has said no to."""
        declined = {row.found for row in found} - self._plan.applied if self._plan else set()
        left = privacy.leaks(done, self._cast.afterwards)
        return [leak for leak in left if leak.text not in declined and leak.place not in _OF_FILES]

    @staticmethod
    def _left_out(encounter: Encounter, reason: str, why: str = "") -> _Changed:
        return _Changed(
            encounter=Failure(file=encounter.id, reason=f"{encounter.id}: {reason}"), why=why or reason
        )


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in Counter(kinds).most_common())


def _told(one: Judgement, name: str, other: Callable[[str], str]) -> Judgement:
    """A judgement about the encounter of that name, with other people in all that somebody wrote."""
    written = {field: within(getattr(one, field), other) for field in ("note", "cue", "topic", "attributes", "features")
               if getattr(one, field, None)}  # fmt: skip
    return replace(one, encounter=name, **written)
