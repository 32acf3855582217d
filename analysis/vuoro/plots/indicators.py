"""The lines of a profile: each indicator with its state and a scale of its own, and what people said."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from math import isfinite
from typing import Any

import pandas as pd

from vuoro import measures, surveys, wording
from vuoro.measures.declare import MEASURES, unit_id
from vuoro.measures.profile import FEW
from vuoro.model import NOTHING, VuoroError, record

ASPECTS = ("opportunity", "uptake", "influence", "description")
PEOPLE = "people"
ENOUGH = 30
"""Encounters of the same service and language, below which a reference would pretend to be a norm."""

SIDES = {"client": "client", "staff": "professional"}

Bands = Mapping[Any, tuple[float, float]]
"""Measure and part to the two ends of what is usual."""


class SeveralKinds(VuoroError):
    """A reference is of encounters of one service and one language."""


@record
class Line:
    """One line of a panel: a heading, or an indicator with its place on a scale of its own.

    ``band`` is where a reference lies. A scale without an ``end_label`` is not drawn.
    """

    label: str
    heading: bool = False
    indent: int = 1
    state: str = ""
    show: str = ""
    value: float = 0.0
    low: float | None = None
    high: float | None = None
    start: float = 0.0
    end: float = 1.0
    start_label: str = ""
    end_label: str = ""
    band: tuple[float, float] | None = None
    answer: bool = False


def bands_of(reference: pd.DataFrame | None) -> Bands:
    """Where the middle of a reference lies, of measures for which it has enough encounters.

    Raises
    ------
    SeveralKinds
    """
    if reference is None:
        return {}
    # One that is withheld has encounters, and no percentiles.
    usual = reference[(reference["encounters"] >= ENOUGH) & reference["p10"].notna()]
    if usual.duplicated(["measure", "part"]).any():
        raise SeveralKinds(
            "the reference has several rows for one measure; choose those of encounters like this one: "
            "reference[(reference.service == ...) & (reference.language == ...)]"
        )
    return {(row["measure"], row["part"]): (row["p10"], row["p90"]) for row in usual.to_dict("records")}


def panel(
    rows: Many[Mapping[Any, Any]],
    language: str,
    bands: Bands = NOTHING,
) -> list[Line]:
    """The lines of one way: opportunity, then uptake and influence, then what people said, under headings."""
    _, lines = wording.translator(language), []
    for aspect in ASPECTS:
        if indicators := [row for row in rows if row["aspect"] == aspect]:
            lines.append(Line(label=wording.name("aspect", aspect, language), heading=True))
            lines += _indicators(indicators, bands, language)
    lines = lines or [Line(label=_("Nothing is measured from this talk"), heading=True)]
    if answers := [row for row in rows if row["aspect"] == PEOPLE]:
        lines.append(Line(label=_("What people said of the meeting"), heading=True))
        lines += [_answer(row, language) for row in answers]
    return lines


def _indicators(rows: Many[Mapping[Any, Any]], bands: Bands, language: str) -> list[Line]:
    """A line a row; of a measure that has several, only the first bears its name."""
    lines, before = [], ""
    for row in rows:
        again = row["measure"] == before
        label = (
            measures.part_label(row["part"], language)
            if again
            else named(row["measure"], row["part"], language)
        )
        lines.append(_line(row, label, 2 if again else 1, bands.get((row["measure"], row["part"])), language))
        before = row["measure"]
    return lines


def named(measure: str, part: str, language: str) -> str:
    """What a number is called: its measure, and its part where that is not said by then.

    Examples
    --------
    >>> named("Q4", "extended", "en"), named("Q3", "opening", "en")
    ('Invitations that got an extended answer', 'Invitations to tell or to give a view: opening')
    """
    label = MEASURES[measure].declaration.label[language] if measure in MEASURES else measure
    detail = measures.part_label(part, language) if part else ""
    return label if detail in label else f"{label}: {detail}"


def _line(
    row: Mapping[Any, Any], label: str, indent: int, band: tuple[float, float] | None, language: str
) -> Line:
    end, end_label = _scale(row, band, language)
    return Line(
        label=label, indent=indent, state=row["state"], show=_shown(row, language), value=_number(row["value"]) or 0.0,
        **_interval(row), end=end, end_label=end_label, band=band,
    )  # fmt: skip


def _interval(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The interval, except of a proportion of fewer than five moments, which is a fraction only."""
    if unit_id(row["measure"], row["part"]) == "share" and row["denominator"] < FEW:
        return {}
    return {"low": _number(row["low"]), "high": _number(row["high"])}


def _answer(row: Mapping[Any, Any], language: str) -> Line:
    """What somebody said, on the scale on which they were asked."""
    start, _, end = row["unit"].partition("–")
    side = wording.name("role", SIDES.get(row["part"], row["part"]), language)
    label = surveys.labels(language).get(row["measure"], row["measure"])
    scaled = bool(end) and row["unit"] != "0–1"
    return Line(
        label=f"{label} ({side})", state=row["state"], show=_shown(row, language), value=_number(row["value"]) or 0.0,
        start=float(start) if scaled else 0.0, end=float(end) if scaled else 1.0,
        start_label=start if scaled else "", end_label=end if scaled else "", answer=True,
    )  # fmt: skip


def _shown(row: Mapping[Any, Any], language: str) -> str:
    if row["state"] in ("seen", "not_seen"):
        return str(row["show"])
    _ = wording.translator(language)
    if row["state"] == "no_occasion":
        return _("no occasion")
    told = row["reason"] or _("cannot be computed")
    return (
        told if row["aspect"] == PEOPLE else f"{_('cannot be computed')}: {told}" if row["reason"] else told
    )


def _number(value: Any) -> float | None:
    return float(value) if value is not None and isfinite(value) else None


def _scale(row: Mapping[Any, Any], band: tuple[float, float] | None, language: str) -> tuple[float, str]:
    """Where a line's scale ends: 1 for a share of moments, the next round number for anything else."""
    if unit_id(row["measure"], row["part"]) == "share":
        return 1.0, "1"
    most = max(_number(row["value"]) or 0.0, _number(row["high"]) or 0.0, band[1] if band else 0.0)
    # A dot at the very end would look like all there can be.
    end = next((e for e in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if e > 1.1 * most), most)
    return float(end), wording.decimals(f"{end:g}", language)
