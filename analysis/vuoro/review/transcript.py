"""The lines of a transcript as a page shows them: signs dimmed, evidence marked, moves at the turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from itertools import pairwise

from vuoro import codebooks
from vuoro.model import Annotation, Encounter, Sequence, Turn, record

SIGNS = frozenset(
    [
        "pause",
        "micropause",
        "comment",
        "breath",
        "ingressive",
        "laughter",
        "event",
        "code",
        "bullet",
        "unintelligible",
        "tag",
        "highlight",
    ]
)
"""Marks that stand beside the words and can step back a little when the words are read."""

_UNSEEN = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_UNSEEN |= {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t"}
_UNSEEN |= {0x7F: "\u2421"}
_LINE_BREAK = re.compile(r"\s*\n\s*(\d+(?=\s))?\s*")


@record
class Piece:
    """A stretch of talk with one look."""

    text: str
    look: str = ""


@record
class Chip:
    """One move at its turn, with everything that explains it."""

    anchor: str
    number: int
    way: int | None
    code: str
    label: str
    annotation: Annotation
    quote: tuple[Piece, ...]


@record
class Jump:
    """A link from one end of a sequence to the other."""

    sequence: Sequence
    to: str
    turn: str
    forward: bool


@record
class Line:
    """One turn of the transcript."""

    anchor: str
    turn: Turn
    role: str
    raw: tuple[Piece, ...]
    plain: tuple[Piece, ...]
    chips: tuple[Chip, ...]
    jumps: tuple[Jump, ...]
    codes: str


def anchors(encounter: Encounter) -> dict[str, str]:
    """Turn id to the name of its place on the page.

    Numbered anew, since an id of the file may hold any character.
    """
    return {turn.id: f"turn-{number}" for number, turn in enumerate(encounter.turns, 1)}


def lines(
    encounter: Encounter, annotations: Iterable[Annotation], sequences: Iterable[Sequence], language: str
) -> list[Line]:
    """Every turn, with its moves and with links along its sequences."""
    places = anchors(encounter)
    chips = _chips(encounter, annotations, language)
    jumps = _jumps(sequences, places)
    roles = encounter.roles()
    return [
        _line(turn, places[turn.id], roles[turn.speaker], chips.get(turn.id, []), jumps.get(turn.id, []))
        for turn in encounter.turns
    ]


def _line(turn: Turn, anchor: str, role: str, chips: Many[Chip], jumps: Many[Jump]) -> Line:
    evidence = [
        (*chip.annotation.evidence, f"e{chip.number} w{chip.way or 0}")
        for chip in chips
        if chip.annotation.evidence is not None
    ]
    signs = [(mark.start, mark.stop, "sign") for mark in turn.marks if mark.kind in SIGNS]
    breaks = [(mark.start, mark.stop, "sign break") for mark in turn.marks if mark.kind == "line_break"]
    in_words = [(*turn.in_text(start, stop), look) for start, stop, look in evidence]
    return Line(
        anchor=anchor,
        turn=turn,
        role=role,
        raw=pieces(turn.raw, [*signs, *breaks, *evidence]),
        plain=pieces(turn.text, in_words),
        chips=tuple(chips),
        jumps=tuple(jumps),
        codes=" ".join(dict.fromkeys(chip.code for chip in chips)),
    )


def pieces(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """A text cut wherever its look changes; where spans overlap, a piece has the looks of all.

    Examples
    --------
    >>> [(p.text, p.look) for p in pieces("so you waited", [(3, 13, "a"), (7, 13, "b")])]
    [('so ', ''), ('you ', 'a'), ('waited', 'a b')]
    """
    spans = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    cuts = sorted({0, len(text), *(at for start, stop, _ in spans for at in (start, stop))})
    cut = []
    for start, stop in pairwise(cuts):
        looks = [look for first, last, look in spans if first <= start and stop <= last]
        cut.append(Piece(text=shown(text[start:stop]), look=" ".join(dict.fromkeys(" ".join(looks).split()))))
    return tuple(cut)


def shown(text: str) -> str:
    """A text in which signs that cannot be seen, or that turn the line around, are spelt out.

    Examples
    --------
    >>> shown("yes\\u202e no")
    'yes[U+202E] no'
    >>> shown("so\\n   12   you")
    'so\\n12 you'
    """
    return _LINE_BREAK.sub(_new_line, text).translate(_UNSEEN)


def _new_line(found: re.Match[str]) -> str:
    """A new line without the file's indentation, but with the number that analysts quote it by."""
    return f"\n{found[1]} " if found[1] else "\n"


def _chips(encounter: Encounter, annotations: Iterable[Annotation], language: str) -> dict[str, list[Chip]]:
    codebook = codebooks.load("participation")
    ways, labels = codebook.ways_by_code, codebook.labels(language)
    turns = {turn.id: turn for turn in encounter.turns}
    chips: dict[str, list[Chip]] = {}
    ordered = sorted(annotations, key=lambda a: (a.start, a.stop, a.code, a.coder))
    for count, annotation in enumerate((a for a in ordered if a.turn in turns), 1):
        at_turn = chips.setdefault(annotation.turn, [])
        at_turn.append(
            Chip(
                anchor=f"move-{count}",
                number=len(at_turn),
                way=ways.get(annotation.code),
                code=annotation.code,
                label=labels.get(annotation.code, annotation.code),
                annotation=annotation,
                quote=_quote(annotation, turns[annotation.turn]),
            )
        )
    return chips


def _quote(annotation: Annotation, turn: Turn) -> tuple[Piece, ...]:
    """The unit that is judged, with the words that made a machine say so marked."""
    hit = annotation.evidence or (0, 0)
    looks = [(hit[0] - annotation.start, hit[1] - annotation.start, "hit")]
    return pieces(turn.raw[annotation.start : annotation.stop], looks)


def _jumps(sequences: Iterable[Sequence], places: Mapping[str, str]) -> dict[str, list[Jump]]:
    jumps: dict[str, list[Jump]] = {}
    for sequence in sequences:
        first, last = sequence.first_turn, sequence.last_turn
        if first not in places or last not in places:
            continue
        jumps.setdefault(first, []).append(Jump(sequence=sequence, to=places[last], turn=last, forward=True))
        if last != first:
            jumps.setdefault(last, []).append(
                Jump(sequence=sequence, to=places[first], turn=first, forward=False)
            )
    return jumps
