"""Answers kept on disk, so that no question is asked twice and a run that stopped goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vuoro.asking.endpoints import Endpoint
from vuoro.asking.prompts import Question, version
from vuoro.model import VuoroError


class NotAnswers(VuoroError):
    """The file is not one of kept answers."""


class Kept:
    """The answers in a file of JSON lines, by model, prompt version and question.

    An answer is on disk before it is used. A last line that was torn by a crash is left out, and
    that question asked again. Questions themselves are not kept, only their digests.

    Examples
    --------
    >>> import tempfile
    >>> from vuoro.model import Turn
    >>> one = Question(encounter="v", turns=(Turn(id="t1", speaker="A", raw="", text=""),), messages=(), schema={})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file, gemma = Path(folder) / "answers.jsonl", Endpoint(model="gemma")
    ...     Kept(file).keep(gemma, one, {"moves": []})
    ...     Kept(file).get(gemma, one), Kept(file).get(Endpoint(model="qwen"), one)
    ({'moves': []}, None)
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._answers = dict(_read(file)) if file.exists() else {}

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, endpoint: Endpoint, question: Question) -> Any | None:
        """The answer of this model to this question, None where it was never given."""
        return self._answers.get(_key(endpoint, question))

    def keep(self, endpoint: Endpoint, question: Question, answer: Any) -> None:
        """Write an answer down, for good, and remember it."""
        model, prompt, key = _key(endpoint, question)
        row = {
            "model": model,
            "prompt": prompt,
            "question": key,
            "encounter": question.encounter,
            "answer": answer,
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a+b") as out:
            # A torn last line must not swallow the new one.
            torn = out.seek(0, os.SEEK_END) > 0 and _last_byte(out) != b"\n"
            out.write((b"\n" if torn else b"") + json.dumps(row, ensure_ascii=False).encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        self._answers[model, prompt, key] = answer


def _key(endpoint: Endpoint, question: Question) -> tuple[str, str, str]:
    return endpoint.model, version(), question.key


def _read(file: Path) -> Iterator[tuple[tuple[str, str, str], Any]]:
    lines = file.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield (row["model"], row["prompt"], row["question"]), row["answer"]
        except (ValueError, KeyError, TypeError) as error:
            if number == 1:
                raise NotAnswers(
                    f"{file} does not hold answers of a model ({error}); name another file"
                ) from error


def _last_byte(file: Any) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)
