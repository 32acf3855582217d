"""Moves on tiers of their own, in ELAN and in Praat: what the tiers are called, and what is on them.

``move@DOC`` holds the codes of what DOC says, ``move@DOC@kaisa`` those that kaisa gave. In ELAN a
move that is about a part of its turn has a label on the tier ``unit@DOC`` below, ``0-12 so how are
you``: where the part stands in the turn, and its words. Everything else that is known of a move
(status, score, evidence, attributes, note) is on ``details@DOC`` as a JSON object. In Praat, which
has no tiers below tiers, the place follows the code: ``ask_info 0-12``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from vuoro.model import STATUSES, Annotation

MOVES = re.compile(r"moves?\b[^@]*@.*", re.IGNORECASE | re.DOTALL)
"""The name of a tier of codes: ``move@DOC``, and ``move-anna@DOC`` for a second coder."""

UNIT, DETAILS = "unit@", "details@"
BETWEEN_CODES = re.compile(r"\s*[,;|\n]\s*")

_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})(?: (.*))?", re.DOTALL)
_CODED = re.compile(r"(.+) (\d{1,9})-(\d{1,9})", re.DOTALL)
_CODE = re.compile(r"[^\s,;|](?:[^,;|\n]*[^\s,;|])?")
_TEXTS = ("code", "coder", "cue", "note", "codebook")


class BadDetails(ValueError):
    """Details of a move that nobody could have meant; the message says which."""


def coder_in(name: str, speakers: Iterable[str]) -> str:
    """The coder whom the name of a tier of moves tells, "" where it tells none.

    Examples
    --------
    >>> coder_in("move@DOC@kaisa", ["DOC"]), coder_in("move@DOC", ["DOC"]), coder_in("move@a@b", ["a@b"])
    ('kaisa', '', '')
    """
    said = name.partition("@")[2]
    told = (said[len(speaker) + 1 :] for speaker in speakers if said.startswith(f"{speaker}@"))
    return next(told, "").strip()


def is_code(text: str) -> bool:
    """Whether a code can stand on a tier as it is, alone or with others.

    Examples
    --------
    >>> is_code("ask_info"), is_code("ask, then tell"), is_code(" ask")
    (True, False, False)
    """
    return bool(_CODE.fullmatch(text))


def place_in(raw: str, start: int, stop: int) -> str:
    """A part of a turn, as a label that a person can read too.

    Examples
    --------
    >>> place_in("so how are you", 3, 6)
    '3-6 how'
    """
    return f"{start}-{stop} {raw[start:stop]}"


def span_of(label: str, raw: str) -> tuple[int, int] | None:
    """The part of a turn that a label speaks of; None where there is no such part, or no one such.

    Where the turn was edited after it was coded, the words count and not the numbers.

    Examples
    --------
    >>> span_of("3-6 how", "so how are you"), span_of("3-6 how", "how are you"), span_of("so", "so so")
    ((3, 6), (0, 3), None)
    """
    place = _PLACE.fullmatch(label)
    words = label if place is None else place[3]
    if place:
        start, stop = int(place[1]), int(place[2])
        if start <= stop <= len(raw) and words in (None, raw[start:stop]):
            return start, stop
    if not words or raw.count(words) != 1:
        return None
    return raw.index(words), raw.index(words) + len(words)


def coded(move: Annotation, size: int) -> str:
    """A code as it stands in Praat, with its place in a turn of ``size`` characters if it is not all of it.

    Examples
    --------
    >>> move = Annotation(encounter="v", turn="t1", code="propose", coder="kaisa", start=0, stop=4)
    >>> coded(move, 4), coded(move, 9)
    ('propose', 'propose 0-4')
    """
    code = shown(move.code)
    whole = (move.start, move.stop) == (0, size) and not _CODED.fullmatch(code)
    return code if whole else f"{code} {move.start}-{move.stop}"


def code_and_span(text: str, size: int) -> tuple[str, tuple[int, int] | None]:
    """A code in Praat and its place in a turn of ``size`` characters; None where there is no such place.

    Examples
    --------
    >>> code_and_span("propose 0-4", 9), code_and_span("propose", 9), code_and_span("propose 5-40", 9)
    (('propose', (0, 4)), ('propose', (0, 9)), ('propose', None))
    """
    found = _CODED.fullmatch(text)
    if not found:
        return text, (0, size)
    start, stop = int(found[2]), int(found[3])
    return found[1], (start, stop) if start <= stop <= size else None


def shown(code: str) -> str:
    """What stands on a tier for a code: the code, unless it would be read as two or as none."""
    return code if is_code(code) else BETWEEN_CODES.sub(" ", code).strip() or "?"


def details_of(move: Annotation, *, coder: str) -> dict[str, Any]:
    """What a move says beside a plain code that ``coder`` confirmed.

    Examples
    --------
    >>> move = Annotation(encounter="v", turn="t1", code="propose", coder="kaisa", start=0, stop=4, note="?")
    >>> details_of(move, coder="kaisa")
    {'note': '?'}
    """
    plain = Annotation(encounter="", turn="", code=move.code, coder=coder, start=0, stop=0)
    names = ("coder", "status", "score", "cue", "evidence", "attributes", "note", "codebook")
    told = {name: getattr(move, name) for name in names if getattr(move, name) != getattr(plain, name)}
    if not is_code(move.code):
        told["code"] = move.code
    if "attributes" in told:
        told["attributes"] = dict(told["attributes"])
    return told


def details_in(text: str, size: int) -> dict[str, Any]:
    """The fields of an annotation of a turn of ``size`` characters; BadDetails where they cannot be."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise BadDetails("they are not JSON") from None
    if not isinstance(told, dict):
        raise BadDetails("they are not a JSON object")
    wrong = [name for name, value in told.items() if not _fits(name, value, size)]
    if wrong:
        raise BadDetails(f"no move can have this {wrong[0]!r}")
    if "evidence" in told:
        told["evidence"] = tuple(told["evidence"])
    return told


def _fits(name: str, value: Any, size: int) -> bool:
    if name in _TEXTS:
        return isinstance(value, str) and bool(value or name != "code")
    if name == "status":
        return value in STATUSES
    if name == "score":
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if name == "evidence":
        return _is_span(value, size)
    return name == "attributes" and isinstance(value, Mapping)


def _is_span(value: Any, size: int) -> bool:
    return (
        isinstance(value, list)
        and [type(one) for one in value] == [int, int]
        and 0 <= value[0] <= value[1] <= size
    )
