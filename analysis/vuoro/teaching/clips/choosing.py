"""Which stretches of talk make good clips: where the theme's moves and sequences stand, and differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vuoro import codebooks
from vuoro.model import Annotation, Encounter, Sequence, record
from vuoro.teaching.material import Material

SHORTEST, LONGEST = 8, 30
"""Turns of a clip: enough to see what it answers, and no more than a room can take in."""
BEFORE, AFTER = 5, 4
"""Turns before the place that a clip is about, and after what became of it."""
PROFESSIONALS = frozenset({"professional", "other_professional"})


@record
class Place:
    """A move with what became of it. ``outcome`` is "" where the move opens no sequence.

    ``at``, ``response`` and ``last`` are places of turns, counted from 0; ``response`` is the turn that
    shows what became of it, or -1 where the encounter ends before.
    """

    move: Annotation
    at: int
    response: int
    last: int
    type: str = ""
    outcome: str = ""


@record
class Clip:
    """Turns ``first`` to ``last`` (places, both in) of an encounter, about one place in them.

    ``stop`` is the place of the professional's turn before which one stops to think.
    """

    encounter: str
    first: int
    last: int
    stop: int
    place: Place


def clips(material: Material, way: int, language: str, most: int) -> list[Clip]:
    """The best clips for one of the five ways, at most ``most``; the same ones each time.

    Talk of ``language`` first; then from encounters, and with moves and outcomes, that are not there yet; then
    where the professional's turn answers the client, with most of the way's moves and outcomes
    around it, and where coders agreed.
    """
    found = [_clip(material, place) for place in places(material, way)]
    worth = [(_unfit(material, clip), -_richness(material, clip, way)) for clip in found]
    foreign = [material.encounter(clip.encounter).language != language for clip in found]
    left = [n for n, clip in enumerate(found) if clip.stop >= 0]
    used: Counter[tuple[str, str]] = Counter()
    taken: list[Clip] = []

    def rank(n: int) -> tuple[int, ...]:
        place = found[n].place
        seen = used["outcome", place.outcome] + used["code", place.move.code]
        return (foreign[n], used["encounter", found[n].encounter], seen, *worth[n], n)

    while left and len(taken) < most:
        clip = found[min(left, key=rank)]
        taken.append(clip)
        place = clip.place
        used.update((("encounter", clip.encounter), ("outcome", place.outcome), ("code", place.move.code)))
        left = [n for n in left if not _overlap(found[n], clip)]
    return taken


def places(material: Material, way: int) -> Iterator[Place]:
    """The places of a way in the order of the talk: moves that open a sequence, and others by professionals."""
    codes = {code for code, of in codebooks.load("participation").ways_by_code.items() if of == way}
    opened: dict[tuple[str, str, str], Sequence] = {}
    for sequence in material.sequences:
        opened.setdefault((sequence.encounter, sequence.first_turn, sequence.code), sequence)
    for move in material.settled:
        if move.code not in codes:
            continue
        sequence = opened.get((move.encounter, move.turn, move.code))
        place = placed(material, move, sequence)
        talk = material.encounter(move.encounter)
        if sequence is not None or by_professional(talk, place.at):
            yield place


def placed(material: Material, move: Annotation, sequence: Sequence | None) -> Place:
    """A move and what became of it, as places in the encounter; without a sequence the next speaker's turn shows it."""
    talk = material.encounter(move.encounter)
    at = material.place(move.encounter, move.turn)
    if sequence is None:
        answer = _next_speaker(talk, at)
        return Place(move=move, at=at, response=answer, last=max(at, answer))
    known = [turn for turn in (sequence.response_turn, sequence.last_turn) if turn]
    response = material.place(move.encounter, known[0]) if sequence.response_turn else _next_speaker(talk, at)
    return Place(
        move=move,
        at=at,
        response=response,
        last=max(at, material.place(move.encounter, known[-1]) if known else at),
        type=sequence.type,
        outcome=sequence.outcome,
    )


def by_professional(talk: Encounter, at: int) -> bool:
    return talk.role(talk.turns[at].speaker) in PROFESSIONALS


def _clip(material: Material, place: Place) -> Clip:
    talk = material.encounter(place.move.encounter)
    stop = _stop(talk, place)
    end = max(place.response, stop, place.at)
    first = max(0, min(place.at, stop if stop >= 0 else place.at) - BEFORE)
    last = min(len(talk) - 1, max(end + AFTER, first + SHORTEST - 1), first + LONGEST - 1)
    return Clip(
        encounter=talk.id, first=max(0, min(first, last - SHORTEST + 1)), last=last, stop=stop, place=place
    )


def _stop(talk: Encounter, place: Place) -> int:
    """The professional's turn before which to stop: the move itself, or else the first that answers it."""
    if by_professional(talk, place.at):
        return place.at if place.at > 0 else -1
    after = range(place.at + 1, min(len(talk), place.at + LONGEST - BEFORE))
    return next((at for at in after if by_professional(talk, at)), -1)


def _unfit(material: Material, clip: Clip) -> int:
    """How much speaks against a clip: nobody to answer, an answer beyond its end, or coders who differed."""
    talk = material.encounter(clip.encounter)
    answers = clip.stop > 0 and not by_professional(talk, clip.stop - 1)
    return (not answers) + 2 * (clip.place.response > clip.last) + (material.share(clip.place.move) < 1)


def _richness(material: Material, clip: Clip, way: int) -> int:
    """How many different moves of the way, and different outcomes, stand in a clip."""
    ways = codebooks.load("participation").ways_by_code

    def inside(turn: str) -> bool:
        return clip.first <= material.place(clip.encounter, turn) <= clip.last

    codes = {a.code for a in material.moves(clip.encounter) if ways.get(a.code) == way and inside(a.turn)}
    outcomes = {
        (s.type, s.outcome)
        for s in material.links(clip.encounter)
        if inside(s.first_turn) and inside(s.response_turn or s.last_turn)
    }
    return len(codes) + len(outcomes)


def _next_speaker(talk: Encounter, at: int) -> int:
    speaker = talk.turns[at].speaker
    return next((n for n in range(at + 1, len(talk)) if talk.turns[n].speaker != speaker), -1)


def _overlap(one: Clip, other: Clip) -> bool:
    return one.encounter == other.encounter and one.first <= other.last and other.first <= one.last
