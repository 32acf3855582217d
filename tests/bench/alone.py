"""The memory of one process over very many short encounters: ``make bench-memory``.

Nothing is compared and no rate is told, so other work may run meanwhile: what is looked at is only how much the
process holds, every second.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import page, scale, watching
from tests.bench.watching import Watched

TURNS = 20
"""Of each encounter: short ones, since it is their number that is to be seen."""

ABOUT = """## Memory of one process over very many encounters

One process by itself does generated encounters of {turns} turns with the rules (`make bench-memory`), and what it holds in
memory is looked at every second. It first looks at all files, and then works: from there on memory should stay flat."""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.scratch, prefix="vuoro-alone-") as name:
        corpus = scale.corpus_of(options.encounters, Path(name), TURNS)
        run = scale.watched("one", corpus, Path(name) / "alone", "rules")
    made = section(run)
    print(made)
    if options.write:
        page.write(options.write, [made])


def section(run: Watched) -> str:
    held = {f"{tenth}0 %": f"{megabytes:.0f}" for tenth, megabytes in enumerate(watching.along(run.sizes), 1)}
    row = {"encounters": f"{run.told['encounters']:,}", "turns": f"{run.told['turns']:,}"}
    about = ABOUT.format(turns=TURNS)
    told = f"The most that it held in each tenth of its time, in MB. {page.machine()} {page.versions(('vuoro', 'pandas', 'pyarrow'))}."
    return f"{about}\n\n{page.table([row | held])}\n\n{told}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.alone", description=__doc__)
    parser.add_argument("--encounters", type=int, default=100_000, metavar="N")
    parser.add_argument("--scratch", type=Path, help="where the corpus and its results lie meanwhile")
    parser.add_argument("--write", type=Path, help="write the section to this Markdown file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
