"""Whose judgements are counted, and what is known of the whole corpus before any of it is measured.

Both are of all encounters together, so that they are settled once, from what each of them tells;
everything after is of one encounter at a time.
"""

from __future__ import annotations

from collections.abc import Iterable

from vuoro import learning
from vuoro.measures import Study
from vuoro.model import MACHINES, Annotation, Encounter, Sequence, record
from vuoro.moves.support import CODER as MARKER

CORRECTION = "correction_taken"


@record
class Told:
    """What is told before machines are asked: by whom, who notes corrections, in which languages."""

    coders: tuple[str, ...] = ()
    noting: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@record
class Settled:
    """The coders who are counted, and what measures are to know of the whole study."""

    coders: tuple[str, ...]
    study: Study


def told(annotations: Iterable[Annotation], sequences: Iterable[Sequence]) -> Told:
    """What judgements tell, in the order in which they stand."""
    notes = (one.coder for one in sequences if one.type == "S2" and one.attributes.get(CORRECTION, "") != "")
    return Told(coders=_once(one.coder for one in annotations), noting=_once(notes))


def told_in(encounters: Iterable[Encounter]) -> Told:
    """What the files themselves tell."""
    encounters = list(encounters)
    own = told((a for e in encounters for a in e.annotations), (s for e in encounters for s in e.sequences))
    return Told(coders=own.coders, noting=own.noting, languages=_once(e.language or "" for e in encounters))


def together(several: Iterable[Told]) -> Told:
    """What all of them tell.

    Examples
    --------
    >>> together([Told(coders=("aino",), languages=("fi",)), Told(coders=("birgitta", "aino"))]).coders
    ('aino', 'birgitta')
    """
    several = list(several)
    return Told(
        coders=_once(name for one in several for name in one.coders),
        noting=_once(name for one in several for name in one.noting),
        languages=_once(name for one in several for name in one.languages),
    )


def settled(known: Told, machines: Iterable[str], count: tuple[str, ...] = ()) -> Settled:
    """People's judgements where there are any, the machine's where there are none, unless somebody is named.

    ``machines`` are asked in every language that is spoken, "rules" and "learned" among them.

    Examples
    --------
    >>> settled(Told(languages=("en",)), ["rules"]).coders
    ('detector:rules',)
    >>> settled(Told(coders=("aino",), languages=("en",)), ["rules"]).coders
    ('aino',)
    """
    machines = list(machines)
    asked = _once(name for language in known.languages for name in learning.asked(language, machines))
    everybody = _once([*known.coders, *asked, MARKER])
    people = tuple(name for name in everybody if not name.startswith(MACHINES))
    coders = count or people or everybody
    searched = {name for name in coders if name.startswith(MACHINES)} | {MARKER}
    return Settled(coders=coders, study=Study(searched=frozenset(searched), noting=frozenset(known.noting)))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
