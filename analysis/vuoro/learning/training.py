"""From encounters and annotations to a coder that says what it was trained on, and to honest scores."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import numpy as np

from vuoro import codebooks
from vuoro.learning import fitting
from vuoro.learning.coder import Coder
from vuoro.learning.coding import suggested
from vuoro.learning.examples import LEARNT_FROM, Examples, folds, gathered
from vuoro.learning.features import language_of
from vuoro.learning.fitting import Shown, TooLittleToLearn
from vuoro.learning.matrix import Columns
from vuoro.learning.practice import beside, is_practice
from vuoro.model import Annotation, Encounter

SEED = 20261121


def train(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    *,
    name: str,
    language: str = "",
    shown: Many[Shown] = (),
    drills: bool = False,
    seed: int = SEED,
) -> Coder:
    """Learn a coder ``learned:NAME`` from what people have confirmed.

    Parameters
    ----------
    encounters : coded talk; those without a confirmed annotation are left out
    annotations : only confirmed and adjudicated ones teach
    language : of the coder; without it that of the encounters. Encounters in other languages teach what
        is not words: what rules, positions and neighbours are worth
    shown : sentences that show a code, beside the talk
    drills : whether the practice talk that comes with the package teaches too, in the same languages

    Raises
    ------
    TooLittleToLearn
        says what there is and how much is needed.
    OtherCodebook
        practice talk is to teach, and is coded with another codebook.
    """
    encounters, annotations = list(encounters), list(annotations)
    language = language or next((e.language for e in encounters if e.language), "")
    more = beside(encounters, annotations) if drills else ((), ())
    return for_language(
        _trained([*encounters, *more[0]], [*annotations, *more[1]], name, shown, seed), language
    )


def train_each(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    *,
    names: Mapping[str, str],
    shown: Many[Shown] = (),
    flattered: Container[str] = (),
    seed: int = SEED,
    ahead: float = fitting.AHEAD,
) -> dict[str, Coder]:
    """A coder for each language (to its name), learned from talk in all of them together.

    What is not words is shared: what a rule, a position or a neighbour is worth. ``flattered`` are the
    ids of encounters that the rules were written with in view: there they teach nothing of themselves.
    """
    learned = _trained(list(encounters), list(annotations), "", shown, seed, ahead, flattered)
    return {language: replace(for_language(learned, language), name=name) for language, name in names.items()}


def _trained(
    encounters: Many[Encounter],
    annotations: Many[Annotation],
    name: str,
    shown: Many[Shown],
    seed: int,
    ahead: float = fitting.AHEAD,
    flattered: Container[str] = (),
) -> Coder:
    examples = gathered(encounters, annotations, flattered=flattered)
    fitting.enough(examples)
    coded = [encounter for encounter in encounters if encounter.id in set(examples.ids)]
    coder = fitting.fit(examples, name=name, language="", shown=shown, seed=seed, ahead=ahead)
    book = codebooks.load("participation")
    about = {
        "vuoro": version("vuoro"),
        "codebook": book.id,
        "trained_on": {
            "encounters": sum(not is_practice(id) for id in examples.ids),
            "practice": sum(is_practice(id) for id in examples.ids),
            "turns": len(examples.rows),
            "codes": examples.support(),
            "languages": sorted({encounter.language or "" for encounter in coded}),
            "sha256": fingerprint(coded, annotations),
            "sentences": len(shown),
        },
        **coder.about,
    }
    return replace(coder, about=about, unlearned={**_unseen(examples, book), **coder.unlearned})


def _unseen(examples: Examples, book: codebooks.Codebook) -> dict[str, int]:
    """What the codebook has beside the codes that were coded with it; nothing where another was used."""
    labels = book.labels("en")
    if not set(labels).intersection(examples.named):
        return {}
    return dict.fromkeys(sorted(set(labels).difference(examples.named)), 0)


def fingerprint(encounters: Iterable[Encounter], annotations: Iterable[Annotation]) -> str:
    """The SHA-256 of the talk and of what people said of it; the order in which they came does not count."""
    talk = sorted((e.id, t.id, e.role(t.speaker), t.raw) for e in encounters for t in e.turns)
    said = sorted(
        (a.encounter, a.turn, a.code, a.start, a.stop) for a in annotations if a.status in LEARNT_FROM
    )
    return sha256(json.dumps([talk, said], ensure_ascii=False).encode()).hexdigest()


def for_language(coder: Coder, language: str) -> Coder:
    """The coder without the words of other languages."""
    kept = [(name, at) for name, at in coder.columns.at.items() if language_of(name) in ("", language)]
    columns = [at for _, at in kept]
    return replace(
        coder,
        language=language,
        columns=Columns(
            at={name: at for at, (name, _) in enumerate(kept)}, scale=coder.columns.scale[columns]
        ),
        weights=coder.weights[columns],
    )


def cross_validated(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    *,
    folds: int = 5,
    seed: int = SEED,
    shown: Many[Shown] = (),
    drills: bool = False,
) -> list[Annotation]:
    """What rules and learner together suggest for each encounter, learned from the others only.

    With ``drills`` from the practice talk too, which is in no fold.

    Returns
    -------
    list of Annotation
        out-of-fold suggestions by ``learned:cross-validated`` for every coded encounter; score them
        with :func:`vuoro.evaluation.evaluate`.
    """
    coded, annotations = list(encounters), list(annotations)
    more = beside(coded, annotations) if drills else ((), ())
    examples = gathered([*coded, *more[0]], [*annotations, *more[1]])
    known = {encounter.id: encounter for encounter in coded}
    return [
        one for _, found in crossed(examples, known, folds=folds, seed=seed, shown=shown) for one in found
    ]


def crossed(
    examples: Examples,
    encounters: Mapping[str, Encounter],
    *,
    folds: int,
    seed: int,
    shown: Many[Shown] = (),
    together: Callable[[str], str] = str,
    ahead: float = fitting.AHEAD,
) -> Iterator[tuple[str, list[Annotation]]]:
    """For each encounter its id, and what a coder suggests that has learned from other folds.

    ``encounters`` are those to try on; what else is among the examples teaches in every fold (practice
    talk). ``together`` names the group of an encounter id; groups are not parted (one scenario, say, told
    in three languages).
    """
    everyone = set(range(len(examples.ids)))
    for part in _dealt(examples, folds, seed, together, encounters):
        coder = fitting.fit(
            examples.of(everyone.difference(part)),
            name="cross-validated",
            language="",
            shown=shown,
            seed=seed,
            ahead=ahead,
        )
        yield from tried(coder, examples.of(part), encounters)


def tried(
    coder: Coder, examples: Examples, encounters: Mapping[str, Encounter]
) -> Iterator[tuple[str, list[Annotation]]]:
    """For each encounter among some examples its id, and what a coder suggests for it."""
    for at, id in enumerate(examples.ids):
        encounter = encounters[id]
        rows = examples.of([at]).rows
        yield id, suggested(for_language(coder, encounter.language or ""), encounter, rows)


def shuffled(numbers: Iterable[int], seed: int = SEED) -> list[int]:
    """Numbers in an order drawn by lot, the same for the same seed.

    Examples
    --------
    >>> sorted(shuffled(range(4)))
    [0, 1, 2, 3]
    """
    return [int(one) for one in np.random.default_rng(seed).permutation(list(numbers))]


_dealt = folds


def learning_curve(
    examples: Examples,
    encounters: Mapping[str, Encounter],
    *,
    shares: Many[float] = (0.25, 0.5, 0.75, 1.0),
    held: int = 5,
    seed: int = SEED,
) -> list[dict[str, Any]]:
    """How well a coder does that has learned from so much of the talk: turns, and F1 over all codes pooled.

    One fold is held back and everything is tried on it; learning happens on growing shares of the rest.
    A share with too little in it has no row. Practice talk among the examples (what is not one of
    ``encounters``) teaches at every point, and is not counted.
    """
    test, *rest = folds(examples, held, seed, among=encounters)
    teaching = [at for part in rest for at in part]
    always = [at for at, id in enumerate(examples.ids) if id not in encounters]
    found = []
    for share in shares:
        own = teaching[: max(1, round(share * len(teaching)))]
        some = examples.of([*own, *always])
        try:
            coder = fitting.fit(some, name="curve", language="", seed=seed)
        except TooLittleToLearn:
            continue
        found.append(
            {
                "encounters": len(own),
                "turns": len(examples.of(own).rows),
                "f1": _pooled(coder, examples, test),
            }
        )
    return found


def _pooled(coder: Coder, examples: Examples, test: Iterable[int]) -> float:
    hits = wrong = 0
    for at in test:
        one = examples.of([at])
        given = coder.given(coder.log_odds(one.rows))
        for code, want in zip(one.named, one.codes.T, strict=True):
            have = given[:, coder.codes.index(code)] if code in coder.codes else np.zeros_like(want)
            hits += int(np.count_nonzero(have & want))
            wrong += int(np.count_nonzero(have != want))
    return round(2 * hits / max(1, 2 * hits + wrong), 4)
