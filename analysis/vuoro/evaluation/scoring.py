"""How often one coder agrees with another, code by code, with intervals that respect encounters.

The unit is the turn: a coder has either given it a code or not. That is what an analyst notices,
who looks at a turn because a code is on it, and it does not punish one coder for drawing the
borders of a unit a word later than the other.

Turns of one encounter resemble each other, so the intervals come from drawing whole encounters
again with replacement; drawing turns gives intervals that are too narrow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.model import Annotation, Encounter, VuoroError, record

MACRO = "macro"
"""The row that holds the mean over codes; every code weighs the same, however rare."""

NONE = "(none)"
"""No code, in the confusion table."""

DRAWS = 2000
AT_ONCE = 100
"""Draws. More at once would need memory that grows with thousands of encounters."""

FEWEST = 5
"""Encounters. From fewer no interval is computed: drawing again from three says little about a fourth."""

Given = Mapping[tuple[str, str], frozenset[str]]


class NothingToScore(VuoroError):
    """There is no reference coding for these encounters."""


@record
class Evaluation:
    """What came of comparing a coder with a reference.

    ``scores`` has a row for each code and one called macro, with `support` (turns that the
    reference gave the code), `found` (turns that the coder did), `hits`, `precision`, `recall`,
    `f1`, and `low` and `high`, the 95 % interval of `f1` (NaN from fewer than five encounters).
    ``confusion`` has the reference's codes as rows and the coder's as columns. ``errors`` has a row
    for every turn on which they differ. ``load`` is how much a coder gives an analyst to look at.
    """

    scores: pd.DataFrame
    confusion: pd.DataFrame
    errors: pd.DataFrame
    load: Mapping[str, float]
    encounters: int
    turns: int


def evaluate(
    encounters: Iterable[Encounter],
    reference: Iterable[Annotation],
    other: Iterable[Annotation],
    *,
    codes: Many[str] | None = None,
    coded: Iterable[str] | None = None,
    seed: int = 20261121,
) -> Evaluation:
    """Score a coder against a reference, turn by turn.

    Parameters
    ----------
    encounters : those that the reference has coded; others are left out
    reference, other : annotations; rejected ones do not count
    codes : the codes to score, in this order; without it those of the reference, by name
    coded : ids of the encounters that the reference has coded; without it those in which it found
        something, so name them where a coded encounter may well have no code at all
    seed : of the resampling, so that two runs print the same interval

    Returns
    -------
    Evaluation
        `precision` is NaN where the coder never gave the code, `recall` and `f1` where the reference
        never did. The macro row is the mean over the codes that the reference has.

    Raises
    ------
    NothingToScore
        The reference says nothing about these encounters.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=t, speaker="D", raw="x", text="x") for t in "abc"))
    >>> def by(coder, *given):
    ...     return [Annotation(encounter="v", turn=t, code=c, coder=coder, start=0, stop=1) for t, c in given]
    >>> found = evaluate([visit], by("aino", ("a", "propose"), ("b", "propose")),
    ...                  by("rules", ("a", "propose"), ("b", "accept"), ("c", "propose")))
    >>> found.scores.loc["propose", ["support", "found", "hits", "precision", "recall", "f1"]].tolist()
    [2.0, 2.0, 1.0, 0.5, 0.5, 0.5]
    >>> found.confusion.loc["propose", "accept"].item()
    1
    """
    theirs, ours = _given(reference), _given(other)
    scored = {encounter for encounter, _ in theirs} if coded is None else set(coded)
    encounters = [encounter for encounter in encounters if encounter.id in scored]
    if not encounters:
        raise NothingToScore("the reference has no annotation of these encounters; are the ids the same?")
    named = list(codes) if codes is not None else sorted({code for some in theirs.values() for code in some})
    counts = _counts(encounters, theirs, ours, named)
    return Evaluation(
        scores=_scores(counts, named, seed),
        confusion=_confusion(encounters, theirs, ours, named),
        errors=_errors(encounters, theirs, ours, named),
        load=_load(encounters, ours),
        encounters=len(encounters),
        turns=sum(map(len, encounters)),
    )


def _given(annotations: Iterable[Annotation]) -> dict[tuple[str, str], frozenset[str]]:
    given: dict[tuple[str, str], set[str]] = {}
    for one in annotations:
        if one.status != "rejected":
            given.setdefault((one.encounter, one.turn), set()).add(one.code)
    return {place: frozenset(codes) for place, codes in given.items()}


def _counts(
    encounters: Many[Encounter], theirs: Given, ours: Given, codes: Many[str]
) -> npt.NDArray[np.float64]:
    """Hits, extra and missed turns: an array of encounters × codes × 3."""
    at = {code: number for number, code in enumerate(codes)}
    counts = np.zeros((len(encounters), len(codes), 3))
    for row, encounter in enumerate(encounters):
        for turn in encounter.turns:
            want = theirs.get((encounter.id, turn.id), frozenset())
            have = ours.get((encounter.id, turn.id), frozenset())
            for kind, found in enumerate((want & have, have - want, want - have)):
                for code in found:
                    if code in at:
                        counts[row, at[code], kind] += 1
    return counts


def f1(hits: Any, extra: Any, missed: Any) -> Any:
    """The harmonic mean of precision and recall; NaN where neither coder gave the code.

    Examples
    --------
    >>> f1(np.array([2.0, 0.0]), np.array([1.0, 0.0]), np.array([1.0, 0.0])).round(3).tolist()
    [0.667, nan]
    """
    return _ratio(2 * hits, 2 * hits + extra + missed)


def _ratio(over: Any, under: Any) -> Any:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(under > 0, over / np.where(under > 0, under, 1), np.nan)


def _scores(counts: npt.NDArray[np.float64], codes: Many[str], seed: int) -> pd.DataFrame:
    hits, extra, missed = np.moveaxis(counts.sum(axis=0), -1, 0)
    support = hits + missed
    each = np.where(support > 0, f1(hits, extra, missed), np.nan)
    low, high, macro_low, macro_high = _intervals(counts, support > 0, seed)
    table = pd.DataFrame(
        {
            "support": support,
            "found": hits + extra,
            "hits": hits,
            "precision": _ratio(hits, hits + extra),
            "recall": _ratio(hits, support),
            "f1": each,
            "low": low,
            "high": high,
        },
        index=pd.Index(codes, name="code"),
    )
    there = table[support > 0]
    macro = {name: there[name].mean() for name in ("precision", "recall", "f1")}
    sums = {name: table[name].sum() for name in ("support", "found", "hits")}
    table.loc[MACRO] = {**sums, **macro, "low": macro_low, "high": macro_high}
    return table


def _intervals(
    counts: npt.NDArray[np.float64], there: npt.NDArray[np.bool_], seed: int
) -> tuple[Any, Any, float, float]:
    """The 2.5th and 97.5th percentile of F1 over encounters drawn again, for each code and their mean."""
    n = len(counts)
    blank = np.full(counts.shape[1], np.nan)
    if n < FEWEST or not there.any():
        return blank, blank, np.nan, np.nan
    draw = np.random.default_rng(seed)
    drawn = np.concatenate([_drawn(counts, draw) for _ in range(DRAWS // AT_ONCE)])
    scores = f1(drawn[..., 0], drawn[..., 1], drawn[..., 2])
    low, high = blank.copy(), blank.copy()
    low[there], high[there] = np.nanpercentile(scores[:, there], [2.5, 97.5], axis=0)
    mean = np.nanmean(scores[:, there], axis=1)
    return low, high, *np.nanpercentile(mean, [2.5, 97.5])


def _drawn(counts: npt.NDArray[np.float64], draw: np.random.Generator) -> npt.NDArray[np.float64]:
    """Hits, extra and missed turns in encounters drawn with replacement: draws × codes × 3."""
    n = len(counts)
    weights = draw.multinomial(n, np.full(n, 1 / n), size=AT_ONCE).astype(float)
    return (weights @ counts.reshape(n, -1)).reshape(AT_ONCE, *counts.shape[1:])


def _confusion(encounters: Many[Encounter], theirs: Given, ours: Given, codes: Many[str]) -> pd.DataFrame:
    """Where the reference gave a code: that code, or else each other code the coder gave, or none."""
    cells: Counter[tuple[str, str]] = Counter()
    for encounter in encounters:
        for turn in encounter.turns:
            want = theirs.get((encounter.id, turn.id), frozenset()) & set(codes)
            have = ours.get((encounter.id, turn.id), frozenset())
            for code in want or {NONE}:
                wrong = [code] if code in have else sorted(have - want) or [NONE]
                cells.update((code, one) for one in wrong)
    rows = [*codes, NONE]
    columns = [*codes, *sorted({column for _, column in cells} - {*codes, NONE}), NONE]
    table = [[cells[row, column] for column in columns] for row in rows]
    return pd.DataFrame(
        table, index=pd.Index(rows, name="reference"), columns=pd.Index(columns, name="coder")
    )


def _errors(encounters: Many[Encounter], theirs: Given, ours: Given, codes: Many[str]) -> pd.DataFrame:
    rows = []
    for encounter in encounters:
        source = encounter.source.files[0] if encounter.source.files else ""
        for turn in encounter.turns:
            want = theirs.get((encounter.id, turn.id), frozenset()) & set(codes)
            have = ours.get((encounter.id, turn.id), frozenset()) & set(codes)
            if want != have:
                missed, extra = ", ".join(sorted(want - have)), ", ".join(sorted(have - want))
                rows.append(
                    (encounter.id, source, turn.line, turn.id, turn.speaker, missed, extra, turn.text)
                )
    columns = ["encounter", "file", "line", "turn", "speaker", "missed", "extra", "text"]
    return pd.DataFrame(rows, columns=columns).astype({"line": "Int64"})


def _load(encounters: Many[Encounter], ours: Given) -> dict[str, float]:
    """Suggestions for an analyst to look at: per turn, per 1,000 words, and per hour where there are times."""
    here = {encounter.id for encounter in encounters}
    given = sum(len(codes) for (encounter, _), codes in ours.items() if encounter in here)
    turns = sum(map(len, encounters))
    words = sum(len(turn.text.split()) for encounter in encounters for turn in encounter.turns)
    timed = {e.id: hours for e in encounters if (hours := _hours(e))}
    in_time = sum(len(codes) for (encounter, _), codes in ours.items() if encounter in timed)
    return {
        "suggestions": float(given),
        "per_turn": given / turns if turns else np.nan,
        "per_1000_words": 1000 * given / words if words else np.nan,
        "per_hour": in_time / sum(timed.values()) if timed else np.nan,
    }


def _hours(encounter: Encounter) -> float:
    times = [time for turn in encounter.turns for time in (turn.start, turn.end) if time is not None]
    return (max(times) - min(times)) / 3600 if times else 0.0
