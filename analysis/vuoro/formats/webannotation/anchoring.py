"""Where the words of an annotation stand now: found again in a turn that was edited since.

A Web Annotation says where its words are and which words they are, with a little of what is
around them (Web Annotation Data Model, 4.2.4 and 4.2.5). Where the two no longer agree, the words
count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

_AROUND, _MOST = 64, 1000
"""How many characters around some words are looked at, and how many places where they stand."""


class Selected(NamedTuple):
    """Where an annotation says it is, -1 where it does not, and its words (None: all) with what is around."""

    start: int = -1
    stop: int = -1
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""


def selected(target: Any) -> Selected:
    """What the selectors of a target say, whichever of the two kinds there are.

    Examples
    --------
    >>> selected({"selector": {"type": "TextPositionSelector", "start": 3, "end": 9}})
    Selected(start=3, stop=9, exact=None, prefix='', suffix='')
    """
    chosen = target.get("selector", []) if isinstance(target, Mapping) else []
    found = Selected()
    for one in chosen if isinstance(chosen, list) else [chosen]:
        if not isinstance(one, Mapping):
            continue
        if type(one.get("start")) is int and type(one.get("end")) is int:
            found = found._replace(start=one["start"], stop=one["end"])
        if isinstance(one.get("exact"), str):
            before, after = (str(one.get(name, "")) for name in ("prefix", "suffix"))
            found = found._replace(exact=one["exact"], prefix=before, suffix=after)
    return found


def stand(raw: str, where: Selected) -> tuple[int, int]:
    """Where what was selected stands in a turn; (-1, -1) where it is not there any more."""
    start, stop, exact, prefix, suffix = where
    if exact is None:
        start, stop = (0, len(raw)) if start < 0 else (start, stop)
    elif start < 0 or raw[start : max(0, stop)] != exact:
        start = found_again(raw, start, exact, prefix, suffix)
        stop = start + len(exact)
    return (start, stop) if 0 <= start <= stop <= len(raw) else (-1, -1)


def found_again(raw: str, start: int, exact: str, prefix: str, suffix: str) -> int:
    """Where words stand that were elsewhere: where most around them fits, and then nearest; -1 where nowhere.

    Examples
    --------
    >>> found_again("no so you so you waited", 0, "so you", "", " waited")
    10
    """
    places: list[int] = []
    at = raw.find(exact) if exact else -1
    while at >= 0 and len(places) < _MOST:
        places.append(at)
        at = raw.find(exact, at + 1)
    prefix, suffix = prefix[-_AROUND:], suffix[:_AROUND]

    def fit(place: int) -> tuple[int, int]:
        stop = place + len(exact)
        before, behind = raw[max(0, place - _AROUND) : place], raw[stop : stop + _AROUND]
        return _alike(before[::-1], prefix[::-1]) + _alike(behind, suffix), -abs(place - start)

    return max(places, key=fit, default=-1)


def _alike(text: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    return next(
        (at for at, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )
