"""What a report is about: a corpus, who coded it, and whose encounters they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from pathlib import Path

import pandas as pd

from vuoro import agreement, estimates, measures
from vuoro import annotations as tables
from vuoro.agreement import Agreement
from vuoro.estimates.people import FEWEST_PROFESSIONALS
from vuoro.model import MACHINES, NOTHING, Annotation, Decision, Encounter, Sequence, VuoroError, record

NOT_POOLED = ("F7",)
"""Measures whose parts are places in one encounter; over encounters they mean nothing."""
DETAILS = ("excluded_", "n_transitions", ":with_continuers", "q25", "q75", "uncorrected")
"""Parts that a table on paper leaves out; ``pooled.csv`` has them all."""

SETTLED = "adjudicated"


class BadProfessionals(VuoroError):
    """The table of whose encounters these are cannot be used."""


@record
class Study:
    """A corpus with everything that is known of it.

    ``coders`` are those whose judgements are counted. ``professionals`` maps an encounter to the
    professional whose it is, under whatever pseudonym; without it nothing is pooled, unless every
    encounter is invented. ``failures`` are files that could not be used, with the reason.
    """

    encounters: Many[Encounter]
    annotations: Many[Annotation] = ()
    sequences: Many[Sequence] = ()
    decisions: Many[Decision] = ()
    support: Many[Annotation] = ()
    coders: tuple[str, ...] = ()
    professionals: Mapping[str, str] = NOTHING
    failures: tuple[tuple[str, str], ...] = ()

    @property
    def counted(self) -> list[Annotation]:
        """The judgements that the numbers rest on."""
        return [a for a in self.annotations if a.coder in self.coders and a.status != "rejected"]

    @property
    def invented(self) -> bool:
        """Whether nobody in it exists."""
        return bool(self.encounters) and all(encounter.invented for encounter in self.encounters)

    @property
    def personal(self) -> bool:
        """Whether what is told of all encounters might be told of a person: the same limit as for numbers."""
        if self.invented:
            return False
        known = {self.professionals.get(encounter.id, "") for encounter in self.encounters}
        return "" in known or 1 < len(known) < FEWEST_PROFESSIONALS

    @property
    def suggested(self) -> bool:
        """Whether the numbers rest on suggestions that no person has confirmed."""
        return any(coder.startswith(MACHINES) for coder in self.coders)


def measured(study: Study) -> pd.DataFrame:
    """Every measure of every encounter, with the professional whose encounter it is, where that is known."""
    frame = measures.measure(
        study.encounters,
        study.annotations,
        study.sequences,
        decisions=study.decisions,
        support=study.support,
        coders=study.coders or None,
    )
    if study.professionals:
        frame["professional"] = frame["encounter"].map(dict(study.professionals))
    return frame


def pooled(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """Every measure over all encounters, with its interval; see :func:`vuoro.estimates.pooled`.

    Clusters are the encounters; or the professionals, where they are several and one of them has several.

    Raises
    ------
    ProfessionalsUnknown
        where real encounters are pooled and nobody said whose they are.
    """
    kept = frame[~frame["measure"].isin(NOT_POOLED)]
    own = list(study.professionals.values())
    if 1 < len(set(own)) < len(own):
        table = estimates.pooled(
            kept, clusters="professional", professional=None if study.invented else "professional"
        )
        return table.assign(reason=table["reason"].map(_of_professionals))
    return estimates.pooled(kept, professional=None if study.invented else "professional")


def _of_professionals(reason: str) -> str:
    """A reason about clusters that are professionals, at each of whom nobody is told to look."""
    return reason.replace(": look at each of them too", "").replace("cluster", "professional")


def on_paper(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a pooled table that a reader of a report wants: no details, nothing that never occurred."""
    detail = table["part"].astype("str").map(lambda part: any(mark in part for mark in DETAILS))
    return table[~detail & (table["state"].astype("str") == "computed")]


def agreed(study: Study) -> Agreement | None:
    """How far the people agree who coded on their own; None where nobody else coded the same encounters."""
    own = [a for a in study.annotations if not a.coder.startswith(MACHINES) and a.status != SETTLED]
    try:
        links = [s for s in study.sequences if s.status != SETTLED]
        decided = [d for d in study.decisions if d.status != SETTLED]
        return agreement.agree(study.encounters, own, links, decisions=decided)
    except agreement.NothingToCompare:
        return None


def read_professionals(path: str | Path, encounters: Iterable[Encounter]) -> dict[str, str]:
    """Whose encounters these are, from a CSV with the columns encounter and professional.

    Raises
    ------
    BadProfessionals
        where an encounter is missing from the table, or has nobody.
    """
    path = Path(path)
    table = tables.rows(path, needed=("encounter", "professional"))
    whose = {row["encounter"]: row["professional"].strip() for _, row in table}
    missing = [e.id for e in encounters if not whose.get(e.id)]
    if missing:
        raise BadProfessionals(
            f"{path.name} does not say whose encounter {missing[0]} is"
            + (f", nor {len(missing) - 1} others" if len(missing) > 1 else "")
            + "; give each a row encounter,professional (a pseudonym will do)"
        )
    return whose
