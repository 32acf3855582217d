"""The rules as they stand in ``rules.toml``, and which of them are asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from vuoro.model import VuoroError, record

SEVERITIES = ("error", "warning", "note")


class NoSuchRule(VuoroError):
    """A rule was named that there is not; the message says which are close."""


@record
class Rule:
    """Something that may be wrong with a transcript: how bad it is, what it means, how to mend it."""

    id: str
    severity: str
    meaning: str
    mend: str
    source: str = ""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of the table.

    Examples
    --------
    >>> rules()["reversed-times"].meaning
    'A turn that ends before it begins.'
    """
    table = tomllib.loads(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    return {id: Rule(id=id, **row) for id, row in table.items()}


def rule(id: str) -> Rule:
    """The rule of that name; one that the table lacks, as a reader of somebody else's may have, warns."""
    return rules().get(id) or Rule(id=id, severity="warning", meaning=id.replace("-", " "), mend="")


def chosen(only: Collection[str] = (), ignore: Collection[str] = ()) -> frozenset[str]:
    """The rules that are left when only some are asked for, or some are switched off.

    Raises :class:`NoSuchRule` for a name that is no rule.

    Examples
    --------
    >>> sorted(chosen(only=["empty-turn", "stray-line"], ignore=["stray-line"]))
    ['empty-turn']
    >>> chosen(ignore=["empty-turns"])
    Traceback (most recent call last):
        ...
    vuoro.checking.rules.NoSuchRule: no rule called 'empty-turns'. Did you mean 'empty-turn'? ...
    """
    for name in (*only, *ignore):
        if name not in rules():
            close = get_close_matches(name, rules(), n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise NoSuchRule(f"no rule called {name!r}.{hint} `vuoro check --rules` lists them all.")
    return frozenset(only or rules()) - frozenset(ignore)
