"""Coordination against ConvoKit's own: ``python -m tests.bench.echoes`` says whether the scores are equal.

The same talk and the same word lists go to both. ConvoKit's lists are LIWC's, so ours are put in their
place; nothing else of its transformer is changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import talk
from tests.bench.cases import OURS, Case

ENCOUNTERS, TURNS = 500, 200
PEER = Path(__file__).with_name("peerechoes.py")
NAMES = ("article", "auxverb", "conj", "adverb", "ppron", "ipron", "preps", "quant")
"""What ConvoKit calls the eight classes, in the order of ours."""


def write(folder: Path, count: int = ENCOUNTERS) -> Path:
    """The talk and the word lists as one file for both sides."""
    from vuoro.language.markers import markers

    folder.mkdir(parents=True, exist_ok=True)
    told = {
        f"e{number}": [(who, raw[:-2]) for who, raw in talk.turns("en", TURNS, number, signs=0.0)]
        for number in range(count)
    }
    lists = dict(zip(NAMES, map(sorted, markers("en").values()), strict=True))
    path = folder / f"echoes{count}.json"
    path.write_text(json.dumps({"talk": told, "lists": lists}), encoding="utf-8")
    return path


def ours(path: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    """Our scores of the clients' coordination to the professionals."""
    from vuoro import measures
    from vuoro.model import Encounter, Participant, Turn

    people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    encounters = [
        Encounter(id=id, language="en", participants=people, turns=tuple(
            Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(turns)))
        for id, turns in json.loads(Path(path).read_text(encoding="utf-8"))["talk"].items()
    ]  # fmt: skip
    measures.coordinated(encounters[:1])
    return (
        lambda: measures.coordinated(encounters, replying="client", to="professional"),
        lambda _: sum(map(len, encounters)),
    )


def cases(folder: Path, python: Path) -> Iterator[Case]:
    path = str(write(folder))
    yield Case(
        name="coordination, 500 encounters",
        unit="turns",
        ours=(*OURS, "echoes", path),
        theirs=(str(python), str(PEER), path),
        against="ConvoKit, the same word lists",
        goal=0.05,
    )


def main() -> None:
    """Compare every score and aggregate."""
    from vuoro import measures

    python = Path(__file__).parents[2] / ".bench-venv" / "bin" / "python"
    with tempfile.TemporaryDirectory() as scratch:
        path = str(write(Path(scratch), 50))
        done = subprocess.run([str(python), str(PEER), path], capture_output=True, text=True, check=True)
        theirs = json.loads(done.stdout.splitlines()[-1])
        table = ours(path)[0]()
    names = dict(zip(table["marker"].unique(), NAMES, strict=True))
    mine = {
        f"{row['encounter']} {row['speaker']} {names[row['marker']]}": row["value"]
        for row in table.dropna(subset="value").to_dict("records")
    }
    mine |= {name: value for name, value in measures.aggregated(table).items() if value == value}
    if mine.keys() != theirs["scores"].keys():
        sys.exit(f"not the same scores: {sorted(mine.keys() ^ theirs['scores'].keys())[:5]}")
    furthest = max(abs(mine[name] - theirs["scores"][name]) for name in mine)
    print(f"{len(mine):,} scores, furthest apart by {furthest:.1e}")
    if furthest > 1e-12:
        sys.exit("the scores differ")


if __name__ == "__main__":
    main()
