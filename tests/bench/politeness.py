"""Suggestions against ConvoKit's politeness strategies, the nearest thing to them: cues over talk.

ConvoKit looks for words and dependencies in what spaCy's ``en_core_web_sm`` has parsed. That model is no
package of a registry, so a pipeline of the same parts and sizes does its work, untrained: as many
multiplications, and parses that mean nothing. So nothing that is found is compared. ConvoKit has strategies
for English; Swedish and Finnish go through the same steps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.cases import OURS, Case

SAMPLE = 2_000
"""Turns that ConvoKit is given; 100,000 would take it several minutes a round."""
PEER = Path(__file__).with_name("peerpoliteness.py")


def write(folder: Path, language: str) -> Path:
    """The first turns of what ours is given."""
    from tests.bench.ours import encounters

    turns = [turn.text for encounter in encounters(language, SAMPLE) for turn in encounter.turns]
    path = folder / f"turns_{language}.json"
    path.write_text(json.dumps(turns), encoding="utf-8")
    return path


def cases(folder: Path, python: Path) -> Iterator[Case]:
    for language in ("sv", "fi", "en"):
        yield Case(
            name=f"suggest moves, {language}",
            unit="turns",
            ours=(*OURS, "suggest", language),
            theirs=(str(python), str(PEER), language, str(write(folder, language))),
            against="ConvoKit, politeness strategies, parser untrained",
            goal=0.1,
            sampled=True,
        )
