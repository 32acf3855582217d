"""The gold layer: what coders agree on, and what somebody has settled where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from vuoro.model import Annotation, Sequence, record
from vuoro.project.differences import Compared, Disagreement, matched
from vuoro.project.events import Event
from vuoro.project.rules import OTHER

GOLD = "gold"
"""The coder of the layer that comes of adjudication."""


@record
class Gold:
    """The gold layer: annotations and sequences with status `adjudicated`, and what is still ``open``."""

    annotations: tuple[Annotation, ...]
    sequences: tuple[Sequence, ...]
    open: tuple[Disagreement, ...]


def layer(compared: Iterable[Compared], places: Iterable[Disagreement], settled: Mapping[str, Event]) -> Gold:
    """What all coders agree on, and what is settled, in the order of the talk; ``settled`` is by place.

    Where coders give a turn the same codes and mark different words of it, the words are the first coder's.
    """
    places = list(places)
    annotations: list[Annotation] = []
    sequences: list[Sequence] = []
    for some in compared:
        here = [one for one in places if one.encounter == some.encounter.id]
        order = {turn.id: at for at, turn in enumerate(some.encounter.turns)}
        marks = [*_agreed_annotations(some, here), *_settled((one for one in here if not one.type), settled)]
        links = [*_agreed_sequences(some, here), *_settled((one for one in here if one.type), settled)]
        annotations += sorted(marks, key=lambda one: (order[one.turn], one.start, one.stop))
        sequences += sorted(links, key=lambda one: order[one.first_turn])
    open_ = tuple(one for one in places if one.place not in settled)
    return Gold(annotations=tuple(annotations), sequences=tuple(sequences), open=open_)


def _settled(places: Iterable[Disagreement], settled: Mapping[str, Event]) -> list[Any]:
    return [
        _record(coding, one)
        for one in places
        if one.place in settled
        for coding in settled[one.place]["codings"]
    ]


def _record(coding: Mapping[str, Any], place: Disagreement) -> Any:
    kind = Sequence if place.type else Annotation
    known = {field.name for field in fields(kind)}
    told = {name: value for name, value in coding.items() if name in known}
    return kind(**{**told, "encounter": place.encounter, "coder": GOLD, "status": "adjudicated"})


def _agreed_annotations(some: Compared, places: Iterable[Disagreement]) -> list[Annotation]:
    open_ = {one.turn for one in places if not one.type}
    return [
        replace(one, coder=GOLD, status="adjudicated")
        for one in some.works[0].annotations
        if one.turn not in open_ and one.code != OTHER
    ]


def _agreed_sequences(some: Compared, places: Iterable[Disagreement]) -> list[Sequence]:
    linking = [done for done in some.works if done.sequences]
    rows = matched(some.encounter, linking)
    differing = {
        id(one) for place in places if place.type for coding in place.codings for one in coding.judgements
    }
    firsts = (next(one for one in row if one is not None) for row in rows)
    return [replace(one, coder=GOLD, status="adjudicated") for one in firsts if id(one) not in differing]
