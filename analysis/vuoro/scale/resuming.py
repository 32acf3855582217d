"""Beginning a run, and going on with one that was stopped: nothing is done twice, and nothing mixed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import file_digest
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from vuoro.annotations import BadAnnotations
from vuoro.chain import PROVENANCE, OutputInTheWay
from vuoro.chain.writing import options, written_with
from vuoro.formats import Group
from vuoro.model import VuoroError
from vuoro.scale import attempting, given, journal, planning, pseudonyms, secrecy
from vuoro.scale.journal import Journal
from vuoro.scale.parts import SCHEMAS
from vuoro.scale.planning import Batch, Job

OURS = (*SCHEMAS, attempting.FOLDER, given.FOLDER, journal.NAME, PROVENANCE, f".{PROVENANCE}")
SHOWN = 3


class Changed(VuoroError):
    """The folder holds a run with other options or other transcripts."""


def opened(job: Job, groups: list[Group], size: int | None, *, afresh: bool) -> Journal:
    """The journal of the run in the folder, with its plan: a new one, or that of a run to go on with.

    Raises
    ------
    OutputInTheWay
        the folder holds what no run at scale has written.
    Changed
        it holds the beginning of a run that is not this one; the message tells what differs.
    Busy
        another run is at work there.
    """
    _check_free(job)
    afresh = afresh or _is_empty(job.out)
    _make(job)
    book = Journal(job.papers / journal.NAME, afresh=afresh)
    if afresh:
        for folder in {job.out, job.papers}:
            _clear(folder)
        _make(job)
    if job.pseudonymising:
        pseudonyms.begin(job.pseudonymising, job.out)
    head = {"did": "began", **_head(job, size)}
    if book.batches("ready"):
        _check_same(book, head, groups, size)
    else:
        book.tell(head)
        book.tell_all(map(planning.as_line, planning.batches(groups, size)))
        book.tell({"did": "ready"})
    return book


def clean(job: Job) -> None:
    """Take away what only a run under way needs."""
    for folder in (job.out / attempting.FOLDER, job.papers / given.FOLDER, job.papers / pseudonyms.MET):
        shutil.rmtree(folder, ignore_errors=True)
    for unfinished in job.out.glob("*/.part-*"):
        unfinished.unlink()


def _make(job: Job) -> None:
    job.out.mkdir(parents=True, exist_ok=True)
    if job.papers != job.out:
        for folder in (job.papers.parent, job.papers):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Another run with another key finds this, and leaves the folder alone.
        (job.out / attempting.FOLDER).mkdir(exist_ok=True)


def _is_empty(out: Path) -> bool:
    """Whether nothing is there, though a journal that lies elsewhere may tell of what somebody threw away."""
    return not out.exists() or not any(out.iterdir())


def _check_free(job: Job) -> None:
    out = job.out
    if out.exists() and not out.is_dir():
        raise OutputInTheWay(f"{out} is a file; name a folder with --out")
    there = sorted(path.name for path in out.iterdir()) if out.exists() else []
    ours = (job.papers / journal.NAME).is_file()
    foreign = [name for name in there if not ours or name not in OURS]
    if foreign:
        raise OutputInTheWay(
            f"{out} holds what no run with --engine has written ({foreign[0]}); "
            "name an empty or a new folder with --out"
        )


def _clear(folder: Path) -> None:
    """Take away what an earlier run has done; its journal is held and empty by now."""
    for path in folder.iterdir():
        if path.name != journal.NAME:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _head(job: Job, size: int | None) -> dict[str, Any]:
    choices = job.choices
    told = [*choices.annotations, *choices.sequences, *choices.decisions]
    told += [choices.terms] if choices.terms else []
    told += [coder for coder in choices.coders if Path(coder).is_file()]
    hidden, said = job.pseudonymising, dict[str, Any]()
    if hidden:
        told += [*hidden.names, *filter(None, [hidden.plan])]
        said = secrecy.options(hidden)
    return {
        "options": {**options(choices), "batch": size, "check": job.check, **said},
        "made_with": {**written_with(), **(secrecy.made_with(hidden) if hidden else {})},
        "tables": {path: _digest(path) for path in told},
    }


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadAnnotations(f"{path}: cannot be read ({error.strerror})") from error


def _check_same(book: Journal, head: dict[str, Any], groups: list[Group], size: int | None) -> None:
    before = book.of("began")
    differ = [
        f"{name} was {_told(before[kind].get(name))} and is {_told(head[kind].get(name))}"
        for kind in ("options", "made_with")
        for name in dict.fromkeys([*before[kind], *head[kind]])
        if before[kind].get(name) != head[kind].get(name)
    ]
    differ += [f"{path} has changed" for path, digest in head["tables"].items()
               if path in before["tables"] and before["tables"][path] != digest]  # fmt: skip
    differ += islice(_other_files(book, groups, size), SHOWN)
    if differ:
        raise Changed(
            f"{book.path.parent} holds a run that was begun otherwise: {'; '.join(differ[: 2 * SHOWN])}. "
            "Say it as before to go on with it, --afresh to begin again, or another folder with --out"
        )


def _told(value: Any) -> str:
    return "not said" if value is None or value in ([], {}) else repr(value)


def _other_files(book: Journal, groups: list[Group], size: int | None) -> Iterator[str]:
    """Which transcripts are not what they were, as far as the disk tells."""

    def then() -> Iterator[tuple[Path, tuple[int, int]]]:
        return (file for line in book.all_of("planned") for file in _files(planning.from_line(line)))

    def now() -> Iterator[tuple[Path, tuple[int, int]]]:
        return (file for batch in planning.batches(groups, size) for file in _files(batch))

    if all(one == other for one, other in zip_longest(then(), now())):
        return
    before, after = dict(then()), dict(now())
    yield from (f"{file} is new" for file in after.keys() - before.keys())
    yield from (f"{file} is gone" for file in before.keys() - after.keys())
    yield from (f"{file} has changed" for file in before.keys() & after.keys() if before[file] != after[file])


def _files(batch: Batch) -> list[tuple[Path, tuple[int, int]]]:
    files = [file for group in batch.groups for file in group.files]
    return list(zip(files, batch.stamps, strict=True))
