"""Single sentences, Swedish and Finnish: which of them were questions before the final sign was taken away."""

from __future__ import annotations

import re
from pathlib import Path

from vuoro.evaluation.datasets.tasks import Task, found, label, labels_of
from vuoro.model import Encounter, Participant, Source, Turn

_FINAL = re.compile(r"[.?!…]+[\"'”»)]*\s*$")
_ASKED = re.compile(r"\?[\"'”»)]*\s*$")


def sentences(folder: Path, language: str) -> Task:
    """Each sentence as an encounter of its own, because none was said after another.

    The speaker is taken for a professional; nothing else is known of them.
    """
    path = found(folder, f"sentences/{language}.txt", f"{language}.txt")[0]
    written = [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    alone = [_alone(at, line, language, path.name) for at, line in enumerate(written, 1)]
    gold = [
        label(encounter, encounter.turns[0], "question")
        for encounter, line in zip(alone, written, strict=True)
        if _ASKED.search(line)
    ]
    return Task(
        id=f"sentences_{language}",
        encounters=tuple(alone),
        gold=tuple(gold),
        labels=labels_of("sentences"),
    )


def _alone(at: int, line: str, language: str, file: str) -> Encounter:
    words = _FINAL.sub("", line)
    turn = Turn(id="t1", speaker="A", raw=words, text=words, line=at)
    who = Participant(id="A", role="professional")
    return Encounter(
        id=f"{language}{at:05d}",
        turns=(turn,),
        language=language,
        participants=(who,),
        source=Source(files=(file,)),
    )
