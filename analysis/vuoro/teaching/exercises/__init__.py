"""Exercises from what people have coded: one page for each type."""

from __future__ import annotations

from collections.abc import Iterable

from vuoro import codebooks
from vuoro.teaching.exercises import (  # noqa: F401
    compare_two,
    form_or_action,
    next_turn,
    reflect,
    reliability_game,
    spot_the_move,
    tell_decision,
    turn_round,
    vignettes,
    where_doubt,
    whose_decision,
    without_jargon,
)
from vuoro.teaching.exercises.choosing import chosen, difficulty
from vuoro.teaching.exercises.making import EXERCISES, Exercise, Kind, Option, Suggested, exercise
from vuoro.teaching.packs import Pack, Page, part, show
from vuoro.wording import N_

__all__ = ["EXERCISES", "Exercise", "Kind", "Option", "Suggested", "chosen", "difficulty", "exercise"]


@part("exercises", title=N_("Exercises"), order=40)
def exercises(pack: Pack) -> Iterable[Page]:
    """A page for each type of exercise for which there is material."""
    for name, kind in sorted(EXERCISES.complete().items(), key=lambda entry: entry[1].number):
        items = chosen(kind.function(pack), pack)
        if items:
            yield _page(pack, name, kind, items)


def _page(pack: Pack, name: str, kind: Kind, items: list[Exercise]) -> Page:
    title = f"{kind.number}. {kind.page['title'][pack.language]}"
    book = codebooks.load("participation")
    html = show(
        pack,
        kind.template,
        title=title,
        items=items,
        how=kind.page["how"][pack.language],
        labels=book.labels(pack.language),
        ways=book.way_names(pack.language),
    )
    file = f"exercise_{kind.number:02}_{name}.html"
    return Page(file=file, title=title, what=kind.page["what"][pack.language], html=html)
