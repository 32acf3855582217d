"""Who is who in a run that pseudonymises: one key for the whole corpus, and papers that nobody else may open.

Pseudonyms are settled between the two passes, from the names that the first one met, in the order of the
files. So they depend on the corpus and the key that there was, and on nothing else: not on who does the
work, how it is cut into batches, or how often it was stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from vuoro import privacy
from vuoro.language.entities import recogniser
from vuoro.model import record
from vuoro.privacy import Key, Known, Name
from vuoro.privacy.meeting import Met

RUNS = ".runs"
BEFORE, SETTLED = "key_before.json", "key.json"
"""The key that there was when the run began, and the one that it goes by, among its papers."""

MET, LEFT_OUT = ".met", ".left_out"
"""Folders of what workers have written down: who is met in a batch, and what is not done of it."""


@record
class Pseudonymising:
    """How a run hides people.

    ``key`` is the file that tells who is who in the ``corpus``, ``names`` are lists of real names, ``ner``
    is a spaCy model that marks names, and ``plan`` a table of replacements that a person has read; without
    one, whatever is likely to tell on somebody is replaced.
    """

    key: Path
    corpus: str
    names: tuple[str, ...] = ()
    ner: str = ""
    plan: str = ""

    def papers(self, out: Path) -> Path:
        """The folder beside the key for what a run into `out` must write down and nobody else may read."""
        place = out.resolve()
        digest = sha256(str(place).encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return self.key.with_name(self.key.name + RUNS) / f"{place.name}-{digest}"


@record
class Cast:
    """What is settled: the ``key``, what is ``known`` when names are replaced, and when leaks are looked for."""

    key: Key
    known: Known
    afterwards: Known


def check(said: Pseudonymising, out: Path) -> None:
    """Whether what was named can be used, so that a slip is told before hours of work and not after.

    Raises
    ------
    BadKey, BadNames, BadPlan, NoModel
    """
    for private in (said.key, *([Path(said.plan)] if said.plan else [])):
        privacy.check_apart(private, out)
    privacy.read_key(said.key, said.corpus)
    _listed(said.names, said.ner)
    if said.plan:
        privacy.read_plan(said.plan)


def begin(said: Pseudonymising, out: Path) -> None:
    """Keep the key as it is now, so that a run that is stopped and goes on ends with the same pseudonyms."""
    kept = said.papers(out) / BEFORE
    if not kept.exists():
        privacy.write_key(privacy.read_key(said.key, said.corpus), kept, out=out)


def anywhere(said: Pseudonymising) -> Pseudonymising:
    """The same with paths that hold from whatever folder a worker was started in."""
    return replace(
        said, key=said.key.resolve(), names=tuple(str(Path(path).resolve()) for path in said.names)
    )


def beforehand(said: Pseudonymising, out: Path) -> Known:
    """What is known when names are first looked for: lists, and the people of an earlier key."""
    kept = said.papers(out) / BEFORE
    return _beforehand(said, kept, _stamp(kept))


def settle(said: Pseudonymising, out: Path, everybody: Iterable[Met]) -> None:
    """Give everybody who was met a pseudonym, and write the key, for the run and for who keeps it.

    Raises
    ------
    BadKey
        somebody else has written the key since the run began.
    """
    papers = said.papers(out)
    before = privacy.read_key(papers / BEFORE, said.corpus)
    key = replace(privacy.keyed(before, everybody, beforehand(said, out)), reserved=frozenset())
    if said.plan:
        key = privacy.agreed(key, before, privacy.read_plan(said.plan))
    if privacy.read_key(said.key, said.corpus) not in (before, key):
        raise privacy.BadKey(
            f"{said.key} has changed since the run began; begin --afresh, so that all go by the same key"
        )
    privacy.write_key(key, papers / SETTLED, out=out)
    privacy.write_key(key, said.key, out=out)


def cast(said: Pseudonymising, out: Path) -> Cast:
    """What was settled, as a worker needs it; it is read once by each."""
    return _cast(said, out.resolve(), _stamp(said.papers(out) / SETTLED))


def keep(things: Iterable[Any], kind: str, batch: int, papers: Path) -> None:
    """Write down what a worker knows of a batch and tells nobody, so that no name goes through a scheduler."""
    file = _file(kind, batch, papers)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with unfinished.open("w", encoding="utf-8") as out:
        json.dump(list(things), out)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(file)


def kept(kind: str, batch: int, papers: Path) -> list[Any]:
    """What :func:`keep` was given."""
    things: list[Any] = json.loads(_file(kind, batch, papers).read_text("utf-8"))
    return things


def _file(kind: str, batch: int, papers: Path) -> Path:
    return papers / kind / f"{batch:05}.json"


def as_line(one: Met) -> list[Any]:
    """Somebody who was met, as it stands in the journal."""
    return [asdict(one.name), one.language]


def from_lines(lines: Iterable[list[Any]]) -> Iterator[Met]:
    """What :func:`as_line` was given."""
    return (Met(name=Name(**name), language=language) for name, language in lines)


def _listed(names: tuple[str, ...], ner: str) -> Known:
    return _as_it_is(names, ner, tuple(_stamp(path) for path in names))


def _stamp(path: str | Path) -> int:
    """When a file was last written: a worker may live longer than what it has read."""
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0  # whoever reads it will say why it cannot be read


@lru_cache(maxsize=4)
def _as_it_is(names: tuple[str, ...], ner: str, _: tuple[int, ...]) -> Known:
    return Known(
        names=tuple(name for path in names for name in privacy.read_names(path)),
        recognise=recogniser(ner) if ner else None,
    )


@lru_cache(maxsize=4)
def _beforehand(said: Pseudonymising, kept: Path, _: int) -> Known:
    return privacy.informed(_listed(said.names, said.ner), privacy.read_key(kept, said.corpus))


@lru_cache(maxsize=4)
def _cast(said: Pseudonymising, out: Path, _: int) -> Cast:
    key = privacy.read_key(said.papers(out) / SETTLED, said.corpus)
    listed, before = _listed(said.names, said.ner), beforehand(said, out)
    names = (*key.names, *listed.names)
    return Cast(
        key=key,
        known=replace(before, names=names),
        afterwards=replace(listed, names=names, pseudonyms=key.pseudonyms()),
    )
