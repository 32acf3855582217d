"""What is known about each encounter beside the talk: organisation, year, setting, and anything a study adds.

Transcripts and their ``corpus.toml`` may say it, and a table of the study's own may say more. A column of
it makes groups, and a number about a group of few professionals can be read as a number about a person. So
a group is named only where five professionals are known to stand behind it, and who they are is never asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.estimates.people import FEWEST_PROFESSIONALS
from vuoro.model import VuoroError, record

if TYPE_CHECKING:
    import pandas as pd

OWN = ("setting", "organisation", "year")
WITHHELD = "(withheld)"
PROFESSIONAL = "professional"


class BadFacts(VuoroError):
    """A table about the encounters that cannot be used."""


@record
class Facts:
    """A row an encounter: ``table`` with the groups that may be named, and why sums are ``withheld``, or ""."""

    table: pd.DataFrame
    withheld: str = ""


def facts(encounters: pd.DataFrame, about: str | Path | None = None) -> Facts:
    """What is told of the encounters, with small groups of professionals withheld.

    Parameters
    ----------
    encounters : columns encounter, invented and, where a run told them, setting, organisation and year
    about : a CSV with the column encounter and any others; `professional` (pseudonyms will do) is used to
        count professionals and is not in the result. It goes before what the transcripts say

    Raises
    ------
    BadFacts
        where the CSV has no column encounter, or tells of an encounter twice.

    Examples
    --------
    >>> import pandas as pd
    >>> read = pd.DataFrame({"encounter": ["a"], "invented": [False], "organisation": ["East"]})
    >>> known = facts(read)
    >>> known.table.to_dict("records"), known.withheld
    ([{'encounter': 'a', 'setting': '', 'organisation': '(withheld)', 'year': ''}],
     'it is not known whose encounters 1 of 1 are')
    >>> facts(read.assign(invented=True)).table["organisation"].tolist()
    ['East']
    """
    table = _merged(encounters, about)
    invented = bool(len(table)) and bool(encounters["invented"].all())
    whose = table.pop(PROFESSIONAL)
    known = set(whose[whose != ""])
    unknown = int((whose == "").sum())
    if invented or (not unknown and len(known) == 1):
        return Facts(table=table)
    for column in table.columns.drop("encounter"):
        table[column] = _named(table[column], whose)
    if unknown:
        return Facts(
            table=table, withheld=f"it is not known whose encounters {unknown:,} of {len(table):,} are"
        )
    if len(known) < FEWEST_PROFESSIONALS:
        few = f"they are of {len(known)} professionals, and a sum takes {FEWEST_PROFESSIONALS}"
        return Facts(table=table, withheld=few)
    return Facts(table=table)


def _named(groups: pd.Series, whose: pd.Series) -> pd.Series:
    """The names of groups of enough professionals, all of whom are known; "" stays "", the others are withheld."""
    known = whose.where(whose != "").groupby(groups).agg(["nunique", "count", "size"])
    enough = known.index[(known["nunique"] >= FEWEST_PROFESSIONALS) & (known["count"] == known["size"])]
    return groups.where(groups.isin(enough) | (groups == ""), WITHHELD)


def _merged(encounters: pd.DataFrame, about: str | Path | None) -> pd.DataFrame:
    table = encounters[["encounter"]].copy()
    for column in OWN:
        table[column] = encounters[column].astype(str) if column in encounters else ""
    if about is None:
        return table.assign(**{PROFESSIONAL: ""})
    told = _read(Path(about)).reindex(table["encounter"])
    for column in told.columns:
        said = told[column].fillna("").to_numpy()
        table[column] = said if column not in table else table[column].where(said == "", said)
    return table if PROFESSIONAL in table else table.assign(**{PROFESSIONAL: ""})


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    from vuoro import annotations

    rows = [row for _, row in annotations.rows(path, needed=("encounter",))]
    table = pd.DataFrame(rows).set_index("encounter") if rows else pd.DataFrame(index=pd.Index([]))
    twice = table.index[table.index.duplicated()]
    if len(twice):
        raise BadFacts(
            f"{path.name}: encounter {twice[0]!r} has {(table.index == twice[0]).sum()} rows; keep one"
        )
    return table.map(str.strip)
