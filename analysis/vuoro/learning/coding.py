"""Using a learned coder: an encounter in, suggestions out, each with the words that weighed most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from itertools import pairwise

import numpy as np

from vuoro import codebooks, moves
from vuoro.learning.coder import NONE, Coder, sigmoid
from vuoro.learning.features import Seen, seen
from vuoro.model import Annotation, Encounter, VuoroError, record

SHOWN = 3
"""Features that a suggestion names."""


class WrongLanguage(VuoroError):
    """A coder learned the words of one language and is asked about talk in another."""


@record
class Weighed:
    """What one feature added to the log-odds of a code, in the first reading."""

    feature: str
    added: float

    def __str__(self) -> str:
        return f"{self.feature} {self.added:+.2f}"


def suggest(coder: Coder, encounter: Encounter) -> list[Annotation]:
    """The moves that a learned coder finds, as suggestions by ``learned:NAME``.

    ``score`` is a calibrated probability; ``cue`` names the features that spoke most for the code.
    Codes that the coder could not learn, or that the rules alone find better, are suggested as the rules
    suggest them, with the rules' score.

    Raises
    ------
    WrongLanguage
        the encounter is in another language than the coder.
    """
    if encounter.language and coder.language != encounter.language:
        raise WrongLanguage(
            f"encounter {encounter.id!r} is in {encounter.language!r}, and coder {coder.name!r} has learned "
            f"{coder.language!r}; name a coder for that language, or use --coders rules"
        )
    return suggested(coder, encounter, seen(encounter))


def suggested(coder: Coder, encounter: Encounter, rows: Many[Seen]) -> list[Annotation]:
    """The same for an encounter that has been looked at already."""
    odds = coder.log_odds(rows)
    given, likely = coder.given(odds), sigmoid(odds)
    ruled = _by_rules(coder, encounter)
    found = []
    for at, row in enumerate(rows):
        by_rules = ruled.get(row.turn.id, [])
        here = [one for one in by_rules if one.code in coder.unlearned or one.code in coder.left]
        for column in map(int, np.flatnonzero(given[at])):
            if coder.codes[column] != NONE:
                own = _annotation(coder, encounter.id, row, column, float(likely[at, column]))
                here.append(_as_ruled(own, by_rules))
        found += sorted(here, key=lambda one: (one.start, one.code))
    return found


def _by_rules(coder: Coder, encounter: Encounter) -> Mapping[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for one in moves.suggest(encounter):
        found.setdefault(one.turn, []).append(replace(one, coder=f"learned:{coder.name}"))
    return found


def _as_ruled(own: Annotation, by_rules: Many[Annotation]) -> Annotation:
    """Where the rules found the same move, its span and its attributes are theirs."""
    for one in by_rules:
        if one.code == own.code:
            return replace(one, score=own.score, cue=f"{one.cue}; {own.cue}".rstrip("; "))
    return own


def _annotation(coder: Coder, encounter: str, row: Seen, column: int, likely: float) -> Annotation:
    code = coder.codes[column]
    strongest = [one for one in weighed(coder, row, code) if one.added > 0][:SHOWN]
    start, stop, evidence = _place(coder, row, column)
    book = codebooks.load("participation")
    return Annotation(
        encounter=encounter,
        turn=row.turn.id,
        code=code,
        coder=f"learned:{coder.name}",
        start=start,
        stop=stop,
        status="suggested",
        score=round(likely, 3),
        cue="; ".join(map(str, strongest)),
        evidence=evidence,
        codebook=book.id if code in book.labels("en") else "",
    )


def weighed(coder: Coder, row: Seen, code: str) -> list[Weighed]:
    """What each feature of a turn adds to the log-odds of a code, the strongest first."""
    column = coder.weights[:, coder.codes.index(code)]
    found = []
    for name, value in row.features.items():
        at = coder.columns.at.get(name)
        if at is not None and column[at]:
            found.append(Weighed(feature=name, added=float(value * coder.columns.scale[at] * column[at])))
    return sorted(found, key=lambda one: (-abs(one.added), one.feature))


def _place(coder: Coder, row: Seen, column: int) -> tuple[int, int, tuple[int, int]]:
    """The unit that weighs most for a code and the words of it that do, as spans in ``raw``."""
    turn, code = row.turn, coder.codes[column]
    units = [(judged.unit.start, judged.unit.stop) for judged in row.units] or [(0, len(turn.text))]
    # Where the rules saw this very code in a unit, that is where it stands.
    ruled = [
        u for judged, u in zip(row.units, units, strict=False) if judged.chosen and judged.chosen.code == code
    ]
    heard = {unit: list(_heard(coder, row, column, unit)) for unit in ruled or units}
    start, stop = max(heard, key=lambda unit: sum(value for value, _, _ in heard[unit]))
    text = turn.text[start:stop]
    start, stop = stop - len(text.lstrip()), start + len(text.rstrip())
    _, first, last = max(heard_in(heard, start, stop), default=(0.0, start, stop))
    return *turn.in_raw(start, stop), turn.in_raw(first, last)


def heard_in(
    heard: Mapping[tuple[int, int], list[tuple[float, int, int]]], start: int, stop: int
) -> list[tuple[float, int, int]]:
    """The words weighed inside a stretch of the text."""
    return [one for words in heard.values() for one in words if start <= one[1] and one[2] <= stop]


def _heard(coder: Coder, row: Seen, column: int, unit: tuple[int, int]) -> Iterator[tuple[float, int, int]]:
    """What each word and pair of words in a unit weighs for a code, with where it stands in the text."""
    tokens = row.tokens(*unit)
    weights = coder.weights[:, column]
    language = coder.language
    pairs = [(f"{a} {b}", start, stop) for (a, start, _), (b, _, stop) in pairwise(tokens)]
    for block, spans in (("word", tokens), ("pair", pairs)):
        for token, start, stop in spans:
            name = f"{block} {language}:{token}"
            at = coder.columns.at.get(name)
            if at is not None:
                yield float(weights[at] * coder.columns.scale[at] * row.features.get(name, 0.0)), start, stop


def explain(coder: Coder, encounter: Encounter, turn: str) -> str:
    """Why a learned coder gave a turn its codes, or none: probabilities, thresholds, and what weighed.

    Raises KeyError if there is no such turn.
    """
    rows = seen(encounter)
    at = [row.turn.id for row in rows].index(encounter.turn(turn).id)
    odds = coder.log_odds(rows)
    given, likely, least = coder.given(odds)[at], sigmoid(odds)[at], sigmoid(coder.thresholds)
    first = coder.first(rows)[at]
    lines = [f"{turn} as learned:{coder.name} sees it"]
    for column in np.argsort(-(odds[at] - coder.thresholds))[:SHOWN]:
        verdict = "given" if given[column] else "not given"
        if coder.codes[column] in coder.left:
            verdict = "left to the rules"
        lines.append(
            f"  {coder.codes[column]}: {verdict}, probability {likely[column]:.2f} (given from {least[column]:.2f})"
        )
        lines.append(
            f"    log-odds of the turn itself {first[column]:+.2f}; with its neighbours {odds[at, column]:+.2f}"
        )
        lines += [f"    {one}" for one in weighed(coder, rows[at], coder.codes[column])[: 2 * SHOWN]]
    return "\n".join(lines)
