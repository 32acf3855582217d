"""Type 7, say it without jargon: what a professional said with a term, to be said with other words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vuoro.model import Annotation, Sequence
from vuoro.teaching.excerpts import excerpt
from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.exercises.talk import line, speakable
from vuoro.teaching.packs import Pack

NAME = "without_jargon"
BEFORE, AFTER = 2, 2
ENOUGH = 60
"""Meetings that are looked at; a page shows far fewer terms."""
WAY = 3
CLIENTS = frozenset({"client", "companion"})
BECAME = {"same_turn": "explained_same_turn", "on_request": "explained_on_request", "no": "unexplained"}
"""What the rules call what became of a term, and what a settled sequence (S6) calls it."""


@exercise(7, NAME)
def without_jargon(pack: Pack) -> Iterator[Exercise]:
    """Every term with a gloss, at the place where a professional first uses it."""
    seen: set[str] = set()
    meetings: set[str] = set()
    for found in pack.material.support(pack.language):
        meetings.add(found.encounter)
        if len(meetings) > ENOUGH:
            return
        if found.code != "jargon_term":
            continue
        talk = pack.material.encounter(found.encounter)
        if found.attributes["gloss"] and found.attributes["term"] not in seen:
            at = pack.material.place(found.encounter, found.turn)
            shown = excerpt(
                pack.material, talk.id, at - BEFORE, at + AFTER, meant={found.turn: (found.start, found.stop)}
            )
            if speakable(shown):
                seen.add(found.attributes["term"])
                yield Exercise(lines=(shown,), **_texts(pack, found))


def _texts(pack: Pack, found: Annotation) -> dict[str, Any]:
    text, language = texts(NAME)["text"], pack.language
    term, gloss = found.attributes["term"], found.attributes["gloss"]
    models = tuple(text[name][language].format(term=term, gloss=gloss) for name in ("plain", "papers"))
    became = texts(NAME)["became"][_became(pack, found)][language]
    return {
        "id": f"{NAME}-{found.encounter}-{found.turn}-{term}",
        "type": NAME,
        "language": language,
        "prompt": text["prompt"][language].format(term=term),
        "suggested": Suggested(text=f"{became} {text['solution'][language]}", models=models),
        "other_view": " ".join((text["other"][language], *_used(pack, found))),
        "why": text["why"][language],
        "way": WAY,
        "codes": (found.code,),
        "encounter": found.encounter,
    }


def _became(pack: Pack, found: Annotation) -> str:
    """What people settled that became of the term, or else what the rules found."""
    known = texts(NAME)["became"]
    settled = (
        link.outcome
        for link in pack.material.links(found.encounter)
        if link.type == "S6" and link.outcome in known and _about(link, found)
    )
    told = found.attributes["explained"]
    return next(settled, BECAME.get(told, told))


def _about(link: Sequence, found: Annotation) -> bool:
    """Whether a sequence is about this term, and not about another one of the same turn."""
    named = f"{link.attributes.get('term', '')} {link.note}".strip().casefold()
    return link.first_turn == found.turn and found.attributes["term"].casefold() in (
        named or found.cue.casefold()
    )


def _used(pack: Pack, found: Annotation) -> Iterator[str]:
    """A sentence on the turn in which the client says the word before; afterwards it may be a question."""
    talk, term = pack.material.encounter(found.encounter), found.attributes["term"].casefold()
    before = talk.turns[: pack.material.place(found.encounter, found.turn)]
    said = [turn for turn in before if talk.role(turn.speaker) in CLIENTS and term in turn.text.casefold()]
    for turn in said[:1]:
        yield texts(NAME)["text"]["uses"][pack.language].format(
            speaker=turn.speaker, line=line(turn.id, pack.language)
        )
