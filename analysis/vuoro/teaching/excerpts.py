"""A few lines of an encounter, as cards and exercises show them: words without signs, speaker by role."""

from __future__ import annotations

from vuoro import wording
from vuoro.model import Encounter, record
from vuoro.review.transcript import shown
from vuoro.teaching.material import Material


@record
class Line:
    """One turn. ``said`` is in three stretches: before, within and after what is meant; the last two may be empty."""

    number: str
    turn: str
    speaker: str
    role: str
    said: tuple[str, str, str]


@record
class Excerpt:
    """Lines of one encounter. ``language`` is that of the talk, for the browser's voice and hyphens.

    ``invented`` tells whether nobody ever said them.
    """

    encounter: str
    language: str
    lines: tuple[Line, ...]
    where: str
    invented: bool = False


def excerpt(
    material: Material,
    encounter: str,
    first: int,
    last: int,
    *,
    meant: dict[str, tuple[int, int]] | None = None,
) -> Excerpt:
    """Turns ``first`` to ``last`` (counted from 0, both in) of an encounter, as far as there are any.

    ``meant`` maps a turn to the span of its ``raw`` that is to stand out.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="v", turns=tuple(Turn(id=f"t{n}", speaker="A", raw="Hej då", text="Hej då") for n in range(3)))
    >>> shown = excerpt(Material([visit]), "v", -2, 1, meant={"t1": (4, 6)})
    >>> [(line.turn, line.said) for line in shown.lines]
    [('t0', ('Hej då', '', '')), ('t1', ('Hej ', 'då', ''))]
    """
    talk = material.encounter(encounter)
    roles = talk.roles()
    turns = talk.turns[max(0, first) : last + 1]
    spans = meant or {}
    lines = tuple(
        Line(
            number=wording.turn_number(turn.id),
            turn=turn.id,
            speaker=shown(turn.speaker),
            role=roles[turn.speaker],
            said=_parted(turn.text, turn.in_text(*spans[turn.id]) if turn.id in spans else None),
        )
        for turn in turns
    )
    return Excerpt(
        encounter=encounter,
        language=talk.language or "",
        lines=lines,
        where=title_of(talk),
        invented=talk.invented,
    )


def _parted(text: str, span: tuple[int, int] | None) -> tuple[str, str, str]:
    start, stop = span or (len(text), len(text))
    return shown(text[:start]), shown(text[start:stop]), shown(text[stop:])


def title_of(talk: Encounter) -> str:
    """What an encounter is called for people: its title, or else its id."""
    return shown(str(talk.meta.get("title", "")) or talk.id)
