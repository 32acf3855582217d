"""What is added to some moves once they are chosen: the attributes of the codebook that show in the talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vuoro.language import stems
from vuoro.language.cues import Cues
from vuoro.model import NOTHING
from vuoro.moves.rules import Candidate
from vuoro.moves.talk import Talk
from vuoro.moves.units import Unit

Details = Callable[[Unit, Candidate, Talk, Cues], Mapping[str, Any]]

DETAILS: dict[str, Details] = {}


def details(code: str) -> Callable[[Details], Details]:
    """Add these attributes to every suggestion of a code."""

    def register(function: Details) -> Details:
        DETAILS[code] = function
        return function

    return register


def attributes(unit: Unit, chosen: Candidate, talk: Talk, table: Cues) -> Mapping[str, Any]:
    """The attributes of a suggestion; none for most codes."""
    add = DETAILS.get(chosen.code)
    return add(unit, chosen, talk, table) if add else NOTHING


@details("confirm_question")
def confirmation(unit: Unit, chosen: Candidate, talk: Talk, table: Cues) -> Mapping[str, Any]:
    """What the statement rests on, and what makes it one.

    It rests on the client's talk where it takes up words of what the other last said.
    """
    hits = unit.said.hits
    if "tag" in hits:
        form = "tag"
    elif "so_prefix" in hits:
        form = "so_prefaced"
    else:
        form = "plain_declarative"
    if chosen.hit and "record" in chosen.hit.row.source:
        basis = "record_or_third_party"
    else:
        said, heard = (
            stems.content(words.split(), table.language) for words in (unit.said.words, talk.other.words)
        )
        basis = "inference" if said.isdisjoint(heard) else "client_talk"
    return {"basis": basis, "form": form}


@details("ask_info")
def fact(unit: Unit, chosen: Candidate, talk: Talk, table: Cues) -> Mapping[str, Any]:
    """Whether the question leaves the answer's form open (wh) or names it (polar)."""
    words = unit.said.words.split()[:WH_WITHIN]
    asks_openly = any(word in table.classes.get("wh", ()) for word in words)
    return {"form": "wh" if asks_openly else "polar"}


WH_WITHIN = 4
"""A question word stands among the first words of a wh-question, after any lead-ins."""


@details("hedged_accept")
def weakened(unit: Unit, chosen: Candidate, talk: Talk, table: Cues) -> Mapping[str, Any]:
    """The marks that weaken the agreement."""
    from vuoro.moves.responses import weak_marks

    strong = chosen.hit.row.name if chosen.hit and chosen.hit.row.code != "weak_hedge" else ""
    return {"strong_cue": strong, "weak_cues": " ".join(weak_marks(unit, talk)), "gap_s": talk.gap}


@details("announce_decision")
def announced(unit: Unit, chosen: Candidate, talk: Talk, table: Cues) -> Mapping[str, Any]:
    """Whether it is bad news."""
    return {"adverse": "y" if unit.fired("negative_adverse") else "n"}
