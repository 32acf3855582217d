"""A ConvoKit corpus folder: a line of ``utterances.jsonl`` for each turn, and four files beside it.

The fields that ConvoKit documents (https://convokit.cornell.edu/documentation/data_format.html) hold
what they are for: ``text`` the words of a turn, ``reply_to`` the turn before, ``timestamp`` the start in
seconds, ``speaker`` and ``conversation_id`` ids that are unique in the corpus. ``meta`` of an utterance
holds the rest: ``start`` and ``stop`` in seconds, where ConvoKit's measures of talk look for them; the
``role`` of the speaker, ``raw``, ``marks``, ``pieces``, ``tiers`` and ``line``; the ``codes`` that people
gave; ``annotations`` and ``sequences`` in full; and under ``turn`` and ``said_by`` what the turn and the
speaker are called in their own encounter. What is known of an encounter is in the ``meta`` of its
conversation, under ``vuoro``.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Any, NamedTuple

from vuoro.formats.convokit.ours import EMPTY, HOMES, KEPT, NAME, OURS, VERSION, as_text
from vuoro.formats.interchange import encoded, losses, one_line
from vuoro.formats.plain import anything, plain
from vuoro.formats.unheld import loss
from vuoro.formats.writing import Written, writer
from vuoro.model import Encounter, Participant, Turn

GIVEN = ("confirmed", "adjudicated")


class _Names(NamedTuple):
    """What the speakers and turns of an encounter are called in the corpus."""

    speakers: Mapping[str, str]
    turns: Many[str]

    @property
    def conversation(self) -> str:
        """ConvoKit calls a conversation by its first utterance."""
        return self.turns[0]


@writer("convokit", suffix="", several=True, folder=True)
def write_convokit(encounters: Many[Encounter]) -> Written:
    """The encounters as the folder of a ConvoKit corpus, a conversation each.

    A speaker or turn whose name is used in several encounters is called ``encounter/name``; in
    what was ConvoKit's, one name is one speaker. Nothing is lost but what
    :func:`vuoro.formats.interchange.write_vuoro` loses, and encounters without a turn.
    """
    talks = [one for one in encounters if one.turns]
    named = list(zip(talks, _names(talks), strict=True))
    utterances = [row for one, names in named for row in _utterances(one, names)]
    speakers = {
        names.speakers[person.id]: {"meta": _about(person), "vectors": []}
        for one, names in named
        for person in _people(one)
    }
    conversations = {names.conversation: {"meta": _setting(one), "vectors": []} for one, names in named}
    corpus = {NAME: VERSION}
    parts = {
        "speakers.json": speakers,
        "conversations.json": conversations,
        "corpus.json": corpus,
        "index.json": _index(utterances, speakers.values(), conversations.values(), corpus),
    }
    files = {name: encoded(one_line(part)) for name, part in parts.items()}
    files["utterances.jsonl"] = encoded("".join(f"{one_line(row)}\n" for row in utterances))
    empty = [loss(one, one.id, "ConvoKit has no conversation without an utterance.", rule="encounter")
             for one in encounters if not one.turns]  # fmt: skip
    return Written(files=files, losses=(*empty, *losses(talks)))


def _names(encounters: Many[Encounter]) -> Iterator[_Names]:
    """Names that are unique in the corpus, the encounter's own wherever they are."""
    turns = Counter(turn.id for one in encounters for turn in one.turns)
    homes = [(id, "" if one.source.format == "convokit" else at)
             for at, one in enumerate(encounters) for id in one.roles()]  # fmt: skip
    speakers = Counter(id for id, _ in set(homes))
    taken: set[str] = set()
    for one in encounters:
        yield _Names(
            speakers={id: id if speakers[id] == 1 else f"{one.id}/{id}" for id in one.roles()},
            turns=[
                _free(turn.id if turns[turn.id] == 1 else f"{one.id}/{turn.id}", taken) for turn in one.turns
            ],
        )


def _free(name: str, taken: set[str]) -> str:
    free, copy = name, 1
    while free in taken:
        copy += 1
        free = f"{name}~{copy}"
    taken.add(free)
    return free


def _people(encounter: Encounter) -> Iterator[Participant]:
    """Everybody who is declared or speaks."""
    known = {person.id: person for person in encounter.participants}
    yield from (known.get(id, Participant(id=id)) for id in encounter.roles())


def _about(person: Participant) -> dict[str, Any]:
    return {**plain(person).get("meta", {}), "role": person.role, "name": person.name}


def _setting(encounter: Encounter) -> dict[str, Any]:
    """What is known of an encounter beside its turns, and what is about no turn that it has."""
    turns = {turn.id for turn in encounter.turns}
    told = {name: one for name, one in plain(encounter).items() if name not in HOMES and name != "turns"}
    for name, home in HOMES.items():
        rows = _at_home(encounter, name, home)
        left = [row for id, found in rows.items() if id not in turns for row in found]
        told |= {name: left} if left else {}
    return {"encounter": encounter.id, "language": encounter.language, NAME: told}


def _at_home(encounter: Encounter, name: str, home: str) -> dict[str, list[dict[str, Any]]]:
    """Annotations or sequences by the turn they belong to, each with its place among all of them."""
    placed: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, record in enumerate(getattr(encounter, name)):
        placed[getattr(record, home)].append({"number": number, **plain(record)})
    return placed


def _utterances(encounter: Encounter, names: _Names) -> Iterator[dict[str, Any]]:
    coded = {name: _at_home(encounter, name, home) for name, home in HOMES.items()}
    called = dict(zip((turn.id for turn in encounter.turns), names.turns, strict=True))
    roles, was_theirs = encounter.roles(), encounter.source.format == "convokit"
    before = None
    for turn, name in zip(encounter.turns, names.turns, strict=True):
        reply, timestamp = _theirs(turn, called) if was_theirs else (before, turn.start)
        own = {kind: rows.pop(turn.id, []) for kind, rows in coded.items()}
        yield {
            "id": name,
            "conversation_id": names.conversation,
            "text": turn.text,
            "speaker": names.speakers[turn.speaker],
            "meta": _meta(turn, roles[turn.speaker], _loose(turn) if was_theirs else {}, own),
            "reply_to": reply,
            "timestamp": anything(timestamp),
            "vectors": [],
        }
        before = name


def _theirs(turn: Turn, called: Mapping[str, str]) -> tuple[str | None, Any]:
    """What ConvoKit said of a turn: which it replies to, and when it was."""
    reply = turn.tiers.get("reply_to")
    try:
        timestamp = json.loads(turn.tiers.get("timestamp", "null"))
    except ValueError:
        timestamp = turn.tiers["timestamp"]
    return (called.get(reply, reply) if reply else None), timestamp


def _meta(turn: Turn, role: str, loose: Mapping[str, Any], coded: Mapping[str, list[Any]]) -> dict[str, Any]:
    said = plain(replace(turn, tiers={name: one for name, one in turn.tiers.items() if name not in loose}))
    given = [move["code"] for move in coded["annotations"] if move.get("status", "confirmed") in GIVEN]
    own = {
        "start": said.get("start"), "stop": said.get("end"), "role": role,
        "turn": turn.id, "said_by": turn.speaker, "codes": given,
    }  # fmt: skip
    kept = {name: said[name] for name in KEPT if name in said}
    return {**loose, **own, **kept, **{name: rows for name, rows in coded.items() if rows}}


def _loose(turn: Turn) -> dict[str, Any]:
    """What ConvoKit itself had in ``meta``, which goes back there."""
    theirs = [
        name for name in turn.tiers if name not in (*OURS, "reply_to", "timestamp") and turn.tiers[name]
    ]
    return {name: _value(turn.tiers[name]) for name in theirs}


def _value(said: str) -> Any:
    """The value that a tier says as JSON, if that would be read as the same text again."""
    try:
        value = json.loads(said)
    except (ValueError, RecursionError):
        return said
    return value if value not in EMPTY and as_text(value) == said else said


def _index(
    utterances: Iterable[Any], speakers: Iterable[Any], conversations: Iterable[Any], corpus: Any
) -> Any:
    """The names in each ``meta`` and their types, which ConvoKit looks up before it loads a corpus."""
    parts = {"utterances": utterances, "speakers": speakers, "conversations": conversations}
    index = {f"{name}-index": _types(row["meta"] for row in rows) for name, rows in parts.items()}
    return {**index, "overall-index": _types([corpus]), "version": 1, "vectors": []}


def _types(metas: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    types: defaultdict[str, set[str]] = defaultdict(set)
    for meta in metas:
        for name, value in meta.items():
            types[name].add(str(type(value)))
    return {name: sorted(found) for name, found in types.items()}
