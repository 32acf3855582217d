"""The records of the search for people in talk: what is looked for, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vuoro.model import record

TALK = "talk"
"""The place of what stands in a turn's ``raw``."""

Recogniser = Callable[[str], Iterable[tuple[int, int, str]]]
"""A model that marks names: from a text to rows ``(start, stop, label)``, offsets in the text."""


@record
class Leak:
    """A stretch of an encounter that may tell who somebody is.

    ``start`` and ``stop`` are offsets in the turn's ``raw`` where ``place`` is "talk"; in every
    other place they are offsets in that string: ``tier:%com`` (a dependent line of the turn),
    ``speaker``, ``participant``, ``meta:Comment``, ``id`` (the encounter's own), ``file``, ``problem``,
    ``note``. Such a place need not belong to a turn, and ``turn`` is then "". ``text`` is what
    stands there, transcription signs included. ``kind`` is a row of ``identifiers.toml`` or "name",
    "place", "spoken_number". ``confidence``, 0 to 1, orders what to look at first and is no
    probability. ``name`` is the base form where the kind is a name: *Kerttu* of *Kertulle*.
    """

    encounter: str
    turn: str
    line: int | None
    kind: str
    start: int
    stop: int
    text: str
    confidence: float
    why: str
    place: str = TALK
    name: str = ""


@record
class Name:
    """A name that somebody has.

    ``kind`` is "woman", "man", "given" (either), "surname" or "place". ``pseudonym`` is what stands
    in for it, "" where one may be chosen. ``stem`` is the Finnish genitive without its -n, where
    no rule gives it (*Mäe* of *Mäki*). ``word``: the language has a common word that is spelt so.
    """

    name: str
    kind: str = "given"
    pseudonym: str = ""
    stem: str = ""
    word: bool = False


@record
class Known:
    """What is known of names beforehand.

    ``names`` are people's real names, from a list or a key; they are found in lower case too.
    ``pseudonyms`` are names that nobody has: they are no leaks. ``recognise`` is a model that
    marks names, asked about every turn's words.
    """

    names: tuple[Name, ...] = ()
    pseudonyms: frozenset[str] = frozenset()
    recognise: Recogniser | None = None


NOBODY = Known()
