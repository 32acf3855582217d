"""Moves and sequences as codes on the coding tier of CHAT, as :mod:`vuoro.formats.talkbank.codingtier` reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from vuoro.formats.plain import anything
from vuoro.formats.talkbank.codingtier import CODER, known_codes
from vuoro.model import Annotation, Sequence

_PARTING = re.compile(r"[\s%:=$+\x00-\x1f\x7f-\x9f]+")


def move(annotation: Annotation, size: int) -> str:
    """A move as a code, under a turn of ``size`` characters.

    Examples
    --------
    >>> move(Annotation(encounter="v", turn="t1", code="propose", coder="a b", start=0, stop=9), 9)
    '$propose:coder=a%20b'
    """
    a = annotation
    told = {
        "span": f"{a.start}-{a.stop}" if (a.start, a.stop) != (0, size) else "",
        "coder": a.coder if a.coder != CODER or a.code not in known_codes() else "",
        "status": a.status if a.status != "confirmed" else "",
        "score": "" if a.score is None else repr(a.score),
        "cue": a.cue,
        "evidence": "-".join(map(str, a.evidence)) if a.evidence else "",
        "note": a.note,
        "codebook": a.codebook,
    }
    return _written(a.code, told, a.attributes)


def link(sequence: Sequence, places: Mapping[str, int]) -> str:
    """A sequence as a code under its first turn; ``places`` is the number of each turn by its id.

    Examples
    --------
    >>> link(Sequence(encounter="v", type="S1", first_turn="a", last_turn="c", outcome="told", coder="chat"),
    ...      {"a": 0, "b": 1, "c": 2})
    '$S1:last=2:outcome=told'
    """
    s, at = sequence, places[sequence.first_turn]
    told = {
        "last": str(places[s.last_turn] - at) if s.last_turn != s.first_turn else "",
        "response": str(places[s.response_turn] - at) if s.response_turn else "",
        "outcome": s.outcome,
        "code": s.code,
        "coder": s.coder if s.coder != CODER else "",
        "status": s.status if s.status != "confirmed" else "",
        "gap": "" if s.gap is None else repr(s.gap),
        "note": s.note,
    }
    return _written(s.type, told, s.attributes)


def _written(name: str, told: Mapping[str, str], attributes: Mapping[str, Any]) -> str:
    fields = [f"{key}={_escaped(value)}" for key, value in told.items() if value]
    fields += [f"+{_escaped(str(key))}={_attribute(value)}" for key, value in attributes.items()]
    return ":".join([f"${_escaped(name)}", *fields])


def _attribute(value: Any) -> str:
    if isinstance(value, str):
        return _escaped(value)
    return "=" + _escaped(json.dumps(anything(value), ensure_ascii=False, separators=(",", ":")))


def _escaped(text: str) -> str:
    """The text with all that parts codes written as in a URL."""
    return _PARTING.sub(lambda match: quote(match[0], safe=""), text)
