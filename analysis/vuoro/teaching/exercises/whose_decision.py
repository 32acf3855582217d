"""Type 9, whose decision was it? The nine features of a decision, with those that coders would answer otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from vuoro import sequences, wording
from vuoro.model import Decision, Encounter
from vuoro.teaching.excerpts import excerpt
from vuoro.teaching.exercises.choosing import LEAST
from vuoro.teaching.exercises.making import Exercise, Option, Suggested, exercise, texts
from vuoro.teaching.exercises.talk import quoted, speakable
from vuoro.teaching.packs import Pack

NAME = "whose_decision"
SHORTEST, LONGEST = 4, 14
"""Turns of a decision that is worth asking about, and that fits on a page."""
BEFORE, AFTER = 3, 1
ENOUGH = 20
"""Meetings that are looked at; a page shows far fewer decisions."""
WAY = 4

Features = dict[str, set[str]]


@exercise(9, NAME, template="exercises/whose_decision.html.j2")
def whose_decision(pack: Pack) -> Iterator[Exercise]:
    """One settled decision of each meeting, in every other one that coders read differently; all if they are few."""
    talks = (talk for talk in pack.material.encounters if talk.language == pack.language)
    found = list(islice(filter(None, (list(_in(pack, talk)) for talk in talks)), ENOUGH))
    picked = [min(some, key=lambda one: one.contested != bool(n % 2)) for n, some in enumerate(found)]
    yield from picked
    if len(picked) < LEAST:
        yield from (one for some in found for one in some if one not in picked)


def _in(pack: Pack, talk: Encounter) -> Iterator[Exercise]:
    """The closed decisions of a meeting that are of a readable length and in which both sides have a move."""
    own = _of_each_coder(pack, talk)
    moves, links = pack.material.moves(talk.id), pack.material.links(talk.id)
    for decision in sequences.decisions(talk, moves, links):
        if decision.sealed_turn and _two_sided(talk, decision):
            yield from _exercise(pack, decision, own)


def _two_sided(talk: Encounter, decision: Decision) -> bool:
    speakers = {turn.id: talk.role(turn.speaker) for turn in talk.turns}
    roles = {speakers[turn] for turn, _ in decision.moves}
    return {"professional", "client"} <= roles


def _of_each_coder(pack: Pack, talk: Encounter) -> list[Decision]:
    """The decisions that each coder's own moves make, by the same rules."""
    moves = [one for one in pack.material.codings if one.encounter == talk.id]
    return list(sequences.decisions(talk, moves, sequences.link(talk, moves)))


def _exercise(pack: Pack, decision: Decision, own: list[Decision]) -> Iterator[Exercise]:
    first, last = _span(pack, decision)
    shown = excerpt(pack.material, decision.encounter, first - BEFORE, last + AFTER)
    if not SHORTEST <= last - first + 1 <= LONGEST or not speakable(shown):
        return
    text, language = texts(NAME), pack.language
    disputed = [name for name in text["feature"] if len(_answers(pack, decision, own)[name]) > 1]
    solution = text["text"]["solution"][language].format(
        outcome=text["outcome"][decision.outcome][language],
        first=_who(decision.origin_of_first_proposal, language),
    )
    yield Exercise(
        id=f"{NAME}-{decision.encounter}-{decision.first_turn}",
        type=NAME,
        language=language,
        prompt=text["text"]["prompt"][language].format(topic=quoted(decision.topic, language, longest=70)),
        suggested=Suggested(text=solution),
        other_view=text["text"]["other"][language],
        why=text["text"]["why"][language],
        way=WAY,
        codes=(decision.outcome,),
        encounter=decision.encounter,
        lines=(shown,),
        options=tuple(_options(decision, disputed, language)),
        sources=("Collins, Drew, Watt & Entwistle 2005 (the nine features are ours)",),
        difficulty=len(disputed) / len(text["feature"]),
    )


def _who(role: str, language: str) -> str:
    told = texts(NAME)["role"].get(role)
    return told[language] if told else wording.name("role", role, language)


def _span(pack: Pack, decision: Decision) -> tuple[int, int]:
    place = pack.material.place
    return place(decision.encounter, decision.first_turn), place(decision.encounter, decision.last_turn)


def _answers(pack: Pack, decision: Decision, own: list[Decision]) -> Features:
    """What each coder's moves answer to each feature, where they make a decision at the same place."""
    first, _ = _span(pack, decision)
    same = [one for one in own if _span(pack, one)[0] <= first <= _span(pack, one)[1]]
    return {name: {one.features[name] for one in same} for name in decision.features}


def _options(decision: Decision, disputed: list[str], language: str) -> Iterator[Option]:
    text = texts(NAME)
    for name, feature in text["feature"].items():
        answer = text["answer"][decision.features[name] or "none"][language]
        differ = f" ({text['text']['disputed'][language]})" if name in disputed else ""
        yield Option(
            text=feature[language], origin=text["group"][feature["group"]][language], then=answer + differ
        )
