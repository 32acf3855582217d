"""A corpus past one machine: run in batches, by many workers, and asked where its results lie.

Everything before the results is a map over batches of files and a fold: the files decide the batches
(:mod:`planning`), a batch is done by functions of it alone (:mod:`working`), whoever does it
(:mod:`workers`, :mod:`cluster`), however often it must be tried (:mod:`trying`); what is of the whole
corpus is folded from small records (:mod:`folding`) that stand in a journal (:mod:`journal`). Where
other people are to meet in the talk, who is who is settled in the fold (:mod:`pseudonyms`), carried out on
each batch (:mod:`disguising`), and kept out of what is told (:mod:`secrecy`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vuoro.scale.parts import SCHEMAS, TABLES, table
from vuoro.scale.pseudonyms import Pseudonymising
from vuoro.scale.running import ENGINES, LIMIT, Report, run

if TYPE_CHECKING:
    from vuoro.scale.queries import query

__all__ = ["ENGINES", "LIMIT", "SCHEMAS", "TABLES", "Pseudonymising", "Report", "query", "run", "table"]


def __getattr__(name: str) -> Any:
    """``query`` once it is asked for: it brings statistics along, for which no worker should have to wait."""
    if name == "query":
        from vuoro.scale.queries import query

        return query
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
