"""What of an encounter can tell on somebody: its talk, and every other string in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from vuoro.model import Annotation, Encounter, Sequence, Turn, record
from vuoro.privacy.finding import TALK

# Figures that the transcriber wrote: a pause of 0.5 s is no digit of a telephone number.
TIMES = frozenset(["pause", "micropause", "bullet", "line_break"])

BRACKETS = frozenset("[]⌈⌉⌊⌋°↑↓→↗↘⇗⇘£∆∇⁎")
"""Signs that are no part of any number, name or address."""

_SENTENCE_END = re.compile("[.?!]")


class View(NamedTuple):
    """A reading of a string: its words without signs, and where in the string each letter stands.

    An empty ``offsets`` means that both are the same. ``ends`` are the places in the text where a
    sentence may end, by a sign that is no longer there.
    """

    text: str
    offsets: tuple[int, ...] = ()
    ends: frozenset[int] = frozenset()

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Where letters ``start`` to ``stop`` of the text stand in the string."""
        if not self.offsets:
            return start, stop
        return self.offsets[start], self.offsets[stop - 1] + 1


@record
class Place:
    """A string of an encounter, and the readings of it in which people are looked for."""

    place: str
    raw: str
    views: tuple[View, ...]
    turn: str = ""
    line: int | None = None


def composed(view: View) -> View:
    """The view with each accent in its letter: *ä* may be written as two signs, and names are not.

    Examples
    --------
    >>> composed(View("Ma\u0308ki"))
    View(text='Mäki', offsets=(0, 1, 3, 4), ends=frozenset())
    """
    if unicodedata.is_normalized("NFC", view.text):
        return view
    text: list[str] = []
    offsets, ends = [], set()
    for at, sign in enumerate(view.text):
        joined = unicodedata.normalize("NFC", text[-1] + sign) if text and unicodedata.combining(sign) else ""
        if len(joined) == 1:
            text[-1] = joined
            continue
        if at in view.ends:
            ends.add(len(text))
        text.append(sign)
        offsets.append(view.offsets[at] if view.offsets else at)
    return View("".join(text), tuple(offsets), frozenset(ends))


def places(encounter: Encounter) -> Iterator[Place]:
    """Every string of an encounter in which somebody may be named.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="Ker:ttu.", text="Kerttu", pieces=((0, 0, 3), (3, 4, 3)))
    >>> visit = Encounter(id="visit", turns=(turn,), meta={"Comment": "recorded at home"})
    >>> [(place.place, place.views[0].text) for place in places(visit)]
    [('talk', 'Kerttu'), ('id', 'visit'), ('speaker', 'A'), ('meta:Comment', 'recorded at home')]
    """
    for turn in encounter.turns:
        yield talk(turn)
        for tier, said in turn.tiers.items():
            yield Place(
                place=f"tier:{tier}", raw=said, views=(composed(View(said)),), turn=turn.id, line=turn.line
            )
    yield from _about(encounter)


def talk(turn: Turn) -> Place:
    """What is said in a turn."""
    return Place(place=TALK, raw=turn.raw, views=_views(turn), turn=turn.id, line=turn.line)


def _about(encounter: Encounter) -> Iterator[Place]:
    for place, said in _strings(encounter):
        if said:
            yield Place(place=place, raw=said, views=(composed(View(said.replace("_", " "))),))
    for problem in encounter.problems:
        for said in (problem.text, problem.message):
            yield Place(place="problem", raw=said, views=(composed(View(said)),), line=problem.line)
    judged: list[Annotation | Sequence] = [*encounter.annotations, *encounter.sequences]
    for one in judged:
        cue = one.cue if isinstance(one, Annotation) else ""
        for _, said in inside("note", (one.note, cue, one.attributes)):
            yield Place(place="note", raw=said, views=(composed(View(said)),))


def _strings(encounter: Encounter) -> Iterator[tuple[str, str]]:
    yield "id", encounter.id
    yield from (("file", name) for name in encounter.source.files)
    yield from (("speaker", speaker) for speaker in encounter.roles())
    for person in encounter.participants:
        yield "participant", person.name or ""
        yield from inside("participant", person.meta)
    for key, value in encounter.meta.items():
        if key not in OURS:
            yield from inside(f"meta:{key}", value)


OURS = frozenset(["pseudonyms"])
"""What of an encounter's meta this package itself has written there."""


def inside(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """The strings in a value of a header, however deep."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield place, str(key)
            yield from inside(place, one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from inside(place, one)


def _views(turn: Turn) -> tuple[View, ...]:
    """The words, and the turn as it stands: comments, and addresses whose signs look like marks."""
    return (words(turn), _whole(turn)) if turn.pieces else (composed(View(turn.raw)),)


def _whole(turn: Turn) -> View:
    """Everything that is written but pauses and brackets, with one space where there are several."""
    left_out = {at for mark in turn.marks if mark.kind in TIMES for at in range(mark.start, mark.stop)}
    text: list[str] = []
    offsets: list[int] = []
    for at, sign in enumerate(turn.raw):
        if at in left_out:
            sign = " "
        if sign not in BRACKETS and not (sign == " " and text and text[-1] == " "):
            text.append(sign)
            offsets.append(at)
    return composed(View("".join(text), tuple(offsets)))


def words(turn: Turn) -> View:
    """The words of a turn with the capitals that its ``raw`` has, and where their letters stand.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="KER:ttu", text="kerttu", pieces=((0, 0, 3), (3, 4, 3)))
    >>> words(turn)[:2]
    ('KERttu', (0, 1, 2, 4, 5, 6))
    """
    text: list[str] = []
    offsets: list[int] = []
    ends = set()
    for text_at, raw_at, length in turn.pieces:
        if text_at > len(offsets):
            if offsets and _SENTENCE_END.search(turn.raw, offsets[-1] + 1, raw_at):
                ends.add(len(offsets))
            text.append(" ")
            offsets.append(raw_at - 1)
        text.append(turn.raw[raw_at : raw_at + length])
        offsets.extend(range(raw_at, raw_at + length))
    return composed(View("".join(text), tuple(offsets), frozenset(ends)))
