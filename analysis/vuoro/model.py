"""The nouns: encounters, their turns, and what people and machines say about them.

Everything here is a frozen record. To change one, :func:`dataclasses.replace` it.
A corpus is a list of encounters; there is no class for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    import pandas as pd

_Noun = TypeVar("_Noun")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(noun: type[_Noun]) -> type[_Noun]:
    """Make a class a frozen dataclass with slots, whose fields are given by name.

    Examples
    --------
    >>> @record
    ... class Place:
    ...     turn: str
    >>> Place(turn="t12")
    Place(turn='t12')
    """
    return dataclass(frozen=True, slots=True, kw_only=True)(noun)


class _Nothing(dict[str, Any]):
    """An empty mapping that stays empty, so that a frozen record may have it as its default."""

    def __setitem__(self, key: str, value: Any) -> None:
        raise TypeError("records are frozen; replace the whole mapping")

    def __hash__(self) -> int:  # type: ignore[override]
        return 0

    def __reduce__(self) -> str:
        return "NOTHING"


NOTHING: Mapping[Any, Any] = _Nothing()

ROLES = (
    "professional",
    "client",
    "companion",
    "interpreter",
    "experience_expert",
    "employer",
    "other_professional",
    "other",
)
UNKNOWN = "unknown"
"""The role of a speaker whom neither the file nor the user has placed."""

LANGUAGES = ("sv", "fi", "en")

TRANSCRIBED = ("manual", "asr", "asr_corrected")
"""How talk became text: by a person, by a recogniser, or by a recogniser whom a person corrected."""

MACHINES = ("detector:", "learned:", "llm:")
"""How the name of a coder begins that is not a person."""

STATUSES = ("suggested", "confirmed", "adjudicated", "rejected")


class VuoroError(Exception):
    """What every error of this package is; its message says where, what, and what to do."""


@record
class Mark:
    """Something the transcriber wrote that is not a word: a pause, an overlap, a breath.

    ``start`` and ``stop`` are offsets in the turn's ``raw``. A mark that encloses talk
    (an overlap, soft voice) runs from its opening sign to its closing one.
    ``value`` is seconds for a pause, and the sign itself where one kind has several.
    """

    kind: str
    start: int
    stop: int
    value: float | str | None = None


@record
class Turn:
    """One turn at talk, as transcribed (`raw`) and as words (`text`).

    ``raw`` is verbatim and never touched. ``text`` is derived from it: the words, without
    transcription signs. ``marks`` are what was taken out. ``pieces`` is the map between the
    two, a row ``(text offset, raw offset, length)`` for each stretch that was copied;
    an empty map means that ``text`` is the beginning of ``raw``.
    ``start`` and ``end`` are seconds, or None where the transcript has no times.
    ``line`` is the line of the file on which the turn begins, counted from 1.
    ``tiers`` holds dependent lines of the file, verbatim.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="so you (0.5) waited?", text="so you waited?",
    ...             pieces=((0, 0, 7), (7, 13, 7)))
    >>> turn.in_raw(7, 13)
    (13, 19)
    >>> turn.raw[13:19]
    'waited'
    >>> turn.in_text(13, 19)
    (7, 13)
    """

    id: str
    speaker: str
    raw: str
    text: str
    start: float | None = None
    end: float | None = None
    marks: tuple[Mark, ...] = ()
    pieces: tuple[tuple[int, int, int], ...] = ()
    line: int | None = None
    tiers: Mapping[str, str] = NOTHING

    def in_raw(self, start: int, stop: int) -> tuple[int, int]:
        """Where a span of `text` stands in `raw`."""
        if not self.pieces:
            return start, stop
        if stop <= start:
            at = self._raw_offset(start)
            return at, at
        return self._raw_offset(start), self._raw_offset(stop - 1) + 1

    def _raw_offset(self, at: int) -> int:
        text_at, raw_at, length = self.pieces[max(0, bisect_right(self.pieces, (at, 1 << 62)) - 1)]
        return raw_at + min(max(0, at - text_at), max(0, length - 1))

    def in_text(self, start: int, stop: int) -> tuple[int, int]:
        """The span of `text` that came from a span of `raw`; empty where no word did."""
        if not self.pieces:
            size = len(self.text)
            return min(start, size), min(stop, size)
        covered = [
            (text_at + max(0, start - raw_at), text_at + min(length, stop - raw_at))
            for text_at, raw_at, length in self.pieces
            if raw_at < stop and start < raw_at + length
        ]
        if covered:
            return covered[0][0], covered[-1][1]
        before = [text_at + length for text_at, raw_at, length in self.pieces if raw_at + length <= start]
        at = before[-1] if before else 0
        return at, at


@record
class Participant:
    """Somebody in the encounter. ``id`` is what the transcript calls them."""

    id: str
    role: str = UNKNOWN
    name: str | None = None
    meta: Mapping[str, Any] = NOTHING


@record
class Problem:
    """What a reader did not understand: where, what stood there, and what to do about it.

    ``rule`` names the kind of trouble. ``unread-line`` is a line of talk that could not
    become a turn; every other rule is about something that was kept. ``turn`` is the id of
    the turn concerned, where there is one.
    """

    line: int | None
    text: str
    message: str
    rule: str = "unread-line"
    turn: str | None = None
    file: str = ""


@record
class Source:
    """Where an encounter was read from. ``files`` are names, ``sha256`` their digests in order."""

    files: tuple[str, ...] = ()
    format: str = ""
    convention: str = ""
    sha256: tuple[str, ...] = ()


@record
class Annotation:
    """One judgement by one coder: this stretch of this turn does this.

    ``start`` and ``stop`` are offsets in the turn's ``raw``: the unit that is judged.
    ``evidence`` is the span in ``raw`` that made a machine say so, and ``cue`` the name of
    the cue that fired; a human coder leaves both empty. ``score`` is a machine's confidence,
    0 to 1; it orders places to look at and is not a probability unless a coder says so.
    """

    encounter: str
    turn: str
    code: str
    coder: str
    start: int
    stop: int
    status: str = "confirmed"
    score: float | None = None
    cue: str = ""
    evidence: tuple[int, int] | None = None
    attributes: Mapping[str, Any] = NOTHING
    note: str = ""
    codebook: str = ""


@record
class Sequence:
    """A move and what the others made of it: turns first to last, with an outcome.

    ``type`` is S1 to S10 of the codebook. ``first_turn`` holds the move that opens the
    sequence, ``code`` is its code; ``response_turn`` is the turn that decided the outcome,
    or "" where nobody answered. ``gap`` is the floor transfer offset before the response,
    in seconds, or None without times.
    """

    encounter: str
    type: str
    first_turn: str
    last_turn: str
    outcome: str
    coder: str
    code: str = ""
    response_turn: str = ""
    gap: float | None = None
    status: str = "confirmed"
    attributes: Mapping[str, Any] = NOTHING
    note: str = ""


def _says_invented(key: str, value: Any) -> bool:
    """Whether a line of the header says so: `invented: yes`, or a comment that begins with it."""
    text = str(value).strip().casefold()
    if key.casefold() == "invented":
        return text not in ("", "no", "false", "0", "nej", "ei")
    return text.startswith("invented")


@record
class Decision:
    """A future action that was put forward and what became of it: an episode of the talk (L4).

    ``topic`` are the words in which it was first put. ``origin_of_first_proposal`` and
    ``origin_of_adopted_option`` are roles, or joint or institution, and ``goal_owner`` is for a
    person to say. ``moves`` are the turns and codes of which it is made, ``responses`` the outcomes
    of its S4 and ``doubts`` those of its S5, in the order of the talk. ``features`` are b1 to b9 of
    the codebook, y, n, or "" where not applicable. ``commitment`` is how many of who, what and
    when were stated, None where nobody looked. ``sealed_turn`` closed it; "" where nothing did.
    ``start`` and ``end`` are seconds, or None without times.
    """

    encounter: str
    first_turn: str
    last_turn: str
    outcome: str
    coder: str
    topic: str = ""
    type: str = ""
    options_named: int = 0
    origin_of_first_proposal: str = ""
    origin_of_adopted_option: str = ""
    goal_owner: str = "unclear"
    moves: tuple[tuple[str, str], ...] = ()
    responses: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    features: Mapping[str, str] = NOTHING
    commitment: int | None = None
    sealed_turn: str = ""
    start: float | None = None
    end: float | None = None
    status: str = "confirmed"
    attributes: Mapping[str, Any] = NOTHING
    note: str = ""


@record
class Encounter:
    """One transcribed meeting.

    ``annotations`` and ``sequences`` are those that stand in the file itself; what people and
    machines find later is kept beside the encounter, by coder.

    Examples
    --------
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="How are you?", text="How are you?"),),
    ...     participants=(Participant(id="D", role="professional"),))
    >>> visit
    Encounter('visit', en, 1 turn, 0 problems)
    >>> visit.role("D")
    'professional'
    """

    id: str
    turns: tuple[Turn, ...]
    language: str | None = None
    participants: tuple[Participant, ...] = ()
    problems: tuple[Problem, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    source: Source = field(default_factory=Source)
    meta: Mapping[str, Any] = NOTHING

    def __repr__(self) -> str:
        def count(things: tuple[Any, ...], noun: str) -> str:
            return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"

        return (
            f"Encounter({self.id!r}, {self.language or 'language unknown'}, "
            f"{count(self.turns, 'turn')}, {count(self.problems, 'problem')})"
        )

    def __len__(self) -> int:
        return len(self.turns)

    def __iter__(self) -> Iterator[Turn]:
        return iter(self.turns)

    @property
    def transcribed(self) -> str:
        """One of ``TRANSCRIBED``, or "" where nobody said; the engine is in ``meta["engine"]``.

        A recogniser that drops *inte* turns an answer round, and most drop short responses,
        overlaps and pauses, so measures that rest on these are not computed for ``"asr"``.
        """
        told = str(self.meta.get("transcribed", "")).strip().casefold().replace(" ", "_")
        return told if told in TRANSCRIBED else ""

    @property
    def invented(self) -> bool:
        """Whether the transcript, or its folder, says that nobody ever said this.

        Examples
        --------
        >>> Encounter(id="v", turns=(), meta={"invented": "yes"}).invented
        True
        >>> Encounter(id="v", turns=(), meta={"Comment": "Invented: nobody in it exists."}).invented
        True
        >>> Encounter(id="v", turns=(), meta={"invented": "no"}).invented
        False
        """
        return any(_says_invented(key, value) for key, value in self.meta.items())

    def turn(self, id: str) -> Turn:
        """The turn of that id; KeyError if there is none."""
        for turn in self.turns:
            if turn.id == id:
                return turn
        raise KeyError(f"no turn {id!r} in encounter {self.id!r}")

    def role(self, speaker: str) -> str:
        """The role of a speaker, ``"unknown"`` if neither file nor user gave one."""
        return self.roles().get(speaker, UNKNOWN)

    def roles(self) -> dict[str, str]:
        """Speaker to role, for everybody who is declared or speaks."""
        roles = {turn.speaker: UNKNOWN for turn in self.turns}
        roles.update((person.id, person.role) for person in self.participants)
        return roles

    def unread(self) -> tuple[Problem, ...]:
        """The lines of talk that could not become turns. Turns + these = turn lines."""
        return tuple(problem for problem in self.problems if problem.rule == "unread-line")

    def frame(self) -> pd.DataFrame:
        """The turns as a frame: encounter, turn, line, speaker, role, start, end, text, raw.

        Examples
        --------
        >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="D", raw="Hi.", text="Hi."),))
        >>> visit.frame()[["encounter", "turn", "speaker", "role", "text"]]
          encounter turn speaker     role text
        0     visit   t1       D  unknown  Hi.
        """
        import pandas as pd

        roles = self.roles()
        turns = self.turns
        return pd.DataFrame(
            {
                "encounter": [self.id] * len(turns),
                "turn": [turn.id for turn in turns],
                "line": pd.array([turn.line for turn in turns], dtype="Int64"),
                "speaker": [turn.speaker for turn in turns],
                "role": [roles[turn.speaker] for turn in turns],
                "start": pd.Series([turn.start for turn in turns], dtype=float),
                "end": pd.Series([turn.end for turn in turns], dtype=float),
                "text": [turn.text for turn in turns],
                "raw": [turn.raw for turn in turns],
            }
        )
