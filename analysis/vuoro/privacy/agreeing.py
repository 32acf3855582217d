"""The key after a human has been over the plan: who turned out to have no name, and who another pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vuoro.privacy.finding import Name
from vuoro.privacy.keys import Key
from vuoro.privacy.planning import Row


def agreed(key: Key, before: Key, rows: Sequence[Row]) -> Key:
    """The key that goes with an edited plan.

    ``key`` is that of the plan as it was made, ``before`` the one that was there earlier, whose names
    stay. A name of which no row is left is taken out, so that it is not looked for the next time. A name
    that is replaced in its base form by another pseudonym than the planned one has that one from now on.

    Examples
    --------
    >>> key = Key(corpus="visits", names=(Name(name="Kerttu", pseudonym="Aino"), Name(name="Will", pseudonym="Ben")))
    >>> row = Row(apply=True, encounter="v", line=1, kind="name", found="Kerttu", replacement="Liisa",
    ...           confidence=0.9, context="", why="", name="Kerttu", place="talk", turn="t1", start=0, stop=6)
    >>> [(name.name, name.pseudonym) for name in agreed(key, Key(corpus="visits"), [row]).names]
    [('Kerttu', 'Liisa')]
    """
    there = {name.name.lower() for name in before.names}
    used = there | {row.name.lower() for row in rows if row.apply and row.kind == "name"}
    kept = [name for name in key.names if name.name.lower() in used]
    written = _written(rows)
    return replace(key, names=tuple(_renamed(name, written.get(name.name.lower(), {})) for name in kept))


def _written(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    """What is put in the place of each word that is found, both in lower case."""
    written: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.apply and row.replacement.isalpha():
            written.setdefault(row.found.lower(), {})[row.replacement.lower()] = row.replacement
    return written


def _renamed(name: Name, base: Mapping[str, str]) -> Name:
    if len(base) != 1 or name.pseudonym.lower() in base:
        return name
    chosen = next(iter(base.values()))
    return replace(name, pseudonym=chosen[:1].upper() + chosen[1:].lower())
