"""Damaged files and what becomes of them: told, silently lost, or the death of the whole file.

``python -m tests.bench.faults`` prints the table. No cell is written by hand: what a reader makes
of a damaged file is compared with what the same reader makes of the file before it was damaged.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import damages
from tests.bench.damages import Damaged
from tests.bench.transcripts import FORMS, INDEX

from vuoro import formats
from vuoro.model import VuoroError

PEERS = {
    "chat": ("pylangacq",),
    "textgrid": ("praatio", "pympi TextGrid", "textgrid", "tgt"),
    "eaf": ("pympi",),
    "webvtt": ("webvtt-py", "pysubs2"),
    "srt": ("webvtt-py", "pysubs2"),
    "convokit": ("ConvoKit",),
    "table": ("pandas",),
}
PYTHON = Path(__file__).parents[2] / ".bench-venv" / "bin" / "python"


_BULLET = re.compile("\x15[^\x15]*(?:\x15|\\Z)")
"""CHAT's times stand in the turn itself, which we do not touch; they are compared as times."""


class Heard(NamedTuple):
    """What a reader made of a file: turns as (speaker, words, start, end), what it said, and its error."""

    turns: list[tuple[str, ...]]
    told: str = ""
    error: str = ""


class Verdict(NamedTuple):
    """``read``, ``told``, ``silent loss`` or ``killed the file``; turns with their words, and those left."""

    word: str
    kept: int
    left: int

    def __str__(self) -> str:
        return self.word if self.word == "read" or not self.left else f"{self.word} ({self.kept}/{self.left})"


def ours(path: Path) -> Heard:
    try:
        encounters = formats.read_corpus([path])
    except VuoroError as error:
        return Heard([], error=str(error))
    turns = [
        (turn.speaker, _flat(_BULLET.sub("", turn.raw)), str(turn.start), str(turn.end))
        for encounter in encounters
        for turn in encounter
    ]
    return Heard(turns, "\n".join(problem.message for one in encounters for problem in one.problems))


def _flat(words: str) -> str:
    return " ".join(words.split())


def theirs(python: Path, reader: str, paths: Sequence[Path]) -> list[Heard]:
    command = [str(python), str(Path(__file__).with_name("peersays.py")), reader, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return [Heard([tuple(turn) for turn in one["turns"]], one["told"], one["error"]) for one in said]


def verdict(sound: Heard, heard: Heard, left: int) -> Verdict:
    """How a damaged file fared, given how the same reader read it sound, and how many turns are still in it.

    Examples
    --------
    >>> sound = Heard([("A", "so?", "0", "1"), ("B", "yes", "1", "2")])
    >>> verdict(sound, Heard(sound.turns[:1]), 2)
    Verdict(word='silent loss', kept=1, left=2)
    >>> verdict(sound, Heard(sound.turns[:1], told="line 4: what is this?"), 2).word
    'told'
    """
    lost = Counter(sound.turns) - Counter(heard.turns)
    words = Counter(turn[1] for turn in sound.turns) & Counter(turn[1] for turn in heard.turns)
    kept = min(words.total(), left)
    if heard.error or (not heard.turns and left):
        # Of an empty file nothing can be lost; whoever refuses it has said so.
        return Verdict("killed the file" if left else "told", kept, left)
    if not lost and len(heard.turns) == len(sound.turns):
        return Verdict("read", kept, left)
    return Verdict("told" if heard.told else "silent loss", kept, left)


def verdicts(python: Path | None) -> Iterator[tuple[Damaged, dict[str, Verdict]]]:
    """Each damaged file, and the verdict on each reader of its format; ours alone without peers' ``python``."""
    with tempfile.TemporaryDirectory() as scratch:
        for form in damages.FAULTS:
            every = [one for one in damages.damaged() if one.form == form]
            paths = [_put(Path(scratch), number, one) for number, one in enumerate(every)]
            before = _put(
                Path(scratch), "sound", Damaged(form, "", FORMS[form].name, damages.sound(form), frozenset())
            )
            heard = {"vuoro": [ours(path) for path in (before, *paths)]}
            for peer in PEERS[form] if python else ():
                heard[peer] = theirs(python, peer, [before, *paths])
            failed = {who: said[0].error for who, said in heard.items() if said[0].error}
            assert not failed, f"{form}: the sound file is not read by {failed}"
            for number, one in enumerate(every, 1):
                yield one, {who: verdict(said[0], said[number], len(one.left)) for who, said in heard.items()}


def _put(scratch: Path, number: object, one: Damaged) -> Path:
    """A file in a folder of its own; a corpus of ConvoKit's with all it needs beside it."""
    folder = scratch / f"{one.form}-{number}"
    folder.mkdir()
    if one.form == "convokit":
        beside = {"speakers": {"A": {"meta": {}}, "B": {"meta": {}}}, "corpus": {}, "index": INDEX}
        for name, value in {**beside, "conversations": {"visit": {"meta": {}}}}.items():
            (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    (folder / one.name).write_bytes(one.data)
    return folder / one.name


def table(python: Path | None) -> Iterator[str]:
    """Markdown: for each format a table, a row for each fault, a column for each reader."""
    form = ""
    for one, by in verdicts(python):
        if one.form != form:
            form = one.form
            yield from ("", f"| {form} | {' | '.join(by)} |", f"| --- {'| --- ' * len(by)}|")
        yield f"| {one.fault} | {' | '.join(map(str, by.values()))} |"


if __name__ == "__main__":
    print("\n".join(table(PYTHON if PYTHON.exists() else None)))
