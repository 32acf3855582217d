"""Training the coders that ship with the package: ``python -m vuoro.cli.defaults corpora``.

From our own corpora only, with the sentences of our cue tables and our codebook beside them. All
languages teach together what is not words; each coder then keeps the words of its own. The scores
in the files, of the coder and of the rules, are of the four scenarios that the rules were not written
with in view, each of them held back from learning in every language at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from vuoro import annotations as tables
from vuoro import codebooks, evaluation, formats, learning, moves
from vuoro.cli.learn import FOLDS, scores
from vuoro.language import cues
from vuoro.language.words import joined
from vuoro.learning import examples, training
from vuoro.learning.features import sentence
from vuoro.learning.fitting import Shown
from vuoro.model import LANGUAGES, Annotation, Encounter

CODED = ("gold.csv", "coder_a.csv")
"""The coding to learn from, the first that there is."""

UNREAD = ("g4", "g8", "g9", "g10")
"""The scenarios that those who wrote the rules left unread; on the others the rules flatter themselves."""

ANYHOW = -1.0
"""For the same reason every code that can be learned is taken over from the rules, however well they did."""

TARGET = Path(learning.__file__).parent / "coders"


def main(folder: Path, target: Path = TARGET) -> None:
    """Learn from a folder of corpora, print how often the coders are right, and write them."""
    read = formats.distinct(e for g in formats.gather([folder]) for e in formats.read_group(g))
    codes = {code.id for code in codebooks.load("participation").codes}
    given = [one for encounter in read for one in _coding(folder, encounter) if one.code in codes]
    shown = sentences(codes, said=" ".join(joined(turn.text) for e in read for turn in e.turns))
    made = examples.gathered(read, given)
    coded = {encounter.id: encounter for encounter in read if encounter.id in made.ids}
    parts = training.crossed(
        made, coded, folds=FOLDS, seed=training.SEED, shown=shown, together=scenario, ahead=ANYHOW
    )
    held = [one for _, found in parts for one in found]
    coders = training.train_each(
        coded.values(),
        given,
        names={code: f"default-{code}" for code in LANGUAGES},
        shown=shown,
        ahead=ANYHOW,
    )
    target.mkdir(exist_ok=True)
    for language, coder in coders.items():
        some = [e for e in coded.values() if e.language == language and scenario(e.id) in UNREAD]
        found = scores(evaluation.evaluate(some, given, held))
        by_rules = scores(evaluation.evaluate(some, given, _ruled(some)))
        learning.save(
            replace(coder, about={**coder.about, "scores": found, "rules": by_rules}),
            target / f"{language}.json",
        )
        _tell(language, found, by_rules)


def sentences(codes: Iterable[str], *, said: str = "") -> list[Shown]:
    """The sentences of our cue tables and our codebook that show one of these codes.

    One that somebody says in the corpora (``said``) would be learned before it is held back: it is
    left out.
    """
    wanted = set(codes)
    found = {
        (language, code, text)
        for language, code, text in _sentences()
        if code in wanted and text and joined(text) not in said
    }
    return [(code, sentence(text, language)) for language, code, text in sorted(found)]


def _sentences() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for row in cues.load(language).rows:
            yield language, row.code, row.example
        for code in codebooks.load("participation").codes:
            for example in (*code.examples.get(language, ()), *code.near_misses.get(language, ())):
                yield language, example.code, example.text


def scenario(encounter: str) -> str:
    """Which of the scenarios an invented encounter tells: ``g1`` of ``g1_return_to_work_fi``."""
    return encounter.partition("_")[0]


def _coding(folder: Path, encounter: Encounter) -> list[Annotation]:
    beside = (folder / encounter.id / name for name in CODED)
    path = next((path for path in beside if path.is_file()), None)
    return tables.read_annotations(path, [encounter]) if path else []


def _ruled(encounters: Iterable[Encounter]) -> list[Annotation]:
    return [one for encounter in encounters for one in moves.suggest(encounter)]


def _tell(language: str, found: Any, by_rules: Any) -> None:
    print(f"{language}: F1 on scenarios read by nobody, rules alone and rules with learner")
    for code, row in found.items():
        if "f1" not in row:  # nobody gave it there
            continue
        print(f"  {code:20} {row['support']:4.0f} {by_rules[code].get('f1', 0):.2f} {row['f1']:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "corpora"))
