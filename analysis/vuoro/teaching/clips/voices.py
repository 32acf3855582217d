"""Commentary in three voices: what can be heard, what it does here, and what research says.

The first voice only repeats what the transcriber noted. The second is the move's and the outcome's
sentence, with the turn that shows it. They are kept apart so that a reader sees where hearing ends
and reading begins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks, wording
from vuoro.model import Encounter, Turn, record
from vuoro.review.transcript import shown
from vuoro.teaching import cards
from vuoro.teaching.clips.choosing import Place
from vuoro.teaching.packs import Pack

HEARD = ("overlap", "laughter", "smile", "soft", "loud", "breath", "cut_off", "lengthening", "filler")
"""Marks that are told of in words, in this order."""
LONG = 0.5
"""Seconds from which a pause is told of."""
AT_ONCE = 0.1
"""Seconds below which a turn comes without a gap."""
MOST = 6
"""Sentences of the first voice: as many as somebody reads while they listen."""
RISING = frozenset("?↗⇗↑")
"""Signs of a tone that rises, where a convention has them."""
SHORT = 2
"""How many words a turn has at most that is told of as short."""


@record
class Commentary:
    """What is said about one place. ``shows`` is the turn that shows it: number, speaker, words; or ()."""

    way: int
    code: str
    label: str
    outcome: str
    heard: tuple[str, ...]
    does: tuple[str, ...]
    shows: tuple[str, str, str] | tuple[()]
    others: tuple[str, ...]
    contested: bool
    research: str
    source: str


def commentary(pack: Pack, place: Place) -> Commentary:
    """The three voices on a place, in the pack's language."""
    language, move = pack.language, place.move
    book = codebooks.load("participation")
    labels = book.labels(language)
    talk = pack.material.encounter(move.encounter)
    makes, research, source = cards.about(move.code, language)
    return Commentary(
        way=book.ways_by_code[move.code],
        code=move.code,
        label=labels[move.code],
        outcome=wording.name("outcome", place.outcome, language) if place.outcome else "",
        heard=_heard(talk, place, language),
        does=(makes, _did(place, language)),
        shows=_shows(talk, place),
        others=tuple(labels.get(code, code) for code in pack.material.others(move)),
        contested=pack.material.share(move) < 1,
        research=research,
        source=source,
    )


def _heard(talk: Encounter, place: Place, language: str) -> tuple[str, ...]:
    """What is noted at the move, and at the turns up to the one that shows what became of it."""
    until = place.response if place.at <= place.response <= place.at + 3 else place.at
    said = [one for at in range(place.at, until + 1) for one in _of_turn(talk, at, place, language)]
    return tuple(dict.fromkeys(said))[:MOST] or (_texts()["heard"]["nothing"][language],)


def _of_turn(talk: Encounter, at: int, place: Place, language: str) -> Iterator[str]:
    turn = talk.turns[at]

    def say(what: str, **more: str) -> str:
        return _texts()["heard"][what][language].format(turn=wording.turn_number(turn.id), **more)

    for what, seconds in _silences(talk, at):
        yield say(what, seconds=wording.decimals(f"{seconds:.1f}", language))
    if at != place.at and 0 < len(turn.text.split()) <= SHORT:
        yield say("short", words=shown(turn.text.strip(" .,?!")))
    noted = {mark.kind for mark in turn.marks}
    yield from (say(kind) for kind in HEARD if kind in noted)
    if _rises(talk, turn):
        yield say("rising")


def _rises(talk: Encounter, turn: Turn) -> bool:
    """Whether a sign says that the tone rises at the end; in plain writing a question mark says nothing of it."""
    return talk.source.convention not in ("", "plain") and any(
        mark.kind == "contour" and mark.value in RISING and not turn.raw[mark.stop :].strip(" \n)")
        for mark in turn.marks
    )


def _silences(talk: Encounter, at: int) -> Iterator[tuple[str, float]]:
    """Pauses of a turn that are long, by where they stand; the gap before it where there are times."""
    turn = talk.turns[at]
    gap = _gap(talk.turns[at - 1], turn) if at else None
    if gap is not None and gap >= LONG:
        yield "silence_before", gap
    elif gap is not None and 0 <= gap < AT_ONCE:
        yield "at_once", 0.0
    longest: dict[str, float] = {}
    for mark in turn.marks:
        if mark.kind == "pause" and isinstance(mark.value, (int, float)) and mark.value >= LONG:
            where = _where(turn, mark.start)
            longest[where] = max(mark.value, longest.get(where, 0.0))
    yield from longest.items()


def _gap(before: Turn, turn: Turn) -> float | None:
    if before.end is None or turn.start is None or before.speaker == turn.speaker:
        return None
    return turn.start - before.end


def _where(turn: Turn, at: int) -> str:
    words = turn.in_text(at, at + 1)[0]
    if not turn.text[:words].strip():
        return "silence_before"
    return "silence_within" if turn.text[words:].strip() else "silence_after"


def _did(place: Place, language: str) -> str:
    """What became of the place; of a third party's outcome only its name."""
    texts: dict[str, Any] = _texts()["did"]
    known = texts.get(place.type, {}).get(place.outcome)
    if known is None and place.outcome:
        return wording.name("outcome", place.outcome, language)
    return (known or texts["none"]["any"])[language]


def _shows(talk: Encounter, place: Place) -> tuple[str, str, str] | tuple[()]:
    if place.response < 0:
        return ()
    turn = talk.turns[place.response]
    return wording.turn_number(turn.id), shown(turn.speaker), shown(turn.text)


@cache
def _texts() -> dict[str, Any]:
    path = files("vuoro.teaching") / "clips" / "voices.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
