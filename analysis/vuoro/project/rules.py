"""What a coder may do: an event against the transcript, the codebook and what has been done before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from vuoro.project.decision_fields import decision_fields
from vuoro.project.events import ALWAYS, KINDS, Event
from vuoro.project.fitting import (
    OTHER,
    NotAllowed,
    Table,
    attributes_fit,
    attributes_of,
    code_fits,
    fits,
    in_order,
    only,
    span_fits,
    turn_of,
)
from vuoro.project.folding import UNDOABLE, State
from vuoro.project.sequence_types import sequence_types
from vuoro.project.spans import DECISION

__all__ = ["OTHER", "NotAllowed", "Table", "check", "fits", "stands"]

FREE = frozenset(("finish", "reopen", "adjudicate"))
"""What can be done, and undone, while an encounter is finished."""

CHANGEABLE = ("turn", "code", "start", "stop", "attributes", "confidence", "note", "codebook", "quote")
RELINKABLE = (
    "type", "first_turn", "last_turn", "outcome", "code", "response_turn", "gap", "attributes", "confidence",
    "note", "quote",
)  # fmt: skip

REDECIDABLE = (*DECISION, "attributes", "confidence", "quote")

CODED = ("turn", "code", "start", "stop")
LINKED = ("type", "first_turn", "last_turn", "code", "response_turn", "outcome")
DECIDED = ("first_turn", "last_turn", "topic", "type", "outcome")
"""What makes two annotations, two sequences, or two decisions, the same."""


def check(event: Event, table: Table) -> None:
    """Refuse what cannot be done.

    Raises
    ------
    NotAllowed
        says what is wrong, and what would be right.
    """
    kind = KINDS[event["do"]]
    unknown = [name for name in event if name not in (*ALWAYS, *kind.needs, *kind.may)]
    if unknown:
        raise NotAllowed(
            f"{event['do']} takes no {unknown[0]!r}; it takes {', '.join(kind.needs + kind.may)}"
        )
    if table.state.finished and event["do"] in UNDOABLE - FREE:
        raise NotAllowed(f"encounter {table.encounter.id!r} is finished; reopen it to go on coding")
    if event["do"] in CHECKS:
        CHECKS[event["do"]](event, table)


def _annotation(event: Mapping[str, Any], table: Table) -> None:
    _judgement(event, table)
    _new_place(event, table)


def _new_place(event: Mapping[str, Any], table: Table, mine: str = "") -> None:
    if stands(event, table.state, but=mine):
        raise NotAllowed(f"these words of turn {event['turn']!r} are coded {event['code']!r} already")


def stands(event: Mapping[str, Any], state: State, *, but: str = "") -> bool:
    """Whether the same has been said of the same words, or such a sequence or decision is there already."""
    said: Mapping[str, Any]
    names: tuple[str, ...]
    if "outcome" not in event:
        names, said = CODED, state.annotations
    elif event.get("do") == "decide":
        names, said = DECIDED, state.decisions
    else:
        names, said = LINKED, state.sequences
    place, place_of = tuple(event.get(name, "") for name in names), attrgetter(*names)
    return any(place_of(one) == place and id != but for id, one in said.items())


def _judgement(event: Mapping[str, Any], table: Table) -> None:
    span_fits(event, table)
    code_fits(event["code"], table)
    attributes_fit(event, attributes_of(event["code"], table), event["code"], table)


def _change(event: Event, table: Table) -> None:
    """What is not changed need not be in the codebook any more, which may be a newer one."""
    before = table.state.annotations.get(event["of"])
    if before is None:
        raise NotAllowed(f"there is no annotation {event['of']!r} to change; was it removed?")
    fields = event["fields"]
    only(fields, CHANGEABLE)
    after = {name: fields.get(name, getattr(before, name)) for name in ("turn", "code", "start", "stop")}
    span_fits(after, table)
    if after["code"] != before.code:
        code_fits(after["code"], table)
    attributes_fit(fields, attributes_of(after["code"], table), after["code"], table)
    _new_place(after, table, mine=event["of"])


def _remove(event: Event, table: Table) -> None:
    if event["of"] not in table.state.annotations:
        raise NotAllowed(f"there is no annotation {event['of']!r} to remove; was it removed before?")


def _accept(event: Event, table: Table) -> None:
    if event["of"] in table.state.accepted:
        raise NotAllowed("this suggestion was accepted before")
    _annotation(event, table)


def _reject(event: Event, table: Table) -> None:
    if event["of"] in table.state.rejected:
        raise NotAllowed("this suggestion was rejected before")
    if event["of"] in table.state.accepted:
        raise NotAllowed("this suggestion was accepted; remove what it became, or undo")


def _sequence(event: Mapping[str, Any], table: Table) -> None:
    known = sequence_types()
    if event["type"] not in known:
        raise NotAllowed(f"there is no sequence type {event['type']!r}; there are {', '.join(known)}")
    type_ = known[event["type"]]
    if event["outcome"] not in type_.outcomes:
        raise NotAllowed(
            f"{event['outcome']!r} is no outcome of {type_.id}; its outcomes are {', '.join(type_.outcomes)}"
        )
    if event.get("code"):
        code_fits(event["code"], table)
    in_order(
        event, "response_turn", "a sequence goes from its first turn over the response to its last", table
    )
    attributes_fit(event, type_.attributes, type_.id, table)


def _link(event: Event, table: Table) -> None:
    if event.get("of") in table.state.accepted:
        raise NotAllowed("this suggestion was accepted before")
    _sequence(event, table)
    if stands(event, table.state):
        raise NotAllowed(f"this {event['type']} is there already")


def _relink(event: Event, table: Table) -> None:
    before = table.state.sequences.get(event["of"])
    if before is None:
        raise NotAllowed(f"there is no sequence {event['of']!r} to change; was it removed?")
    only(event["fields"], RELINKABLE)
    was = {name: getattr(before, name) for name in RELINKABLE[:6]}
    _sequence({**was, **event["fields"]}, table)


def _unlink(event: Event, table: Table) -> None:
    if event["of"] not in table.state.sequences:
        raise NotAllowed(f"there is no sequence {event['of']!r} to remove; was it removed before?")


def _decision(event: Mapping[str, Any], table: Table) -> None:
    known = decision_fields()
    choices = {
        "outcome": known.outcomes, "type": ("", *known.types), "goal_owner": known.goal_owners,
        "origin_of_first_proposal": ("", *known.origins), "origin_of_adopted_option": ("", *known.origins),
    }  # fmt: skip
    for name, values in choices.items():
        if name in event and event[name] not in values:
            there = ", ".join(value for value in values if value)
            raise NotAllowed(f"{name!r} of a decision is one of {there}; not {event[name]!r}")
    if not 0 <= (event.get("commitment") or 0) <= known.commitment:
        raise NotAllowed(
            f"commitment is how many of who, what and when were stated, 0 to {known.commitment}; "
            f"not {event['commitment']}"
        )
    if event.get("options_named", 0) < 0:
        raise NotAllowed("the options that were named are counted from 0")
    for name, value in event.get("features", {}).items():
        if name not in known.features or value not in ("y", "n", ""):
            raise NotAllowed(
                f"features of a decision are {', '.join(known.features)}, each y, n or nothing; not {name}={value!r}"
            )
    in_order(
        event, "sealed_turn", "a decision goes from its first turn over what sealed it to its last", table
    )
    attributes_fit(event, known.attributes, "a decision", table)


def _decide(event: Event, table: Table) -> None:
    if event.get("of") in table.state.accepted:
        raise NotAllowed("this suggestion was accepted before")
    _decision(event, table)
    if stands(event, table.state):
        raise NotAllowed("this decision is there already; say by its topic which is another one")


def _redecide(event: Event, table: Table) -> None:
    before = table.state.decisions.get(event["of"])
    if before is None:
        raise NotAllowed(f"there is no decision {event['of']!r} to change; was it removed?")
    only(event["fields"], REDECIDABLE)
    was = {name: getattr(before, name) for name in DECISION if name != "note"}
    after = {**was, **event["fields"]}
    _decision(after, table)
    if stands({"do": "decide", **after}, table.state, but=event["of"]):
        raise NotAllowed("this decision is there already; say by its topic which is another one")


def _undecide(event: Event, table: Table) -> None:
    if event["of"] not in table.state.decisions:
        raise NotAllowed(f"there is no decision {event['of']!r} to remove; was it removed before?")


def _look(event: Event, table: Table) -> None:
    state = table.state
    if not any(event["of"] in kept for kept in (state.annotations, state.sequences, state.decisions)):
        raise NotAllowed(f"there is no coding {event['of']!r} to look at again; was it removed?")


def _memo(event: Event, table: Table) -> None:
    if event["turn"]:
        turn_of(event["turn"], table)


def _see(event: Event, table: Table) -> None:
    for id in event["turns"]:
        turn_of(id, table)


def _undo(event: Event, table: Table) -> None:
    _done(event, table)
    if event["of"] in table.state.undone:
        raise NotAllowed("this was undone before")


def _redo(event: Event, table: Table) -> None:
    _done(event, table)
    if event["of"] not in table.state.undone:
        raise NotAllowed("this was not undone, so there is nothing to do again")


def _done(event: Event, table: Table) -> None:
    target = table.events.get(event["of"])
    if target is None or target["encounter"] != table.encounter.id:
        raise NotAllowed(f"there is no event {event['of']!r} in encounter {table.encounter.id!r}")
    if target["do"] not in UNDOABLE:
        raise NotAllowed(f"{target['do']!r} cannot be undone")
    if table.state.finished and target["do"] not in FREE:
        raise NotAllowed(f"encounter {table.encounter.id!r} is finished; reopen it to go on coding")


def _finish(event: Event, table: Table) -> None:
    if table.state.finished:
        raise NotAllowed(f"encounter {table.encounter.id!r} is finished already")


def _reopen(event: Event, table: Table) -> None:
    if not table.state.finished:
        raise NotAllowed(f"encounter {table.encounter.id!r} is not finished, so there is nothing to reopen")


def _adjudicate(event: Event, table: Table) -> None:
    for coding in event["codings"]:
        if event.get("type"):
            _sequence(coding, table)
        else:
            _judgement(coding, table)


CHECKS: Mapping[str, Callable[[Event, Table], None]] = {
    "annotate": _annotation, "change": _change, "remove": _remove, "accept": _accept, "reject": _reject,
    "link": _link, "relink": _relink, "unlink": _unlink, "memo": _memo, "see": _see, "undo": _undo,
    "redo": _redo, "finish": _finish, "reopen": _reopen, "adjudicate": _adjudicate, "decide": _decide,
    "redecide": _redecide, "undecide": _undecide, "look": _look,
}  # fmt: skip
