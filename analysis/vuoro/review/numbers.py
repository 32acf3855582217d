"""Profile and measures as rows of a page, each number with the places it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from math import isnan
from typing import TYPE_CHECKING, Any

from vuoro import codebooks, measures, wording
from vuoro.measures.declare import unit_id
from vuoro.model import record

if TYPE_CHECKING:
    import pandas as pd

ASPECTS = ("opportunity", "uptake", "influence", "description")
Places = Mapping[tuple[str, str], Many[str]]


@record
class Dot:
    """Where an indicator falls on its own scale, as per cent of the scale's length."""

    at: float
    low: float | None
    high: float | None
    end: str
    open: bool


@record
class Indicator:
    """One line of the profile. ``dot`` is None where there was no occasion, so that nothing is drawn."""

    label: str
    state: str
    show: str
    dot: Dot | None
    reason: str
    caveat: str
    turns: tuple[str, ...]


@record
class Panel:
    """One of the five ways: its indicators under the aspect they tell of."""

    way: int
    name: str
    aspects: tuple[tuple[str, tuple[Indicator, ...]], ...]


@record
class Figure:
    """One number of a measure, or why there is none."""

    part: str
    counts: str
    value: str
    interval: str
    unit: str
    state: str
    reason: str
    turns: tuple[str, ...]


@record
class Measured:
    """One measure of the table: what it is and how to read it, and its numbers."""

    label: str
    caveat: str
    source: str
    figures: tuple[Figure, ...]


def panels(profile: pd.DataFrame, places: pd.DataFrame, language: str) -> list[Panel]:
    """The five ways, in order, all of them, with what was measured of each."""
    about, turns = _about(language), turns_by_number(places)
    rows = profile.to_dict("records")
    return [
        Panel(
            way=way,
            name=name,
            aspects=tuple(
                (aspect, tuple(_indicator(row, about, turns, language) for row in alike))
                for aspect in ASPECTS
                if (alike := [row for row in rows if row["way"] == way and row["aspect"] == aspect])
            ),
        )
        for way, name in codebooks.load("participation").way_names(language).items()
    ]


def table(frame: pd.DataFrame, places: pd.DataFrame, language: str) -> list[Measured]:
    """All measures of one encounter, each with its numbers as numerator / denominator and value."""
    about, turns = _about(language), turns_by_number(places)
    rows: dict[str, list[Figure]] = {}
    for row in frame.to_dict("records"):
        rows.setdefault(row["measure"], []).append(_figure_of(row, turns, language))
    return [
        Measured(
            label=str(about.get(id, {}).get("label", id)),
            caveat=str(about.get(id, {}).get("caveat", "")),
            source=str(about.get(id, {}).get("source", "")),
            figures=tuple(figures),
        )
        for id, figures in rows.items()
    ]


def counted(frame: pd.DataFrame) -> list[tuple[list[str], list[str]]]:
    """Whose annotations the measures count: coders and statuses, as the rows of the frame state them."""
    pairs = dict.fromkeys(zip(frame["coders"], frame["statuses"], strict=True))
    return [
        (coders.split(", "), [s for s in statuses.split(", ") if s]) for coders, statuses in pairs if coders
    ]


def turns_by_number(places: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Measure and part to the turns they rest on, in the order of the talk."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for measure, part, turn in zip(places["measure"], places["part"], places["turn"], strict=True):
        found.setdefault((measure, part), {})[turn] = None
    return {number: list(turns) for number, turns in found.items()}


def _about(language: str) -> dict[str, Mapping[Any, Any]]:
    return {row["measure"]: row for row in measures.catalogue(language).to_dict("records")}


def _indicator(
    row: Mapping[Any, Any], about: Mapping[str, Mapping[Any, Any]], turns: Places, language: str
) -> Indicator:
    known = about.get(row["measure"], {})
    drawn = row["state"] in ("seen", "not_seen")
    label = str(known.get("label", row["measure"]))
    if row["part"]:
        label = f"{label}: {part_name(row['part'], language)}"
    return Indicator(
        label=label,
        state=row["state"],
        show=str(row["show"]) if drawn else "",
        dot=_dot(row, language) if drawn else None,
        reason=str(row["reason"] or ""),
        caveat=str(known.get("caveat", "")),
        turns=tuple(turns.get((row["measure"], row["part"]), ())),
    )


def _dot(row: Mapping[Any, Any], language: str) -> Dot:
    value, low, high = (_number(row[column]) for column in ("value", "low", "high"))
    end = scale_end(row)
    return Dot(
        at=_per_cent(value or 0.0, end),
        low=None if low is None else _per_cent(low, end),
        high=None if high is None else _per_cent(high, end),
        end=wording.decimals(f"{end:g}", language),
        open=row["state"] == "not_seen",
    )


def scale_end(row: Mapping[Any, Any]) -> float:
    """1 for a share of moments, the next round number for anything else, and never right at the dot."""
    if unit_id(row["measure"], row["part"]) == "share":
        return 1.0
    most = max(_number(row["value"]) or 0.0, _number(row["high"]) or 0.0)
    return float(next((end for end in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if end > 1.1 * most), most))


def _per_cent(value: float, end: float) -> float:
    return round(100 * min(1.0, max(0.0, value / end)), 2)


def _figure_of(row: Mapping[Any, Any], turns: Places, language: str) -> Figure:
    return Figure(
        part=part_name(row["part"], language),
        counts=_counts(row, language),
        value=_figure(_number(row["value"]), language),
        interval=_interval(row, language),
        unit=measures.unit(row["measure"], row["part"], language),
        state=row["state"],
        reason=measures.reason_text(row["reason"], language) if row["reason"] else "",
        turns=tuple(turns.get((row["measure"], row["part"]), ())),
    )


def part_name(part: str, language: str) -> str:
    """The name of a part; where a piece of it is a code, its name is in the codebook."""
    labels = codebooks.load("participation").labels(language)
    named = [(piece, measures.part_label(piece, language)) for piece in part.split(":") if piece]
    return ": ".join(labels.get(piece, label) if label == piece else label for piece, label in named)


def _counts(row: Mapping[Any, Any], language: str) -> str:
    parts = [_figure(_number(row[column]), language) for column in ("numerator", "denominator")]
    return "/".join(part for part in parts if part)


def _interval(row: Mapping[Any, Any], language: str) -> str:
    ends = [_figure(_number(row[column]), language) for column in ("low", "high")]
    between = " – " if any("−" in end for end in ends) else "–"
    return between.join(ends) if all(ends) else ""


def _figure(value: float | None, language: str) -> str:
    """As many decimals as small counts can bear."""
    if value is None:
        return ""
    text = f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return wording.decimals(text, language).replace("-", "−")


def _number(value: Any) -> float | None:
    return None if value is None or isnan(value) else float(value)
