"""Training the coders that ship with the package: ``python -m vuoro.cli.defaults corpora docs/learning.md``.

From our own corpora and the practice talk, with the sentences of our cue tables and our codebook beside
them. All languages teach together what is not words; each coder then keeps the words of its own. The
scores in the files, of the coder and of the rules, are of the four scenarios that the rules were not
written with in view, and practice talk neither: a coder is tried on them that has learned from none
of them. The one that ships has learned from them too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from vuoro import annotations as tables
from vuoro import codebooks, evaluation, formats, learning, moves
from vuoro.cli.learn import scores
from vuoro.evaluation import growing
from vuoro.language import cues
from vuoro.language.words import joined
from vuoro.learning import examples, practice, training
from vuoro.learning.features import seen, sentence
from vuoro.learning.fitting import Shown, fit
from vuoro.model import LANGUAGES, Annotation, Encounter

CODED = ("gold.csv", "coder_a.csv")
"""The coding to learn from, the first that there is."""

UNREAD = ("g4", "g8", "g9", "g10")
"""The scenarios that those who wrote the rules left unread; on the others the rules flatter themselves."""

ANYHOW = -1.0
"""For the same reason every code that can be learned is taken over from the rules, however well they did."""

SHARES = (0.0, 0.25, 0.5, 1.0)
"""Of the practice talk, for the curve."""

TARGET = Path(learning.__file__).parent / "coders"


def main(folder: Path, page: Path | None = None, target: Path = TARGET) -> None:
    """Learn from a folder of corpora, say how often the coders are right, and write them."""
    read = formats.distinct(e for g in formats.gather([folder]) for e in formats.read_group(g))
    codes = {code.id for code in codebooks.load("participation").codes}
    given = [one for encounter in read for one in _coding(folder, encounter) if one.code in codes]
    excerpts, drilled = practice.practice()
    shown = sentences(codes, said=" ".join(joined(turn.text) for e in read for turn in e.turns))
    flattered = {encounter.id for encounter in read if scenario(encounter.id) not in UNREAD}
    looked = {encounter.id: seen(encounter) for encounter in (*read, *excerpts)}
    plain = examples.gathered([*read, *excerpts], [*given, *drilled], looked)
    made = examples.gathered([*read, *excerpts], [*given, *drilled], looked, flattered)
    print(f"{len(made.ids)} encounters, {len(made.rows)} turns")
    coded = {encounter.id: encounter for encounter in read if encounter.id in made.ids}
    points = []
    for point in grown(plain, made, coded, given, shown):
        points.append(point)
        print(point["excerpts"], {name: found["macro"]["f1"] for name, found in point["scores"].items()})
    coders = training.train_each(
        [*coded.values(), *excerpts],
        [*given, *drilled],
        names={code: f"default-{code}" for code in LANGUAGES},
        shown=shown,
        flattered=flattered,
        ahead=ANYHOW,
    )
    target.mkdir(exist_ok=True)
    by_rules = _scored(coded, given, _ruled(_unread(coded)))
    for language, coder in coders.items():
        about = {**coder.about, "scores": points[-1]["scores"][language], "rules": by_rules[language]}
        learning.save(replace(coder, about=about), target / f"{language}.json")
    if page:
        page.write_text(growing.page(points, by_rules), "utf-8")


def grown(
    plain: examples.Examples,
    made: examples.Examples,
    coded: Mapping[str, Encounter],
    given: Iterable[Annotation],
    shown: list[Shown],
) -> Iterator[dict[str, Any]]:
    """How well coders do on the unread scenarios that have learned from the others and more and more practice.

    Without practice talk nothing else teaches what the rules are worth: there they are left in, in ``plain``.
    """
    given = list(given)
    held = [at for at, id in enumerate(made.ids) if id in coded and scenario(id) in UNREAD]
    own = [at for at, id in enumerate(made.ids) if id in coded and at not in held]
    drills = training.shuffled([at for at, id in enumerate(made.ids) if practice.is_practice(id)])
    for share in SHARES:
        some = (made if share else plain).of([*own, *drills[: round(share * len(drills))]])
        coder = fit(some, name="tried", language="", shown=shown, ahead=ANYHOW)
        said = [one for _, found in training.tried(coder, made.of(held), coded) for one in found]
        yield {
            "excerpts": len(some.ids) - len(own),
            "turns": len(some.rows),
            "scores": _scored(coded, given, said),
        }


def _unread(coded: Mapping[str, Encounter]) -> list[Encounter]:
    return [encounter for id, encounter in coded.items() if scenario(id) in UNREAD]


def _scored(
    coded: Mapping[str, Encounter], given: Iterable[Annotation], said: Iterable[Annotation]
) -> dict[str, dict[str, dict[str, float]]]:
    """The scores on the unread scenarios, for each language."""
    given, said = list(given), list(said)
    return {
        language: scores(
            evaluation.evaluate([e for e in _unread(coded) if e.language == language], given, said)
        )
        for language in LANGUAGES
    }


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


if __name__ == "__main__":
    paths = [Path(path) for path in sys.argv[1:]]
    main(paths[0] if paths else Path("corpora"), *paths[1:])
