"""Encounters as Praat's TextGrids, in the long form: an interval tier for each speaker, and for moves.

Praat fills a tier with intervals from end to end, so that silence is an empty one, none overlaps
another, and nothing is without times. Turns of one speaker that overlap are therefore on a second
tier, ``DOC+2``; a turn without times, or of no length, cannot be written, and is told.

The format is that of Praat's manual, "TextGrid file formats". praatio could write it, but takes
the white space around a label away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from vuoro.formats import unheld
from vuoro.formats.edited import without_bullets
from vuoro.formats.elan.document import unused
from vuoro.formats.praat.losses import losses_of
from vuoro.formats.praat.textfile import INTERVALS, POINTS
from vuoro.formats.praat.tiers import LAYER, fits, points_of, tier_names
from vuoro.formats.tiers.moves import coded
from vuoro.formats.tiers.timeslots import Span, layers
from vuoro.formats.unheld import in_utf8
from vuoro.formats.writing import Unwritable, Written, writer
from vuoro.model import Annotation, Encounter, Turn

Label = tuple[float, float, str]
"""Seconds and words; a point begins and ends at once."""


class _Tier(NamedTuple):
    kind: str
    name: str
    labels: list[Label]


@writer("textgrid", suffix=".TextGrid")
def write_textgrid(encounter: Encounter) -> Written:
    """An encounter as a TextGrid, with its moves on tiers ``move@SPEAKER@CODER``; times are in seconds.

    Raises
    ------
    Unwritable
        No turn has a beginning and an end.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="D", raw="How are you?", text="How are you?", start=0.5, end=1.25)
    >>> written = write_textgrid(Encounter(id="visit", turns=(turn,)))
    >>> [line.strip() for line in written.files[""].decode().splitlines() if "text" in line]
    ['text = ""', 'text = "How are you?"']
    """
    encounter, lost = without_bullets(encounter)
    timed = [turn for turn in encounter.turns if fits(turn)]
    if not timed:
        raise Unwritable(
            f"{encounter.id}: a TextGrid holds nothing without times, and no turn has a beginning and an end. "
            "Write ELAN's or CHAT, which can do without."
        )
    tiers = list(_talk(encounter, timed))
    tiers += [
        _Tier(POINTS, name, [(at, at, text) for at, text in labels])
        for name, labels in points_of(encounter).items()
    ]
    times = [time for tier in tiers for label in tier.labels for time in label[:2]]
    lines = _lines(tiers, min(0.0, *times), max(times))
    losses = (*lost, *losses_of(encounter, timed))
    return Written(files={"": "\n".join(lines).encode() + b"\n"}, losses=losses)


def _talk(encounter: Encounter, timed: Iterable[Turn]) -> Iterator[_Tier]:
    """The tiers of each speaker, and behind each those of the moves on it."""
    turns = list(timed)
    names = tier_names(encounter)
    moves: defaultdict[str, list[Annotation]] = defaultdict(list)
    for move in encounter.annotations:
        moves[move.turn].append(move)
    used = set(names.values())
    for speaker in unheld.speakers(encounter):
        mine = [
            Span(str(number), turn.start, turn.end)
            for number, turn in enumerate(turns)
            if turn.speaker == speaker
        ]
        for number, layer in enumerate(layers(sorted(mine, key=lambda span: span[1:])) or [[]], 1):
            name = names[speaker] if number == 1 else unused(LAYER.format(names[speaker], number), used)
            said = [turns[int(span.id)] for span in layer]
            yield _Tier(INTERVALS, name, [(*_times(turn), turn.raw) for turn in said])
            yield from _moves(name, said, moves)


def _times(turn: Turn) -> tuple[float, float]:
    """Of a turn that fits, which has both."""
    return cast(float, turn.start), cast(float, turn.end)


def _moves(name: str, turns: Iterable[Turn], moves: Mapping[str, list[Annotation]]) -> Iterator[_Tier]:
    by_coder: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    turns = list(turns)
    for turn in turns:
        for move in moves.get(turn.id, ()):
            by_coder[move.coder.strip()].setdefault(turn.id, []).append(coded(move, len(turn.raw)))
    for coder, codes in sorted(by_coder.items()):
        place = f"move@{name}@{coder}" if coder not in ("", "textgrid") else f"move@{name}"
        labels = [(*_times(turn), "; ".join(codes[turn.id])) for turn in turns if turn.id in codes]
        yield _Tier(INTERVALS, place, labels)


def _lines(tiers: list[_Tier], start: float, end: float) -> Iterator[str]:
    """The lines of the file, with the space that Praat writes at the end of each."""
    yield from ('File type = "ooTextFile"', 'Object class = "TextGrid"', "", f"xmin = {_number(start)} ")
    yield from (f"xmax = {_number(end)} ", "tiers? <exists> ", f"size = {len(tiers)} ", "item []: ")
    for number, tier in enumerate(tiers, 1):
        points = tier.kind == POINTS
        labels = tier.labels if points else list(_filled(tier.labels, start, end))
        kind = "points" if points else "intervals"
        yield from (f"    item [{number}]:", f'        class = "{tier.kind}" ')
        yield from (f"        name = {_quoted(tier.name)} ", f"        xmin = {_number(start)} ")
        yield from (f"        xmax = {_number(end)} ", f"        {kind}: size = {len(labels)} ")
        for place, (first, last, text) in enumerate(labels, 1):
            yield f"        {kind} [{place}]:"
            if points:
                yield from (f"            number = {_number(first)} ", f"            mark = {_quoted(text)} ")
                continue
            yield from (f"            xmin = {_number(first)} ", f"            xmax = {_number(last)} ")
            yield f"            text = {_quoted(text)} "


def _filled(labels: Iterable[Label], start: float, end: float) -> Iterator[Label]:
    """The intervals of a tier, and an empty one wherever there is none."""
    at = start
    for label in labels:
        if label[0] > at:
            yield at, label[0], ""
        yield label
        at = label[1]
    if at < end:
        yield at, end, ""


def _number(seconds: float) -> str:
    return repr(int(seconds)) if seconds == int(seconds) else repr(float(seconds))


def _quoted(text: str) -> str:
    return '"' + in_utf8(text).replace('"', '""') + '"'
