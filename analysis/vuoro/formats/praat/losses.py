"""What a TextGrid cannot hold of an encounter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vuoro.formats import unheld
from vuoro.formats.praat.tiers import points_of, tier_names
from vuoro.formats.tiers.moves import details_of, is_code
from vuoro.formats.unheld import in_utf8, loss
from vuoro.model import Annotation, Encounter, Problem, Turn


def losses_of(encounter: Encounter, timed: Sequence[Turn]) -> Iterator[Problem]:
    """The losses, given the turns that were written."""
    yield from _turns(encounter, timed)
    for speaker, name in tier_names(encounter).items():
        if speaker != in_utf8(name):
            yield loss(encounter, speaker, f"the speaker is called {name!r} in the file.", rule="speaker")
    yield from unheld.characters(encounter, xml=False)
    yield from unheld.marks(encounter)
    yield from _moves(encounter, {turn.id: turn for turn in timed})
    yield from unheld.moves(encounter)
    yield from unheld.sequences(encounter)
    yield from unheld.people(encounter, roles=True)
    if encounter.language:
        yield loss(encounter, encounter.language, "the format has no place for it.", rule="language")
    if encounter.source.convention in ("chat", "gat2"):
        message = "a TextGrid does not say how talk is transcribed; give the convention when you read it."
        yield loss(encounter, encounter.source.convention, message, rule="convention")
    yield from unheld.meta(encounter, ["points"] if points_of(encounter) else [])


def _turns(encounter: Encounter, timed: Sequence[Turn]) -> Iterator[Problem]:
    written = {turn.id for turn in timed}
    for turn in encounter.turns:
        if turn.id not in written:
            message = "a turn without times, length or words cannot be in a TextGrid; it is not in the file."
            yield loss(encounter, turn.raw, message, rule="turn", turn=turn.id)
    tiers = {name for turn in encounter.turns for name in turn.tiers}
    if tiers:
        message = "a TextGrid has no tiers below tiers; these are not in the file."
        yield loss(encounter, ", ".join(sorted(tiers)), message, rule="tier")
    place = {name: number for number, name in enumerate(tier_names(encounter))}
    read = sorted(timed, key=lambda turn: (turn.start, place[turn.speaker]))
    if read != list(timed):
        first = next(turn for turn, other in zip(timed, read, strict=True) if turn is not other)
        yield loss(
            encounter,
            first.raw,
            "the turns are read by time, not as they stand.",
            rule="order",
            turn=first.id,
        )
    counted = [f"t{number:04d}" for number in range(1, len(read) + 1)]
    if counted != [turn.id for turn in read]:
        message = "a TextGrid has no ids of turns; they are counted when it is read."
        yield loss(encounter, f"{len(read)} turns", message, rule="id")


def _moves(encounter: Encounter, turns: dict[str, Turn]) -> Iterator[Problem]:
    known = {turn.id for turn in encounter.turns}
    detailed = 0
    for move in encounter.annotations:
        if move.turn in turns:
            detailed += _is_detailed(move)
        elif move.turn in known:
            message = "its turn is not in the file, and so it is not."
            yield loss(encounter, move.code, message, rule="annotation", turn=move.turn)
    if detailed:
        message = (
            "a TextGrid holds codes and coders of moves; whatever else is known of these is not in the file."
        )
        yield loss(encounter, f"{detailed} moves", message, rule="details")


def _is_detailed(move: Annotation) -> bool:
    plain_coder = move.coder == (move.coder.strip() or "textgrid")
    return bool(details_of(move, coder=move.coder)) or not plain_coder or not is_code(move.code)
