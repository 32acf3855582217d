"""What is measured against what: each format's reader against a peer, the rest against a bare bound."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import transcripts

TURNS = 198
OURS = (sys.executable, "-m", "tests.bench.ours")


@dataclass(frozen=True)
class Case:
    """Ours against theirs on the same work; `goal` is the ratio that we want not to exceed.

    `growth_goal` is how many MB the work of ours may add to what it was given, for a million units.
    `sampled` says that theirs is given a part of the work, and that its seconds are reckoned from that.
    """

    name: str
    unit: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    against: str
    goal: float | None = None
    memory_goal: float | None = None
    growth_goal: float | None = None
    bytes: int = 0
    sampled: bool = False


@dataclass(frozen=True)
class Format:
    """A format to read: what it is called, how many files of which form, and the peer's job."""

    name: str
    form: str
    files: int
    peer: str
    against: str
    unit: str = "turns"
    goal: float | None = None
    memory_goal: float | None = None


FORMATS = (
    Format("CHAT", "chat", 1000, "pylangacq", "pylangacq (rustling)", goal=0.6, memory_goal=0.25),
    Format("ELAN", "eaf", 1000, "pympi", "pympi", goal=0.75),
    Format("TextGrid", "textgrid", 1000, "praatio", "praatio", "labels", goal=0.8),
    Format("WebVTT", "webvtt", 1000, "pysubs2", "pysubs2", "cues", goal=0.15),
    Format("WebVTT", "webvtt", 1000, "webvtt", "webvtt-py", "cues"),
    Format("SubRip", "srt", 1000, "pysubs2", "pysubs2", "cues"),
    Format("ConvoKit", "convokit", 1000, "convokit", "ConvoKit", goal=0.1),
    Format("CSV", "table", 1000, "pandas", "pandas, rows as tuples", "rows"),
    Format("Word", "docx", 100, "docx", "python-docx, text of paragraphs", "paragraphs"),
    Format("Excel", "xlsx", 100, "openpyxl", "openpyxl, read only", "rows"),
    Format("EXMARaLDA", "exb", 300, "xml", "bound: XML parsed", "events"),
    Format("Transcriber", "trs", 300, "xml", "bound: XML parsed"),
    Format("whisperX JSON", "json", 300, "json", "bound: JSON parsed", "segments"),
    Format("Jefferson text", "jefferson", 300, "lines", "bound: lines cut at a colon", "lines"),
)


def reading(folder: Path, python: Path, only: str = "") -> Iterator[Case]:
    """The formats, written to ``folder``, or those whose names hold ``only``; ``python`` is that of the peers."""
    for one in FORMATS:
        if only not in (name := f"read {one.name}, all marks"):
            continue
        place = folder / one.form
        if not place.exists():
            _write(place, one)
        warm = str(folder / "warm" if one.form == "convokit" else min(place.iterdir()))
        peers = (str(python), str(Path(__file__).with_name("peers.py")), one.peer, str(place), warm)
        yield Case(
            name=name,
            unit=one.unit,
            ours=(*OURS, "read", str(place), warm),
            theirs=peers,
            against=one.against,
            goal=one.goal,
            memory_goal=one.memory_goal,
            bytes=sum(path.stat().st_size for path in place.iterdir()),
        )


def _write(place: Path, one: Format) -> None:
    print(f"writing {one.files * TURNS:,} turns of {one.name} …", flush=True)
    if one.form == "convokit":
        transcripts.write_corpus(place.with_name("warm"), 1, 2)
        transcripts.write_corpus(place, one.files, TURNS)
    else:
        transcripts.write_folder(place, transcripts.FORMS[one.form], one.files, TURNS)


def judging() -> Iterator[Case]:
    """Moves and measures, beside bounds."""
    for language in ("sv", "fi", "en"):
        yield Case(
            name=f"suggest moves, {language}",
            unit="turns",
            ours=(*OURS, "suggest", language),
            theirs=(*OURS, "blank", language),
            against="spaCy blank pipeline",
            goal=2.0,
            growth_goal=100,
        )
    yield Case(
        name="all measures, 1,000 encounters",
        unit="turns",
        ours=(*OURS, "measures", "1000"),
        theirs=(*OURS, "bound", "1000"),
        against="plain pandas bound",
        goal=3.0,
    )
