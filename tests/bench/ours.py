"""Our side of the bench, and the bounds that need only pandas or spaCy; one job a process."""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import talk

TURNS_EACH_LANGUAGE = 100_000
CORPORA = Path(__file__).parents[2] / "corpora"


def read(folder: str, warm: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    """Every transcript in a folder, with all marks; tables and modules are loaded by one of them before."""
    from vuoro import formats

    formats.read_corpus(warm)
    return lambda: formats.read_corpus(folder), lambda read: sum(map(len, read))


def encounters(language: str, turns: int = TURNS_EACH_LANGUAGE) -> list[Any]:
    """The invented encounters of that language, over and over: words as people put them together."""
    from vuoro import formats

    told = [e for e in formats.read_corpus(CORPORA) if e.language == language]
    copies = max(1, round(turns / sum(map(len, told))))
    return [replace(one, id=f"{one.id}-{copy}") for copy in range(copies) for one in told]


def suggest(language: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from vuoro import moves

    talk = encounters(language)
    moves.suggest(talk[0])
    # Nothing is kept: what a run keeps is its findings, and what suggesting itself keeps is to be seen here.
    return lambda: sum(len(moves.suggest(e)) for e in talk), lambda _: sum(map(len, talk))


def blank(language: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    import spacy

    texts = [turn.text for e in encounters(language) for turn in e.turns]
    pipeline = spacy.blank(language)
    pipeline("a")
    return lambda: sum(len(doc) for doc in pipeline.pipe(texts)), lambda _: len(texts)


def _coded(count: int) -> tuple[list[Any], list[Any], list[Any]]:
    """Encounters of 200 timed turns, moves on a fifth of them, and sequences after the moves."""
    from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

    chance = random.Random(1)
    people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    encounters, moves, links = [], [], []
    for number in range(count):
        id, at, turns = f"e{number}", 0.0, []
        for place, (speaker, raw) in enumerate(talk.turns("sv", 200, number, signs=0.0)):
            start = round(max(0.0, at + chance.gauss(0.2, 0.3)), 3)
            at = start + 0.3 * (1 + raw.count(" "))
            turns.append(
                Turn(id=f"t{place}", speaker=speaker, raw=raw, text=raw[:-2], start=start, end=round(at, 3))
            )
            if chance.random() < 0.2:
                code = chance.choice(list(FATES))
                moves.append(
                    Annotation(
                        encounter=id, turn=f"t{place}", code=code, coder="aino", start=0, stop=len(raw)
                    )
                )
                type, outcomes = FATES[code]
                if type == "S4" and speaker == "B":
                    type, outcomes = "S3", ("developed", "probed", "ignored")
                links.append(
                    Sequence(encounter=id, type=type, first_turn=f"t{place}", last_turn=f"t{place}",
                             outcome=chance.choice(outcomes), coder="aino", code=code)
                )  # fmt: skip
        encounters.append(Encounter(id=id, language="sv", turns=tuple(turns), participants=people))
    return encounters, moves, links


FATES = {
    "invite_open": ("S1", ("extended", "minimal", "no_uptake", "withdrawn")),
    "invite_view": ("S1", ("extended", "minimal")),
    "confirm_question": ("S2", ("confirmed", "expanded", "qualified")),
    "propose": ("S4", ("hedged", "reject", "accept_plain")),
}


def measures(count: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from vuoro import measures

    corpus = _coded(int(count))
    measures.measure(corpus[0][:2], (), ())
    return lambda: measures.measure(*corpus, coders=["aino"]), lambda _: sum(map(len, corpus[0]))


def bound(count: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from tests.bench import bound

    corpus = _coded(int(count))
    bound.measured(*bound.tables(*_coded(2)))
    return lambda: bound.measured(*bound.tables(*corpus)), lambda _: sum(map(len, corpus[0]))


def echoes(path: str) -> tuple[Callable[[], Any], Callable[[Any], int]]:
    from tests.bench import echoes

    return echoes.ours(path)


def turntaking(job: str, given: str) -> tuple[Callable[[], Any], Callable[[Any], int], Callable[[Any], str]]:
    from tests.bench import turntaking

    return getattr(turntaking, job)(given)


def agreement(path: str, names: str) -> tuple[Callable[[], Any], Callable[[Any], int], Callable[[Any], str]]:
    from tests.bench import agreeing

    return agreeing.ours(path, names)


def main() -> None:
    job, *arguments = sys.argv[1:]
    work, count, *found = globals()[job](*arguments)
    before = _now()
    began = time.process_time()
    result = work()
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": spent, "megabytes": peak, "grown": peak - before, "done": count(result)}
    if found:
        told["found"] = found[0](result)
    print(json.dumps(told))


def _now() -> float:
    """The memory of this process now, in MB; its peak where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
