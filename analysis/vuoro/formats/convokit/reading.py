"""ConvoKit corpora: a folder with ``utterances.jsonl``, a line for each utterance of all its conversations.

``speakers.json``, ``conversations.json`` and ``corpus.json`` beside it say more about each; the
corpus can be read without them. ConvoKit's own loader is not used, because it takes a
corpus into memory several times over and stops at the first damaged line. The format:
https://convokit.cornell.edu/documentation/data_format.html. A corpus that we wrote holds more, and
is read as :mod:`vuoro.formats.convokit.ours` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, NamedTuple

from vuoro.formats.conventions import convention_of
from vuoro.formats.convokit.ours import EMPTY, NAME, as_text, encounters_in, is_ours
from vuoro.formats.files import File, Options, Unreadable, open_file, reader
from vuoro.formats.plain import NotPlain
from vuoro.formats.roles import role_of
from vuoro.formats.tongues import language_of
from vuoro.formats.turning import turns_of
from vuoro.model import NOTHING, UNKNOWN, Encounter, Participant, Problem, Source, Turn

BESIDE = ("speakers.json", "conversations.json", "corpus.json")

_OWN = frozenset(["id", "speaker", "user", "conversation_id", "root", "text", "meta", "vectors"])
_TIMES = frozenset(["start", "stop"])


class _Said(NamedTuple):
    """An utterance by the names that a turn has for its parts, not yet read."""

    id: str
    speaker: str
    raw: str
    start: float | None
    end: float | None
    line: int
    tiers: Mapping[str, str]


@dataclass(slots=True)
class _Talk:
    """What the lines of one conversation have said so far."""

    turns: list[_Said] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, text: str, message: str, rule: str, turn: str | None = None) -> None:
        self.problems.append(Problem(line=line, text=text[:2000], message=message, rule=rule, turn=turn))


@reader("convokit", suffixes={".jsonl"})
def read_convokit(file: File, options: Options) -> list[Encounter]:
    """The conversations of a ConvoKit corpus as encounters, ids as they stand.

    ``reply_to``, ``timestamp`` and what else is said of an utterance are in ``tiers`` of the turn;
    ``start`` and ``stop`` in its meta are its times, in seconds. The meta of a speaker named ``role``
    is the role. Turns are in the order of their starts, where all have one, or else of the
    file. A line that is no utterance is a Problem of rule ``unread-line``. Unreadable where
    no line is an utterance.
    """
    about, flaws = _beside(file)
    if is_ours(about["corpus.json"]):
        return _written_by_us(file, about, flaws, options)
    talks, ids, problems = _talks(file)
    if not talks:
        reason = "no line is an utterance of ConvoKit's, an object with a text. Is this utterances.jsonl?"
        raise Unreadable(file.name, problems[0].line if problems else 1, reason)
    encounters = [_encounter(id, talk, ids, about, file, options) for id, talk in talks.items()]
    # A line of no conversation, and a part that cannot be read, are told with the first.
    return [replace(encounters[0], problems=(*flaws, *problems, *encounters[0].problems)), *encounters[1:]]


def _written_by_us(
    file: File, about: Mapping[str, Mapping[str, Any]], flaws: Iterable[Problem], options: Options
) -> list[Encounter]:
    """A corpus that holds more than ConvoKit's fields, because we wrote it."""
    rows = [(number, line, _object(line)) for number, line in enumerate(file.text.split("\n"), 1)]
    problems = [
        Problem(line=number, text=line[:2000], message="this is no utterance; left out.", rule="unread-line")
        for number, line, said in rows
        if not said and line.strip()
    ]
    said = [said for _, _, said in rows if said]
    try:
        first, *others = encounters_in(said, about["conversations.json"], about["corpus.json"][NAME])
    except (NotPlain, RecursionError, ValueError) as error:
        raise Unreadable(file.name, None, f"{error or 'no line is an utterance'}.") from None
    first = replace(first, problems=(*flaws, *problems, *first.problems))
    return [replace(one, language=options.language or one.language) for one in (first, *others)]


def _talks(file: File) -> tuple[dict[str, _Talk], set[str], list[Problem]]:
    """The conversations by id, the ids of all utterances, and the lines that are none."""
    talks: dict[str, _Talk] = {}
    ids: set[str] = set()
    problems: list[Problem] = []
    for number, line in enumerate(file.text.split("\n"), 1):
        if not line or line.isspace():
            continue
        said = _object(line)
        if not isinstance(said.get("text"), str):
            message = "this is no utterance: not JSON, or an object without a text."
            problems.append(Problem(line=number, text=line[:2000], message=message, rule="unread-line"))
            continue
        conversation = said.get("conversation_id", said.get("root"))
        if conversation is None:
            conversation = file.path.stem
        _take(talks.setdefault(str(conversation), _Talk()), said, ids, number, line)
    return talks, ids, problems


def _object(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _take(talk: _Talk, said: Mapping[str, Any], ids: set[str], number: int, line: str) -> None:
    raw = said["text"]
    if not raw.strip():
        talk.problem(number, line, "the text is empty; the utterance is not a turn.", "empty-turn")
        return
    told = said.get("id")
    id = _free(str(told) if told is not None else f"t{len(ids) + 1:04d}", ids)
    if told is not None and id != str(told):
        message = f"an utterance before it is called {told!r} too; this one is {id} here."
        talk.problem(number, line, message, "duplicate-turn", id)
    speaker = said.get("speaker", said.get("user"))
    if speaker in (None, ""):
        talk.problem(number, line, "no speaker is named; '?' speaks.", "no-speaker", id)
    start, stop = _times(talk, said, id, number)
    named = str(speaker) if speaker not in (None, "") else "?"
    talk.turns.append(_Said(id, named, raw, start, stop, number, _others(said) or NOTHING))


def _free(id: str, ids: set[str]) -> str:
    name, copy = id, 1
    while name in ids:
        copy += 1
        name = f"{id}~{copy}"
    ids.add(name)
    return name


def _times(talk: _Talk, said: Mapping[str, Any], id: str, number: int) -> tuple[float | None, float | None]:
    meta = _mapping(said.get("meta"))
    start, stop = (_seconds(meta.get(name)) for name in ("start", "stop"))
    if any(_seconds(meta[name]) is None for name in _TIMES & meta.keys() if meta[name] is not None):
        message = "a time of the utterance is no number of seconds; it was left out."
        talk.problem(number, said["text"], message, "unreadable-time", id)
    if start is not None and stop is not None and stop < start:
        message = "the utterance stops before it starts; its times were left out."
        talk.problem(number, said["text"], message, "reversed-times", id)
        return None, None
    return start, stop


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if isfinite(seconds) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else NOTHING


def _others(said: Mapping[str, Any]) -> dict[str, str]:
    """What else is said of an utterance; words as they are, anything else as JSON."""
    meta = _mapping(said.get("meta"))
    pairs = [
        *((name, value) for name, value in said.items() if name not in _OWN),
        *((name, value) for name, value in meta.items() if name not in _TIMES or _seconds(value) is None),
    ]
    return {name: as_text(value) for name, value in pairs if value not in EMPTY}


def _beside(file: File) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """What the other files of the corpus hold, each by its name; empty where there is none."""
    about: dict[str, Mapping[str, Any]] = {}
    problems = []
    for name in BESIDE:
        part = file.path.parent / name
        about[name] = NOTHING
        if not part.is_file():
            continue
        try:
            about[name] = _mapping(json.loads(open_file(part).text))
        except (Unreadable, ValueError, RecursionError) as error:
            message = f"it cannot be read ({error}); the talk was read without it."
            problems.append(Problem(line=None, text=name, message=message, rule="unread-part", file=name))
    return about, problems


def _encounter(
    id: str, talk: _Talk, ids: set[str], about: Mapping[str, Mapping[str, Any]], file: File, options: Options
) -> Encounter:
    if all(one.start is not None for one in talk.turns):
        talk.turns.sort(key=lambda one: one.start or 0.0)
    convention = convention_of([one.raw for one in talk.turns], options)
    turns = _turns(talk.turns, convention)
    meta = _meta_of(about["conversations.json"].get(id))
    language = meta.get("language", about["corpus.json"].get("language"))
    return Encounter(
        id=id,
        turns=turns,
        language=options.language or (language_of(language) if isinstance(language, str) else None),
        participants=tuple(_people(turns, about["speakers.json"])),
        problems=(*talk.problems, *_dangling(turns, ids)),
        source=Source(files=(file.name,), format="convokit", convention=convention, sha256=(file.sha256,)),
        meta=meta,
    )


def _turns(said: Iterable[_Said], convention: str) -> tuple[Turn, ...]:
    columns: list[Any] = list(zip(*said, strict=True)) or [()] * len(_Said._fields)
    given = dict(zip(_Said._fields, columns, strict=True))
    return turns_of(given.pop("raw"), convention, **given)


def _meta_of(entry: Any) -> Mapping[str, Any]:
    """Since version 2.5 what is said of somebody is under "meta"; before, it was the entry itself."""
    entry = _mapping(entry)
    return _mapping(entry["meta"]) if isinstance(entry.get("meta"), dict) else entry


def _people(turns: Iterable[Turn], speakers: Mapping[str, Any]) -> Iterator[Participant]:
    for speaker in dict.fromkeys(turn.speaker for turn in turns):
        meta = _meta_of(speakers.get(speaker))
        word, name = meta.get("role"), meta.get("name")
        role = role_of(word) if isinstance(word, str) else UNKNOWN
        yield Participant(id=speaker, role=role, name=name if isinstance(name, str) else None, meta=meta)


def _dangling(turns: Iterable[Turn], ids: set[str]) -> Iterator[Problem]:
    for turn in turns:
        answered = turn.tiers.get("reply_to")
        if answered is not None and answered not in ids:
            message = f"it replies to {answered!r}, which is no turn here."
            yield Problem(
                line=turn.line, text=turn.raw, message=message, rule="dangling-reference", turn=turn.id
            )
