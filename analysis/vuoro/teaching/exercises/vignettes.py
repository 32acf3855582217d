"""Type 10, is participation realised here? Invented moments that can be argued both ways."""

from __future__ import annotations

from collections.abc import Iterator

from vuoro.teaching.exercises.making import Exercise, Suggested, exercise, texts
from vuoro.teaching.packs import Pack

NAME = "vignettes"
SOURCE = "Työterveyslaitos, Mitä asiakasosallisuus on (the question; the account is ours)"


@exercise(10, NAME, template="exercises/vignettes.html.j2")
def vignettes(pack: Pack) -> Iterator[Exercise]:
    """The vignettes, which need no material: that of the theme's way first."""
    language, text = pack.language, texts(NAME)["text"]
    for one in sorted(texts(NAME)["vignette"], key=lambda one: one["way"] != pack.way):
        yield Exercise(
            id=f"{NAME}-{one['name']}",
            type=NAME,
            language=language,
            prompt=text["prompt"][language],
            suggested=Suggested(text=one["for"][language]),
            other_view=one["against"][language],
            why=text["why"][language],
            way=one["way"],
            account=one[language],
            sources=(SOURCE,),
        )
