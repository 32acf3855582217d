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
CLEARLY = 0.6
"""From this weight on, a question cue shows interrogative form and not only a likeness to it."""

UNNAMED = "question"
"""What was asked, where words have the form of a question and no rule says what is asked for."""
DOUBTS = frozenset({"express_doubt", "hedged_accept", "reject"})

RECEPTIONS = frozenset({"accept", "hedged_accept", "reject"})

PUT, RECEIVED = 3, 2
"""How many actions were put forward, and how many received, in an encounter that has done its business."""

EARLY = 16
"""How many turns (continuers not counted) an encounter has at least in which people tell how things are."""

AT_CLOSE = 0.25
"""What words gain at the close that there ask what is left, how the meeting was or what was understood."""

REACH = 6
"""How many turns (continuers not counted) an action stays on the table."""

INTERPRETER = "interpreter"

SUPPOSED = ""
"""The code of an action that no rule has recognised, but that what comes after it may show."""

PUTTING = 7
"""How many words a turn has at least that may put something forward without a word that shows it."""

TELLING = 4
"""How many words make a turn more than an answer in a word: something was told."""


REMEMBERED = 6
"""How many turns are kept in mind, so that in company there is one by somebody else among them."""


class Action(NamedTuple):
    """A future action that somebody put forward, when (at the so-manieth turn), and whether as a question."""

    code: str
    speaker: str
    role: str
    at: int
    asked: bool


class Heard(NamedTuple):
    """What one turn did, for those who speak next.

    ``asked`` is the question it ended on, or "", and ``codes`` are those of its units.
    """

    speaker: str
    role: str
    at: int
    words: str
    count: int  # type: ignore[assignment] # the words; a tuple's own count is not used
    asked: str
    doubt: bool
    end: float | None
    codes: frozenset[str] = frozenset()


NOBODY = Heard("", "", -99, "", 0, "", False, None)


@dataclass(slots=True)
class Talk:
    """The state of the talk as one turn begins. Mutable: it moves on turn by turn.

    ``other`` is the last turn by somebody else that was more than a continuer, ``next`` says that
    it is the one just before this, and ``told`` that it told something, rather than asked or said
    a word. ``table`` is the action that somebody else has put forward and that still awaits its
    reception; ``answers`` is the code of the question that this turn comes after, or "". ``rises``
    says that somebody has marked rising pitch, or written a question mark, and ``equals`` that
    nobody is here by profession. ``put`` and ``received`` count the actions that anybody has put
    forward so far, and those that somebody has answered.
    """

    roles: Mapping[str, str]
    language: str = ""
    at: int = 0
    speaker: str = ""
    role: str = ""
    professional: bool = False
    client: bool = False
    other: Heard = NOBODY
    next: bool = False
    told: bool = False
    answers: str = ""
    table: Action | None = None
    gap: float | None = None
    heard: list[Heard] = field(default_factory=list)
    actions: dict[str, Action] = field(default_factory=dict)
    informed: int = -99
    put: int = 0
    received: int = 0
    rises: bool = False
    equals: bool = False

    def __post_init__(self) -> None:
        self.equals = "professional" not in self.roles.values()

    @property
    def supposed(self) -> bool:
        """Whether nobody knows that the other put anything forward: there only was talk to respond to."""
        return self.table is not None and self.table.code == SUPPOSED

    @property
    def proposal(self) -> bool:
        """Whether what is on the table asks to be accepted, and is not announced as settled."""
        return self.table is not None and self.table.code in PROPOSALS

    @property
    def agreed(self) -> bool:
        """Whether the other has just accepted something: what comes now may build on it."""
        return self.next and "accept" in self.other.codes

    @property
    def just_proposed(self) -> bool:
        """Whether the other has made a proposal in the turn before this one."""
        return self.table is not None and self.proposal and self.table.at == self.other.at and self.next

    @property
    def early(self) -> bool:
        """Whether nothing was put forward yet, nor so much said that it may have been missed."""
        return not self.put and self.at < EARLY

    @property
    def closing(self) -> bool:
        """Whether so much was put forward and received that questions now look back on it, or ask what is left."""
        return self.put >= PUT and self.received >= RECEIVED

    @property
    def acted(self) -> bool:
        """Whether the speaker has just put an action forward, in this turn or the one before."""
        own = self.actions.get(self.speaker)
        return own is not None and self.at - own.at <= 2

    @property
    def doubt(self) -> bool:
        """Whether the other has just shown doubt, or goes on after being asked about it."""
        return (self.other.doubt and self.at - self.other.at <= 2) or self.exploring

    @property
    def exploring(self) -> bool:
        """Whether the speaker picked up a doubt when they last spoke, and the other has answered."""
        own = next((heard for heard in self.heard if heard.speaker == self.speaker), NOBODY)
        return self.next and own.at == self.at - 2 and "explore_doubt" in own.codes

    def begin(self, turn: Turn) -> None:
        """Look at the talk from where the speaker of this turn stands."""
        if turn.speaker != self.speaker:
            self.speaker = turn.speaker
            self.role = self._voice(turn.speaker)
            self.professional = self.role == "professional"
            self.client = self.role in ("client", "companion")
        other = self._last_other(turn.speaker)
        self.other = other
        self.next = other.at == self.at - 1
        self.told = self.next and other.count >= TELLING and other.asked in ("", UNNAMED)
        self.answers = other.asked if self.next else ""
        self.table = self._awaiting(turn.speaker) if self.actions else self._supposed()
        self.gap = None
        if self.next and turn.start is not None and other.end is not None:
            self.gap = turn.start - other.end

    def _voice(self, speaker: str) -> str:
        """The role that somebody speaks in.

        An interpreter's words that can be read here are in the professional's language, so they are
        the client's; those that render the professional are in another.
        """
        role = self.roles[speaker]
        return "client" if role == INTERPRETER else role

    def _last_other(self, speaker: str) -> Heard:
        interprets = self.roles[speaker] == INTERPRETER
        for heard in self.heard:
            if heard.speaker != speaker and not (interprets and heard.role == self.role):
                return heard
        return NOBODY

    def _awaiting(self, speaker: str) -> Action | None:
        latest = None
        for action in self.actions.values():
            if action.speaker != speaker and (latest is None or action.at > latest.at):
                latest = action
        if latest is None or self.at - latest.at > REACH:
            return self._supposed()
        moved_on = self.other.asked in FACT_QUESTIONS and self.other.at >= latest.at
        return None if moved_on else latest

    def _supposed(self) -> Action | None:
        """What the other has just said, if it may have put something forward that no rule has seen."""
        other = self.other
        if self.next and other.role != self.role and other.count >= PUTTING and other.asked in ("", UNNAMED):
            return Action(SUPPOSED, other.speaker, other.role, other.at, False)
        return None

    def end(self, turn: Turn, judged: list[tuple[Unit, str]]) -> None:
        """Remember what the turn did, unless it only passed the turn back."""
        asked, doubt, more, words = "", False, False, ""
        codes = frozenset([code for _, code in judged if code])
        for unit, code in judged:
            words += unit.said.words
            more = more or bool(code) or "continuer" not in unit.said.hits
            self.rises = self.rises or unit.rising
            if code:
                asked = code if code in QUESTIONS else ""
                doubt = doubt or code in DOUBTS
                self._note(unit, code)
            elif unit.weight("question") >= CLEARLY:
                asked = UNNAMED
        if more:
            count = words.count(" ")
            self.heard.insert(
                0, Heard(self.speaker, self.role, self.at, words, count, asked, doubt, turn.end, codes)
            )
            del self.heard[REMEMBERED:]
            self.at += 1

    def _note(self, unit: Unit, code: str) -> None:
        self.put += code in ACTIONS
        self.received += code in RECEPTIONS
        if code in ACTIONS:
            asked = unit.rising or unit.fired("question")
            self.actions[self.speaker] = Action(code, self.speaker, self.role, self.at, asked)
        elif code == "accept":
            # What has been received is no longer on the table.
            own = self.actions.get(self.speaker)
            self.actions = {self.speaker: own} if own else {}
        elif code == "explain":
            self.informed = self.at
