"""Time slots for turns: in order of time, and a turn without a time behind the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, isfinite
from typing import NamedTuple

_LATEST = 2**32 - 1

Slots = dict[str, float | None]
"""Each time slot and its milliseconds, None where it has none, in the order of the file."""


class Span(NamedTuple):
    """Something that begins and ends: its id, and milliseconds (for Praat, seconds) where they are known."""

    id: str
    start: float | None
    end: float | None


def milliseconds(start: float | None, end: float | None) -> tuple[int | None, int | None]:
    """Seconds as ELAN's whole milliseconds; None where it has no such times.

    Examples
    --------
    >>> milliseconds(0.5, 1.2345), milliseconds(-1, 2.0), milliseconds(3.0, 2.0)
    ((500, 1234), (None, 2000), (None, None))
    """
    first, last = _whole(start), _whole(end)
    return (None, None) if first is not None and last is not None and first > last else (first, last)


def _whole(seconds: float | None) -> int | None:
    return round(1000 * seconds) if seconds is not None and 0 <= 1000 * seconds <= _LATEST else None


def exact(*times: float | None) -> bool:
    """Whether times are whole milliseconds, but for what floating point makes of them."""
    return all(
        abs(1000 * time - round(1000 * time)) < 1e-6 for time in times if time is not None and isfinite(time)
    )


def slots_for(*series: Iterable[Span]) -> tuple[Slots, dict[str, tuple[str, str]]]:
    """Time slots for series of spans, and the two of each span.

    Within a series a span without a start is kept behind the one before it. Spans that begin
    at the same time keep their order.

    Examples
    --------
    >>> slots, of = slots_for([Span("a", 0, 500), Span("b", None, None), Span("c", 300, 700)])
    >>> slots
    {'ts1': 0, 'ts2': None, 'ts3': None, 'ts4': 300, 'ts5': 500, 'ts6': 700}
    >>> of["b"]
    ('ts2', 'ts3')
    """
    spans = [placed for spans in series for placed in _placed(spans)]
    spans.sort(key=lambda placed: placed[0])
    # What has no time is ranked by its number, behind the slot of the time that it follows.
    points = [(at, number, 0, span.start) for number, (at, span) in enumerate(spans)]
    points += [
        (at if span.end is None else span.end, number, 1, span.end) for number, (at, span) in enumerate(spans)
    ]
    slots: Slots = {}
    names: dict[tuple[int, int], str] = {}
    for _, number, side, time in sorted(points, key=lambda point: point[:3]):
        name = names[number, side] = f"ts{len(slots) + 1}"
        slots[name] = time
    return slots, {span.id: (names[number, 0], names[number, 1]) for number, (_, span) in enumerate(spans)}


def _placed(spans: Iterable[Span]) -> Iterable[tuple[float, Span]]:
    at: float = -1
    for span in spans:
        at = at if span.start is None else span.start
        yield at, span


def layers(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans in as few layers as they need so that none overlaps another of its layer.

    Examples
    --------
    >>> [[span.id for span in layer] for layer in layers([Span("a", 0, 9), Span("b", 5, 7), Span("c", 9, 11)])]
    [['a', 'c'], ['b']]
    """
    made: list[list[Span]] = []
    ends: list[float] = []
    for span in spans:
        start = span.start if span.start is not None else span.end
        fits = (at for at, end in enumerate(ends) if start is None or end <= start)
        at = next(fits, len(made))
        if at == len(made):
            made.append([])
            ends.append(-inf)
        made[at].append(span)
        ends[at] = max([ends[at], *(time for time in (span.start, span.end) if time is not None)])
    return made
