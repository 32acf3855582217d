"""Encounters as ELAN's .eaf files, of the schema http://www.mpi.nl/tools/elan/EAFv3.0.xsd.

Each speaker has a tier, with the moves and all else that is said of a turn on tiers below it.
ELAN has no room for annotations of one tier that overlap: where somebody's turns do, the later
one is on a second tier of the same participant. Moves are a symbolic subdivision of the turn, so
that it may have several and each is chosen from the controlled vocabulary, which is the codebook.
What ELAN has no element for, such as roles, is in properties of the file's header.

pympi could write the format, but not its time slots without times.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count

from vuoro.formats import unheld
from vuoro.formats.edited import without_bullets
from vuoro.formats.elan.document import TURN, unused
from vuoro.formats.elan.frame import (
    BESIDE,
    DETAILS,
    LINES,
    MOVE,
    UNIT,
    entry_id,
    finish,
    frame,
    language_id,
    vocabulary,
)
from vuoro.formats.elan.losses import losses_of
from vuoro.formats.elan.sheet import Row, Sheet, add_aligned, add_below, add_slots, add_tier, finished
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.tiers.moves import MOVES, details_of, place_in, shown
from vuoro.formats.tiers.timeslots import Span, layers, milliseconds, slots_for
from vuoro.formats.unheld import in_xml
from vuoro.formats.writing import Written, writer
from vuoro.model import Annotation, Encounter, Turn

_ID = re.compile(r"(?!ts\d|cve)[A-Za-z_][A-Za-z_.-]*\d[\w.-]*", re.ASCII)
"""What XML and pympi both take for an id, and what is none of a time slot or a vocabulary."""

_Beside = Mapping[str, list[tuple[Span, str]]]
"""Tiers of labels that are about no turn."""


@writer("eaf", suffix=".eaf")
def write_eaf(encounter: Encounter) -> Written:
    """An encounter as an ELAN file, with its moves; times are rounded to milliseconds.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="D", raw="How are you?", text="How are you?", start=0.5, end=1.25)
    >>> written = write_eaf(Encounter(id="visit", turns=(turn,), language="en"))
    >>> [line.strip() for line in written.files[""].decode().splitlines() if "How" in line]
    ['<ANNOTATION_VALUE>How are you?</ANNOTATION_VALUE>']
    """
    encounter, lost = without_bullets(encounter)
    ids = _ids(encounter.turns)
    spans = [
        Span(id, *milliseconds(turn.start, turn.end)) for id, turn in zip(ids, encounter.turns, strict=True)
    ]
    fresh = (id for id in map("a{}".format, count(1)) if id not in ids)
    beside = _beside(encounter, fresh)
    slots, of = slots_for(spans, *([span for span, _ in labels] for labels in beside.values()))
    codes = vocabulary(encounter)
    entries = {code: entry_id(number) for number, code in enumerate(codes, 1)}
    sheet = Sheet(frame(encounter), fresh, set(), entries, language_id(encounter))
    add_slots(sheet.root, slots)
    names = _add_talk(sheet, encounter, spans, of)
    for name, labels in beside.items():
        tier = add_tier(sheet, unused(in_xml(name), sheet.names), BESIDE)
        for span, text in labels:
            add_aligned(tier, span.id, of[span.id], text)
    finish(sheet.root, encounter, codes)
    losses = (*lost, *losses_of(encounter, ids, names, beside))
    return Written(files={"": finished(sheet.root)}, losses=losses)


def _ids(turns: Iterable[Turn]) -> list[str]:
    """The ids of turns where they can be ELAN's, and others where they cannot."""
    turns, used = list(turns), set()
    free = (id for id in map("a{}".format, count(1)) if id not in {turn.id for turn in turns})
    ids = []
    for turn in turns:
        ids.append(turn.id if _ID.fullmatch(turn.id) and turn.id not in used else next(free))
        used.add(ids[-1])
    return ids


def _beside(encounter: Encounter, fresh: Iterator[str]) -> _Beside:
    kept = encounter.meta.get("tiers")
    if not isinstance(kept, Mapping) or not all(_is_label(one) for labels in kept.values() for one in labels):
        return {}
    return {
        name: [(Span(next(fresh), *milliseconds(start, end)), text) for start, end, text in labels]
        for name, labels in kept.items()
    }


def _is_label(kept: object) -> bool:
    if not isinstance(kept, tuple) or len(kept) != 3 or not isinstance(kept[2], str):
        return False
    return all(time is None or isinstance(time, int | float) for time in kept[:2])


def _add_talk(
    sheet: Sheet, encounter: Encounter, spans: list[Span], of: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """The tiers of all speakers and what is below them; the name by which each speaker stands there."""
    turns = dict(zip((span.id for span in spans), encounter.turns, strict=True))
    coders = {move.coder for move in encounter.annotations}
    moves: defaultdict[str, list[Annotation]] = defaultdict(list)
    for move in encounter.annotations:
        moves[move.turn].append(move)
    shared = _shared_tiers(encounter)
    called = {}
    for speaker in unheld.speakers(encounter):
        called[speaker] = who = in_xml(speaker.strip()) or NOBODY
        mine = [span for span in spans if turns[span.id].speaker == speaker]
        for layer in layers(mine) or [[]]:
            name = unused(who, sheet.names)
            tier = add_tier(sheet, name, TURN, PARTICIPANT=who)
            said = {span.id: turns[span.id] for span in layer}
            for id, turn in said.items():
                add_aligned(tier, id, of[id], turn.raw)
            coded = {id: moves.get(turn.id, []) for id, turn in said.items()}
            for coder in sorted(coders):
                _add_moves(sheet, name, coder if len(coders) > 1 else "", said, _by(coder, coded))
            _add_lines(sheet, name, said, shared)
    return called


def _by(coder: str, coded: Mapping[str, list[Annotation]]) -> dict[str, list[Annotation]]:
    kept = {id: [move for move in moves if move.coder == coder] for id, moves in coded.items()}
    return {id: moves for id, moves in kept.items() if moves}


def _add_moves(
    sheet: Sheet, above: str, suffix: str, said: Mapping[str, Turn], coded: Mapping[str, list[Annotation]]
) -> None:
    """The moves that one coder found on a tier: codes, the parts of turns they are about, and the rest."""
    if not coded:
        return
    coder = in_xml(next(chain.from_iterable(coded.values())).coder).strip()
    who = {"ANNOTATOR": coder} if coder else {}
    place = in_xml(f"{above}@{suffix}" if suffix else above)
    rows = [(id, move) for id, moves in coded.items() for move in moves]
    codes = [Row(id, shown(move.code), sheet.entries.get(move.code, "")) for id, move in rows]
    tier, ids = add_below(sheet, f"move@{place}", above, MOVE, codes, **who)
    units, details = [], []
    for id, (turn, move) in zip(ids, rows, strict=True):
        raw = said[turn].raw
        if (move.start, move.stop) != (0, len(raw)):
            units.append(Row(id, place_in(raw, move.start, move.stop)))
        told = details_of(move, coder=coder or "eaf")
        if told:
            details.append(Row(id, json.dumps(told, ensure_ascii=False, default=str)))
    add_below(sheet, f"unit@{place}", tier, UNIT, units, **who)
    add_below(sheet, f"details@{place}", tier, DETAILS, details, **who)


def _shared_tiers(encounter: Encounter) -> set[str]:
    """The dependent tiers that several speakers have."""
    of: defaultdict[str, set[str]] = defaultdict(set)
    for turn in encounter.turns:
        for name in turn.tiers:
            of[name].add(turn.speaker)
    return {name for name, speakers in of.items() if len(speakers) > 1}


def _add_lines(sheet: Sheet, above: str, said: Mapping[str, Turn], shared: set[str]) -> None:
    """What else was said of turns: an annotation for each line, or one for them all if some are empty."""
    for name in dict.fromkeys(name for turn in said.values() for name in turn.tiers):
        rows = []
        for id, turn in said.items():
            text = turn.tiers.get(name, "")
            lines = text.split("\n")
            rows += [Row(id, line) for line in (lines if all(lines) else [text] if text else [])]
        plain = f"{name}@{above}" if name in shared else name
        add_below(sheet, f"x-{plain}" if MOVES.fullmatch(plain) else plain, above, LINES, rows)
