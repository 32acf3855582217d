"""Decisions (L4): what was put forward, by whom, what the client made of it, and who closed it.

Pre-filled from moves and sequences, for a person to correct; what only a person can judge (the
type, whose goal it is, what was committed to) is left open.
"""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.model import Annotation, Decision, Encounter, Sequence, Turn
from vuoro.sequences.episodes import Episode, episodes
from vuoro.sequences.features import contributions, features
from vuoro.sequences.floor import (
    ACTIONS,
    Floor,
    by_client,
    by_professional,
    codes_at,
    lay,
    moves_at,
    same_speaker,
)

Opening = dict[int, list[tuple[int, Sequence]]]

ACCEPTED = frozenset({"accept", "hedged_accept"})
PART = frozenset(
    {
        "propose",
        "list_options",
        "announce_decision",
        "develop_proposal",
        "probe_proposal",
        "explain",
        "share_power",
    }
    | {"invite_view", "express_view", "express_doubt", "explore_doubt", "accept", "hedged_accept", "reject"}
)
"""Moves that are part of a decision where they lie within it."""

AGREED = frozenset({"accept_elaborated", "accept_plain", "hedged"})

SOON = 12
"""How many turns after an action its acceptance is looked for where no sequence tells."""

MADE_BY, BY_RULE = "made_by", "rules"
"""The attribute that tells a decision which these rules have made of a coder's moves from one that the coder
has judged as such: its outcome and its features are then not the coder's."""

LONGEST_TOPIC = 80
"""Characters of the first action that are enough to know the decision by."""


def decisions(
    encounter: Encounter,
    annotations: Iterable[Annotation],
    sequences: Iterable[Sequence],
    *,
    coder: str | None = None,
) -> tuple[Decision, ...]:
    """The decisions that a coder's moves and sequences make, in the order of the talk.

    Without a coder, each coder's are made by themselves. ``made_by`` among the attributes says that rules
    made them, and nobody judged them. A decision runs from the first action
    about a thing to the last turn of the sequences it opened.

    Examples
    --------
    >>> from vuoro import sequences
    >>> from vuoro.model import Participant, Turn
    >>> said = [("D", "Shall we try the group?"), ("P", "Yes, let's do that.")]
    >>> visit = Encounter(id="visit", language="en",
    ...     turns=tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said, 1)),
    ...     participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")))
    >>> moves = [Annotation(encounter="visit", turn=turn, code=code, coder="aino", start=0, stop=9)
    ...          for turn, code in (("t1", "propose"), ("t2", "accept"))]
    >>> [(one.topic, one.outcome, one.sealed_turn) for one in decisions(visit, moves, sequences.link(visit, moves))]
    [('Shall we', 'professional_decided_client_accepts', 't2')]
    """
    moves = [one for one in annotations if one.encounter == encounter.id and one.status != "rejected"]
    links = [one for one in sequences if one.encounter == encounter.id and one.status != "rejected"]
    found: list[Decision] = []
    for who in dict.fromkeys(one.coder for one in moves) if coder is None else [coder]:
        floor = lay(encounter, [one for one in moves if one.coder == who])
        theirs = [one for one in links if one.coder == who]
        opening = _opening(floor, theirs)
        found += [_decision(floor, episode, opening, who) for episode in episodes(floor, theirs)]
    return tuple(found)


def _decision(floor: Floor, episode: Episode, opening: Opening, coder: str) -> Decision:
    first, last, inside = _extent(episode, opening)
    answered = {one.response_turn for one in inside if one.type == "S4" and one.outcome in AGREED}
    sealed = _sealed(floor, episode, last, answered)
    last = max(last, sealed or first)
    at, move = episode[0]
    turns = floor.turns
    own = [one for place in range(first, last + 1) for one in moves_at(floor, place) if one.code in PART]
    return Decision(
        encounter=floor.encounter.id,
        first_turn=turns[first].id,
        last_turn=turns[last].id,
        outcome=_outcome(floor, episode, sealed, inside),
        coder=coder,
        topic=_topic(turns[at], move),
        options_named=_options(episode),
        origin_of_first_proposal=floor.voices[at].role,
        origin_of_adopted_option=_adopted_from(floor, episode, sealed),
        moves=tuple((one.turn, one.code) for one in own),
        responses=tuple(one.outcome for one in inside if one.type == "S4"),
        doubts=tuple(one.outcome for one in inside if one.type == "S5"),
        features=features(floor, episode, last, sealed),
        sealed_turn="" if sealed is None else turns[sealed].id,
        start=turns[first].start,
        end=turns[last].end,
        status=_status(own),
        attributes={**_attributes(floor, first, last, sealed), MADE_BY: BY_RULE},
    )


def _topic(turn: Turn, move: Annotation) -> str:
    """The words of the first action, without signs."""
    start, stop = turn.in_text(move.start, move.stop)
    return " ".join(turn.text[start:stop].split())[:LONGEST_TOPIC]


def _extent(episode: Episode, opening: Opening) -> tuple[int, int, list[Sequence]]:
    """First and last turn, and the sequences about actions and doubts that open in between."""
    first, last = episode[0][0], episode[-1][0]
    inside: list[Sequence] = []
    at = first
    while at <= last:
        for response, one in opening.get(at, ()):
            inside.append(one)
            # A fate looked for far ahead does not make the episode longer than its reception.
            last = max(last, response)
        at += 1
    return first, last, inside


def _opening(floor: Floor, sequences: Iterable[Sequence]) -> Opening:
    """The sequences about actions and doubts by the place of their first turn, with that of the response."""
    places = {turn.id: at for at, turn in enumerate(floor.turns)}
    found: Opening = {}
    for one in sequences:
        if one.type in ("S3", "S4", "S5"):
            response = places[one.response_turn or one.first_turn]
            found.setdefault(places[one.first_turn], []).append((response, one))
    return found


def _sealed(floor: Floor, episode: Episode, last: int, answered: set[str]) -> int | None:
    """The last turn in which somebody else accepts, or the announcement that nobody answers.

    ``answered`` are the turns that the sequences (S4) take for acceptances.
    """
    at, move = episode[-1]
    places = {place for place, _ in episode}
    for one in range(max(last, _until(floor, at)), episode[0][0], -1):
        before = range(one - 1, episode[0][0] - 1, -1)
        put = next((p for p in before if p in places or "develop_proposal" in codes_at(floor, p)), None)
        accepted = not ACCEPTED.isdisjoint(codes_at(floor, one))
        if floor.turns[one].id in answered:
            return one
        if accepted and put is not None and not same_speaker(floor, put, one):
            return one
    return at if move.code == "announce_decision" else None


def _until(floor: Floor, at: int) -> int:
    """How far the acceptance is looked for: to where the next action is put forward, and not far."""
    end = min(at + SOON, len(floor.turns) - 1)
    return next(
        (one - 1 for one in range(at + 1, end + 1) if not ACTIONS.isdisjoint(codes_at(floor, one))), end
    )


def _options(episode: Episode) -> int:
    """How many options were put: as many as a list says it has, else one for each action."""
    listed = [str(move.attributes.get("n_options", "")) for _, move in episode if move.code == "list_options"]
    named = [int(number) for number in listed if number.isdigit()]
    least = 2 if listed else 1
    return max([least, *named, sum(move.code != "announce_decision" for _, move in episode)])


def _adopted_from(floor: Floor, episode: Episode, sealed: int | None) -> str:
    """Whose the option is that was accepted; joint where both sides had a part in it."""
    if sealed is None:
        return ""
    before = [(at, move) for at, move in episode if at <= sealed]
    sides = {by_client(floor, at) for at, _ in before}
    grown = any("develop_proposal" in codes_at(floor, at) for at in range(episode[0][0], sealed + 1))
    if len(sides) > 1 or grown:
        return "joint"
    return floor.voices[before[-1][0]].role


def _outcome(floor: Floor, episode: Episode, sealed: int | None, inside: list[Sequence]) -> str:
    if sealed is None:
        put_off = any(one.outcome == "deferred" for one in inside)
        return "deferred" if put_off else "dropped"
    answered = {one.response_turn for one in inside if one.outcome in AGREED}
    if ACCEPTED.isdisjoint(codes_at(floor, sealed)) and floor.turns[sealed].id not in answered:
        return "client_decided" if by_client(floor, sealed) else "professional_decided_alone"
    origin = _adopted_from(floor, episode, sealed)
    if origin == "joint":
        return "joint_decision"
    chosen = any(one.code == "list_options" for _, one in episode) and by_client(floor, sealed)
    if origin in ("client", "companion") or chosen:
        return "client_decided"
    own = contributions(floor, episode[0][0], sealed)
    heard = any(one.outcome in ("explored", "decision_reopened") for one in inside if one.type == "S5")
    return "joint_decision" if own and heard else "professional_decided_client_accepts"


def _attributes(floor: Floor, first: int, last: int, sealed: int | None) -> dict[str, str]:
    """Where the client's view was sought and given, and who closed the matter."""
    inside = range(first, last + 1)
    sought = [at for at in inside if by_professional(floor, at) and "invite_view" in codes_at(floor, at)]
    given = [at for at in inside if by_client(floor, at) and "express_view" in codes_at(floor, at)]
    told = {
        "view_sought": floor.turns[sought[0]].id if sought else "",
        "view_given": floor.turns[given[0]].id if given else "",
        "closed_by": floor.voices[sealed].role if sealed is not None else "",
    }
    return {name: value for name, value in told.items() if value}


def _status(moves: list[Annotation]) -> str:
    statuses = {one.status for one in moves}
    return next((one for one in ("suggested", "confirmed", "adjudicated") if one in statuses), "suggested")
