"""A ConvoKit corpus that :mod:`vuoro.formats.convokit.writing` wrote, read back as it was.

ConvoKit's fields hold what they are for, and ``meta`` the rest; what that is, the writer says. What
somebody added to ``meta`` since then is in ``tiers`` of the turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from typing import Any

from vuoro.formats.interchange import encounter_of
from vuoro.formats.plain import NotPlain
from vuoro.model import Encounter

NAME, VERSION = "vuoro", 1
"""What ``corpus.json`` says of a corpus that we wrote."""

HOMES = {"annotations": "turn", "sequences": "first_turn"}
"""What has a place at a turn, and the field that says at which."""

EMPTY: tuple[Any, ...] = (None, "", [], {})
KEPT = ("raw", "marks", "pieces", "tiers", "line")
OURS = frozenset([*KEPT, "start", "stop", "turn", "said_by", "role", "codes", "annotations", "sequences"])


def is_ours(corpus: Mapping[str, Any]) -> bool:
    """Does ``corpus.json`` say that we wrote the corpus?"""
    return corpus.get(NAME) is not None


def encounters_in(
    rows: Iterable[Mapping[str, Any]], conversations: Mapping[str, Any], version: Any
) -> list[Encounter]:
    """The encounters of a corpus that we wrote, from its utterances and ``conversations.json``.

    What was added to the ``meta`` of an utterance since then is in ``tiers`` of the turn, as text.
    NotPlain where a newer version wrote it, or an encounter is none.
    """
    if version != VERSION:
        raise NotPlain(f"vuoro wrote it in version {version!r}, and this vuoro reads {VERSION}; update vuoro")
    said: dict[str, list[Mapping[str, Any]]] = {str(id): [] for id in conversations}
    for row in rows:
        said.setdefault(str(row.get("conversation_id")), []).append(row)
    return [_encounter(id, conversations.get(id), talk) for id, talk in said.items()]


def _encounter(id: str, conversation: Any, rows: Many[Mapping[str, Any]]) -> Encounter:
    meta = conversation.get("meta") if isinstance(conversation, Mapping) else None
    told = meta.get(NAME) if isinstance(meta, Mapping) else None
    told = told if isinstance(told, Mapping) else {"id": id}
    metas = [row["meta"] if isinstance(row.get("meta"), Mapping) else {} for row in rows]
    turns = [_turn(row, meta) for row, meta in zip(rows, metas, strict=True)]
    return encounter_of({**told, "turns": turns, **{name: _ordered(name, [told, *metas]) for name in HOMES}})


def _turn(row: Mapping[str, Any], meta: Mapping[str, Any]) -> dict[str, Any]:
    others = {name: as_text(value) for name, value in meta.items() if name not in OURS and value not in EMPTY}
    tiers = meta.get("tiers", {})
    kept = {name: meta[name] for name in KEPT if name in meta}
    return {
        "raw": row.get("text"),
        **kept,
        "id": meta.get("turn", row.get("id")),
        "speaker": meta.get("said_by", row.get("speaker")),
        "text": row.get("text"),
        "start": meta.get("start"),
        "end": meta.get("stop"),
        "tiers": {**tiers, **others} if isinstance(tiers, Mapping) else tiers,
    }


def _ordered(name: str, metas: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Annotations or sequences from wherever they stand, in the order in which they were."""
    rows = [row for meta in metas if isinstance(meta.get(name), list) for row in meta[name]]
    rows.sort(key=_number)
    return [{key: value for key, value in row.items() if key != "number"} if isinstance(row, dict) else row
            for row in rows]  # fmt: skip


def _number(row: Any) -> float:
    number = row.get("number") if isinstance(row, dict) else None
    return number if isinstance(number, int) else float("inf")


def as_text(value: Any) -> str:
    """What ConvoKit's ``meta`` holds, as ``tiers`` hold it: words as they are, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
