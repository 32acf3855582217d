"""The report as one page: opens from a disk, asks for nothing, and prints."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from vuoro import agreement, codebooks, learning, measures, plots, wording
from vuoro.agreement import Agreement
from vuoro.estimates.people import ProfessionalsUnknown
from vuoro.measures.declare import unit, unit_id
from vuoro.measures.dictionary import HEADINGS, family
from vuoro.measures.profile import shown
from vuoro.model import MACHINES, Encounter, record
from vuoro.plots.profile import printed_line
from vuoro.report import methods, reasons
from vuoro.report.figures import figures
from vuoro.report.study import Study, agreed, measured, on_paper, pooled
from vuoro.review.numbers import part_name
from vuoro.review.templates import render
from vuoro.wording import N_

ESTIMATES = {
    "ratio of sums": N_("ratio of sums"),
    "mean of ratios": N_("mean of ratios"),
    "mean count": N_("mean of encounters"),
    "median of encounters": N_("median of encounters"),
    "median of clusters' medians": N_("median of professionals’ medians"),
}
"""What :func:`vuoro.estimates.pooled` calls its ways of making one number of many, as users read it."""


@record
class Made:
    """A report and the tables that it was made from, by name."""

    html: str
    tables: dict[str, pd.DataFrame]


def report(study: Study, *, language: str = "en", title: str = "") -> Made:
    """A corpus as one HTML page: what was analysed, who coded, agreement, measures, limits, methods.

    Numbers are pooled over encounters with their intervals; nothing is ranked and nobody is listed.
    Where pooling would tell of persons, it is left out and the page says why.
    """
    frame = measured(study)
    compared = agreed(study)
    whole, withheld = _pooled(study, frame)
    tables = {"measures": frame, **({} if whole is None else {"pooled": whole})}
    if compared is not None:
        tables |= {"agreement": compared.coefficients, "disagreements": compared.disagreements}
    html = render(
        "vuoro.report:report.html.j2",
        language,
        title=title,
        study=study,
        corpus=list(_corpus(study, language)),
        coders=list(_coders(study)),
        agreement=None if compared is None else _agreement_rows(compared, language),
        agreed_on=None if compared is None else methods.overall(compared).to_dict(),
        conventions=agreement.conventions().fillna({"from": -1.0, "to": 9.0}).to_dict("records"),
        families=[] if whole is None else list(_families(on_paper(whole), language)),
        never=[] if whole is None else _never(whole, language),
        withheld=withheld,
        figures=[(_image(one.figure), one.caption) for one in figures(study, compared, language)],
        paragraphs=methods.paragraphs(study, whole, compared, language),
        references=methods.references(whole, compared),
        printed_line=printed_line(study.coders, _reliability(compared, language), language),
        codebook=codebooks.load("participation"),
    )
    return Made(html=html, tables=tables)


def _reliability(compared: Agreement | None, language: str) -> str:
    """Alpha over all codes, for the line that goes with every number; "" where nobody coded twice."""
    if compared is None:
        return ""
    return wording.decimals(f"alpha {methods.overall(compared)['value']:.2f}", language)


def _pooled(study: Study, frame: pd.DataFrame) -> tuple[pd.DataFrame | None, bool]:
    """The numbers over all encounters, or that they are withheld."""
    try:
        return pooled(study, frame), False
    except ProfessionalsUnknown:
        return None, True


def _corpus(study: Study, language: str) -> Iterator[tuple[str, str, int, int, str]]:
    """A row for each language and way of transcribing: encounters, turns, minutes of talk."""

    def kind(encounter: Encounter) -> tuple[str, str]:
        return encounter.language or "", encounter.transcribed

    for (spoken, transcribed), some in groupby(sorted(study.encounters, key=kind), key=kind):
        talks = list(some)
        yield (
            wording.name("language", spoken, language),
            wording.name("transcribed", transcribed, language),
            len(talks),
            sum(len(one.turns) for one in talks),
            _minutes(talks),
        )


def _minutes(encounters: list[Encounter]) -> str:
    spans = [[t for turn in e.turns for t in (turn.start, turn.end) if t is not None] for e in encounters]
    timed = [max(times) - min(times) for times in spans if times]
    if not timed:
        return "–"
    minutes = f"{sum(timed) / 60:.0f}"
    return minutes if len(timed) == len(encounters) else f"{minutes} ({len(timed)}/{len(encounters)})"


def _coders(study: Study) -> Iterator[dict[str, Any]]:
    moves = Counter(a.coder for a in study.annotations if a.status != "rejected")
    where: dict[str, set[str]] = {}
    for one in study.annotations:
        where.setdefault(one.coder, set()).add(one.encounter)
    scores = {one["coder"]: one["scores"] for one in learning.named(sorted(where), ())}
    for coder in sorted(where, key=lambda name: (name not in study.coders, name)):
        yield {
            "name": coder,
            "machine": coder.startswith(MACHINES),
            "counted": coder in study.coders,
            "encounters": len(where[coder]),
            "moves": moves[coder],
            "f1": scores.get(coder, {}).get("macro", {}).get("f1"),
        }


def _agreement_rows(compared: Agreement, language: str) -> list[dict[str, Any]]:
    """A row a code: alpha with its interval, kappa, AC1, positive agreement and how often the code was given."""
    labels = codebooks.load("participation").labels(language)
    table = compared.coefficients
    table = table[(table["coders"] == " × ".join(compared.coders)) & (table["language"] == "all")]
    rows = []
    for code, own in table.groupby("code", sort=False):
        by = {one["coefficient"]: one for one in own.to_dict("records")}
        if "alpha" in by:
            rows.append({"code": code, "label": labels.get(str(code), str(code)), "by": by})
    return rows


def _families(table: pd.DataFrame, language: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    _ = wording.translator(language)
    known = measures.catalogue(language).set_index("measure")
    for letter, own in table.groupby(table["measure"].astype("str").map(family), sort=False):
        rows = []
        for id, parts in own.groupby("measure", sort=False, observed=True):
            told = known.loc[id]
            rows.append(
                {
                    "id": id,
                    "label": told["label"],
                    "caveat": told["caveat"],
                    "experimental": bool(told["experimental"]),
                    "parts": [
                        _part({str(name): value for name, value in row.items()}, language)
                        for row in parts.to_dict("records")
                    ],
                }
            )
        yield _(HEADINGS[letter]), rows


def _part(row: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "name": part_name(str(row["part"]), language),
        "show": _value(row, language),
        "estimate": wording.translator(language)(ESTIMATES.get(row["estimate"], row["estimate"])),
        "encounters": int(row["encounters"]),
        "no_occasion": int(row["no_occasion"]),
        "not_computable": int(row["not_computable"]),
        "reason": reasons.told(str(row["reason"]), language),
    }


def _value(row: dict[str, Any], language: str) -> str:
    """The number as a profile prints it; a mean of counts with its interval, an index without a unit."""
    kind = unit_id(row["measure"], row["part"])
    if kind not in ("count", "index"):
        told = {**row, "state": "seen", "unit": unit(row["measure"], row["part"], language)}
        return wording.decimals(shown(told, language), language)
    digits = 1 if kind == "count" else 2
    text = f"{row['value']:.{digits}f}"
    if row["low"] == row["low"]:
        text += f" [{row['low']:.{digits}f}–{row['high']:.{digits}f}]"
    return wording.decimals(text, language)


def _never(table: pd.DataFrame, language: str) -> list[str]:
    """The measures of which no part could be computed anywhere, by label."""
    known = measures.catalogue(language).set_index("measure")["label"]
    seen = table[table["state"].astype("str") == "computed"]["measure"].unique()
    return [f"{id} · {known[id]}" for id in table["measure"].unique() if id not in seen]


def _image(figure: Any) -> str:
    """As an image and not as part of the page, so that nothing in it can act."""
    return f"data:image/svg+xml;base64,{b64encode(plots.picture(figure).encode('utf-8')).decode('ascii')}"
