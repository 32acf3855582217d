"""What a coder gets wrong, in words: what it takes for what, and which cues raise false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from vuoro.evaluation.markdown import sentence, share
from vuoro.evaluation.scoring import MACRO, NONE, Evaluation
from vuoro.evaluation.trials import Trial

WORST = 8
"""Codes that are told of."""

FEWEST = 10
"""Turns. Of a code that is rarer than this, nothing is said in words."""

LONGEST = 70
"""Letters of a cue that are shown."""

EACH = 3
"""Confusions, or cues, that are named for each code."""


def worst(evaluation: Evaluation) -> list[str]:
    """The codes with the most turns missed or given too often, by how many."""
    scores = evaluation.scores.drop(index=MACRO)
    wrong = scores["support"] + scores["found"] - 2 * scores["hits"]
    often = wrong[scores["support"] >= FEWEST].sort_values(ascending=False, kind="stable")
    return [str(code) for code in often.index[:WORST]]


def told(trial: Trial) -> Iterator[str]:
    """A sentence or two on each of the worst codes."""
    return (about(trial, code) for code in worst(trial.evaluation))


def about(trial: Trial, code: str) -> str:
    """What a code was taken for, what was taken for it, and which cues stand behind that."""
    return " ".join([_missed(trial.evaluation, code), *_alarms(trial, code)])


def _missed(evaluation: Evaluation, code: str) -> str:
    row: Any = evaluation.scores.loc[code]
    support, hits = int(row["support"]), int(row["hits"])
    others: Any = evaluation.confusion.loc[code].drop(code)
    nothing = int(others.get(NONE, 0))
    taken = _most(others.drop(NONE))
    parts = [f"nothing was suggested in {nothing}"] if nothing else []
    parts += [f"`{other}` in {count}" for other, count in taken]
    missed = f"; where it was missed, {sentence(parts)}" if parts else ""
    return f"`{code}`: {hits} of {support} turns found{missed}."


def _alarms(trial: Trial, code: str) -> Iterator[str]:
    evaluation = trial.evaluation
    row: Any = evaluation.scores.loc[code]
    extra = int(row["found"] - row["hits"])
    if not extra:
        return
    where = evaluation.confusion[code].drop(code)
    parts = [f"{count} on `{other}`" for other, count in _most(where.drop(NONE))]
    silent = int(where.get(NONE, 0))
    parts += [f"{silent} where the reference has no code"] if silent else []
    yield (
        f"Of its {int(row['found'])} suggestions {extra} are false alarms (precision {share(row['precision'])})"
        + (f", {sentence(parts)}." if parts else ".")
    )
    cues = _cues(trial, code)
    if cues:
        named = [f"`{_short(cue)}` ({count})" for cue, count in cues]
        yield f"The cues behind most of them: {sentence(named)}."


def _short(cue: str) -> str:
    """The beginning of a cue; its table has the rest."""
    return cue if len(cue) <= LONGEST else f"{cue[:LONGEST].rstrip()} …"


def _most(counts: pd.Series) -> list[tuple[str, int]]:
    there = counts[counts > 0].sort_values(ascending=False, kind="stable")
    return [(str(name), int(count)) for name, count in there.head(EACH).items()]


def _cues(trial: Trial, code: str) -> list[tuple[str, int]]:
    """Which cues stand behind the false alarms of a code; machines that learn name other things."""
    errors = trial.evaluation.errors
    extra = {(row.encounter, row.turn) for row in errors.itertuples() if code in str(row.extra).split(", ")}
    fired = Counter(
        one.cue
        for one in trial.given
        if one.code == code and one.coder.startswith("detector") and (one.encounter, one.turn) in extra
    )
    return [(cue, count) for cue, count in fired.most_common(EACH) if cue and count > 1]
