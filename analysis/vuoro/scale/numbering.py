"""Encounters under numbers, where what their files are called names somebody.

A file that is called *Virtanen_Maija* names a person whom no list need know. So nothing of it is kept:
encounters are numbered in their order, and which is which stands among the papers of the run.
"""

from __future__ import annotations

from dataclasses import replace

from vuoro.model import Encounter
from vuoro.privacy.replacing import swapper


def number(place: int) -> str:
    """What the encounter at a place in the corpus is called, counted from 0.

    Examples
    --------
    >>> number(41)
    'e000042'
    """
    return f"e{place + 1:06}"


def numbered(encounter: Encounter, name: str) -> Encounter:
    """The encounter and its files under a number, also where a problem of it names them.

    Examples
    --------
    >>> from vuoro.model import Problem, Source
    >>> told = Problem(line=3, text="", message="Virtanen.cha has no end", file="Virtanen.cha")
    >>> visit = Encounter(id="Virtanen", turns=(), problems=(told,), source=Source(files=("Virtanen.cha",)))
    >>> visit = numbered(visit, "e000042")
    >>> visit.id, visit.source.files, visit.problems[0].message, visit.problems[0].file
    ('e000042', ('e000042',), 'e000042 has no end', 'e000042')
    """
    called = {one: name for one in (*encounter.source.files, encounter.id) if one}
    anonymous = swapper(called)
    return replace(
        encounter,
        id=name,
        source=replace(encounter.source, files=tuple(name for _ in encounter.source.files)),
        problems=tuple(
            replace(one, text=anonymous(one.text), message=anonymous(one.message), file=one.file and name)
            for one in encounter.problems
        ),
        annotations=tuple(replace(one, encounter=name) for one in encounter.annotations),
        sequences=tuple(replace(one, encounter=name) for one in encounter.sequences),
    )
