"""The two passes over a corpus, and what is settled between them; whatever is done is told to the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vuoro.chain import settling
from vuoro.chain.settling import Settled
from vuoro.model import NOTHING
from vuoro.scale import folding, given, planning, secrecy, trying
from vuoro.scale.folding import Known
from vuoro.scale.journal import Journal
from vuoro.scale.planning import Job
from vuoro.scale.workers import Workers
from vuoro.scale.working import Task, look, work

Bar = Callable[..., Any]


def do(journal: Journal, workers: Workers, job: Job, bar: Bar) -> None:
    """Whatever the journal does not tell of yet: look at the batches, settle what is of all, do the work."""
    _look(journal, workers, job, bar)
    known = folding.known(journal)
    settled = _settle(journal, known, job)
    known.home.clear()  # the names of all encounters, which nobody needs any more
    _work(journal, workers, job, bar, known, settled)


def _look(journal: Journal, workers: Workers, job: Job, bar: Bar) -> None:
    planned, looked = journal.batches("planned"), set(journal.batches("looked"))
    tasks = (_task(journal, number) for number in planned if number not in looked)
    with bar(total=len(planned), initial=len(looked), desc="reading", unit=" batches") as shown:
        for task, result in trying.results(workers, look, job, tasks, _aside(journal)):
            journal.tell({"did": "looked", "batch": task.batch.number, **result})
            shown.update(1)


def _settle(journal: Journal, known: Known, job: Job) -> Settled:
    """Whose judgements count, with people's own tables cut by batch on the way."""
    by_people = given.cut(job.choices, known.home, job.papers)
    if job.pseudonymising:
        secrecy.settle(journal, job, job.pseudonymising, known)
    told = settling.together([known.told, by_people])
    settled = settling.settled(told, job.choices.coders, job.choices.count)
    journal.tell({"did": "settled", "coders": settled.coders})
    return settled


def _work(journal: Journal, workers: Workers, job: Job, bar: Bar, known: Known, settled: Settled) -> None:
    turns, done = known.turns, set(journal.batches("done"))
    tasks = (
        _named(journal, job, _task(journal, number), known, settled)
        for number in journal.batches("planned")
        if number not in done
    )
    total, before = sum(turns.values()), sum(turns.get(number, 0) for number in done)
    with bar(total=total, initial=before, desc="moves", unit=" turns", unit_scale=True) as shown:
        for task, result in trying.results(workers, work, job, tasks, _aside(journal)):
            journal.tell({"did": "done", "batch": task.batch.number, **result})
            shown.update(turns.get(task.batch.number, 0))


def _task(journal: Journal, number: int) -> Task:
    aside = {int(place): why for place, why in _set_aside(journal, number).items()}
    return Task(batch=planning.from_line(journal.of("planned", number)), aside=aside)


def _named(journal: Journal, job: Job, task: Task, known: Known, settled: Settled) -> Task:
    """The task with what was found out about the whole corpus."""
    number = task.batch.number
    return Task(
        batch=task.batch,
        aside=task.aside,
        names=known.names.get(number, {}),
        digests=tuple(digest for digest, _ in journal.of("looked", number)["groups"]),
        numbers=secrecy.numbers(journal, known, number) if job.pseudonymising else NOTHING,
        settled=settled,
    )


def _set_aside(journal: Journal, number: int) -> dict[str, str]:
    """The groups of a batch that were given up, by their place, with the reason."""
    places: dict[str, str] = journal.of("aside", number)["places"] if journal.has("aside", number) else {}
    return places


def _aside(journal: Journal) -> Callable[[Task, int, str], None]:
    def set_aside(task: Task, place: int, reason: str) -> None:
        number = task.batch.number
        places = {**_set_aside(journal, number), str(place): reason}
        journal.tell({"did": "aside", "batch": number, "places": places})

    return set_aside
