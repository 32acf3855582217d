"""Suggesting moves: an encounter in, annotations by the coder ``detector:rules`` out.

Every suggestion names the cue that fired and the words it rests on. Suggestions are places to
look at; they are not counted until somebody says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import cast

from vuoro import codebooks
from vuoro.language import cues
from vuoro.language.cues import Cues, Hit
from vuoro.model import LANGUAGES, UNKNOWN, Annotation, Encounter, VuoroError
from vuoro.moves import accounts
from vuoro.moves.attributes import attributes
from vuoro.moves.detectors import detector
from vuoro.moves.judging import Judgement, judge
from vuoro.moves.openings import places
from vuoro.moves.rules import Candidate
from vuoro.moves.talk import Talk
from vuoro.moves.units import Unit, units_in

CODER = "detector:rules"


class RolesNeeded(VuoroError):
    """Moves cannot be told apart without knowing who is the professional and who the client."""


class LanguageNeeded(VuoroError):
    """Cues are words of a language, and the encounter's is not known."""


@detector("rules")
def suggest(encounter: Encounter) -> list[Annotation]:
    """The moves that rules find in an encounter, as suggestions.

    Each annotation is one unit of a turn with its code, a score of 0 to 1 that orders places to
    look at, the cue's name and the words in ``raw`` that fired it.

    Raises
    ------
    RolesNeeded
        Nobody has said who is the professional and who the client.
    LanguageNeeded
        The language is unknown, or none of sv, fi and en.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="What brings you in today?", text="What brings you in today?"),
    ...     Turn(id="t2", speaker="P", raw="In May.", text="In May."),
    ...     Turn(id="t3", speaker="D", raw="So you sleep badly.", text="So you sleep badly.")),
    ...     participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")))
    >>> [(found.turn, found.code) for found in suggest(visit)]
    [('t1', 'invite_open'), ('t3', 'confirm_question')]
    """
    table = _table(encounter)
    codebook = codebooks.load("participation").id
    return [
        _annotation(encounter, judgement, talk, table, codebook)
        for judgement, talk in judged(encounter, table)
        if judgement.chosen
    ]


def explain(encounter: Encounter, turn: str) -> str:
    """Why a turn was given its codes, or none: cues, context, scores and runners-up.

    Raises what :func:`suggest` raises, and KeyError if there is no such turn.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="Shall we try it?", text="Shall we try it?"),),
    ...     participants=(Participant(id="D", role="professional"),))
    >>> print(explain(visit, "t1"))
    t1 D (professional): Shall we try it?
      “Shall we try it?”
        chosen: propose 0.95 = en.propose:shall we|i 0.85 + 0.10 rising
        ...
    """
    table = _table(encounter)
    spoken = encounter.turn(turn)
    lines = [f"{turn} {spoken.speaker} ({encounter.role(spoken.speaker)}): {spoken.text}"]
    for judgement, _ in judged(encounter, table):
        if judgement.unit.turn is spoken:
            lines += accounts.account(judgement, table)
    return "\n".join(lines)


def judged(encounter: Encounter, table: Cues) -> Iterator[tuple[Judgement, Talk]]:
    """Every unit with all that was weighed, and the talk as it stood when the unit was said.

    The talk is one object that moves on: look at it before you ask for the next unit.
    """
    talk = Talk(roles=_roles(encounter), language=table.language)
    read = units_in(encounter, table)
    for at, turn in enumerate(encounter.turns):
        talk.begin(turn)
        done = []
        for unit in read[at]:
            judgement = judge(unit, talk)
            done.append((unit, judgement.chosen.code if judgement.chosen else ""))
            yield judgement, talk
        talk.end(turn, done)


def _annotation(
    encounter: Encounter, judgement: Judgement, talk: Talk, table: Cues, codebook: str
) -> Annotation:
    unit, chosen = judgement.unit, cast(Candidate, judgement.chosen)
    turn, hit = unit.turn, chosen.hit
    text = turn.text[unit.start : unit.stop]
    span = unit.stop - len(text.lstrip()), unit.start + len(text.rstrip())
    start, stop = turn.in_raw(*span)
    return Annotation(
        encounter=encounter.id,
        turn=turn.id,
        code=chosen.code,
        coder=CODER,
        start=start,
        stop=stop,
        status="suggested",
        score=round(min(1.0, chosen.score), 3),
        cue=hit.row.name if hit else f"{table.language}.{chosen.code}:position",
        evidence=turn.in_raw(*_evidence(unit, hit, text, table)) if hit else (start, stop),
        attributes=attributes(unit, chosen, talk, table),
        codebook=codebook,
    )


def _evidence(unit: Unit, hit: Hit, text: str, table: Cues) -> tuple[int, int]:
    """The words of the cue, as a span of the turn's text."""
    words = unit.said.words
    first, last = words.count(" ", 0, hit.start), words.count(" ", 0, hit.stop)
    spans = list(islice(places(text, unit.said, table), first, last))
    return unit.start + spans[0][0], unit.start + spans[-1][1]


def _table(encounter: Encounter) -> Cues:
    if encounter.language not in LANGUAGES:
        raise LanguageNeeded(
            f"encounter {encounter.id!r}: its language is {encounter.language or 'unknown'}, and cues are "
            f"words of a language. Say language='sv', 'fi' or 'en' where you read the file, or --language on the command line"
        )
    return cues.load(encounter.language)


def _roles(encounter: Encounter) -> dict[str, str]:
    roles = encounter.roles()
    speakers = list(dict.fromkeys(turn.speaker for turn in encounter.turns))
    known = {roles[speaker] for speaker in speakers} - {UNKNOWN}
    unplaced = [speaker for speaker in speakers if roles[speaker] == UNKNOWN]
    if unplaced and not ("professional" in known and len(known) > 1):
        listed = ", ".join(f"{speaker!r}: 'professional' or 'client'" for speaker in unplaced)
        raise RolesNeeded(
            f"encounter {encounter.id!r}: who is the professional and who the client? "
            f"Say roles={{{listed}}} where you read the file, or --role {unplaced[0]}=client on the command line"
        )
    return roles
