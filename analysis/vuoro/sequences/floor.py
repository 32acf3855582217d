"""The talk as sequences see it: turns, one coder's moves in them, and who speaks next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from vuoro.language import cues
from vuoro.language.cues import Cues
from vuoro.language.words import words
from vuoro.model import LANGUAGES, Annotation, Encounter, Sequence, Turn, record
from vuoro.moves.units import Unit, Units, units_in
from vuoro.sequences.voices import Voice, voices

CLIENTS = frozenset({"client", "companion"})
PROFESSIONALS = frozenset({"professional", "other_professional"})

QUESTIONS = frozenset(
    {"invite_open", "invite_view", "ask_info", "confirm_question", "check_understanding"}
    | {"solicit_feedback", "explore_doubt", "probe_proposal"}
)
"""Moves that ask something of the other."""

ACTIONS = frozenset({"propose", "list_options", "announce_decision"})
"""Moves that put a future action forward."""

BARE = 2
"""How many words a turn has at most that only passes the turn back, where no cue table can tell."""

LONG = 14
"""As many words as no single turn-constructional unit of an answer is likely to hold."""


@record
class Floor:
    """An encounter with the moves of one coder, by turn. ``said`` are all of them in the order of the talk, each
    with the place of its turn, and ``read`` the units of the turns that are looked at.

    ``voices`` are the speaker and the role of each turn; an interpreter's turn is that of whoever
    the interpreter speaks for.
    """

    encounter: Encounter
    voices: tuple[Voice, ...]
    moves: Mapping[str, tuple[Annotation, ...]]
    said: tuple[tuple[int, Annotation], ...]
    table: Cues
    read: Units

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self.encounter.turns


def lay(encounter: Encounter, annotations: Iterable[Annotation]) -> Floor:
    """The floor of an encounter: its turns with these moves in them."""
    by_turn: dict[str, list[Annotation]] = {}
    for move in sorted(annotations, key=lambda move: (move.start, move.stop)):
        by_turn.setdefault(move.turn, []).append(move)
    known = encounter.language in LANGUAGES
    table = cues.load(encounter.language) if known else cues.assemble("", (), {})
    return Floor(
        encounter=encounter,
        voices=voices(encounter, by_turn),
        moves={turn: tuple(moves) for turn, moves in by_turn.items()},
        said=tuple(
            (at, move) for at, turn in enumerate(encounter.turns) for move in by_turn.get(turn.id, ())
        ),
        table=table,
        read=units_in(encounter, table),
    )


def moves_at(floor: Floor, at: int) -> tuple[Annotation, ...]:
    return floor.moves.get(floor.turns[at].id, ())


def units_at(floor: Floor, at: int) -> tuple[Unit, ...]:
    """The units of a turn, with the cues that fire in them."""
    return floor.read[at]


def words_at(floor: Floor, at: int) -> int:
    return sum(unit.said.count for unit in units_at(floor, at))


def clauses_at(floor: Floor, at: int) -> int:
    """How many units of a turn are more than a token; long unpunctuated talk counts as two."""
    full = sum(not unit.fired("continuer") for unit in units_at(floor, at))
    return max(full, 2 if words_at(floor, at) >= LONG else 0)


def passes(floor: Floor, at: int) -> bool:
    """Whether a turn holds no move and only passes the turn back: *mm*, *okay*, or no words at all."""
    if moves_at(floor, at):
        return False
    found = units_at(floor, at)
    if not floor.table.rows:
        return len(words(floor.turns[at].text)) <= BARE
    return all(unit.fired("continuer") for unit in found)


def codes_at(floor: Floor, at: int) -> tuple[str, ...]:
    """The codes of a turn's moves, in the order in which they are said."""
    return tuple(move.code for move in moves_at(floor, at))


def by_client(floor: Floor, at: int) -> bool:
    return floor.voices[at].role in CLIENTS


def by_professional(floor: Floor, at: int) -> bool:
    return floor.voices[at].role in PROFESSIONALS


def same_speaker(floor: Floor, one: int, other: int) -> bool:
    return floor.voices[one].speaker == floor.voices[other].speaker


def across(floor: Floor, one: int, other: int) -> bool:
    """Whether two turns are by the two sides of the meeting, or else by two speakers."""
    sides = by_client(floor, one), by_client(floor, other)
    return not same_speaker(floor, one, other) and (sides[0] != sides[1] or not any(sides))


def silent(floor: Floor, at: int) -> bool:
    """Whether a turn has no words at all: a laugh, or talk in a language that was not transcribed."""
    return not moves_at(floor, at) and not units_at(floor, at)


def held_until(floor: Floor, at: int) -> int:
    """The last of the turns in which one speaker goes on, where a transcript gives them several."""
    last = at
    while last + 1 < len(floor.turns) and same_speaker(floor, at, last + 1):
        last += 1
    return last


def opened(floor: Floor, codes: frozenset[str]) -> Iterator[tuple[int, Annotation]]:
    """Every move with one of these codes, with the place of its turn."""
    return ((at, move) for at, move in floor.said if move.code in codes)


def gap_before(floor: Floor, at: int) -> float | None:
    """The floor transfer offset before a turn, in seconds; None without times."""
    if at == 0:
        return None
    start, end = floor.turns[at].start, floor.turns[at - 1].end
    return None if start is None or end is None else round(start - end, 3)


def sequence(
    floor: Floor,
    kind: str,
    at: int,
    move: Annotation,
    outcome: str,
    response: int | None,
    last: int,
    **more: Any,
) -> Sequence:
    """A sequence as its parts were found; it is as settled as the least settled of its moves."""
    answering = floor.moves.get(floor.turns[response].id, ()) if response is not None else ()
    return Sequence(
        encounter=floor.encounter.id,
        type=kind,
        first_turn=floor.turns[at].id,
        last_turn=floor.turns[max(at, last)].id,
        outcome=outcome,
        coder=move.coder,
        code=move.code,
        response_turn=floor.turns[response].id if response is not None else "",
        gap=gap_before(floor, response) if response is not None else None,
        status=_status((move, *answering)),
        attributes=more,
    )


def _status(moves: tuple[Annotation, ...]) -> str:
    for status in ("suggested", "confirmed"):
        if any(move.status == status for move in moves):
            return status
    return moves[0].status


@lru_cache
def particles(language: str | None) -> Mapping[str, frozenset[str]]:
    """The small words by which answers turn: *but*, *not* and the like."""
    import tomllib

    text = (files("vuoro.sequences") / "particles.toml").read_text(encoding="utf-8")
    kinds = tomllib.loads(text).get(language or "", {})
    return {kind: frozenset(listed) for kind, listed in kinds.items()}
