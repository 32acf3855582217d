"""Whose turn it is: an interpreter speaks for others, and the answer is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from typing import NamedTuple

from vuoro.model import Annotation, Encounter

ANSWERED_FOR = frozenset({"client", "companion"})


class Voice(NamedTuple):
    """A speaker with a role in the meeting."""

    speaker: str
    role: str


def voices(encounter: Encounter, moves: Mapping[str, Many[Annotation]]) -> tuple[Voice, ...]:
    """The voice of each turn.

    What an interpreter says in the language of the transcript after a client has spoken is the
    client's, and so is a move that the interpreter makes after the professional: it renders what
    the client has answered aside. What is left is the interpreter's own (*can you say it again?*).

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> said = [("N", "How are you?"), ("P", ""), ("I", "She says, well.")]
    >>> roles = {"N": "professional", "P": "client", "I": "interpreter"}
    >>> visit = Encounter(id="visit", language="en",
    ...     turns=tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said)),
    ...     participants=tuple(Participant(id=who, role=role) for who, role in roles.items()))
    >>> [voice.speaker for voice in voices(visit, {})]
    ['N', 'P', 'P']
    """
    roles = encounter.roles()
    heard: list[Voice] = []
    client = next((Voice(who, role) for who, role in roles.items() if role in ANSWERED_FOR), None)
    last = None
    for turn in encounter.turns:
        voice = Voice(turn.speaker, roles[turn.speaker])
        if voice.role != "interpreter":
            last = voice
            client = voice if voice.role in ANSWERED_FOR else client
        elif last is not None and last.role in ANSWERED_FOR and turn.text:
            voice = last
        elif client is not None and moves.get(turn.id):
            voice = client
        heard.append(voice)
    return tuple(heard)
