"""Our side of the bench, and the bounds that need only pandas or spaCy; one job a process."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import talk

LANGUAGES = ("sv", "fi", "en")
TURNS_EACH_LANGUAGE = 20_000


def chat(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from vuoro import formats

    paths = sorted(folder.glob("*.cha"))
    formats.read(paths[0])
    return lambda: [formats.read(path) for path in paths], lambda read: sum(map(len, read))


def textgrid(folder: Path) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from vuoro import formats

    paths = sorted(folder.glob("*.TextGrid"))
    formats.read(paths[0])
    return lambda: [formats.read(path) for path in paths], lambda read: sum(map(len, read))


def _encounters(language: str) -> list[Any]:
    from vuoro import symbols
    from vuoro.model import Encounter, Participant, Turn

    people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    found = []
    for number in range(TURNS_EACH_LANGUAGE // 200):
        turns = []
        for place, (speaker, raw) in enumerate(talk.turns(language, 200, number, signs=0.0)):
            reading = symbols.read(raw, "plain")
            turns.append(
                Turn(id=f"t{place}", speaker=speaker, raw=raw, text=reading.text, marks=reading.marks)
            )
        found.append(
            Encounter(id=f"{language}{number}", language=language, turns=tuple(turns), participants=people)
        )
    return found


def suggest(language: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from vuoro import moves

    encounters = _encounters(language)
    moves.suggest(replace(encounters[0], turns=encounters[0].turns[:5]))
    return lambda: [moves.suggest(e) for e in encounters], lambda _: TURNS_EACH_LANGUAGE


def blank(language: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    import spacy

    texts = [turn.text for e in _encounters(language) for turn in e.turns]
    pipeline = spacy.blank(language)
    pipeline("a")
    return lambda: sum(len(doc) for doc in pipeline.pipe(texts)), lambda _: len(texts)


def main() -> None:
    job, argument = sys.argv[1:3]
    work, count = globals()[job](Path(argument) if job in ("chat", "textgrid") else argument)
    began = time.process_time()
    result = work()
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "megabytes": peak, "done": count(result)}))


if __name__ == "__main__":
    main()
