"""Damaged files by the thousand: whatever is in them, they are read or refused, soon and in bounded memory.

``python -m tests.bench.fuzz --cases 10000``. Every case is made from its number alone:
``--only 1234 --keep DIR`` makes one again and keeps its file.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests.bench import monsters, transcripts
from tests.bench.mutations import mutated

from vuoro import formats
from vuoro.formats.files import READERS
from vuoro.formats.writing import WRITERS
from vuoro.model import Encounter, VuoroError

ROOT = Path(__file__).parents[2]
SECONDS = 5
DEAD = 60
"""Seconds by the clock after which a process is taken to hang where no signal reaches it."""

MEMORY = 2 << 30
LARGEST_SEED = 60_000
HUGE = 100_000_000
TALK = re.compile(r"(?:turns|utterances)\.")
"""The file of talk among those of a folder that a writer makes."""

Seed = tuple[str, bytes]
"""The name of a file and what is in it."""


class TooSlow(Exception):
    """A case took longer than anybody should wait."""


def seeds(testdata: Path | None = None) -> list[Seed]:
    """A small file of every form, of every writer, and of every format in the test data."""
    found = [
        (form.name, form.write(transcripts.conversation(8, 1, form.convention)))
        for form in transcripts.FORMS.values()
    ]
    found += _written()
    for path in sorted((testdata / "formats").rglob("*")) if testdata else ():
        readable = path.is_file() and formats.files.format_of(path) is not None
        if readable and 0 < path.stat().st_size < LARGEST_SEED:
            found.append((path.name, path.read_bytes()))
    return found


def testdata() -> Path | None:
    """The folder of real files, where it is."""
    told = Path(os.environ.get("VUORO_TESTDATA", ROOT.parent / "shared"))
    return told if (told / "formats").is_dir() else None


def _written() -> Iterator[Seed]:
    """What our writers make of a conversation, where we read the format too."""
    known = {suffix for one in READERS.values() for suffix in one.suffixes}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visit.cha"
        path.write_bytes(transcripts.chat(transcripts.conversation(8, 1, "chat")))
        encounter = formats.read(path)
    for one in WRITERS.values():
        written = one.function([encounter] if one.several else encounter).files
        for name, data in written.items():
            if Path(name or f"visit{one.suffix}").suffix.lower() in known and (not name or TALK.match(name)):
                yield name or f"visit{one.suffix}", data


def case(number: int, seeds: Sequence[Seed]) -> tuple[str, bytes, str]:
    """The name, the bytes and the mutations of the case of that number; small formats as often as large."""
    chance = Random(number)
    suffix = chance.choice(sorted({Path(name).suffix.lower() for name, _ in seeds}))
    name, data = chance.choice([seed for seed in seeds if Path(seed[0]).suffix.lower() == suffix])
    changed, how = mutated(data, chance)
    return name, changed, how


def attempt(path: Path) -> str:
    """``read`` or ``refused``; what is read is what the model promises. Any other error is the caller's."""
    try:
        encounters = formats.read_corpus([path])
    except VuoroError as error:
        return "refused" if str(error).strip() else "an error that says nothing"
    for encounter in encounters:
        check(encounter)
    return "read"


def check(encounter: Encounter) -> None:
    """Turns have ids of their own, and marks within them; problems say what they are."""
    ids = [turn.id for turn in encounter]
    assert len(ids) == len(set(ids)), "two turns of one id"
    for turn in encounter:
        size = len(turn.raw)
        assert all(0 <= mark.start <= mark.stop <= size for mark in turn.marks), "a mark outside its turn"
        assert all(at >= 0 and raw >= 0 and raw + length <= size for at, raw, length in turn.pieces), (
            "a map outside"
        )
        assert turn.start is None or turn.end is None or turn.start <= turn.end, "a turn that runs backwards"
    for problem in encounter.problems:
        assert problem.rule, "a problem without a rule"
        assert problem.message, "a problem that says nothing"
        assert problem.line is None or problem.line > 0, "a line that is none"


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """TooSlow after so many seconds of CPU, so that a busy machine is no fault; regular expressions notice it too."""

    def late(*_: object) -> None:
        raise TooSlow(f"took longer than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def judged(name: str, data: bytes, folder: Path, seconds: float = SECONDS) -> str:
    """How a case went: ``read``, ``refused``, or the error that it must not give."""
    place = folder / "case"
    place.mkdir(exist_ok=True)
    path = place / name
    path.write_bytes(data)
    try:
        with alarm(seconds):
            return attempt(path)
    except (Exception, MemoryError) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:120]} ({Path(where.filename).name}:{where.lineno})"
    finally:
        path.unlink(missing_ok=True)


def _child(options: argparse.Namespace) -> None:
    """Some of the cases, in bounded memory; a case that C code hangs in ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, data, how) in _cases(options):
            faulthandler.dump_traceback_later(DEAD, exit=True)
            began = time.process_time()
            verdict = judged(name, data, Path(scratch))
            spent = time.process_time() - began
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps([number, name, how, verdict, round(spent, 3)]), flush=True)
            del data  # or it would be in memory beside the next
            if number % 20 == 0:
                gc.collect()  # errors hold what their frames held, and are few, so that nothing else does it


def _cases(options: argparse.Namespace) -> Iterator[tuple[int, tuple[str, bytes, str]]]:
    if options.monsters:
        for number, one in enumerate(monsters.of_size(HUGE)):
            yield number, (one.name, one.data, one.what)
        return
    known = seeds(options.data)
    for number in range(options.first, options.first + options.cases):
        yield number, case(number, known)


def run_monsters() -> list[list[Any]]:
    """The verdicts of files of a hundred megabytes, or of a hundred thousand levels."""
    done = _process("--monsters")
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode:
        verdicts.append([len(verdicts), "?", "?", f"the process died: {done.stderr.strip()[-400:]}", DEAD])
    return verdicts


def run(cases: int, first: int, data: Path | None) -> list[list[Any]]:
    """The verdicts of so many cases, from fresh processes of some hundred cases each."""
    verdicts: list[list[Any]] = []
    at = first
    while at < first + cases:
        count = min(500, first + cases - at)
        told = ["--data", str(data)] if data else []
        done = _process("--first", str(at), "--cases", str(count), *told)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        verdicts += lines
        at += len(lines)
        if len(lines) < count:  # it died in the case after the last that was told
            verdicts.append([at, "?", "?", f"the process died: {done.stderr.strip()[-400:]}", DEAD])
            at += 1
        print(f"{at - first:,} of {cases:,} cases", file=sys.stderr, flush=True)
    return verdicts


def _process(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench.fuzz", "--child", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def summary(verdicts: Sequence[Sequence[Any]]) -> str:
    """Counts, and each finding with one case that shows it."""
    good = Counter(verdict for _, _, _, verdict, _ in verdicts if verdict in ("read", "refused"))
    bad = [one for one in verdicts if one[3] not in ("read", "refused")]
    slowest = max(verdicts, key=lambda one: one[4])
    lines = [
        f"{len(verdicts):,} damaged files: {good['read']:,} read, {good['refused']:,} refused, "
        f"{len(bad):,} with another error, in more than {SECONDS} s or in more than {MEMORY >> 30} GB; "
        f"the slowest took {slowest[4]:.1f} s of CPU (case {slowest[0]}, {slowest[1]}: {slowest[2]})."
    ]
    kinds: dict[tuple[str, str], list[Any]] = {}
    for one in bad:
        kinds.setdefault((Path(one[1]).suffix, one[3]), one)
    lines += [
        f"  case {number}, {name}, {how}: {verdict}" for number, name, how, verdict, _ in kinds.values()
    ]
    return "\n".join(lines)


def main() -> None:
    options = _options()
    if options.child:
        _child(options)
    elif options.only is not None:
        name, data, how = case(options.only, seeds(options.data))
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / name).write_bytes(data)
        print(f"{options.keep / name}: {how}")
    else:
        verdicts = [*run_monsters(), *run(options.cases, options.first, options.data)]
        print(summary(verdicts))
        sys.exit(any(one[3] not in ("read", "refused") for one in verdicts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="how many (default 10,000)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first (default 0)")
    parser.add_argument("--only", type=int, help="make the case of this number, and keep its file")
    parser.add_argument(
        "--keep", type=Path, default=Path("fuzz"), metavar="DIR", help="where --only keeps it"
    )
    parser.add_argument(
        "--data", type=Path, default=testdata(), metavar="DIR", help="the folder that holds formats/"
    )
    parser.add_argument("--monsters", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
