"""What a language model is asked: the codebook as instructions, a stretch of talk, and the form of answers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from vuoro.codebooks import Codebook
from vuoro.model import Encounter, Turn, record

AT_ONCE = 12
"""Turns that are coded with one question: a small model loses its place in more."""
BEFORE = 8
"""Turns of context: a proposal is seldom answered further off."""


@record
class Question:
    """One question to a model about some turns of an encounter, and the schema its answer must fit."""

    encounter: str
    turns: tuple[Turn, ...]
    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]

    @property
    def key(self) -> str:
        """A digest of everything that is asked; the same key, the same question."""
        asked = json.dumps([self.messages, self.schema], ensure_ascii=False, sort_keys=True)
        return sha256(asked.encode()).hexdigest()


def version() -> str:
    """The version of the prompt's text, as annotations cite it."""
    return _text()["version"]


def digest() -> str:
    """What tells one wording of the prompt from another."""
    said = _text()
    return sha256("\n".join(said[name] for name in ("system", "codes", "question")).encode()).hexdigest()[:12]


def questions(encounter: Encounter, codebook: Codebook) -> Iterator[Question]:
    """An encounter as questions, each about the next dozen turns, with some turns before them.

    Examples
    --------
    >>> from vuoro import codebooks
    >>> visit = Encounter(id="visit", language="en", turns=tuple(
    ...     Turn(id=f"t{n}", speaker="A", raw="Mm.", text="Mm.") for n in range(30)))
    >>> asked = list(questions(visit, codebooks.load("participation")))
    >>> [len(one.turns) for one in asked], [one["role"] for one in asked[0].messages]
    ([12, 12, 6], ['system', 'user'])
    """
    said, schema = _text(), answer_schema(codebook)
    system = said["system"] + said["codes"].format(codebook=codebook.id, codes=_codes(codebook, encounter))
    lines = _lines(encounter)
    for first in range(0, len(encounter.turns), AT_ONCE):
        last = min(first + AT_ONCE, len(encounter.turns))
        user = said["question"].format(
            language=encounter.language or "unknown",
            before="\n".join(lines[max(0, first - BEFORE) : first]) or "(this is the beginning)",
            turns="\n".join(lines[first:last]),
        )
        yield Question(
            encounter=encounter.id,
            turns=encounter.turns[first:last],
            messages=({"role": "system", "content": system}, {"role": "user", "content": user}),
            schema=schema,
        )


def answer_schema(codebook: Codebook) -> dict[str, Any]:
    """The JSON schema of an answer: moves, each with a turn, a quote, a code and a reason."""
    move = {
        "turn": {"type": "string"},
        "quote": {"type": "string"},
        "code": {"type": "string", "enum": [code.id for code in codebook.codes]},
        "why": {"type": "string"},
    }
    item = {"type": "object", "properties": move, "required": list(move), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"moves": {"type": "array", "items": item}},
        "required": ["moves"],
        "additionalProperties": False,
    }


def _lines(encounter: Encounter) -> list[str]:
    """A line a turn; signs of transcription are left out, which models mistake for words."""
    roles = encounter.roles()
    # A turn is one line whatever it holds, so that talk cannot pass for a section of the question.
    return [f"{turn.id} {roles[turn.speaker]}: {' '.join(turn.text.split())}" for turn in encounter.turns]


def _codes(codebook: Codebook, encounter: Encounter) -> str:
    language = encounter.language or "en"
    return "\n".join(
        f"- {code.id}: {code.definition} Counts: {code.include} Does not: {code.exclude} "
        f"Examples: {' / '.join(example.text for example in code.examples.get(language, ())[:3])}"
        for code in codebook.codes
    )


@cache
def _text() -> dict[str, str]:
    return tomllib.loads((files("vuoro.asking") / "prompt.toml").read_text(encoding="utf-8"))
