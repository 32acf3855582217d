"""What a learned coder sees of a turn: its words, its neighbours, and what the rules made of it.

Rules and learner combine here: every cue that fired, every candidate that was weighed and the state
of the talk are features beside the words, so that a learner starts from what the rules know. All
features have names that an analyst can read, since they are what an explanation shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import log, log1p, sqrt
from typing import NamedTuple

from vuoro import moves
from vuoro.language import cues
from vuoro.language.words import lower
from vuoro.model import LANGUAGES, Encounter, Turn
from vuoro.moves.judging import Judgement
from vuoro.moves.talk import Talk

TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?¿!.,]")
"""Words and the signs that may tell intonation."""

BLOCKS = {"word": 1.0, "pair": 1.0, "letters": 1.0, "first": 1.0, "before": 0.5, "after": 0.5}
"""The blocks of text features and how much each may weigh; each is scaled to the same length apart,
so that ten thousand letter runs do not drown forty words."""

LETTERS = (3, 4, 5)
"""Runs of so many letters inside a word, its edges included: in Finnish and Swedish much of a move is in
the endings of words. Runs across words tell no more and are half of all features."""

OPENING = 4
"""Tokens. The first ones of a turn carry most of its form (particles, question words, verbs first)."""

OF_RULES = ("rule:", "weighed:", "cue:")
"""How the features begin that say what the rules made of a turn."""

HEARD, ANSWERED = 30, 20
"""Tokens of the turn before (its end) and of the turn after (its beginning) that count."""


class Seen(NamedTuple):
    """A turn as a coder sees it: named features, and its judged units for saying where a move stands."""

    turn: Turn
    role: str
    features: Mapping[str, float]
    units: tuple[Judgement, ...]

    def tokens(self, start: int = 0, stop: int | None = None) -> list[tuple[str, int, int]]:
        """The tokens of a stretch of the text, each with where it stands."""
        stop = len(self.turn.text) if stop is None else stop
        return [(m.group(), *m.span()) for m in TOKEN.finditer(lower(self.turn.text), start, stop)]


def seen(encounter: Encounter) -> list[Seen]:
    """Every turn of an encounter with its features.

    Raises what :func:`vuoro.moves.suggest` raises.

    Examples
    --------
    >>> from vuoro.model import Participant
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="Shall we try?", text="Shall we try?"),),
    ...     participants=(Participant(id="D", role="professional"),))
    >>> [shown] = seen(visit)
    >>> sorted(name for name in shown.features if name.startswith(("rule", "word", "pair")))
    ['pair en:shall we', 'pair en:try ?', 'pair en:we try', 'rule:propose',
     'word en:?', 'word en:shall', 'word en:try', 'word en:we']
    """
    roles = encounter.roles()
    judged = _judged(encounter)
    tokens = [TOKEN.findall(lower(turn.text)) for turn in encounter.turns]
    found = []
    for at, turn in enumerate(encounter.turns):
        units, talk = judged.get(turn.id, ((), {}))
        before = tokens[at - 1] if at else []
        after = tokens[at + 1] if at + 1 < len(tokens) else []
        features = dict(_text(tokens[at], before, after, encounter.language or ""))
        features.update(_ruled(units))
        features.update(talk)
        features.update(_shape(tokens[at], before, after, units))
        features[f"role:{roles[turn.speaker]}"] = 1.0
        found.append(Seen(turn, roles[turn.speaker], features, tuple(units)))
    return found


def rules_say(row: Seen) -> set[str]:
    """The codes that the rules give a turn."""
    return {judged.chosen.code for judged in row.units if judged.chosen}


def _judged(encounter: Encounter) -> dict[str, tuple[list[Judgement], dict[str, float]]]:
    judged: dict[str, tuple[list[Judgement], dict[str, float]]] = {}
    if encounter.language not in LANGUAGES:
        raise moves.LanguageNeeded(
            f"encounter {encounter.id!r}: say its language (sv, fi or en) where you read it, or with --language"
        )
    for judgement, talk in moves.judged(encounter, cues.load(encounter.language)):
        units, _ = judged.setdefault(judgement.unit.turn.id, ([], _talk(talk)))
        units.append(judgement)
    return judged


def _talk(talk: Talk) -> dict[str, float]:
    """What the talk so far has made relevant."""
    state = {
        f"table:{talk.table.code}" if talk.table else "": 1.0,
        f"answers:{talk.answers}" if talk.answers else "": 1.0,
        "told": float(talk.told),
        "doubt": float(talk.doubt),
        "acted": float(talk.acted),
    }
    return {name: value for name, value in state.items() if name and value}


def _ruled(units: Iterable[Judgement]) -> dict[str, float]:
    """The surest score of every code that a rule weighed in the turn, and the cues that fired."""
    features: dict[str, float] = {}
    for judgement in units:
        for hit in judgement.unit.said.hits:
            features[f"cue:{hit}"] = 1.0
        for candidate in judgement.candidates:
            name = f"weighed:{candidate.code}"
            features[name] = max(features.get(name, 0.0), min(1.0, candidate.score))
        if judgement.chosen:
            features[f"rule:{judgement.chosen.code}"] = 1.0
        if judgement.unit.rising:
            features["rising"] = 1.0
    return features


def _shape(
    tokens: list[str], before: list[str], after: list[str], units: Iterable[Judgement]
) -> dict[str, float]:
    """How long the turn is and its neighbours are, and how it ends."""
    units = list(units)
    shape = {
        "length": log1p(len(tokens)) / 4,
        "short": float(len(tokens) < 4),
        "long": float(len(tokens) > 25),
        "ends rising": float(bool(units) and units[-1].unit.rising),
        "asked before": float(before[-1:] == ["?"]),
        "short before": float(len(before) < 4),
        "short after": float(len(after) < 4),
        "long after": float(len(after) > 20),
    }
    return {name: value for name, value in shape.items() if value}


def _text(
    tokens: list[str], before: list[str], after: list[str], language: str
) -> Iterator[tuple[str, float]]:
    counted = {
        "word": Counter(tokens),
        "pair": Counter(map(" ".join, pairwise(tokens))),
        "letters": Counter(run for token in tokens for run in _runs(f" {token} ")),
        "first": Counter(_opening(tokens[:OPENING])),
        "before": Counter(before[-HEARD:]),
        "after": Counter(after[:ANSWERED]),
    }
    for block, counts in counted.items():
        damped = {token: 1 + log(count) for token, count in counts.items()}
        size = sqrt(sum(value * value for value in damped.values()))
        for token, value in damped.items():
            yield f"{block} {language}:{token}", BLOCKS[block] * value / size


def sentence(text: str, language: str) -> dict[str, float]:
    """The text features of a sentence that stands alone, such as an example in a table of cues.

    Examples
    --------
    >>> "pair sv:ska vi" in sentence("Ska vi pröva?", "sv")
    True
    """
    return dict(_text(TOKEN.findall(lower(text)), [], [], language))


def _runs(text: str) -> Iterator[str]:
    for length in LETTERS:
        yield from (text[at : at + length] for at in range(len(text) - length + 1))


def _opening(tokens: list[str]) -> Iterator[str]:
    yield from (f"{at}={token}" for at, token in enumerate(tokens, 1))
    yield from (" ".join(tokens[:length]) for length in (2, 3) if len(tokens) >= length)


def blinded(row: Seen) -> Seen:
    """A turn without what the rules made of it: its words, its neighbours and the state of the talk.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="D", raw="Shall we?", text="Shall we?")
    >>> sorted(blinded(Seen(turn, "professional", {"rule:propose": 1.0, "word en:shall": 0.7}, ())).features)
    ['word en:shall']
    """
    kept = {name: value for name, value in row.features.items() if not name.startswith(OF_RULES)}
    return row._replace(features=kept)


def is_text(feature: str) -> bool:
    """Whether a feature is made of the words of a language, and so tells nothing in another.

    Examples
    --------
    >>> is_text("word sv:kanske"), is_text("rule:propose")
    (True, False)
    """
    return feature.partition(" ")[0] in BLOCKS and ":" in feature


def language_of(feature: str) -> str:
    """The language of a text feature; "" for one that all languages share."""
    return feature.partition(" ")[2].partition(":")[0] if is_text(feature) else ""
