"""Whose judgements are counted.

Suggestions by a machine are counted only for a caller who names the machine. Where nobody
is named, what was confirmed or settled is counted. What was rejected never is. The support layer
(tokens, repairs, terms) is a machine's work that people correct, so there the machine's is counted
wherever no person's is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from collections.abc import Sequence as Many
from functools import cache
from typing import Any, TypeVar

import numpy as np

from vuoro import codebooks
from vuoro.model import LANGUAGES, MACHINES, STATUSES, Annotation, Decision, Encounter, Sequence, VuoroError
from vuoro.sequences.decisions import BY_RULE, MADE_BY

Judgement = TypeVar("Judgement", Annotation, Sequence, Decision)

SETTLED = ("confirmed", "adjudicated")

LAYER = ("S6", "S9")
"""The sequences that begin with a mark of the support layer, and belong to whoever made it."""


class SeveralCoders(VuoroError):
    """More than one coder judged an encounter and nobody said whose codes to count."""


def counted(judgements: Iterable[Judgement], coders: Many[str]) -> list[Judgement]:
    """The judgements that count for a caller who named these coders, or nobody.

    Raises
    ------
    SeveralCoders
        where one encounter would be counted twice over.

    Examples
    --------
    >>> idea = Annotation(encounter="visit", turn="t1", code="propose", coder="detector:rules",
    ...                   start=0, stop=9, status="suggested")
    >>> counted([idea], []), len(counted([idea], ["detector:rules"]))
    ([], 1)
    """
    if coders:
        chosen = [one for one in judgements if one.coder in coders and one.status != "rejected"]
    else:
        chosen = [one for one in judgements if one.status in SETTLED]
    _refuse_double_coding(chosen, people_only=bool(coders))
    # What a machine suggested and a person entered at the same place is one move, not two.
    return list({_place(one): one for one in chosen}.values())


def marked(layer: Many[Judgement], coders: Many[str]) -> list[Judgement]:
    """The marks of the support layer that count: in each encounter a person's, or else the machine's.

    A person who marked one kind (terms, repairs, continuers) need not have marked the others, so
    each kind is looked at by itself. What a person who counts has rejected does not count.

    Raises
    ------
    SeveralCoders
        where two people who count, or two machines, marked one encounter.

    Examples
    --------
    >>> from dataclasses import replace
    >>> found = Annotation(encounter="visit", turn="t1", code="jargon_term", coder="detector:rules",
    ...                    start=0, stop=9, status="suggested")
    >>> corrected = replace(found, coder="aino", stop=12, status="confirmed")
    >>> [one.coder for one in marked([found, corrected], [])], len(marked([found], ["birgitta"]))
    (['aino'], 1)
    """
    machines = [one for one in layer if one.coder.startswith(MACHINES) and one.status != "rejected"]
    people = [one for one in layer if not one.coder.startswith(MACHINES)]
    heeded = [one for one in people if not coders or one.coder in coders]
    by_hand: list[Judgement] = counted(heeded, coders)
    done = {_kind(one) for one in by_hand}
    undone = {_place(one) for one in heeded if one.status == "rejected"}
    found = {_place(one): one for one in machines if _kind(one) not in done}
    rest: list[Judgement] = [one for place, one in found.items() if place not in undone]
    _refuse_double_coding(rest, people_only=False)
    return by_hand + rest


def coded(
    encounters: Many[Encounter], made: Iterable[Any], chosen: Iterable[Any], coders: Many[str]
) -> dict[str, Any]:
    """Three columns, a value for each encounter: was it coded, by whom, with what status.

    Where nobody has coded, that no move was found says nothing; and neither does it where somebody
    has coded for other things, with none of the codes that measures count. An encounter in which a
    coder only rejected suggestions has been coded.
    """
    heeded = (one for one in made if (one.coder in coders if coders else one.status != "suggested"))
    looked = {one.encounter for one in heeded if isinstance(one, Sequence) or one.code in _codes()}
    # A machine that is named was run over all talk that it knows: what it did not find, it did look for.
    everywhere = any(coder.startswith(MACHINES) for coder in coders)
    searched = {encounter.id for encounter in encounters if everywhere and encounter.language in LANGUAGES}
    ids = [encounter.id for encounter in encounters]
    who, how = _credits(ids, chosen)
    return {
        "coded": np.array([id in searched or id in looked for id in ids], dtype=bool),
        "coders": [one or ", ".join(sorted(coders)) for one in who],
        "statuses": how,
    }


def credited(
    encounters: Many[Encounter], made: Iterable[Any], chosen: Iterable[Any], columns: tuple[str, str, str]
) -> dict[str, Any]:
    """The same for what is made beside the moves: decisions, and marks of the support layer.

    A machine that made any was run over every encounter whose language it knows.
    """
    chosen = list(chosen)
    looked = {one.encounter for one in chosen} | {one.encounter for one in made if one.status == "rejected"}
    everywhere = any(one.coder.startswith(MACHINES) for one in chosen)
    known = [everywhere and encounter.language in LANGUAGES for encounter in encounters]
    ids = [encounter.id for encounter in encounters]
    there = np.array([one or id in looked for one, id in zip(known, ids, strict=True)], dtype=bool)
    return dict(zip(columns, (there, *_credits(ids, chosen)), strict=True))


@cache
def _codes() -> frozenset[str]:
    """The codes that measures count: those of the codebook, and what a person says of overlaps."""
    return frozenset(code.id for code in codebooks.load("participation").codes) | {"overlap"}


def _credits(ids: Many[str], chosen: Iterable[Any]) -> tuple[list[str], list[str]]:
    """By whom, and with what status, an encounter's judgements are; ``rules (aino)`` made theirs of aino's."""
    who, how = defaultdict(set), defaultdict(set)
    for one in chosen:
        who[one.encounter].add(_author(one))
        how[one.encounter].add(one.status)
    return [", ".join(sorted(who[id])) for id in ids], [
        ", ".join(sorted(how[id], key=STATUSES.index)) for id in ids
    ]


def _author(one: Any) -> str:
    """Who judged; where rules have made a decision of somebody's moves, these rules."""
    by_rule = one.attributes.get(MADE_BY) == BY_RULE and not one.coder.startswith(MACHINES)
    return f"rules ({one.coder})" if by_rule else one.coder


def _refuse_double_coding(chosen: Iterable[Any], *, people_only: bool) -> None:
    coders = defaultdict(set)
    for one in chosen:
        if not (people_only and one.coder.startswith(MACHINES)):
            coders[one.encounter].add(one.coder)
    for encounter, names in coders.items():
        if len(names) > 1:
            first, *_ = sorted(names)
            raise SeveralCoders(
                f"{encounter} was coded by {', '.join(sorted(names))}, and their moves must not be added up. "
                f"Name the one to count: coders=({first!r},), or --count {first}"
            )


def _kind(one: Annotation | Sequence | Decision) -> Hashable:
    """Its encounter, and what kind of mark, or of sequence that begins with one, it is."""
    return one.encounter, one.code if isinstance(one, Annotation) else getattr(one, "type", "")


def _place(one: Annotation | Sequence | Decision) -> Hashable:
    if isinstance(one, Annotation):
        return one.encounter, one.turn, one.start, one.stop, one.code
    if isinstance(one, Sequence):
        return one.encounter, one.type, one.first_turn, one.last_turn, one.code, one.outcome
    return one.encounter, one.first_turn, one.last_turn, one.topic
