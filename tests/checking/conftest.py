"""Tiny transcripts on disk, read and checked as the command does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vuoro import checking, formats

CHAT = "@Begin\n@Participants:\tA Anna Doctor, B Bo Patient, C Cia Nurse\n{}@End\n"


@pytest.fixture
def findings(tmp_path: Path) -> Callable[..., tuple[checking.Finding, ...]]:
    """``findings(text)`` of a text file, ``findings(turns, "chat")`` of CHAT turns between their headers."""

    def of(text: str, kind: str = "jefferson", **options: object) -> tuple[checking.Finding, ...]:
        path = tmp_path / {"chat": "visit.cha", "srt": "visit.srt", "csv": "visit.csv"}.get(kind, "visit.txt")
        source = CHAT.format(text) if kind == "chat" else text
        path.write_text(source, encoding="utf-8", newline="")
        convention = kind if kind in ("jefferson", "gat2", "plain") else None
        encounter = formats.read(path, convention=convention)
        return checking.check(encounter, sources={path.name: source}, **options)  # type: ignore[arg-type]

    return of


@pytest.fixture
def told(findings: Callable[..., tuple[checking.Finding, ...]]) -> Callable[..., list[tuple[object, ...]]]:
    """What the check tells of a text: line, column, rule, and what stands there."""

    def of(text: str, kind: str = "jefferson", **options: object) -> list[tuple[object, ...]]:
        return [(one.line, one.column, one.rule, one.text) for one in findings(text, kind, **options)]

    return of
