"""The pictures of a corpus, each with what it shows; what cannot be drawn is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vuoro import measures, plots, wording
from vuoro.agreement import Agreement
from vuoro.model import record
from vuoro.plots.turn_taking import NothingTimed
from vuoro.report.study import Study


@record
class Picture:
    """A figure, the name of its file, and its caption."""

    name: str
    figure: Any
    caption: str


def figures(study: Study, compared: Agreement | None, language: str) -> Iterator[Picture]:
    """Turn-taking, outcomes, transitions and agreement, as far as the corpus has what they need.

    Where numbers over all encounters might tell of a person, so might pictures of them: then only agreement.
    """
    if not study.personal:
        yield from _talk(study, language)
    if compared is not None:
        _ = wording.translator(language)
        together = compared.coefficients[compared.coefficients["coders"] == " × ".join(compared.coders)]
        drawn = plots.agreement(together, language=language)
        yield Picture(name="agreement", figure=drawn, caption=_("How far coders agree"))


def _talk(study: Study, language: str) -> Iterator[Picture]:
    _ = wording.translator(language)
    linked = [s for s in study.sequences if s.coder in study.coders and s.status != "rejected"]
    try:
        drawn = plots.turn_taking(study.encounters, language=language).figure
        yield Picture(name="turn_taking", figure=drawn, caption=_("How soon the next speaker begins"))
    except NothingTimed:
        pass
    if linked:
        drawn = plots.outcomes(linked, language=language).figure
        yield Picture(name="outcomes", figure=drawn, caption=_("How sequences ended"))
    if study.counted:
        table = measures.transitions(study.encounters, study.annotations, coders=study.coders)
        if len(table):
            drawn = plots.transitions(table, language=language).figure
            caption = _("What the other side did next, more often than by chance")
            yield Picture(name="transitions", figure=drawn, caption=caption)
