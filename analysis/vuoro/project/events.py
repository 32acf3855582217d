"""Events: what a coder did, one JSON object on one line of the coder's log.

Every event has an ``id``, the time ``at`` which it was written (ISO 8601, UTC, to the microsecond), the
``session``, the ``coder``, the ``encounter``, and what was done: ``do``. What else it holds depends on
that. An event is never changed; a change of mind is another event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from vuoro.model import VuoroError, record

Event = Mapping[str, Any]

ALWAYS = ("id", "at", "session", "coder", "encounter", "do")
"""What every event has."""


@record
class Kind:
    """What an event of a kind must hold and may hold, besides what every event has."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


CODING = ("start", "stop", "quote", "attributes", "confidence", "note", "codebook")
PLACED = ("turn", "code", "start", "stop")
LINKING = ("type", "first_turn", "last_turn", "outcome")
LINKED = ("code", "response_turn", "gap", "attributes", "confidence", "note", "of", "suggested_by", "quote")
DECIDING = ("first_turn", "last_turn", "outcome")
DECIDED = (
    "topic", "type", "options_named", "origin_of_first_proposal", "origin_of_adopted_option", "goal_owner",
    "features", "commitment", "sealed_turn", "attributes", "confidence", "note", "of", "suggested_by", "quote",
)  # fmt: skip

KINDS: Mapping[str, Kind] = {
    "annotate": Kind(needs=("turn", "code"), may=CODING),
    "change": Kind(needs=("of", "fields")),
    "remove": Kind(needs=("of",)),
    "accept": Kind(needs=("of", "turn", "code", "suggested_by"), may=CODING),
    "reject": Kind(needs=("of",)),
    "link": Kind(needs=LINKING, may=LINKED),
    "relink": Kind(needs=("of", "fields")),
    "unlink": Kind(needs=("of",)),
    "decide": Kind(needs=DECIDING, may=DECIDED),
    "redecide": Kind(needs=("of", "fields")),
    "undecide": Kind(needs=("of",)),
    "look": Kind(needs=("of",), may=("codebook",)),
    "memo": Kind(needs=("turn", "text")),
    "see": Kind(needs=("turns",)),
    "undo": Kind(needs=("of",)),
    "redo": Kind(needs=("of",)),
    "finish": Kind(),
    "reopen": Kind(),
    "adjudicate": Kind(needs=("of", "choice", "codings", "between"), may=("turn", "type", "note")),
}
"""What can be done."""

TYPES: Mapping[str, type | tuple[type, ...]] = {
    "start": int, "stop": int, "confidence": int, "gap": (int, float), "attributes": Mapping,
    "fields": Mapping, "turns": list, "codings": list, "between": Mapping,
    "options_named": int, "features": Mapping, "commitment": (int, type(None)),
}  # fmt: skip
"""What is no text."""

ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class BadEvent(VuoroError):
    """Something that cannot be done, or is no event at all; the message says what is wrong with it."""


def checked(event: Any) -> Event:
    """The event, if it is one: everything is there and of the right type.

    Raises
    ------
    BadEvent
        says which field is missing or holds what it cannot hold.

    Examples
    --------
    >>> checked({"do": "remove"})
    Traceback (most recent call last):
        ...
    vuoro.project.events.BadEvent: an event needs 'id', which is missing
    """
    if not isinstance(event, dict):
        raise BadEvent(f"an event is a JSON object, not {_short(event)}")
    for name in ALWAYS:
        _check(event, name)
    if event["do"] not in KINDS:
        raise BadEvent(f"nothing is called {_short(event['do'])}; what can be done: {', '.join(KINDS)}")
    for name in KINDS[event["do"]].needs:
        _check(event, name)
    for name, value in event.items():
        _check_type(name, value)
    if not ID.fullmatch(event["id"]):
        raise BadEvent(
            f"the id of an event is 1 to 64 letters, digits and hyphens, not {_short(event['id'])}"
        )
    at = _moment(event["at"])
    return event if at == event["at"] else {**event, "at": at}


def _check(event: Mapping[str, Any], name: str) -> None:
    if name not in event:
        raise BadEvent(f"an event needs {name!r}, which is missing")
    _check_type(name, event[name])


def _check_type(name: str, value: Any) -> None:
    odd = name == "turns" and isinstance(value, list) and not all(isinstance(one, str) for one in value)
    kind: Any = TYPES.get(name, str)
    if not isinstance(value, kind) or isinstance(value, bool) or odd:
        raise BadEvent(f"{name!r} of an event cannot be {_short(value)}")
    if name == "fields":
        for field, told in value.items():
            _check_type(field, told)
    if name == "codings":
        for one in value:
            _check_coding(one)


def _check_coding(one: Any) -> None:
    """A coding that somebody settled on is all of an annotation, or all of a sequence."""
    if not isinstance(one, Mapping):
        raise BadEvent(f"a coding is a JSON object, not {_short(one)}")
    needed, known = (LINKING, LINKED) if "outcome" in one else (PLACED, CODING)
    for name in needed:
        _check(one, name)
    for name, value in one.items():
        if name not in (*needed, *known):
            raise BadEvent(f"a coding has no {name!r}; it has {', '.join((*needed, *known))}")
        _check_type(name, value)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) < 60 else f"{shown[:57]}..."


def _moment(text: str) -> str:
    """A time in the form in which events are dated; one without a zone is taken for UTC."""
    try:
        time = datetime.fromisoformat(text)
        return _written(time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise BadEvent(
            f"{_short(text)} is no time; events are dated like 2026-05-04T09:30:00.000000Z"
        ) from None


def _written(time: datetime) -> str:
    return f"{time.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def now(after: str = "") -> str:
    """The time, in UTC; where the clock says no later than ``after``, one microsecond after that.

    A cause stands before what it causes, also where the clocks of two machines differ.

    Examples
    --------
    >>> now(after="2999-12-31T23:59:59.000000Z")
    '2999-12-31T23:59:59.000001Z'
    """
    time = _written(datetime.now(UTC))
    if time > after:
        return time
    try:
        return _written(datetime.fromisoformat(after) + timedelta(microseconds=1))
    except OverflowError:  # the end of the year 9999, which only a joker writes
        return after


def order(event: Event) -> tuple[str, str]:
    """Events are told in the order of this: their time, and of one time their id."""
    return event["at"], event["id"]


def line_of(event: Event) -> bytes:
    """The event as one line of a log.

    Raises :class:`BadEvent` where JSON cannot hold it.
    """
    try:
        text = json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair, as a browser may send it
        return json.dumps(event, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    except (TypeError, ValueError, RecursionError) as error:
        raise BadEvent(f"JSON cannot hold the event: {error}") from None
