"""Where a decision begins and ends: the actions, by whomever, that are about one thing."""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.language import stems
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import ACTIONS, Floor, by_client, opened, passes

REACH = 15
"""How many turns an action may lie back for a new one in the same words to be about the same."""

IN_COMMON = 2
"""So many words in common tell that two actions are about the same; one may be a *shall* or a *try*."""

ANSWERS = frozenset({"counter", "decision_reopened", "repeated", "developed", "accepted", "probed"})
"""Outcomes by which one action answers to another; one that passes a doubt by begins something else."""

Action = tuple[int, Annotation]
Episode = list[Action]


def episodes(floor: Floor, sequences: Iterable[Sequence]) -> list[Episode]:
    """The actions put forward in the talk, those together that are about one thing.

    An action belongs to the episode before where a sequence leads from there to its turn (it
    answers a doubt, counters, mends), where nobody has answered in between, or where it is put in
    the same words. What concerns the conversation itself (``scope`` is interaction) is none.
    """
    places = {turn.id: at for at, turn in enumerate(floor.turns)}
    links: dict[int, set[int]] = {}
    for one in sequences:
        if one.outcome in ANSWERS and one.response_turn:
            links.setdefault(places[one.response_turn], set()).add(places[one.first_turn])
    found: list[Episode] = []
    for action in opened(floor, ACTIONS):
        if action[1].attributes.get("scope") == "interaction":
            continue
        if found and _belongs(floor, found[-1], action, links):
            found[-1].append(action)
        else:
            found.append([action])
    return found


def _belongs(floor: Floor, episode: Episode, action: Action, links: dict[int, set[int]]) -> bool:
    first, last, at = episode[0][0], episode[-1][0], action[0]
    if not any(by_client(floor, one) and not passes(floor, one) for one in range(last, at)):
        return True
    if any(first <= origin <= at for origin in links.get(at, ())):
        return True
    if episode[-1][1].code == action[1].code == "list_options":
        return True
    return at - last <= REACH and any(_same_words(floor, one, action) for one in episode)


def _same_words(floor: Floor, one: Action, other: Action) -> bool:
    first, second = (floor.turns[at].raw[move.start : move.stop] for at, move in (one, other))
    return len(stems.shared(first, second, floor.encounter.language or "")) >= IN_COMMON
