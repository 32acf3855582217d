"""What a learned coder sees of a turn: its words, its neighbours, and what the rules made of it.

Rules and learner combine here: every cue that fired, every candidate that was weighed and the state
of the talk are features beside the words, so that a learner starts from what the rules know. All
features have names that an analyst can read, since they are what an explanation shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, pairwise
from math import hypot, log, log1p
from typing import NamedTuple

from vuoro import moves
from vuoro.language import cues
from vuoro.language.fields import fields_of
from vuoro.language.words import lower
from vuoro.model import LANGUAGES, Encounter, Turn
from vuoro.moves.judging import Judgement
from vuoro.moves.talk import Talk

TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?¿!.,]")
"""Words and the signs that may tell intonation."""

WORDS = {
    "word": 1.0,
    "pair": 1.0,
    "letters": 1.0,
    "first": 1.0,
    "before": 0.5,
    "first before": 0.5,
    "after": 0.5,
}
"""The blocks of features that are made of the words of a language, and how much each may weigh; each is
scaled to the same length apart, so that ten thousand letter runs do not drown forty words."""

FIELDS = {"field": 1.0, "fields": 1.0, "opening field": 1.0, "field before": 0.5, "field after": 0.5}
"""The blocks that are made of word fields, which all languages share."""

FIELDS_APART = 3
"""Words. Two fields so near to each other are seen together: what is said to whom, what could be done."""

LETTERS = (3, 4, 5)
"""Runs of so many letters inside a word, its edges included: in Finnish and Swedish much of a move is in
the endings of words. Runs across words tell no more and are half of all features."""

NO_FIELD = frozenset("¿!.,")
"""Tokens that part words without a meaning of their own; a question mark counts as a field."""

OPENING = 4
"""Tokens. The first ones of a turn carry most of its form (particles, question words, verbs first)."""

OF_RULES = ("rule:", "weighed:", "cue:")
"""How the features begin that say what the rules made of a turn."""

HEARD, ANSWERED = 30, 20
"""Tokens of the turn before (its end) and of the turn after (its beginning) that count."""

EDGES = (1, 2, 4, 8, 16, 32)
"""Turns from the beginning of an encounter, and to its end: meetings open and close with moves of their own."""

PLACE = 0.5
"""How much it may weigh where in an encounter a turn stands: less than what is said in it."""


class Spoken(NamedTuple):
    """The tokens of a turn, and the word fields of each."""

    tokens: list[str]
    fields: list[tuple[str, ...]]


SILENCE = Spoken([], [])


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
    >>> sorted(name for name in shown.features if name.startswith("field:"))
    ['field:?', 'field:shall', 'field:try', 'field:we']
    """
    roles, language = encounter.roles(), encounter.language or ""
    judged = _judged(encounter)
    spoken = [SILENCE, *(_spoken(turn.text, language) for turn in encounter.turns), SILENCE]
    found = []
    for at, turn in enumerate(encounter.turns):
        units, talk = judged.get(turn.id, ((), {}))
        before, here, after = spoken[at : at + 3]
        features = _text(here, before, after, language)
        features.update(_ruled(units))
        features.update(talk)
        features.update(_shape(here.tokens, before.tokens, after.tokens, units))
        features.update(_edges(at, len(encounter.turns)))
        features[f"role:{roles[turn.speaker]}"] = 1.0
        found.append(Seen(turn, roles[turn.speaker], features, tuple(units)))
    return found


def _spoken(text: str, language: str) -> Spoken:
    tokens = TOKEN.findall(lower(text))
    return Spoken(tokens, [_fields_of(token, language) for token in tokens if token not in NO_FIELD])


def _fields_of(token: str, language: str) -> tuple[str, ...]:
    return ("?",) if token == "?" else fields_of(token, language)


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


def _edges(at: int, turns: int) -> dict[str, float]:
    """How near to the beginning and to the end of the encounter a turn stands."""
    near = {f"first {edge} turns": PLACE for edge in EDGES if at < edge}
    return near | {f"last {edge} turns": PLACE for edge in EDGES if turns - at <= edge}


def _text(here: Spoken, before: Spoken, after: Spoken, language: str) -> dict[str, float]:
    tokens = here.tokens
    said: dict[str, Iterable[str]] = {
        "word": tokens,
        "pair": map(" ".join, pairwise(tokens)),
        "letters": chain.from_iterable(map(_runs, tokens)),
        "first": _opening(tokens[:OPENING]),
        "before": before.tokens[-HEARD:],
        "first before": _opening(before.tokens[:OPENING]),
        "after": after.tokens[:ANSWERED],
    }
    meant: dict[str, Iterable[str]] = {
        "field": chain.from_iterable(here.fields),
        "fields": _together(here.fields),
        "opening field": _first_fields(here.fields),
        "field before": chain.from_iterable(before.fields[-HEARD:]),
        "field after": chain.from_iterable(after.fields[:ANSWERED]),
    }
    features: dict[str, float] = {}
    for block, named in said.items():
        features |= _block(f"{block} {language}", named, WORDS[block])
    for block, named in meant.items():
        features |= _block(block, named, FIELDS[block])
    return features


def _block(block: str, named: Iterable[str], most: float) -> dict[str, float]:
    """Features of one block, each the less the oftener it comes again, and all of them ``most`` long."""
    counts = Counter(named)
    damped = [1 + log(count) if count > 1 else 1.0 for count in counts.values()]
    length = hypot(*damped)
    return {f"{block}:{name}": most * value / length for name, value in zip(counts, damped, strict=True)}


def _together(fields: list[tuple[str, ...]]) -> Iterator[str]:
    """Pairs of fields in the order in which they were said, a few words apart at most."""
    for at, first in enumerate(fields):
        for then in chain(*fields[at + 1 : at + 1 + FIELDS_APART]):
            yield from (f"{one} > {then}" for one in first)


def _first_fields(fields: list[tuple[str, ...]]) -> Iterator[str]:
    """The fields of the first words that have any, with their places."""
    with_any = [here for here in fields if here][:OPENING]
    yield from (f"{at}={name}" for at, here in enumerate(with_any, 1) for name in here)


def sentence(text: str, language: str) -> dict[str, float]:
    """The text features of a sentence that stands alone, such as an example in a table of cues.

    Examples
    --------
    >>> "pair sv:ska vi" in sentence("Ska vi pröva?", "sv")
    True
    """
    return _text(_spoken(text, language), SILENCE, SILENCE, language)


@lru_cache(maxsize=65536)
def _runs(word: str) -> tuple[str, ...]:
    """The runs of letters in a word, its edges included; words come again, so they are kept."""
    text = f" {word} "
    return tuple(text[at : at + length] for length in LETTERS for at in range(len(text) - length + 1))


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
    """Whether a feature is made of what was said: of words, or of the fields that they belong to.

    Examples
    --------
    >>> is_text("word sv:kanske"), is_text("field:maybe"), is_text("rule:propose")
    (True, True, False)
    """
    return feature.partition(":")[0] in FIELDS or bool(language_of(feature))


def language_of(feature: str) -> str:
    """The language whose words a feature is made of; "" for one that all languages share.

    Examples
    --------
    >>> language_of("first before sv:1=jag"), language_of("field:maybe"), language_of("told")
    ('sv', '', '')
    """
    block, _, language = feature.partition(":")[0].rpartition(" ")
    return language if block in WORDS and ":" in feature else ""
