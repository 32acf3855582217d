"""What each coder said about each unit, and about which units a coder has said nothing.

Agreement is about units that are the same for everybody: the turns of the transcript, or its
turn-constructional units, which are cut by rule and not by a coder. A unit that a coder left without
a code is `other` where the coder has seen it, and missing where not. Where nobody says what a coder has
seen, it is the encounters in which the coder marked anything at all; without this rule every transcript
that a coder has not come to yet would count as a long series of judgements `other`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from collections.abc import Sequence as Many

import numpy as np
import numpy.typing as npt

from vuoro.language import cues
from vuoro.model import LANGUAGES, Annotation, Encounter, Turn, VuoroError, record
from vuoro.moves import LanguageNeeded
from vuoro.moves.units import units_of

OTHER = "other"
"""The value of a unit that a coder has seen and given no code."""

ALL = "all"
"""All codes, all types, all languages."""

UNITS = ("turn", "tcu")

HALF = 0.5
"""The share of a unit, or of a coder's span, that must overlap for the code to be about the unit."""

Seen = Mapping[str, Container[str]]


class DoubledJudgement(VuoroError):
    """One coder says the same thing twice of the same words: two people with one name, or a file given twice."""


class NotACode(VuoroError):
    """A code has a name that means something else in the tables of agreement."""


class NothingToCompare(VuoroError):
    """No two coders have coded the same encounter."""


@record
class Place:
    """Where a unit stands: offsets in the turn's ``raw``."""

    encounter: str
    turn: str
    start: int
    stop: int


@record
class Ratings:
    """Who gave which code to which unit.

    ``given`` is units × coders × codes, ``seen`` units × coders, and ``of`` the number of each unit's
    encounter in ``encounters``. ``treatment`` says in words how judgements became this table.
    """

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    encounters: tuple[str, ...]
    places: tuple[Place, ...]
    of: npt.NDArray[np.int64]
    given: npt.NDArray[np.bool_]
    seen: npt.NDArray[np.bool_]
    treatment: str

    def values(self) -> tuple[npt.NDArray[np.int64], tuple[frozenset[str], ...]]:
        """One value for each unit and coder, as a number of a set of codes; -1 is missing.

        The set is empty for `other`, and has several codes where a coder gave the unit several.
        """
        units, coders, codes = self.given.shape
        sets, numbers = np.unique(self.given.reshape(units * coders, codes), axis=0, return_inverse=True)
        values = np.where(self.seen, numbers.reshape(units, coders), -1)
        return values, tuple(
            frozenset(c for c, has in zip(self.codes, row, strict=True) if has) for row in sets
        )

    def presence(self, code: str) -> npt.NDArray[np.int64]:
        """Units × coders: 1 with the code, 0 without, -1 missing."""
        return np.where(self.seen, self.given[:, :, self.codes.index(code)], -1).astype(np.int64)


def rate(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    *,
    unit: str = "turn",
    seen: Seen | None = None,
) -> Ratings:
    """The judgements of several coders as a table of units.

    Parameters
    ----------
    unit : "turn", or "tcu" for the turn-constructional units that the suggestions are made of. A code is
        about a unit if it covers half of the unit, or if half of its span lies in it.
    seen : coder to the ids of encounters which that coder has read to the end; without it, those in which
        the coder has marked anything, if only to reject a suggestion

    Raises
    ------
    DoubledJudgement
        A coder gave one span one code twice.
    NothingToCompare
        There is no encounter that two coders have seen.
    NotACode
        A code is called `all`.
    LanguageNeeded
        Units are to be cut in a language that is unknown, or none of sv, fi and en.

    Examples
    --------
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=t, speaker="D", raw="x", text="x") for t in "abc"))
    >>> def by(coder, *given):
    ...     return [Annotation(encounter="v", turn=t, code=c, coder=coder, start=0, stop=1) for t, c in given]
    >>> ratings = rate([visit], by("aino", ("a", "propose")) + by("bo", ("a", "propose"), ("c", "accept")))
    >>> ratings.coders, ratings.codes
    (('aino', 'bo'), ('accept', 'propose'))
    >>> ratings.presence("accept").tolist()
    [[0, 0], [0, 0], [0, 1]]
    """
    if unit not in UNITS:
        raise VuoroError(f"units are {' or '.join(UNITS)}, not {unit!r}")
    judged = list(annotations)
    kept = standing(judged)
    coders = tuple(dict.fromkeys(a.coder for a in judged))
    read = _seen(judged) if seen is None else seen
    shared = [e for e in encounters if sum(e.id in read.get(coder, ()) for coder in coders) > 1]
    if not shared:
        raise NothingToCompare(
            f"no encounter was coded by two of these coders: {', '.join(coders) or 'nobody'}; "
            "are the ids of the encounters the same?"
        )
    return _table(shared, kept, coders, read, unit)


def standing(annotations: Iterable[Annotation]) -> list[Annotation]:
    """The judgements that count: not those that were rejected, and `other` is no code, whether written or not.

    Raises :class:`DoubledJudgement`, and :class:`NotACode` for a code that is called `all`.
    """
    kept = [a for a in annotations if a.status != "rejected" and a.code != OTHER]
    _refuse_doubled(kept)
    if any(a.code == ALL for a in kept):
        raise NotACode(
            f"a code is called {ALL!r}, which means all codes in these tables; give it another name"
        )
    return kept


def _seen(judged: Iterable[Annotation]) -> dict[str, set[str]]:
    read: dict[str, set[str]] = {}
    for one in judged:
        read.setdefault(one.coder, set()).add(one.encounter)
    return read


def _refuse_doubled(judged: Iterable[Annotation]) -> None:
    times = Counter((a.coder, a.encounter, a.turn, a.code, a.start, a.stop) for a in judged)
    for (coder, encounter, turn, code, *_), count in times.items():
        if count > 1:
            raise DoubledJudgement(
                f"{coder} gives {code} to the same words {count} times (encounter {encounter}, turn {turn}); "
                "is a file there twice, or do two coders have one name?"
            )


def _table(
    encounters: Many[Encounter], judged: Iterable[Annotation], coders: tuple[str, ...], read: Seen, unit: str
) -> Ratings:
    by_turn: dict[tuple[str, str], list[Annotation]] = {}
    for one in judged:
        by_turn.setdefault((one.encounter, one.turn), []).append(one)
    here = {(e.id, turn.id) for e in encounters for turn in e.turns}
    codes = sorted({a.code for place in by_turn.keys() & here for a in by_turn[place]})
    places: list[Place] = []
    of, marks = [], []
    for number, encounter in enumerate(encounters):
        table = _cues(encounter) if unit == "tcu" else None
        for turn in encounter.turns:
            spans = _tcus(turn, table) if table else [(0, len(turn.raw))]
            for one in by_turn.get((encounter.id, turn.id), ()):
                marks += [(len(places) + at, one) for at in about(one, spans)]
            places += [Place(encounter=encounter.id, turn=turn.id, start=a, stop=b) for a, b in spans]
            of += [number] * len(spans)
    given = np.zeros((len(places), len(coders), len(codes)), dtype=bool)
    for at, one in marks:
        given[at, coders.index(one.coder), codes.index(one.code)] = True
    who = np.array([[e.id in read.get(coder, ()) for coder in coders] for e in encounters])
    return Ratings(
        coders=coders, codes=tuple(codes), encounters=tuple(e.id for e in encounters), places=tuple(places),
        of=np.array(of, dtype=np.int64), given=given, seen=who[of], treatment=_treatment(unit, given),
    )  # fmt: skip


def _cues(encounter: Encounter) -> cues.Cues:
    if encounter.language not in LANGUAGES:
        raise LanguageNeeded(
            f"encounter {encounter.id!r}: its language is {encounter.language or 'unknown'}, and talk is cut into "
            "units by words of a language. Say which language it is, or compare turns"
        )
    return cues.load(encounter.language)


def _tcus(turn: Turn, table: cues.Cues) -> list[tuple[int, int]]:
    return [turn.in_raw(unit.start, unit.stop) for unit in units_of(turn, table)] or [(0, len(turn.raw))]


def about(judgement: Annotation, spans: Many[tuple[int, int]]) -> list[int]:
    """The numbers of the units that a judgement is about; never none.

    A judgement without a span of its own is about all of them.

    Examples
    --------
    >>> def mark(start, stop):
    ...     return Annotation(encounter="v", turn="a", code="propose", coder="bo", start=start, stop=stop)
    >>> about(mark(0, 11), [(0, 10), (10, 20)]), about(mark(3, 16), [(0, 10), (10, 20)])
    ([0], [0, 1])
    """
    start, stop = judgement.start, judgement.stop
    if stop <= start or len(spans) == 1:
        return list(range(len(spans)))
    shared = [max(0, min(stop, last) - max(start, first)) for first, last in spans]
    enough = [
        at
        for at, (first, last) in enumerate(spans)
        if shared[at] and shared[at] >= HALF * min(last - first, stop - start)
    ]
    return enough or [max(range(len(spans)), key=shared.__getitem__)]


def _treatment(unit: str, given: npt.NDArray[np.bool_]) -> str:
    what = "turns" if unit == "turn" else "turn-constructional units, cut by rule"
    several = int((given.sum(axis=2) > 1).sum())
    return (
        f"Units are {what}. A unit that a coder has seen and given no code is `{OTHER}`; an encounter that a "
        f"coder has not coded is missing. {several} times a coder gave one unit several codes: under "
        "`all` the set of codes is the value, code by code each counts for itself."
    )
