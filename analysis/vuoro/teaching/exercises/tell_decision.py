"""Type 8, tell the uncomfortable decision: five boxes that are filled, and never added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vuoro.model import Sequence
from vuoro.teaching.excerpts import excerpt
from vuoro.teaching.exercises.making import Exercise, Option, Suggested, exercise, texts
from vuoro.teaching.exercises.talk import line, speakable
from vuoro.teaching.packs import Pack

NAME = "tell_decision"
BEFORE, LONGEST = 2, 16
"""Lines before the announcement, and how many are shown at most."""
WAY = 3


@exercise(8, NAME, template="exercises/tell_decision.html.j2")
def tell_decision(pack: Pack) -> Iterator[Exercise]:
    """The settled tellings (S7) of the material, and invented moments to tell oneself."""
    for talk in pack.material.encounters:
        for link in pack.material.links(talk.id) if talk.language == pack.language else ():
            if link.type == "S7":
                yield from _heard(pack, link)
    yield from (_moment(pack, moment) for moment in texts(NAME)["moment"])


def _heard(pack: Pack, link: Sequence) -> Iterator[Exercise]:
    text, language = texts(NAME)["text"], pack.language
    first, last = (pack.material.place(link.encounter, turn) for turn in (link.first_turn, link.last_turn))
    until = min(last, first - BEFORE + LONGEST - 1)
    shown = excerpt(pack.material, link.encounter, first - BEFORE, until)
    told = {
        box: text[link.attributes[box]][language] for box in texts(NAME)["box"] if link.attributes.get(box)
    }
    if told and speakable(shown):
        solution = text["solution_heard"][language].format(
            first=line(link.first_turn, language), last=line(link.last_turn, language)
        )
        yield Exercise(
            id=f"{NAME}-{link.encounter}-{link.first_turn}",
            prompt=text["prompt_heard"][language],
            suggested=Suggested(text=solution),
            encounter=link.encounter,
            lines=(shown,),
            **_shared(pack, told),
        )


def _moment(pack: Pack, moment: Mapping[str, Any]) -> Exercise:
    text, language = texts(NAME)["text"], pack.language
    models = {box: moment.get(box, texts(NAME)["room"])[language] for box in texts(NAME)["box"]}
    return Exercise(
        id=f"{NAME}-{moment['name']}",
        prompt=text["prompt"][language],
        suggested=Suggested(text=text["solution"][language]),
        account=moment[language],
        **_shared(pack, models),
    )


def _shared(pack: Pack, then: Mapping[str, str]) -> dict[str, Any]:
    """What exercises of either kind have: the boxes, each with what stands or could stand in it."""
    text, language = texts(NAME), pack.language
    return {
        "type": NAME,
        "language": language,
        "other_view": text["text"]["other"][language],
        "why": text["text"]["why"][language],
        "way": WAY,
        "codes": ("announce_decision",),
        "options": tuple(
            Option(text=label[language], then=then[box]) for box, label in text["box"].items() if box in then
        ),
    }
