"""The numbers of what was found, for one machine's folder and for a part of a large one alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vuoro import measures

if TYPE_CHECKING:
    import pandas as pd

    from vuoro.chain.examining import Findings


def numbers(found: Findings, language: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The measures, the profile with its names in a language, and the places that the measures rest on."""
    frame, places = measures.measured(
        found.encounters,
        found.annotations,
        found.sequences,
        decisions=found.decisions,
        support=found.support,
        coders=found.coders,
        study=found.study,
    )
    return frame, measures.profile(frame, language=language), places
