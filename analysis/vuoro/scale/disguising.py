"""The encounters of a batch with other people in them, and all that was said of them in its place.

Whatever may name somebody stays out of what is returned for the results: reasons are told without the
words that they are about, which stand among the papers of the run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from vuoro import privacy
from vuoro.chain.examining import Failure, People
from vuoro.formats import Group
from vuoro.model import Annotation, Decision, Encounter, Sequence, record
from vuoro.privacy import BadPlan, Row
from vuoro.privacy.inflection import lexicon, looked_up
from vuoro.privacy.replacing import within
from vuoro.scale import given, pseudonyms
from vuoro.scale.planning import Job

Judgement = TypeVar("Judgement", Annotation, Sequence, Decision)
Met = list[tuple[Group, list[Encounter | Failure]]]

NOT_READ = "not read, or set aside; the papers of the run tell which file it is, and why"
UNDECIDED = "the plan has no row about it, and would have {}; make a new plan, or rows that say no"
MISFIT = "the plan was made from another transcript; make a new plan"
LEAKING = "the leak check finds {} in it still"

WRITTEN = ("note", "cue", "topic", "attributes", "features")
"""What somebody may have written in words of their own, of a judgement."""

_OF_FILES = frozenset(["id", "file"])
"""Places of a find that have a number by now."""

_CAPITAL = re.compile(r"[A-ZÅÄÖ][^\W\d_]+")


@record
class Disguised:
    """A batch in which nobody is to be told: what is ``met`` in it, and what ``people`` have said of that.

    ``left_out`` has a row for each file that is not done: what it is called in the results, what it is
    really called, and the reason, which may name somebody. ``replaced`` and ``doubtful`` are how many finds
    were replaced, and how many were left since they are less likely than not.
    """

    met: Met
    people: People
    left_out: tuple[tuple[str, str, str], ...]
    replaced: int
    doubtful: int


class _LeftOut(Exception):
    """An encounter that must not be in the results: the ``reason``, and the words ``about`` which it is."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason, about)
        self.reason, self.about = reason, about


@record
class _Said:
    """What people have said of one encounter."""

    annotations: tuple[Annotation, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    decisions: tuple[Decision, ...] = ()


def disguised(job: Job, batch: int, met: Met, people: People, was: Mapping[str, str]) -> Disguised:
    """What was read of a batch, with the people of the cast in it; spans of judgements move with the words.

    ``met`` are encounters that have numbers; ``was`` is what each was called, by which tables know it. An
    encounter in which the leak check finds somebody still is left out with its reason.
    """
    there = [
        replace(one, id=was[one.id]) for _, several in met for one in several if isinstance(one, Encounter)
    ]
    said, disguise = _by_encounter(people, there), _disguise(job, batch)
    shown, others, left_out = Met(), list[_Said](), list[tuple[str, str, str]]()
    for place, (group, several) in enumerate(met):
        shown.append((group, []))
        for one in several:
            try:
                if isinstance(one, Failure):
                    raise _LeftOut(NOT_READ, one.reason)
                changed, other = disguise.put_on(one, was[one.id], said.get(was[one.id], _Said()))
                shown[-1][1].append(changed)
                others.append(other)
            except _LeftOut as error:
                called = one.id if isinstance(one, Encounter) else f"file {batch:05}-{place:03}"
                shown[-1][1].append(Failure(file=called, reason=f"{called}: {error.reason}"))
                left_out.append((called, ", ".join(map(str, group.files)), error.about or error.reason))
    return Disguised(
        met=shown,
        people=_as_people(others),
        left_out=tuple(left_out),
        replaced=disguise.replaced,
        doubtful=disguise.doubtful,
    )


def _disguise(job: Job, batch: int) -> _Disguise:
    assert job.pseudonymising is not None
    plan = given.plan(job.papers, batch) if job.pseudonymising.plan else None
    return _Disguise(pseudonyms.cast(job.pseudonymising, job.out), plan)


def _by_encounter(people: People, encounters: list[Encounter]) -> dict[str, _Said]:
    moves = _grouped(people.annotations(encounters))
    links = _grouped(people.sequences(encounters))
    decided = _grouped(people.decisions(encounters))
    return {
        name: _Said(
            annotations=tuple(moves.get(name, ())),
            sequences=tuple(links.get(name, ())),
            decisions=tuple(decided.get(name, ())),
        )
        for name in {**moves, **links, **decided}
    }


def _grouped(things: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    groups: dict[str, list[Judgement]] = {}
    for thing in things:
        groups.setdefault(thing.encounter, []).append(thing)
    return groups


def _as_people(several: Iterable[_Said]) -> People:
    several = list(several)
    return People(
        annotations=lambda _: [said for one in several for said in one.annotations],
        sequences=lambda _: [said for one in several for said in one.sequences],
        decisions=lambda _: [said for one in several for said in one.decisions],
    )


class _Disguise:
    """Puts the people of a cast into encounters, by a plan that somebody has read if there is one."""

    def __init__(self, cast: pseudonyms.Cast, plan: given.Plan | None) -> None:
        self._cast, self._plan = cast, plan
        self.replaced, self.doubtful = 0, 0

    def put_on(self, encounter: Encounter, was: str, said: _Said) -> tuple[Encounter, _Said]:
        """An encounter and what was said of it; _LeftOut where somebody can be told by it still."""
        every = privacy.rows(encounter, self._cast.key, self._cast.known)
        found = [row for row in every if row.place not in _OF_FILES]
        rows = self._chosen(found, encounter.id, was)
        other = privacy.reworded(encounter, self._cast.key, self._cast.known)
        said = _Said(
            annotations=tuple(_told(one, encounter.id, other) for one in said.annotations),
            sequences=tuple(_told(one, encounter.id, other) for one in said.sequences),
            decisions=tuple(_told(one, encounter.id, other) for one in said.decisions),
        )
        done = self._carried_out(_with(encounter, said), rows)
        self._check(done, found)
        self.replaced += sum(row.apply for row in rows)
        self.doubtful += sum(not row.apply for row in found) if self._plan is None else 0
        return _without(done, said)

    def _chosen(self, found: Iterable[Row], id: str, was: str) -> list[Row]:
        """What is to be replaced: as a person has decided, or else whatever is likely to tell on somebody."""
        likely = [row for row in found if row.apply]
        if self._plan is None:
            return likely
        if likely and was not in self._plan.rows:
            raise _LeftOut(UNDECIDED.format(_kinds(row.kind for row in likely)))
        return [row for row in self._plan.of(was, id) if row.place not in _OF_FILES]

    def _carried_out(self, encounter: Encounter, rows: Iterable[Row]) -> Encounter:
        try:
            return privacy.pseudonymised(encounter, rows, self._cast.key.pseudonyms())
        except BadPlan as error:
            raise _LeftOut(MISFIT, str(error)) from None

    def _check(self, done: Encounter, found: Iterable[Row]) -> None:
        """Look for leaks, without those that a person has said no to, and for names of turns."""
        declined = {row.found for row in found} - self._plan.applied if self._plan else set()
        left = [
            (one.kind, f"{one.place} {one.turn}: {one.text}")
            for one in privacy.leaks(done, self._cast.afterwards)
            if one.text not in declined and one.place not in _OF_FILES
        ]
        people = lexicon(self._cast.key.names, done.language)
        words = {word for turn in done.turns for word in _CAPITAL.findall(turn.id)}
        left += [("name of a turn", word) for word in sorted(words) if looked_up(word, people, done.language)]
        if left:
            raise _LeftOut(
                LEAKING.format(_kinds(kind for kind, _ in left)), "; ".join(one for _, one in left)
            )


def _with(encounter: Encounter, said: _Said) -> Encounter:
    """The encounter with what people have said of it as if it stood in its file, so that spans are moved."""
    return replace(
        encounter,
        annotations=(*encounter.annotations, *said.annotations),
        sequences=(*encounter.sequences, *said.sequences),
    )


def _without(encounter: Encounter, said: _Said) -> tuple[Encounter, _Said]:
    """The two apart again."""
    moves, links = len(encounter.annotations), len(encounter.sequences)
    moves, links = moves - len(said.annotations), links - len(said.sequences)
    alone = replace(
        encounter, annotations=encounter.annotations[:moves], sequences=encounter.sequences[:links]
    )
    moved = replace(said, annotations=encounter.annotations[moves:], sequences=encounter.sequences[links:])
    return alone, moved


def _told(one: Judgement, name: str, other: Callable[[str], str]) -> Judgement:
    """A judgement about the encounter of that name, with other people in all that somebody wrote."""
    written = {field: within(getattr(one, field), other) for field in WRITTEN if getattr(one, field, None)}
    return replace(one, encounter=name, **written)


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in Counter(kinds).most_common())
