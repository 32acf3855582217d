"""Carry out a plan: an encounter in which other people meet, and everything said of it keeps its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from vuoro import symbols
from vuoro.model import Annotation, Encounter, Mark, Participant, Sequence, Turn, record
from vuoro.privacy.finding import TALK
from vuoro.privacy.planning import BadPlan, Row
from vuoro.privacy.views import OURS

_TIER = "tier:"


@record
class Shift:
    """Where the offsets of a changed string have moved: rows ``(start, stop, new start, new stop)``."""

    edits: tuple[tuple[int, int, int, int], ...] = ()

    def start(self, at: int) -> int:
        """The new offset of what begins at an old one; a span that begins inside a change begins with it."""
        return self._moved(at, first=True)

    def stop(self, at: int) -> int:
        """The new offset of what ends at an old one; a span that ends inside a change ends with it."""
        return self._moved(at, first=False)

    def _moved(self, at: int, *, first: bool) -> int:
        edit = bisect_right(self.edits, (at, 1 << 62, 0, 0)) - 1
        if edit < 0:
            return at
        start, stop, new_start, new_stop = self.edits[edit]
        if at >= stop:
            return at - stop + new_stop
        if at == start or stop - start == new_stop - new_start:
            return at - start + new_start
        return new_start if first else new_stop


def pseudonymised(encounter: Encounter, rows: Iterable[Row], pseudonyms: Iterable[str] = ()) -> Encounter:
    """The encounter with the rows of a plan carried out that are its own and whose ``apply`` is true.

    The talk is read again with its signs, annotations and sequences keep pointing at the same
    stretches, and ``meta["pseudonyms"]`` lists the pseudonyms, which are no leaks. The digests
    of the original files are gone.

    Parameters
    ----------
    encounter : Encounter
        The one that the plan was made from.
    rows : iterable of Row
        A plan, edited or not; rows of other encounters are passed over.
    pseudonyms : iterable of str
        Those of the key.

    Raises
    ------
    BadPlan
        What a row is about is not there, or two rows are about the same letters.
    """
    chosen = [row for row in rows if row.apply and row.encounter == encounter.id]
    talk = _by_string(
        row for row in chosen if row.turn and (row.place == TALK or row.place.startswith(_TIER))
    )
    pairs: dict[str, dict[str, str]] = {}
    for row in chosen:
        if (row.turn, row.place) not in talk:
            pairs.setdefault(row.place, {})[row.found] = row.replacement
    swap = {place: swapper(found) for place, found in pairs.items()}
    moved: dict[str, Shift] = {}
    turns = tuple(_turn(turn, encounter, talk, swap.get("speaker", str), moved) for turn in encounter.turns)
    return _about(replace(encounter, turns=turns), swap, moved, tuple(sorted(set(pseudonyms))))


def _by_string(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.stop)):
        found.setdefault((row.turn, row.place), []).append(row)
    return found


def _turn(
    turn: Turn,
    encounter: Encounter,
    rows: Mapping[tuple[str, str], list[Row]],
    renamed: Callable[[str], str],
    moved: dict[str, Shift],
) -> Turn:
    tiers = {
        tier: edited(said, rows[turn.id, _TIER + tier])[0] if (turn.id, _TIER + tier) in rows else said
        for tier, said in turn.tiers.items()
    }
    turn = replace(turn, speaker=renamed(turn.speaker), tiers=tiers or turn.tiers)
    if (turn.id, TALK) not in rows:
        return turn
    raw, moved[turn.id] = edited(turn.raw, rows[turn.id, TALK])
    return _read_again(turn, raw, encounter.source.convention, moved[turn.id])


def edited(raw: str, rows: Iterable[Row]) -> tuple[str, Shift]:
    """A string with rows carried out that are in its order, and where its offsets went."""
    written, at, size, edits = [], 0, 0, []
    for row in rows:
        if raw[row.start : row.stop] != row.found:
            raise BadPlan(
                f"{row.encounter}, turn {row.turn}: {row.found!r} is not at {row.start}. "
                "The transcript is not the one the plan was made from; make a new plan."
            )
        if row.start < at:
            raise BadPlan(f"{row.encounter}, turn {row.turn}: two rows replace {row.found!r}. Delete one.")
        size += row.start - at
        edits.append((row.start, row.stop, size, size + len(row.replacement)))
        written += [raw[at : row.start], row.replacement]
        size += len(row.replacement)
        at = row.stop
    return "".join(written) + raw[at:], Shift(edits=tuple(edits))


def _read_again(turn: Turn, raw: str, convention: str, shift: Shift) -> Turn:
    """A turn with another raw: its signs are read, or, where its reader did more than that, moved."""
    if convention in symbols.CONVENTIONS:
        was = symbols.read(turn.raw, convention)
        if (was.text, was.marks, was.pieces) == (turn.text, turn.marks, turn.pieces):
            text, marks, pieces = symbols.read(raw, convention)
            return replace(turn, raw=raw, text=text, marks=marks, pieces=pieces)
    return _shifted(turn, raw, shift)


def _shifted(turn: Turn, raw: str, shift: Shift) -> Turn:
    """The same turn with its offsets moved; a word that was changed is copied from where it now stands."""
    marks = tuple(_moved_mark(mark, shift) for mark in turn.marks)
    text, pieces, end = "", [], 0
    for text_at, raw_at, length in turn.pieces or ((0, 0, len(turn.text)),):
        start, stop = shift.start(raw_at), shift.stop(raw_at + length)
        text += " " * (text_at - end)
        end = text_at + length
        pieces.append((len(text), start, stop - start))
        text += raw[start:stop]
    mapped = () if len(pieces) == 1 and pieces[0][1] == 0 else tuple(pieces)
    return replace(turn, raw=raw, text=text, marks=marks, pieces=mapped)


def _moved_mark(mark: Mark, shift: Shift) -> Mark:
    return replace(mark, start=shift.start(mark.start), stop=shift.stop(mark.stop))


def _about(
    encounter: Encounter,
    swap: Mapping[str, Callable[[str], str]],
    moved: Mapping[str, Shift],
    pseudonyms: tuple[str, ...],
) -> Encounter:
    """Everything but the talk: headers, participants, file names, and what was said of the talk."""
    note, problem = swap.get("note", str), swap.get("problem", str)
    id = swap.get("id", str)(encounter.id)
    meta = {
        key: value if key in OURS else within(value, swap.get(f"meta:{key}", str))
        for key, value in encounter.meta.items()
    }
    if pseudonyms:
        meta["pseudonyms"] = ", ".join(pseudonyms)
    return replace(
        encounter,
        id=id,
        meta=meta,
        participants=tuple(_participant(person, swap) for person in encounter.participants),
        problems=tuple(
            replace(
                one,
                text=problem(one.text),
                message=problem(one.message),
                file=swap.get("file", str)(one.file),
            )
            for one in encounter.problems
        ),
        annotations=tuple(
            _annotation(one, id, moved.get(one.turn, Shift()), note) for one in encounter.annotations
        ),
        sequences=tuple(_sequence(one, id, note) for one in encounter.sequences),
        source=replace(
            encounter.source,
            files=tuple(swap.get("file", str)(name) for name in encounter.source.files),
            sha256=(),
        ),
    )


def _participant(person: Participant, swap: Mapping[str, Callable[[str], str]]) -> Participant:
    told = swap.get("participant", str)
    return replace(
        person,
        id=swap.get("speaker", str)(person.id),
        name=told(person.name) if person.name else person.name,
        meta=within(person.meta, told) if person.meta else person.meta,
    )


def _annotation(one: Annotation, encounter: str, shift: Shift, note: Callable[[str], str]) -> Annotation:
    evidence = (shift.start(one.evidence[0]), shift.stop(one.evidence[1])) if one.evidence else None
    return replace(
        one,
        encounter=encounter,
        start=shift.start(one.start),
        stop=shift.stop(one.stop),
        evidence=evidence,
        cue=note(one.cue),
        note=note(one.note),
        attributes=within(one.attributes, note) if one.attributes else one.attributes,
    )


def _sequence(one: Sequence, encounter: str, note: Callable[[str], str]) -> Sequence:
    attributes = within(one.attributes, note) if one.attributes else one.attributes
    return replace(one, encounter=encounter, note=note(one.note), attributes=attributes)


def within(value: Any, change: Callable[[str], str]) -> Any:
    """A value of a header with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {
            change(key) if isinstance(key, str) else key: within(one, change) for key, one in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(within(one, change) for one in value)
    return value


def swapper(pairs: Mapping[str, str]) -> Callable[[str], str]:
    """A function that replaces whole words, the longest first.

    Examples
    --------
    >>> swapper({"Kerttu": "Aino", "Kerttu-Liisa": "Aino-Maija"})("Kerttu1, Kerttu-Liisa, Kerttula")
    'Aino1, Aino-Maija, Kerttula'
    """
    if not pairs:
        return str
    found = "|".join(_bounded(one) for one in sorted(pairs, key=len, reverse=True))
    pattern = re.compile(found)
    return lambda text: pattern.sub(lambda match: pairs[match[0]], text)


def _bounded(found: str) -> str:
    """What was found as a pattern: no letter goes on with a word, and no figure with a number."""
    before = r"(?<![^\W\d_])" if found[0].isalpha() else r"(?<!\d)"
    after = r"(?![^\W\d_])" if found[-1].isalpha() else r"(?!\d)"
    return before + re.escape(found) + after
