"""What REFI-QDA has no place for: times, roles, tiers, marks, scores, cues, evidence, sequences.

It travels as a note on the source, named ``vuoro``: a line that says which text the note is about
and which coding is which annotation, and then the encounter as our own JSON
(:mod:`vuoro.formats.interchange`). A tool that keeps the note gives all of it back; one that drops it
still gives back the words and the codings. It is believed only for the very text it was written for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from vuoro.formats.interchange import encounter_of, write_vuoro
from vuoro.formats.plain import NotPlain
from vuoro.model import Annotation, Encounter, Problem, VuoroError, record

NAME = "vuoro"


class NoRemainder(VuoroError):
    """The note is damaged, or is about another text; its reader tells that as a Problem."""


@record
class Remainder:
    """An encounter as it was written, and its annotations by the GUIDs of their codings."""

    encounter: Encounter
    codings: Mapping[str, Annotation]


def pack(
    encounter: Encounter, codings: Mapping[str, Annotation], text: str
) -> tuple[str, tuple[Problem, ...]]:
    """The note on a transcript whose words are ``text``, and what even that could not hold."""
    written = write_vuoro([replace(encounter, annotations=tuple(codings.values()))])
    about = json.dumps({"text": _digest(text), "codings": list(codings)})
    return f"{about}\n{written.files[''].decode()}", written.losses


def unpack(note: str, text: str) -> Remainder:
    """What a note says; NoRemainder where it is not about this text, or not as we write them."""
    first, _, rest = note.partition("\n")
    try:
        about, told = json.loads(first), json.loads(rest)
        if about["text"] != _digest(text):
            raise NoRemainder("the words have been changed since")
        encounter = encounter_of(told["encounters"][0])
        codings = dict(zip(map(str, about["codings"]), encounter.annotations, strict=True))
    except (ValueError, LookupError, TypeError, RecursionError, NotPlain) as error:
        raise NoRemainder(f"it is damaged ({type(error).__name__})") from None
    return Remainder(encounter=encounter, codings=codings)


def _digest(text: str) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()
