"""Why a goal was missed, and what reaching it would take: in numbers, confusions and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from typing import Any

import pandas as pd

from vuoro.evaluation import mistakes, prospects, targets
from vuoro.evaluation.markdown import interval, sentence, share
from vuoro.evaluation.scoring import MACRO
from vuoro.evaluation.sets import home
from vuoro.evaluation.study import Study
from vuoro.evaluation.targets import Target
from vuoro.evaluation.trials import LEARNER, RULES, Trial

QUOTED = {"ours": 14, "practice": 14}
"""Words of a turn that are quoted, by set. Of other people's talk only the lines are named: it stays where it is."""

LOWEST = 3
EXAMPLES = 3

OPENING = (
    "Each error that was counted is a row of the table that `--errors` writes, with its file and line. Three of "
    "the commonest kinds follow for every goal that was missed. Words are quoted of our own invented talk; of the "
    "public data sets only the lines are named, for those who have them."
)


def section(found: Study) -> Iterator[str]:
    """A heading and some paragraphs on every goal that was missed; nothing where all are met."""
    told = [text for target in targets.targets() for text in _told(target, found)]
    if told:
        yield OPENING
        yield from told


def _told(target: Target, found: Study) -> Iterator[str]:
    missed = list(_missed(target, found))
    if missed:
        yield f"### {target.name}, {target.writing}"
    for trial, goal in missed:
        yield " ".join([_distance(trial, target.label, goal), *_way(trial, target.label, goal)])
        yield "\n".join(f"- {line}" for line in _wrong(trial, target.label))
        yield "For example:"
        yield "\n".join(f"- {line}" for line in examples(trial, target.label))
        if trial.coder == LEARNER:
            curve = prospects.points(target, (*found.trials, *found.curve))
            yield from filter(None, [prospects.prospect(curve, goal)])


def _missed(target: Target, found: Study) -> Iterator[tuple[Trial, float]]:
    for coder, goal in ((RULES, target.rules), (LEARNER, target.learner)):
        for trial in found.of(target.task, target.writing, coder):
            if goal is not None and targets.verdict(trial, target.label, goal) == targets.MISSED:
                yield trial, goal


def _distance(trial: Trial, label: str, goal: float) -> str:
    row: Any = trial.evaluation.scores.loc[label]
    text = f"**{trial.coder.capitalize()}** reach {share(row['f1'])}; the goal is {share(goal)}."
    if row["low"] != row["low"]:
        return text
    # As they are printed: a reader has nothing else to compare.
    holds = round(row["low"], 2) <= goal <= round(row["high"], 2)
    around = interval(row["low"], row["high"])
    return f"{text} The interval, {around}, {'holds the goal' if holds else 'does not hold the goal'}."


def _way(trial: Trial, label: str, goal: float) -> Iterator[str]:
    """What it would take, counted on the errors that there are."""
    if label == MACRO:
        yield _low(trial)
        return
    row: Any = trial.evaluation.scores.loc[label]
    support, given, hits = (int(row[name]) for name in ("support", "found", "hits"))
    more, fewer = needed(support, given, hits, goal)
    ways = []
    if more <= support - hits:
        ways.append(f"{more:,} of the {support - hits:,} missed turns found and no new false alarm")
    if fewer <= given - hits:
        ways.append(f"{fewer:,} of the {given - hits:,} false alarms gone and nothing lost")
    both = "fewer misses and fewer false alarms together"
    yield f"It would take {sentence(ways or [both], last='or')}."


def needed(support: int, given: int, hits: int, goal: float) -> tuple[int, int]:
    """How many more hits, or else how many fewer false alarms, bring F1 to a goal.

    Examples
    --------
    >>> needed(support=100, given=100, hits=50, goal=0.6)
    (15, 34)
    """
    more = (goal * (support + given) - 2 * hits) / (2 - goal)
    fewer = support + given - 2 * hits / goal
    return ceil(round(more, 6)), ceil(round(fewer, 6))


def _low(trial: Trial) -> str:
    """Which codes pull a mean down, and what it would be without that."""
    scores = trial.evaluation.scores.drop(index=MACRO)
    there = scores[scores["support"] > 0].sort_values("f1", kind="stable")
    low, rest = there.head(LOWEST), there.iloc[LOWEST:]
    if rest.empty:
        return ""
    named = [f"`{code}` {share(row['f1'])} ({row['support']:.0f} turns)" for code, row in low.iterrows()]
    return f"The lowest of the {len(there)} are {sentence(named)}; the mean of the others is {share(rest['f1'].mean())}."


def _worst(trial: Trial, label: str) -> list[str]:
    return mistakes.worst(trial.evaluation)[:LOWEST] if label == MACRO else [label]


def _wrong(trial: Trial, label: str) -> Iterator[str]:
    return (mistakes.about(trial, code) for code in _worst(trial, label))


def examples(trial: Trial, label: str) -> list[str]:
    """An error of each of the commonest kinds, with where it is and, where that is allowed, what was said."""
    errors = trial.evaluation.errors
    codes = set(_worst(trial, label))
    kinds: dict[tuple[str, str], list[Any]] = {}
    for row in errors.itertuples():
        if codes.intersection(f"{row.missed}, {row.extra}".split(", ")):
            kinds.setdefault((str(row.missed), str(row.extra)), []).append(row)
    common = sorted(kinds.values(), key=len, reverse=True)
    # One of each kind; where there are fewer kinds than examples, a second one of each.
    chosen = [
        (row, len(rows)) for at in range(EXAMPLES) for rows in common for row in _plain(rows)[at : at + 1]
    ]
    return [_example(row, QUOTED.get(home(trial.task), 0), alike) for row, alike in chosen[:EXAMPLES]]


def _plain(rows: list[Any]) -> list[Any]:
    """Those that can be quoted whole and are more than a word or two; all where there are none."""
    plain = [row for row in rows if 4 <= len(row.text.split()) <= min(QUOTED.values())]
    return plain or rows


def _example(row: Any, words: int, alike: int) -> str:
    said = row.text.split()
    quoted = " ".join(said[:words]) + (" …" if len(said) > words else "")
    at = f"turn {row.turn}" if pd.isna(row.line) else f"line {row.line}"
    where = f"{'encounter ' if row.encounter.isdecimal() else ''}{literal(row.encounter)}, {at}"
    text = f"{where}: “{literal(quoted)}”" if words else where
    missed, extra = (f"`{one}`" if one else "nothing" for one in (row.missed, row.extra))
    return f"{text} – missed {missed}, added {extra} ({alike:,} alike)"


def literal(text: str) -> str:
    """Words out of a transcript, which must not become signs of Markdown.

    Examples
    --------
    >>> print(literal("so *this* <b>"))
    so \\*this\\* \\<b\\>
    """
    return re.sub(r"([\\`*_\[\]<>|{}#$~])", r"\\\1", " ".join(text.split()))
