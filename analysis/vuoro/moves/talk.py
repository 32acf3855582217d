"""What the talk so far has made relevant for whoever speaks now.

A move is recognised by its words and by its place: whether an action is on the table and who put
it there, what was asked last, whether the other has just told something or voiced a doubt.
:class:`Talk` remembers that much and no more, and forgets what is more than a few turns old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vuoro.model import Turn
from vuoro.moves.units import Unit

PROPOSALS = frozenset({"propose", "list_options", "develop_proposal"})
ACTIONS = PROPOSALS | {"announce_decision"}
QUESTIONS = frozenset(
    {"invite_open", "invite_view", "ask_info", "confirm_question", "check_understanding"}
    | {"solicit_feedback", "explore_doubt", "probe_proposal"}
)
FACT_QUESTIONS = frozenset({"ask_info", "confirm_question", "check_understanding", "invite_open"})
DOUBTS = frozenset({"express_doubt", "hedged_accept", "reject"})

REACH = 4
"""How many turns (continuers not counted) an action stays on the table."""

TELLING = 4
"""How many words make a turn more than an answer in a word: something was told."""


class Action(NamedTuple):
    """A future action that somebody put forward, and when: at the so-manieth turn."""

    code: str
    speaker: str
    role: str
    at: int
    words: str


class Heard(NamedTuple):
    """What one turn did, for those who speak next. ``asked`` is the question it ended on, or ""."""

    speaker: str
    role: str
    at: int
    words: str
    count: int
    asked: str
    doubt: bool
    end: float | None


NOBODY = Heard("", "", -99, "", 0, "", False, None)


@dataclass(slots=True)
class Talk:
    """The state of the talk as one turn begins. Mutable: it moves on turn by turn.

    ``other`` is the last turn by somebody else that was more than a continuer, ``table`` the
    action that somebody else has put forward and that still awaits its reception.
    """

    roles: Mapping[str, str]
    at: int = 0
    speaker: str = ""
    role: str = ""
    other: Heard = NOBODY
    table: Action | None = None
    gap: float | None = None
    heard: list[Heard] = field(default_factory=list)
    actions: dict[str, Action] = field(default_factory=dict)
    informed: int = -99

    @property
    def professional(self) -> bool:
        return self.role == "professional"

    @property
    def client(self) -> bool:
        return self.role in ("client", "companion")

    @property
    def next(self) -> bool:
        """Whether the other's turn is the one just before this."""
        return self.other.at == self.at - 1

    @property
    def told(self) -> bool:
        """Whether the other has just told something, rather than asked or said a word."""
        return self.next and self.other.count >= TELLING and not self.other.asked

    @property
    def answers(self) -> str:
        """The code of the question that this turn comes after, or ""."""
        return self.other.asked if self.next else ""

    @property
    def proposal(self) -> bool:
        """Whether what is on the table asks to be accepted, and is not announced as settled."""
        return self.table is not None and self.table.code in PROPOSALS

    @property
    def just_proposed(self) -> bool:
        """Whether the other has made a proposal in the turn before this one."""
        return self.proposal and self.table.at == self.other.at and self.next

    @property
    def doubt(self) -> bool:
        """Whether the other has just shown doubt."""
        return self.other.doubt and self.at - self.other.at <= 2

    def begin(self, turn: Turn) -> None:
        """Look at the talk from where the speaker of this turn stands."""
        speaker = turn.speaker
        self.speaker = speaker
        self.role = self.roles[speaker]
        self.other = NOBODY
        for heard in self.heard:
            if heard.speaker != speaker:
                self.other = heard
                break
        self.table = self._awaiting(speaker) if self.actions else None
        end = self.other.end
        self.gap = turn.start - end if turn.start is not None and end is not None and self.next else None

    def _awaiting(self, speaker: str) -> Action | None:
        theirs = [action for action in self.actions.values() if action.speaker != speaker]
        if not theirs:
            return None
        action = max(theirs, key=lambda action: action.at)
        moved_on = self.other.asked in FACT_QUESTIONS and self.other.at > action.at
        return None if moved_on or self.at - action.at > REACH else action

    def end(self, turn: Turn, judged: list[tuple[Unit, str]]) -> None:
        """Remember what the turn did, unless it only passed the turn back."""
        if all("continuer" in unit.said.hits and not code for unit, code in judged):
            return
        asked = ""
        for unit, code in judged:
            if code:
                asked = code if code in QUESTIONS else ""
                self._note(unit, code)
        said = judged[0][0].said.words if len(judged) == 1 else "".join(u.said.words for u, _ in judged)
        doubt = any(code in DOUBTS for _, code in judged)
        count = said.count(" ")
        self.heard.insert(0, Heard(self.speaker, self.role, self.at, said, count, asked, doubt, turn.end))
        del self.heard[6:]
        self.at += 1

    def _note(self, unit: Unit, code: str) -> None:
        if code in ACTIONS:
            self.actions[self.speaker] = Action(code, self.speaker, self.role, self.at, unit.said.words)
        elif code in ("accept", "reject"):
            # What has been received is no longer on the table.
            own = self.actions.get(self.speaker)
            self.actions = {self.speaker: own} if own else {}
        elif code == "explain":
            self.informed = self.at
