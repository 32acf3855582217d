"""What a link says in plain words, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from vuoro import wording
from vuoro.measures.declare import MEASURES, part_label
from vuoro.surveys.conduct import Link
from vuoro.surveys.items import labels
from vuoro.surveys.slopes import BETWEEN, FEWEST, WITHIN

TIMES = 3
"""Meetings of a professional, in at least ``FEWEST`` of them, below which the reading is cautious."""


def in_words(found: Link, language: str = "en") -> str:
    """A paragraph on a link between conduct and experience, in sv, fi or en.

    It names the size with its interval, says where the interval holds zero, and never that one of the two
    shows the other to be right.
    """
    _ = wording.translator(language)
    told = [row for row in found.terms.to_dict("records") if row["term"] in (BETWEEN, WITHIN)]
    sentences = [sentence for row in told for sentence in _sentences(row, found, language)]
    if not told:
        sentences = [_("There are too few meetings or professionals to tell how experience goes with this.")]
    elif _few(found.table):
        sentences.append(_("These are few professionals: take it as a reason to look at the meetings."))
    last = _(
        "A link is no cause. What was done and what was felt are two things, "
        "and neither is the measure of the other."
    )
    return " ".join([*sentences, last])


def conduct_label(measure: str, part: str, language: str) -> str:
    """What a measure and its part are called."""
    label = MEASURES[measure].declaration.label[language] if measure in MEASURES else measure
    return f"{label}: {part_label(part, language)}" if part else label


def _few(table: pd.DataFrame) -> bool:
    meetings = table[table["reason"] == ""].groupby("professional")["encounter"].nunique()
    return int((meetings >= TIMES).sum()) < FEWEST


def _sentences(row: Mapping[Any, Any], found: Link, language: str) -> list[str]:
    _ = wording.translator(language)
    between = _(
        "Between professionals: where “%(measure)s” is %(step)s higher, answers to “%(item)s” differ "
        "by %(by)s points (95 %% interval %(low)s to %(high)s)."
    )
    within = _(
        "Within professionals: in meetings where “%(measure)s” is %(step)s higher than in others of the same "
        "professional, answers to “%(item)s” differ by %(by)s points (95 %% interval %(low)s to %(high)s)."
    )
    sizes = {"by": row["estimate"], "low": row["low"], "high": row["high"]}
    told = (between if row["term"] == BETWEEN else within) % {
        "measure": conduct_label(found.measure, found.part, language),
        "item": labels(language).get(found.item, found.item),
        "step": wording.decimals(f"{found.step:g}", language),
        **{name: _signed(size, language) for name, size in sizes.items()},
    }
    if row["low"] <= 0 <= row["high"]:
        return [told, _("The interval holds zero: these meetings do not tell which way.")]
    return [told]


def _signed(value: float, language: str) -> str:
    return wording.decimals(f"{value:+.2f}".replace("-", "−"), language)
