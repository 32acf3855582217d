"""Questions to the results of a run, answered by DuckDB where the tables lie: ready ones, or SQL of one's own.

The database is sealed before any question is put: it gets the tables of one folder as Arrow datasets and
then no file, no network, no extension and no setting, so that SQL somebody sends along can read nothing
else and change nothing. Nobody's name is in what it sees, neither speaker nor professional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.estimates.people import ListsProfessionals, ProfessionalsUnknown
from vuoro.model import NOTHING, VuoroError
from vuoro.scale import facts, questions, results

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_WHO = re.compile(r"\b(speaker|professional)\b", re.IGNORECASE)
_SEALS = (
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
_CLOSED: Mapping[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


class BadQuery(VuoroError):
    """SQL that is not one question, cannot be understood, or wants what a sealed database does not give."""


class NeedsDuckDB(VuoroError):
    """DuckDB is not installed."""


def query(
    folder: str | Path,
    name: str = "",
    *,
    sql: str = "",
    about: str | Path | None = None,
    settings: Mapping[str, Any] = NOTHING,
    limit: int | None = None,
) -> pd.DataFrame:
    """The answer to a ready question, or to SQL of your own, over all encounters of a run.

    Parameters
    ----------
    folder : what ``vuoro run … --out`` wrote, with any engine or none
    name : a ready question (:func:`vuoro.scale.questions.questions` has them all), or
    sql : one SELECT over encounters, annotations, sequences, support, decisions, measures, profile,
        problems; about (what is known of each encounter); and moves, links, episodes, words (of
        the coders that the run counted)
    about : a CSV with the column encounter, and organisation, year, professional or any others, which then
        are columns of `about`; `professional` only counts how many stand behind a group
    settings : of the ready question, by name
    limit : at most so many rows

    Returns
    -------
    DataFrame
        a row as the question's ``about`` says; the same order every time.

    Raises
    ------
    NoResults, NoSuchQuestion, BadFacts
        where folder, question or table about the encounters is not what it should be.
    ProfessionalsUnknown
        where a sum over encounters might be a number of a person.
    BadQuery
        where SQL of your own is no single SELECT or fails; the message is the database's.

    Examples
    --------
    >>> import vuoro
    >>> ignored = query("results", "ignored-proposals")  # doctest: +SKIP
    >>> loud = query("results", sql="select encounter, value from measures where measure = 'F1'")  # doctest: +SKIP
    """
    if bool(name) == bool(sql):
        raise BadQuery("say which: the name of a ready question, or SQL of your own")
    asked = questions.question(name) if name else None
    given = questions.settings(asked, settings) if asked else dict(settings)
    with sealed(folder, about) as (database, known):
        if asked and asked.pooled and known.withheld:
            raise ProfessionalsUnknown(
                f"{asked.name} adds encounters up, and {known.withheld}: the sum might be a number of a person. "
                "Say whose they are with --about CSV (columns encounter, professional; pseudonyms will do)"
            )
        return _answer(database, asked.sql if asked else sql, given, limit)


@contextmanager
def sealed(
    folder: str | Path, about: str | Path | None = None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, facts.Facts]]:
    """A database over one folder of results that can do nothing but answer, and what is known of the encounters."""
    found = results.opened(folder)
    known = facts.facts(found.encounters, about)
    with closing(_connected()) as database:
        for name, table in _tables(found, known).items():
            database.register(name, table)
        for name, view in questions.views().items():
            database.execute(f"CREATE VIEW {name} AS {view}")
        for seal in _SEALS:
            database.execute(seal)
        yield database, known


def _tables(found: results.Results, known: facts.Facts) -> dict[str, Any]:
    import pyarrow as pa

    counted = pa.table({"coder": pa.array(found.counted, type=pa.string())})
    about = pa.Table.from_pandas(known.table, preserve_index=False)
    return {**found.tables, "counted": counted, "about": about}


def _connected() -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError as error:
        raise NeedsDuckDB(
            "questions are answered by DuckDB; install it with `pip install 'vuoro[scale]'`"
        ) from error
    return duckdb.connect(":memory:", config=dict(_CLOSED))


def _answer(
    database: duckdb.DuckDBPyConnection, sql: str, settings: Mapping[str, Any], limit: int | None
) -> pd.DataFrame:
    """The rows of one SELECT; with a limit, no more than that are fetched."""
    import duckdb

    try:
        statements = database.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise BadQuery("a query is one SELECT; nothing else can be done with results here")
        rows = database.execute(statements[0], dict(settings))
        return rows.df() if limit is None else _first(rows, limit)
    except duckdb.PermissionException as error:
        raise BadQuery(
            f"{_first_line(error)}. A query sees the tables of this folder, and no file, network or setting"
        ) from error
    except duckdb.Error as error:
        if _WHO.search(sql):
            raise ListsProfessionals(
                "no table here says who spoke, or whose encounter it is: what one professional did is for that "
                "professional and a trainer of their choice, and nobody is ranked. Roles are in annotations.role"
            ) from error
        raise BadQuery(f"the database says: {_first_line(error)}") from error


def _first(rows: duckdb.DuckDBPyConnection, limit: int) -> pd.DataFrame:
    """The first rows, fetched a vector at a time: the rest of a large answer is never made."""
    import pandas as pd

    fetched = [rows.fetch_df_chunk()]
    while len(fetched[-1]) and sum(map(len, fetched)) < limit:
        fetched.append(rows.fetch_df_chunk())
    return pd.concat([chunk for chunk in fetched if len(chunk)] or fetched, ignore_index=True).head(limit)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
