"""How much is found, and how much of it rightly: identifiers of nobody are planted into talk.

The planted ones are ``planted.tsv``. Each is put into a turn of every given encounter of its language, once
as it is and once for each way in which a transcriber's signs may cut it up. Recall is the share that is
found, whatever it is called: it would be replaced. Precision is, of all that is newly found of a kind, the
share that was planted as that kind. Planted talk is easier than real talk, so that both are upper bounds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from vuoro import symbols
from vuoro.model import Encounter, Turn, record
from vuoro.privacy.finding import NOBODY, Leak
from vuoro.privacy.leaking import LIKELY, leaks_at
from vuoro.privacy.views import talk
from vuoro.privacy.wanting import Wanted, wanted

WAYS = ("as it is", "overlap inside", "lengthening", "soft", "pause between")
_VOWEL = re.compile("(?<=[aeiouyåäö])(?=[a-zåäö])")


@record
class Planted:
    """An identifier with the words around it: what it is, and which part of the words it is."""

    kind: str
    language: str
    said: str
    identifier: str


@record
class Score:
    """How one kind fared: how many were planted, found, and found as what they are, and what else was."""

    kind: str
    planted: int
    found: int
    rightly: int
    others: int

    @property
    def recall(self) -> float:
        """The share of those planted that is found."""
        return self.found / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """The share of what is found as this kind that was planted as it."""
        return self.rightly / (self.rightly + self.others) if self.rightly + self.others else 1.0


@cache
def planted() -> tuple[Planted, ...]:
    """The rows of the table."""
    lines = (files(__package__) / "planted.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple(
        Planted(kind=kind, language=language, said=said, identifier=identifier)
        for kind, language, said, identifier in rows
    )


def evaluate(encounters: Iterable[Encounter]) -> tuple[Score, ...]:
    """Plant identifiers into encounters, look for them, and count, by kind.

    Examples
    --------
    >>> talk = Encounter(id="visit", language="sv", turns=(Turn(id="t1", speaker="A", raw="jo nä", text="jo nä"),))
    >>> [(score.kind, score.planted, score.recall) for score in evaluate([talk]) if score.kind == "IBAN"]
    [('IBAN', 1, 1.0)]
    """
    counts: dict[str, Counter[str]] = {one.kind: Counter() for one in planted()}
    for encounter in encounters:
        sought = wanted(encounter, NOBODY)
        for seed, turn, span in _plantings(encounter):
            before = {leak.text for leak in _likely(encounter.turn(turn.id), sought)}
            found = [leak for leak in _likely(turn, sought) if leak.text not in before]
            _count(counts, seed, turn, span, found)
    return tuple(
        Score(
            kind=kind,
            planted=told["planted"],
            found=told["found"],
            rightly=told["rightly"],
            others=told["others"],
        )
        for kind, told in counts.items()
    )


def _likely(turn: Turn, sought: Wanted) -> list[Leak]:
    return [leak for leak in leaks_at(talk(turn), "", sought) if leak.confidence >= LIKELY]


def _count(
    counts: dict[str, Counter[str]], seed: Planted, turn: Turn, span: tuple[int, int], found: Sequence[Leak]
) -> None:
    """A planted identifier counts as found where the finds cover every letter of it."""
    covered = {at for leak in found for at in range(leak.start, leak.stop)}
    letters = {at for at in range(*span) if turn.raw[at].isalnum()}
    signs = {
        at
        for mark in turn.marks
        if mark.kind in ("pause", "micropause")
        for at in range(mark.start, mark.stop)
    }
    counts[seed.kind]["planted"] += 1
    counts[seed.kind]["found"] += letters - signs <= covered
    for leak in found:
        touches = leak.start < span[1] and span[0] < leak.stop
        counts.setdefault(leak.kind, Counter())[
            "rightly" if touches and leak.kind == seed.kind else "others"
        ] += 1


def _plantings(encounter: Encounter) -> Iterator[tuple[Planted, Turn, tuple[int, int]]]:
    """Turns with an identifier in them, and where in raw it stands; the places are spread over the talk."""
    seeds = [one for one in planted() if one.language == encounter.language and encounter.turns]
    convention = encounter.source.convention or "plain"
    ways = WAYS if convention in ("jefferson", "chat") else WAYS[:1]
    for at, seed in enumerate(seeds):
        turn = encounter.turns[(7 * at) % len(encounter.turns)]
        for way in ways:
            yield seed, *_planted_in(turn, seed, way, convention)


def _planted_in(turn: Turn, seed: Planted, way: str, convention: str) -> tuple[Turn, tuple[int, int]]:
    around, _, after = seed.said.partition(seed.identifier)
    written = _written(seed.identifier, way, convention)
    head = turn.raw.rstrip() + " (.) " if convention in ("jefferson", "chat") else turn.raw.rstrip() + " "
    raw = head + around + written + after
    text, marks, pieces = symbols.read(raw, convention)
    start = len(head) + len(around)
    return replace(turn, raw=raw, text=text, marks=marks, pieces=pieces), (start, start + len(written))


def _written(identifier: str, way: str, convention: str) -> str:
    """An identifier as a transcriber might have written it."""
    opening = "⌈" if convention == "chat" else "["
    if way == "overlap inside":
        return identifier[:1] + opening + identifier[1:]
    if way == "lengthening" and "@" not in identifier and "." not in identifier:
        return _VOWEL.sub(":", identifier, count=1)
    if way == "soft":
        return f"°{identifier}°"
    if way == "pause between":
        return identifier.replace(" ", " (0.4) ", 1)
    return identifier


def table(scores: Iterable[Score]) -> str:
    """The scores as lines of text: kind, how many were planted, recall, precision.

    Examples
    --------
    >>> print(table([Score(kind="IBAN", planted=4, found=3, rightly=3, others=0)]))
    kind                planted  recall  precision
    IBAN                      4    0.75       1.00
    """
    head = f"{'kind':18}{'planted':>9}{'recall':>8}{'precision':>11}"
    return "\n".join(
        [head, *(f"{one.kind:18}{one.planted:>9}{one.recall:>8.2f}{one.precision:>11.2f}" for one in scores)]
    )
