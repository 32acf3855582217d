"""Measures are declared as data, in ``measures.toml``, and defined as functions.

The declaration is the data dictionary: what a measure is called, its unit and range, what it
tells of (it describes, or it shows opportunity, uptake or influence), what it needs, where it
comes from and how it must not be read. A measure of a third party brings its own declaration.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from vuoro import wording
from vuoro.model import LANGUAGES, NOTHING, VuoroError, record
from vuoro.registry import Registry

if TYPE_CHECKING:
    import pandas as pd

Function = Callable[..., list[Any]]
"""From a :class:`~vuoro.measures.talk.Talk`, and what else it asks for, to answers."""

KINDS = ("desc", "opportunity", "uptake", "influence")


class BadDeclaration(VuoroError):
    """A measure is declared wrongly, not at all, or not in all three languages."""


@record
class Declaration:
    """What a measure is. ``label`` and ``caveat`` map sv, fi and en to a text.

    ``needs`` names what an encounter must have (see :data:`~vuoro.measures.talk.NEEDS`);
    ``per`` is what a rate is multiplied by; ``units`` maps parts to units other than the
    measure's own; ``way`` is one of the five ways, or "" for measures of talk as such.
    """

    name: str
    kind: str
    unit: str
    range: str
    source: str
    label: Mapping[str, str]
    caveat: Mapping[str, str]
    needs: tuple[str, ...] = ()
    way: str = ""
    per: float = 1.0
    experimental: bool = False
    units: Mapping[str, str] = NOTHING


@record
class Measure:
    """A declaration and the function, from a Talk to answers, that does what it says."""

    id: str
    declaration: Declaration
    function: Function


MEASURES: Registry[Measure] = Registry("measure")

FAMILIES = "FTQUEDWA"
"""The first letters of ids, in the order in which measures are listed: from the floor to structure."""


def measure(id: str, declaration: Declaration | None = None) -> Callable[[Function], Function]:
    """Register a function from a :class:`~vuoro.measures.talk.Talk` to answers as a measure.

    Without a ``declaration``, ``measures.toml`` must have one of that id. The function need not ask
    whether roles, times or codes are there: the declaration's ``needs`` say so. ::

        @measure("X1", Declaration(name="doubts", needs=("roles", "coded"), ...))
        def clients_share_of_doubts(talk):
            doubts = talk.made("express_doubt", side="C")
            return [proportion(talk, doubts, talk.made("express_doubt"), nothing="nothing_of_the_kind")]

    A package offers it to everybody by an entry point of the same name in the group ``vuoro.measure``.

    Raises
    ------
    BadDeclaration
        where there is no declaration, or it is not complete.

    Examples
    --------
    >>> measure("X0")(print)
    Traceback (most recent call last):
        ...
    vuoro.measures.declare.BadDeclaration: measure 'X0' has no declaration: give one to @measure(...)
    """

    def register(function: Function) -> Function:
        declared = declaration or declarations().get(id)
        if declared is None:
            raise BadDeclaration(f"measure {id!r} has no declaration: give one to @measure(...)")
        _check(id, declared)
        MEASURES.add(id, Measure(id=id, declaration=declared, function=function))
        return function

    return register


def in_order() -> list[Measure]:
    """All measures by family and number, whichever module was loaded first; those of others come last.

    Examples
    --------
    >>> [one.id for one in in_order()][:3]
    ['F1', 'F2', 'F3']
    """
    return sorted(MEASURES.complete().values(), key=_listed_at)


def catalogue(language: str = "en") -> pd.DataFrame:
    """The data dictionary: a row a measure, with its texts in sv, fi or en.

    Columns: `measure`, `name`, `label`, `way`, `kind`, `unit`, `range`, `needs`, `source`, `caveat`,
    `experimental`.

    Examples
    --------
    >>> table = catalogue("sv").set_index("measure")
    >>> table.loc["Q4", ["label", "unit"]].tolist()
    ['Inbjudningar som fick ett utförligt svar', 'andel']
    """
    import pandas as pd

    known = [(one.id, one.declaration) for one in in_order()]
    columns: dict[str, list[Any]] = {
        "measure": [id for id, _ in known],
        "name": [one.name for _, one in known],
        "label": [one.label[language] for _, one in known],
        "way": [one.way for _, one in known],
        "kind": [one.kind for _, one in known],
        "unit": [text("unit", one.unit, language) for _, one in known],
        "range": [one.range for _, one in known],
        "needs": ["; ".join(text("need", need, language) for need in one.needs) for _, one in known],
        "source": [one.source for _, one in known],
        "caveat": [one.caveat[language] for _, one in known],
        "experimental": [one.experimental for _, one in known],
    }
    return pd.DataFrame(columns)


def unit(measure: str, part: str, language: str = "en") -> str:
    """The unit of one part of a measure, as users read it.

    Examples
    --------
    >>> unit("T1", ""), unit("T1", "below_0"), unit("Q3", "opening", "fi")
    ('ms', 'share', '/ 10 min')
    """
    return text("unit", unit_id(measure, part), language)


def unit_id(measure: str, part: str) -> str:
    """The unit of one part of a measure, as it is declared."""
    declared = MEASURES[measure].declaration
    return declared.units.get(part, declared.unit)


def part_label(part: str, language: str = "en") -> str:
    """What a part of a measure is called: a phase, an outcome, a role or a detail of these.

    Codes have their labels in the codebook and are left as they are.

    Examples
    --------
    >>> part_label("client:q75", "sv"), part_label("opening", "fi"), part_label("hedged")
    ('klient: övre kvartil', 'alku', 'hedged acceptance')
    """
    return ": ".join(_piece(piece, language) for piece in part.split(":"))


def reason_text(reason: str, language: str = "en") -> str:
    """Why there is no number, from the English text that tables hold.

    Examples
    --------
    >>> reason_text("nobody was invited to tell or to give a view", "sv")
    'ingen bjöds in att berätta eller säga sin åsikt'
    """
    return next(
        (reason_in(id, language) for id in _tables()["reason"] if reason_in(id, "en") == reason), reason
    )


def reason_in(id: str, language: str) -> str:
    """The words for a reason."""
    return _tables()["reason"][id][language]


def text(kind: str, id: str, language: str) -> str:
    """The words for a unit, need or part; the id itself where a third party's has none."""
    return _tables()[kind].get(id, {}).get(language, id)


@cache
def declarations() -> dict[str, Declaration]:
    """The declarations in ``measures.toml``, by id."""
    return {
        id: Declaration(**{**fields, "needs": tuple(fields.get("needs", ()))})
        for id, fields in _tables()["measure"].items()
    }


@cache
def reasons() -> tuple[tuple[str, str], ...]:
    """State and English text of every reason; its place is its code, and 0 means that there is none."""
    return (("computed", ""), *((one["state"], one["en"]) for one in _tables()["reason"].values()))


@cache
def reason_code(id: str) -> int:
    """The number of a reason, as answers carry it.

    Examples
    --------
    >>> reason_code("no_time")
    Traceback (most recent call last):
        ...
    vuoro.measures.declare.BadDeclaration: no reason 'no_time' in measures.toml. Did you mean 'no_times'?
    """
    known = list(_tables()["reason"])
    if id not in known:
        close = get_close_matches(id, known, n=1) or ["nothing_of_the_kind"]
        raise BadDeclaration(f"no reason {id!r} in measures.toml. Did you mean {close[0]!r}?")
    return 1 + known.index(id)


def panels() -> list[dict[str, Any]]:
    """Which number shows what in the profile of the five ways, in order."""
    return _tables()["profile"]


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("vuoro.measures").joinpath("measures.toml").read_text(encoding="utf-8"))


def _listed_at(one: Measure) -> tuple[int, int, str]:
    parts = re.fullmatch(rf"([{FAMILIES}])(\d+)(\w*)", one.id)
    if parts is None:
        return len(FAMILIES), 0, one.id
    family, number, rest = parts.groups()
    return FAMILIES.index(family), int(number), rest


def _piece(piece: str, language: str) -> str:
    for kind in ("role", "outcome"):
        if piece in wording.NAMES[kind]:
            return wording.name(kind, piece, language)
    return text("part", piece, language)


def _check(id: str, declared: Declaration) -> None:
    for field in ("label", "caveat"):
        missing = [language for language in LANGUAGES if not getattr(declared, field).get(language)]
        if missing:
            raise BadDeclaration(f"measure {id!r}: no {field} in {', '.join(missing)}")
    unknown = [need for need in declared.needs if need not in _tables()["need"]]
    if unknown:
        known = ", ".join(_tables()["need"])
        raise BadDeclaration(f"measure {id!r}: needs {', '.join(unknown)}, but can only need {known}")
    if declared.kind not in KINDS:
        raise BadDeclaration(f"measure {id!r}: kind {declared.kind!r} is none of {', '.join(KINDS)}")
