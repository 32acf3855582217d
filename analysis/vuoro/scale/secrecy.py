"""What a run that pseudonymises keeps to itself, and what it tells: the papers, and the account without names."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vuoro import privacy
from vuoro.annotations import inert
from vuoro.model import Encounter
from vuoro.privacy.edition import edition
from vuoro.privacy.replacing import within
from vuoro.scale import given, pseudonyms
from vuoro.scale.folding import Known
from vuoro.scale.journal import Journal
from vuoro.scale.numbering import number
from vuoro.scale.planning import Job
from vuoro.scale.pseudonyms import Pseudonymising

ENCOUNTERS, LEFT_OUT = "encounters.csv", "left_out.csv"
"""Which file is which encounter of the results, and which are none, why."""

WRITTEN = ("annotations", "sequences", "decisions", "terms", "coders", "roles", "columns")
"""Options in which the user may have named somebody: files, and speakers."""


def settle(journal: Journal, job: Job, said: Pseudonymising, known: Known) -> None:
    """The pseudonyms of everybody whom the look has met, and what each encounter is called from now on."""
    pseudonyms.settle(said, job.out, pseudonyms.from_lines(_kept(journal, job, "looked", pseudonyms.MET)))
    if said.plan:
        given.cut_plan(privacy.read_plan(said.plan), known.home, job.papers)
    rows = (
        (called, was, ", ".join(files))
        for batch in journal.batches("looked")
        for files, (called, was) in _called(journal, known, batch)
    )
    _write(job.papers / ENCOUNTERS, ("encounter", "was", "files"), rows)


def numbers(journal: Journal, known: Known, batch: int) -> dict[tuple[int, int], tuple[str, str]]:
    """What each encounter of a batch is called in the results and was called before, by its place."""
    groups = journal.of("looked", batch)["groups"]
    places = [
        (place, at, id) for place, (_, several) in enumerate(groups) for at, (id, *_) in enumerate(several)
    ]
    names = known.names.get(batch, {})
    return {
        (place, at): (number(known.before[batch] + count), names.get((place, at), (id,))[0])
        for count, (place, at, id) in enumerate(places)
    }


def _called(journal: Journal, known: Known, batch: int) -> Iterable[tuple[list[str], tuple[str, str]]]:
    groups = journal.of("planned", batch)["groups"]
    return ((groups[place][1], called) for (place, _), called in numbers(journal, known, batch).items())


def account(journal: Journal, job: Job) -> dict[str, int]:
    """Write down, among the papers, which files are not in the results, and why; how many finds there were."""
    rows = _kept(journal, job, "done", pseudonyms.LEFT_OUT)
    _write(job.papers / LEFT_OUT, ("called", "files", "reason"), rows)
    return {name: sum(line[name] for line in journal.all_of("done")) for name in ("replaced", "doubtful")}


def _kept(journal: Journal, job: Job, did: str, kind: str) -> Iterator[Any]:
    """What workers have written down of every batch, in the order of the files."""
    return (one for batch in journal.batches(did) for one in pseudonyms.kept(kind, batch, job.papers))


def made_with(said: Pseudonymising) -> dict[str, Any]:
    """By which rules people were found, and whether a person has read what stands in their place."""
    return {"pseudonymised": {"rules": edition(), "read_by_a_person": bool(said.plan)}}


def options(said: Pseudonymising) -> dict[str, Any]:
    """What the user has decided about it."""
    return {
        "pseudonymised": {
            "corpus": said.corpus,
            "names": list(said.names),
            "ner": said.ner,
            "plan": said.plan,
        }
    }


def told(head: Mapping[str, Any], job: Job, said: Pseudonymising, finds: Mapping[str, int]) -> dict[str, Any]:
    """How a run was begun, without names: tables are told by their digests, and speakers by their pseudonyms."""
    cast, tables = pseudonyms.cast(said, job.out), head["tables"]
    other = privacy.reworded(Encounter(id="", turns=()), cast.key, cast.known)

    def shown(text: str) -> str:
        return f"sha256:{tables[text]}" if text in tables else other(text)

    decided = head["options"]
    options = {name: within(value, shown) if name in WRITTEN else value for name, value in decided.items()}
    options["pseudonymised"] = {
        name: within(decided["pseudonymised"][name], shown) for name in ("names", "plan")
    }
    rules = {"pseudonymised": {**head["made_with"]["pseudonymised"], **finds}}
    made = {**head["made_with"], **rules}
    return {**head, "options": options, "coders": decided["coders"], "made_with": made}


def _write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows([inert(cell) for cell in row] for row in rows)
