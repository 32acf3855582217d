"""The methods section: what was done, in sentences that can be pasted into a paper, with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from vuoro import codebooks, wording
from vuoro.agreement import Agreement
from vuoro.agreement.resampling import DRAWS
from vuoro.estimates.pooling import ENOUGH
from vuoro.report.study import Study
from vuoro.sequences.decisions import BY_RULE, MADE_BY

if TYPE_CHECKING:
    import pandas as pd


def paragraphs(
    study: Study, pooled: pd.DataFrame | None, agreed: Agreement | None, language: str
) -> list[str]:
    """The paragraphs, each one about one step, in sv, fi or en. Numbers are those of this corpus."""
    return [
        *_material(study, language),
        *_coding(study, language),
        # Alone here are points decimal; those of versions stay.
        *(wording.decimals(paragraph, language) for paragraph in _agreement(agreed, language)),
        *_estimates(pooled, language),
    ]


def references(pooled: pd.DataFrame | None, agreed: Agreement | None) -> list[str]:
    """The literature that those paragraphs cite, in order."""
    used = ["talk", "moves"]
    if agreed is not None:
        used.append("agreement")
    if pooled is not None:
        used.append("estimates")
        if _timed(pooled):
            used.append("timing")
    known = _literature()
    ours = f"vuoro (version {version('vuoro')}) [Computer software]. BSD 3-Clause."
    return sorted([*(text for part in used for text in known[part].values()), ours], key=str.casefold)


def _material(study: Study, language: str) -> Iterator[str]:
    _, ngettext = wording.translator(language), wording.counter(language)
    sizes = [len(encounter.turns) for encounter in study.encounters]
    spoken = sorted({wording.name("language", e.language or "", language) for e in study.encounters})
    text = ngettext("We analysed %(num)s encounter", "We analysed %(num)s encounters", len(sizes))
    yield " ".join(
        [
            text % {"num": len(sizes)} + _(" (%(turns)s turns at talk; %(languages)s).") % {
                "turns": sum(sizes), "languages": ", ".join(spoken)},
            _("Transcripts were read with vuoro %(version)s, which keeps every transcription sign "
              "(Jefferson 2004) beside the words.") % {"version": version("vuoro")},
            *([_("All encounters are invented; their numbers are no findings.")] if study.invented else []),
        ]
    )  # fmt: skip


def _coding(study: Study, language: str) -> Iterator[str]:
    _ = wording.translator(language)
    book = codebooks.load("participation")
    if not study.coders:
        yield _("No moves were coded; only talk as such was counted.")
        return
    yield _(
        "Moves of client participation were coded with the codebook %(codebook)s (%(codes)s codes in five "
        "ways; Collins et al. 2005; Heritage & Robinson 2006; Stevanovic & Peräkylä 2012; Thompson et al. 2016) "
        "by %(coders)s (%(moves)s moves), and linked into sequences with their outcomes."
    ) % {
        "codebook": book.id,
        "codes": len(book.codes),
        "coders": ", ".join(dict.fromkeys(one.coder for one in study.counted)) or ", ".join(study.coders),
        "moves": len(study.counted),
    }
    yield from _decisions(study, language)
    if study.suggested:
        yield _(
            "These are suggestions of a machine that no person has confirmed. How often they are right is "
            "measured and modest; counts of them are not counts of what people did."
        )


def _decisions(study: Study, language: str) -> Iterator[str]:
    """Whose the decisions are: people's, or those that rules make where nobody coded any."""
    _, ngettext = wording.translator(language), wording.counter(language)
    heeded = [one for one in study.decisions if one.coder in study.coders and one.status != "rejected"]
    judged = [one for one in heeded if one.attributes.get(MADE_BY) != BY_RULE]
    if judged:
        told = ngettext(
            "%(num)s decision was coded as such by %(coders)s, with its outcome and its features.",
            "%(num)s decisions were coded as such by %(coders)s, with their outcomes and their features.",
            len(judged),
        )
        yield told % {"num": len(judged), "coders": ", ".join(dict.fromkeys(one.coder for one in judged))}
    if judged and len(judged) < len(heeded):
        yield _(
            "Where nobody coded any, decisions and their features were made from moves and sequences by rule."
        )
    elif heeded and not judged:
        yield _(
            "Decisions and their features were made from these moves and sequences by rule; "
            "no person coded them as such."
        )


def _agreement(agreed: Agreement | None, language: str) -> Iterator[str]:
    _ = wording.translator(language)
    if agreed is None:
        yield _("Nobody coded the same encounters a second time, so it is not known how far coders agree.")
        return
    row = overall(agreed)
    told = {
        "coders": len(agreed.coders),
        "encounters": int(row["encounters"]),
        "units": int(row["units"]),
        "alpha": f"{row['value']:.2f}",
    }
    yield _(
        "%(coders)s coders coded %(encounters)s encounters (%(units)s units) independently. Krippendorff’s alpha "
        "over all codes was %(alpha)s%(interval)s (Krippendorff 2018; kappa, Cohen 1960, and AC1, Gwet 2008, "
        "are in the table); intervals come from drawing whole encounters again (%(draws)s draws)."
    ) % {**told, "interval": _interval(row, language), "draws": DRAWS}


def _estimates(pooled: pd.DataFrame | None, language: str) -> Iterator[str]:
    _ = wording.translator(language)
    if pooled is None:
        return
    yield _(
        "Measures were pooled over encounters as ratios of sums, since moments of one encounter resemble each "
        "other. Intervals (95 %%) are linearised with t where fewer than %(enough)s encounters had an occasion "
        "(Cochran 1977), else bias-corrected and accelerated from drawing whole encounters again (Efron 1987); "
        "medians have order-statistic intervals. Encounters without occasion, and those where a measure cannot "
        "be computed, are counted and never entered as zero."
    ) % {"enough": ENOUGH}
    if int(pooled["clusters"].max()) < int(pooled["encounters"].max()):
        yield _(
            "Encounters of one professional resemble each other too: in all of this, the encounters of each "
            "professional were taken together."
        )
    if _timed(pooled):
        yield _(
            "Floor transfer offsets run from the end of one speaker’s talk to the beginning of the next one’s "
            "(Heldner & Edlund 2010; Levinson & Torreira 2015); continuers and turns inside another’s talk "
            "take no floor and were left out, and counted."
        )


def overall(agreed: Agreement) -> pd.Series:
    """Alpha over all codes, of all the coders together."""
    table = agreed.coefficients
    together = table[(table["coders"] == " × ".join(agreed.coders)) & (table["language"] == "all")]
    return together[(together["coefficient"] == "alpha") & (together["code"] == "all")].iloc[0]


def _interval(row: pd.Series, language: str) -> str:
    if row["low"] != row["low"]:
        return ""
    return f" [{row['low']:.2f}, {row['high']:.2f}]"


def _timed(pooled: pd.DataFrame) -> bool:
    return bool(((pooled["measure"] == "T1") & (pooled["state"] == "computed")).any())


@cache
def _literature() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("vuoro.report") / "references.toml").read_text(encoding="utf-8"))
