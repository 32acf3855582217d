"""S4: an action put forward by the professional, and how the client responds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from vuoro.language import stems
from vuoro.model import Annotation, Sequence
from vuoro.sequences.floor import (
    ACTIONS,
    Floor,
    by_client,
    by_professional,
    codes_at,
    moves_at,
    opened,
    passes,
    same_speaker,
    sequence,
    silent,
    units_at,
    words_at,
)

PROPOSALS = frozenset({"propose", "list_options"})

THIRD = frozenset({"employer", "experience_expert", "interpreter", "other"})
"""Roles whose own proposals are neither the client's (S3) nor the professional's (S4)."""

INSERTS = frozenset({"ask_info", "probe_proposal", "invite_view", "confirm_question"})

WITHIN = 3
"""How many turns the recipient has in which a response still answers the action."""

ELABORATED = 5
"""As many words make an acceptance more than plain: beside the yes there is something of one's own."""

RESPONSES = {
    "accept": "accept_plain",
    "develop_proposal": "accept_elaborated",
    "hedged_accept": "hedged",
    "express_doubt": "doubt",
    "propose": "counter",
    "reject": "reject",
    "probe_proposal": "question",
    "ask_info": "question",
}
RANKS = ("client", "companion", "")
"""Whose response decides where several respond: the client's, else a companion's, else anybody's."""

Action = tuple[int, Annotation]


def link_professional_actions(floor: Floor) -> Iterator[Sequence]:
    """S4: how the client responds to what the professional has put forward.

    Actions put forward one after another, with nothing but continuers between them, are one
    package and get one response: acceptance is due where the last of them ends. A continuer is no
    response where acceptance is due; an announcement asks for none, so where nothing but a
    continuer or a question follows announcements there is no sequence, nor where the talk ends.
    """
    for package in _packages(floor):
        at, move = next((found for found in package if found[1].code in PROPOSALS), package[-1])
        answer, outcome = _response(floor, package)
        settled = move.code not in PROPOSALS
        if outcome == "no_response" and (settled or package[-1][0] == len(floor.turns) - 1):
            continue
        if settled and answer is not None and not by_client(floor, answer) and outcome.startswith("accept"):
            continue  # That others nod at what was announced is no response of the client's.
        more = (
            {"by": floor.voices[answer].role} if answer is not None and not by_client(floor, answer) else {}
        )
        yield from _refused_options(floor, package, answer)
        yield sequence(
            floor, "S4", at, move, outcome, answer, package[-1][0] if answer is None else answer, **more
        )


def _packages(floor: Floor) -> Iterator[list[Action]]:
    """Runs of the professional's actions that the client has not answered in between."""
    package: list[Action] = []
    for at, move in opened(floor, ACTIONS):
        if by_client(floor, at) or floor.voices[at].role in THIRD:
            continue
        if package and not _goes_on(floor, package[-1], (at, move)):
            yield package
            package = []
        package.append((at, move))
    if package:
        yield package


def _goes_on(floor: Floor, last: Action, action: Action) -> bool:
    """Whether an action belongs with the one before: nobody has responded, or it is one list."""
    between = range(last[0] + 1, action[0])
    if not any(_takes(floor, at) for at in between):
        return True
    if {last[1].code, action[1].code} != {"list_options"}:
        return False
    codes = {code for at in between if by_client(floor, at) for code in codes_at(floor, at)}
    return codes.isdisjoint({"accept", "hedged_accept", "propose", "develop_proposal"})


def _takes(floor: Floor, at: int) -> bool:
    """Whether the client's side does more than listen in a turn, or somebody else refuses or doubts."""
    if by_client(floor, at):
        return not passes(floor, at)
    return not by_professional(floor, at) and not {"reject", "express_doubt"}.isdisjoint(codes_at(floor, at))


def _refused_options(floor: Floor, package: list[Action], answer: int | None) -> Iterator[Sequence]:
    """The options of a list that the client refused one by one, while the list went on."""
    listed = [found for found in package if found[1].code == "list_options"]
    for (at, move), (after, _) in pairwise(listed):
        for later in range(at + 1, after):
            if by_client(floor, later) and "reject" in codes_at(floor, later) and later != answer:
                yield sequence(floor, "S4", at, move, "reject", later, later)
                break


def _response(floor: Floor, package: list[Action]) -> tuple[int | None, str]:
    """The response that decides; questions before it are inserts, and count where nothing follows."""
    at, move = package[-1]
    found = list(_responses(floor, at, package))
    for rank in RANKS:
        decided = [one for one in found if one[1] != "question" and _ranks(floor, one[0], rank)]
        if decided:
            return _strongest(floor, decided)
    asked = [one for one in found if one[1] == "question" and (by_client(floor, one[0]))]
    probed = [one for one in asked if "probe_proposal" in codes_at(floor, one[0]) or move.code in PROPOSALS]
    if probed:
        return probed[0]
    first = next((one for one in _turns_across(floor, at) if by_client(floor, one)), None)
    return first, "no_response"


def _ranks(floor: Floor, at: int, rank: str) -> bool:
    return not rank or floor.voices[at].role == rank


def _strongest(floor: Floor, decided: list[tuple[int, str]]) -> tuple[int, str]:
    """The first response; a refusal where doubt turns into one as the same speaker goes on."""
    at, outcome = decided[0]
    for later, more in decided[1:]:
        between = range(at + 1, later)
        if not same_speaker(floor, at, later) or not all(passes(floor, one) for one in between):
            break
        if outcome == "doubt" and more == "reject":
            return later, more
    return at, outcome


def _responses(floor: Floor, at: int, package: list[Action]) -> Iterator[tuple[int, str]]:
    settled = package[-1][1].code not in PROPOSALS
    for later in _turns_across(floor, at):
        codes = codes_at(floor, later)
        for move in moves_at(floor, later):
            outcome = _answered(floor, later, move)
            # What is announced as settled is not countered by whatever is proposed next.
            if outcome == "counter" and settled and not _shares(floor, package, later, move):
                continue
            if outcome == "reject" and "propose" in codes and _shares(floor, package, later, move):
                outcome = "counter"
            if outcome:
                yield later, outcome


def _shares(floor: Floor, package: list[Action], later: int, move: Annotation) -> bool:
    said = floor.turns[later].text
    language = floor.encounter.language or ""
    return any(stems.shared(floor.turns[at].raw[one.start : one.stop], said, language) for at, one in package)


def _strength(floor: Floor, at: int) -> str:
    """Elaborated where the turn says more than yes, or what the speaker will do about it."""
    codes = codes_at(floor, at)
    acts = any("own_action" in unit.said.hits for unit in units_at(floor, at))
    adds = "develop_proposal" in codes or "propose" in codes
    long = words_at(floor, at) >= ELABORATED and "express_doubt" not in codes
    return "elaborated" if acts or adds or long else "plain"


def _answered(floor: Floor, at: int, move: Annotation) -> str:
    if move.code == "reject" and move.attributes.get("counter") == "y":
        return "counter"
    if move.code == "accept":
        strength = move.attributes.get("strength") or _strength(floor, at)
        return "accept_elaborated" if strength == "elaborated" else "accept_plain"
    return RESPONSES.get(move.code, "")


def _turns_across(floor: Floor, at: int) -> Iterator[int]:
    """The turns of everybody but the professionals, until one of these puts another action forward.

    The client has three turns that are more than a token or a question.
    """
    count = 0
    for later in range(at + 1, len(floor.turns)):
        if same_speaker(floor, at, later) or by_professional(floor, later):
            if not ACTIONS.isdisjoint(codes_at(floor, later)):
                return
        elif not silent(floor, later) and floor.voices[later].role != "interpreter":
            asks = not INSERTS.isdisjoint(codes_at(floor, later))
            count += by_client(floor, later) and not passes(floor, later) and not asks
            yield later
        if count >= WITHIN:
            return
