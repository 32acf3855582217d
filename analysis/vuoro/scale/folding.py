"""What is of the whole corpus: names that nobody else has, whose codes count, and the account of the run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from vuoro import formats, learning
from vuoro.chain.examining import Failure
from vuoro.chain.folder import PROVENANCE
from vuoro.chain.settling import Told, together
from vuoro.model import record
from vuoro.scale.journal import Journal
from vuoro.scale.parts import SCHEMAS
from vuoro.scale.working import Named

KINDS = ("coders", "noting", "languages")
COUNTS = ("encounters", "turns", "annotations", "sequences", "problems")


@record
class Known:
    """What the first look tells of the whole corpus.

    ``home`` is the batch of each encounter, by the name that it has in the results; ``names`` are new
    names, by batch, for those whose own was taken; ``turns`` is how much talk there is, by batch, and
    ``before`` how many encounters stand before it.
    """

    home: dict[str, int]
    names: dict[int, dict[tuple[int, int], Named]]
    turns: dict[int, int]
    before: dict[int, int]
    told: Told


def known(journal: Journal) -> Known:
    """Fold what was told of the batches, in the order of the files."""
    home: dict[str, int] = {}
    names: dict[int, dict[tuple[int, int], Named]] = {}
    turns: dict[int, int] = {}
    before: dict[int, int] = {}
    told = Told()
    first: dict[str, tuple[str, ...]] = {}
    copies: dict[str, int] = {}
    for line in journal.all_of("looked"):
        batch = line["batch"]
        before[batch] = len(home)
        for place, (_, encounters) in enumerate(line["groups"]):
            for at, (id, size, files) in enumerate(encounters):
                name = formats.free_name(id, home, copies)
                if name != id:
                    names.setdefault(batch, {})[place, at] = name, first[id]
                home[name], first[name] = batch, tuple(files)
                turns[batch] = turns.get(batch, 0) + size
        told = together([told, Told(**{kind: tuple(line[kind]) for kind in KINDS})])
    return Known(home=home, names=names, turns=turns, before=before, told=told)


def counted(journal: Journal) -> tuple[dict[str, int], tuple[Failure, ...]]:
    """The sums of what was done, and every file that was not."""
    sums = dict.fromkeys(COUNTS, 0)
    failures: list[Failure] = []
    for line in journal.all_of("done"):
        for name in COUNTS:
            sums[name] += line[name]
        failures += (Failure(file=file, reason=reason) for file, reason in line["failures"])
    return sums, tuple(failures)


def write_provenance(journal: Journal, head: dict[str, Any], counted: list[str], out: Path) -> None:
    """What a methodologist needs to run it again, as one machine writes it, batch after batch.

    It is written last: where it stands, the run is complete.
    """
    learned = [dict(one) for one in learning.named(counted, head.get("coders", head["options"]["coders"]))]
    about = {
        **head["made_with"],
        "counted_coders": counted,
        "learned_coders": learned,
        "options": head["options"],
    }
    unfinished = out / f".{PROVENANCE}"
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(about, ensure_ascii=False, indent=2).removesuffix("\n}"))
        _list(file, "inputs", (one for line in journal.all_of("done") for one in line["inputs"]))
        _list(file, "failures", _failures(journal))
        _list(file, "outputs", _outputs(journal))
        file.write("\n}\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(out / PROVENANCE)


def _failures(journal: Journal) -> Iterator[dict[str, str]]:
    for line in journal.all_of("done"):
        yield from ({"file": file, "reason": reason} for file, reason in line["failures"])


def _outputs(journal: Journal) -> Iterator[dict[str, Any]]:
    for name in sorted(SCHEMAS):
        for line in journal.all_of("done"):
            yield from (one for one in line["outputs"] if one["file"].startswith(f"{name}/"))


def _list(file: IO[str], name: str, things: Iterator[dict[str, Any]]) -> None:
    """One more list in the object, a thing a line, so that the whole is never held."""
    file.write(f",\n  {json.dumps(name)}: [")
    before = ""
    for thing in things:
        file.write(f"{before}\n    {json.dumps(thing, ensure_ascii=False)}")
        before = ","
    file.write("\n  ]" if before else "]")
