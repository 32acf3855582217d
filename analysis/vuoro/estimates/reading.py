"""A comparison of groups in plain sentences. They say what differs and how sure that is, and praise nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from typing import Any

import pandas as pd

from vuoro import wording
from vuoro.estimates.models import RATIO
from vuoro.measures import declare

SHARE = "share"


def comparison(table: pd.DataFrame, covariates: Many[str], language: str) -> str:
    """The rows of a comparison, a paragraph each, and what none of them can say."""
    _ = wording.translator(language)
    rows: list[Any] = table.to_dict("records")
    told = [" ".join(_paragraph(row, covariates, language)) for row in rows]
    told.append(
        _("These are averages over groups. They say nothing about any one person, nor about what was felt.")
    )
    return wording.decimals("\n\n".join(told), language)


def _paragraph(row: Mapping[str, Any], covariates: Many[str], language: str) -> Iterator[str]:
    _ = wording.translator(language)
    yield _named(row["measure"], row["part"], language) + "."
    if row["state"] == "withheld":
        yield _(
            "Not shown: a number about fewer than five professionals could be read as one about a person."
        )
    elif row["state"] == "descriptive":
        yield _(
            "Not compared: there are too few professionals or encounters, or too little that varies. "
            "The numbers of each group stand by themselves."
        )
    else:
        yield from _compared(row, language)
        yield _basis(row, covariates, language)
        if row["role"] == "other":
            yield _("This was not named in advance: read it as a question, and not as an answer.")


def _compared(row: Mapping[str, Any], language: str) -> Iterator[str]:
    _ = wording.translator(language)
    means = {name: _amount(row[name], row, language) for name in ("mean", "mean_against")}
    yield _("%(group)s: %(mean)s; %(against)s: %(mean_against)s.") % {
        "group": row["group"],
        "against": row["against"],
        **means,
    }
    if row["contrast"] == RATIO:
        line = _("The first is %(value)s times the second (95 %% interval from %(low)s to %(high)s).")
        yield line % {name: f"{row[name]:.2f}" for name in ("value", "low", "high")}
    else:
        line = _("The difference is %(value)s (95 %% interval from %(low)s to %(high)s).")
        limits = {name: _difference(row[name], row) for name in ("low", "high")}
        yield line % {
            "value": f"{_difference(row['value'], row)} {_difference_unit(row, language)}",
            **limits,
        }
    none = 1.0 if row["contrast"] == RATIO else 0.0
    if row["low"] <= none <= row["high"]:
        yield _(
            "“No difference” lies within the interval, and so do differences either way: "
            "these encounters do not settle it."
        )
    else:
        yield _(
            "“No difference” lies outside the interval. "
            "How much the difference matters to people, the numbers do not tell."
        )


def _basis(row: Mapping[str, Any], covariates: Many[str], language: str) -> str:
    _ = wording.translator(language)
    counts = {"encounters": row["encounters"], "professionals": f"{row['professionals']:.0f}"}
    if not covariates:
        return _("It rests on %(encounters)s encounters of %(professionals)s professionals.") % counts
    line = _(
        "It rests on %(encounters)s encounters of %(professionals)s professionals, with %(covariates)s held equal."
    )
    return line % {**counts, "covariates": ", ".join(covariates)}


def _named(measure: str, part: str, language: str) -> str:
    """The measure, and its part where that is not said by then."""
    known = measure in declare.MEASURES
    label = declare.MEASURES[measure].declaration.label[language] if known else measure
    detail = declare.part_label(part, language) if part else ""
    return label if detail in label else f"{label} ({detail})"


def _amount(value: float, row: Mapping[str, Any], language: str) -> str:
    unit = _unit(row)
    if unit == SHARE:
        return f"{100 * value:.0f} %"
    return f"{_number(value)} {declare.text('unit', unit, language)}".strip()


def _difference(value: float, row: Mapping[str, Any]) -> str:
    """With its sign; of shares in percentage points."""
    shown = f"{100 * value:+.0f}" if _unit(row) == SHARE else _number(value, sign="+")
    return shown.replace("-", "−")


def _difference_unit(row: Mapping[str, Any], language: str) -> str:
    if _unit(row) == SHARE:
        ngettext = wording.counter(language)
        return ngettext("percentage point", "percentage points", round(100 * abs(row["value"])))
    return declare.text("unit", _unit(row), language)


def _unit(row: Mapping[str, Any]) -> str:
    known = row["measure"] in declare.MEASURES
    return declare.unit_id(row["measure"], row["part"]) if known else ""


def _number(value: float, sign: str = "-") -> str:
    """Three digits that matter, and no more."""
    return f"{value:{sign}.0f}" if abs(value) >= 100 else f"{value:{sign}.3g}"
