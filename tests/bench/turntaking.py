"""Turn-taking against peers: floor transfer offsets, the sharing of talk time, and two million turns.

The same timed talk goes to both sides as a file, and what both find is compared, not only how long it took.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.bench import talk
from tests.bench.cases import OURS, Case

ENCOUNTERS, TURNS, MANY = 1000, 200, 10_000
PEER = Path(__file__).with_name("peerturns.py")
Job = tuple[Callable[[], Any], Callable[[Any], int], Callable[[Any], str]]
"""What is timed, how much was done, and what was found, which the other side must find too."""


def write(folder: Path, count: int) -> Path:
    """The talk for both sides: encounters of speaker, words, onset and offset in ms."""
    told = {f"e{number}": list(talk.timed("en", TURNS, number)) for number in range(count)}
    path = folder / f"turns{count}.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def heard(told: dict[str, Any]) -> list[Any]:
    from vuoro.model import Encounter, Participant, Turn

    people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    return [
        Encounter(id=id, language="en", participants=people, turns=tuple(
            Turn(id=f"t{n}", speaker=who, raw=said, text=said, start=start / 1000, end=end / 1000)
            for n, (who, said, start, end) in enumerate(turns)))
        for id, turns in told.items()
    ]  # fmt: skip


def digest(numbers: Any) -> str:
    """Numbers, to a millionth, as something short that is equal only if they are."""
    return sha256(json.dumps([round(float(number), 6) for number in numbers]).encode()).hexdigest()[:16]


def offsets(path: str) -> Job:
    """The offset of every change of speaker."""
    from vuoro.measures import timing

    encounters = heard(json.loads(Path(path).read_text("utf-8")))
    timing.transfers(encounters[:2])
    return lambda: timing.transfers(encounters), len, lambda found: digest(found["fto"])


def sharing(path: str) -> Job:
    """The shares of talk time, over all and in moving windows."""
    from vuoro import measures

    encounters = heard(json.loads(Path(path).read_text("utf-8")))
    measures.measure(encounters[:2], names=["F2", "F7"])

    def found(table: Any) -> str:
        share = table.loc[table["measure"] == "F2", "value"].to_numpy()
        return digest(share.clip(1 - share))

    return (
        lambda: measures.measure(encounters, names=["F2", "F7"]),
        lambda _: sum(map(len, encounters)),
        found,
    )


NUMBERS = {"F1": "", "F2": "", "T1": "every_change"}
"""What the table of two million turns and its bound have in common."""


def table(count: str) -> Job:
    """Words, talk time and floor transfers of every encounter, with all their parts, intervals and reasons."""
    from vuoro import measures

    encounters = heard({f"e{number}": talk.timed("en", TURNS, number) for number in range(int(count))})
    measures.measure(encounters[:2], names=NUMBERS)

    def found(numbers: Any) -> str:
        each = [
            numbers[(numbers["measure"] == one) & (numbers["part"] == part)]["value"].fillna(-1)
            for one, part in NUMBERS.items()
        ]
        return digest([value for values in each for value in values])

    return lambda: measures.measure(encounters, names=NUMBERS), lambda _: sum(map(len, encounters)), found


def everything(count: str) -> Job:
    """All measures that need no coding, for the memory that they take."""
    from vuoro import measures

    encounters = heard({f"e{number}": talk.timed("en", TURNS, number) for number in range(int(count))})
    measures.measure(encounters[:2])
    return lambda: measures.measure(encounters), lambda _: sum(map(len, encounters)), lambda _: ""


def bare(count: str) -> Job:
    """A bound in numpy: shares, quartiles and bands of the same table and nothing else."""
    import numpy as np

    encounters = heard({f"e{number}": talk.timed("en", TURNS, number) for number in range(int(count))})

    def work() -> Any:
        turns = [turn for encounter in encounters for turn in encounter.turns]
        at = np.repeat(np.arange(len(encounters)), [len(encounter) for encounter in encounters])
        client = np.array([turn.speaker == "B" for turn in turns])
        words = np.array([len(turn.text.split()) for turn in turns])
        start = np.array([turn.start for turn in turns])
        end = np.array([turn.end for turn in turns])
        changes = (client[1:] != client[:-1]) & (at[1:] == at[:-1])
        fto = np.rint((start[1:] - end[:-1])[changes] * 1000)
        where = at[1:][changes]
        ordered = fto[np.lexsort((fto, where))]
        n = np.bincount(where, minlength=len(encounters))
        first = np.cumsum(n) - n
        below, above = (
            ((n - 1) * quarter // 4 for quarter in (1, 2, 3)),
            (-(-(n - 1) * q // 4) for q in (1, 2, 3)),
        )
        quartiles = [
            (ordered[first + one] + ordered[first + other]) / 2
            for one, other in zip(below, above, strict=True)
        ]
        band = np.searchsorted((0, 200, 701), fto, side="right")
        bands = np.bincount(4 * where + band, minlength=4 * len(encounters))
        shares = [
            np.bincount(at, amount * client) / np.bincount(at, amount) for amount in (words, end - start)
        ]
        return np.concatenate([*shares, quartiles[1]]), quartiles, bands

    return work, lambda _: sum(map(len, encounters)), lambda found: digest(found[0])


def cases(folder: Path, python: Path) -> Iterator[Case]:
    path = str(write(folder, ENCOUNTERS))
    peer = (str(python), str(PEER))
    yield Case(
        name="floor transfer offsets",
        unit="changes",
        ours=(*OURS, "turntaking", "offsets", path),
        theirs=(*peer, "offsets", path),
        against="scikit-talk",
        goal=0.033,
    )
    yield Case(
        name="sharing of talk time, 1,000 encounters",
        unit="turns",
        ours=(*OURS, "turntaking", "sharing", path),
        theirs=(*peer, "sharing", path),
        against="ConvoKit, equal shares",
        goal=0.05,
    )
    yield Case(
        name="turn-taking table, two million turns",
        unit="turns",
        ours=(*OURS, "turntaking", "table", str(MANY)),
        theirs=(*OURS, "turntaking", "bare", str(MANY)),
        against="numpy bound",
        goal=2.5,
        growth_goal=300,
    )
    yield Case(
        name="measures without coding, two million turns",
        unit="turns",
        ours=(*OURS, "turntaking", "everything", str(MANY)),
        theirs=(*OURS, "turntaking", "bare", str(MANY)),
        against="numpy bound of the table",
        growth_goal=300,
    )
