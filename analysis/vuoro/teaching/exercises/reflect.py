"""Type 12, reflect: places in a meeting of one's own, on the way to the reflection form."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.packs import Pack

NAME = "reflect"


@exercise(12, NAME, template="exercises/reflect.html.j2")
def reflect(pack: Pack) -> Iterator[Exercise]:
    """A place for each of the five ways; there is nothing to compare with."""
    language, text = pack.language, texts(NAME)["text"]
    for place in texts(NAME)["place"]:
        yield Exercise(
            id=f"{NAME}-{place['way']}",
            type=NAME,
            language=language,
            prompt=place[language],
            suggested=Suggested(text=text["solution"][language], models=(place["look"][language],)),
            other_view=text["other"][language],
            why=text["why"][language],
            way=place["way"],
        )
