"""Names in talk: declared ones, listed ones, those a model marks, and words that look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vuoro.model import Encounter, Participant, record
from vuoro.privacy.finding import TALK, Known, Name, Recogniser
from vuoro.privacy.identifiers import MASKED, Found
from vuoro.privacy.inflection import Lexicon, lexicon, looked_up
from vuoro.privacy.lists import gazetteer, is_role, listed, not_names

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = frozenset(".?!:;…\"'”»")

# Confidence: how a find was made, in our judgement and after a look at the corpora.
DECLARED, DECLARED_LOWER, LISTED, LISTED_AT_START = 0.95, 0.75, 0.85, 0.7
COMMON_WORD, COMMON_WORD_AT_START, LISTED_LOWER = 0.6, 0.25, 0.55
TITLED, CAPITAL, MODEL, LABEL = 0.75, 0.3, 0.7, 0.5

TOWN = 0.4
"""A town is no person; together with other things it may tell who somebody is. A human decides."""

KNOWN = "a name that is known"

SHARE = 0.1
"""Of turns that begin with a capital letter; below it, the transcriber writes them for names only."""

LABELS = frozenset(["PER", "PERSON", "PRS", "PERS"])
PLACES = frozenset(["LOC", "GPE", "FAC"])


@record
class Habits:
    """How a transcriber writes: with capitals at all, and at the beginning of turns."""

    capitals: bool
    at_start: bool


@record
class Wanted:
    """What names are looked for in an encounter."""

    declared: Lexicon
    common: Lexicon
    pseudonyms: frozenset[str]
    habits: Habits
    language: str | None
    recognise: Recogniser | None = None


class Word(NamedTuple):
    start: int
    stop: int
    written: str


def wanted(encounter: Encounter, known: Known) -> Wanted:
    """The names to look for in an encounter: declared in it, known beforehand, and common."""
    ours = frozenset(re.split(r"[,\s]+", str(encounter.meta.get("pseudonyms", ""))))
    pseudonyms = frozenset(name.lower() for name in ours | known.pseudonyms)
    people = tuple(name for name in declared(encounter) if name.name.lower() not in pseudonyms)
    return Wanted(
        declared=lexicon((*known.names, *people), encounter.language),
        common=lexicon(gazetteer(), encounter.language),
        pseudonyms=pseudonyms,
        habits=_habits(encounter),
        language=encounter.language,
        recognise=known.recognise,
    )


def declared(encounter: Encounter) -> tuple[Name, ...]:
    """The names that an encounter gives its participants and speakers.

    Examples
    --------
    >>> visit = Encounter(id="visit", turns=(), participants=(
    ...     Participant(id="DOC", name="Kerttu Virtanen"), Participant(id="Zubaida"), Participant(id="Client")))
    >>> [(name.name, name.kind) for name in declared(visit)]
    [('Kerttu', 'woman'), ('Virtanen', 'surname'), ('Zubaida', 'given')]
    """
    found: dict[str, Name] = {}
    people = {person.id: person for person in encounter.participants}
    for speaker in encounter.roles():
        person = people.get(speaker, Participant(id=speaker))
        words = _WORD.findall(person.name or "")
        for at, word in enumerate(words):
            if len(word) > 1 and not is_role(word):
                found.setdefault(word.lower(), _as_name(word, _kind(person, at, len(words))))
        for word in _WORD.findall(speaker):
            if _is_label_a_name(word):
                found.setdefault(word.lower(), _as_name(word, _kind(person, 0, 1)))
    return tuple(found.values())


def _kind(person: Participant, at: int, many: int) -> str:
    if at and at == many - 1:
        return "surname"
    sex = str(person.meta.get("sex", "")).lower()
    return {"female": "woman", "f": "woman", "male": "man", "m": "man"}.get(sex, "given")


def _as_name(word: str, kind: str) -> Name:
    known = listed().get(word.lower())
    if known:
        return known
    kind = "surname" if word.lower().endswith("nen") else kind
    return Name(name=word if not word.islower() and not word.isupper() else word.title(), kind=kind)


def _is_label_a_name(word: str) -> bool:
    if word.lower() in listed():
        return len(word) > 2 and not (listed()[word.lower()].word and word.isupper())
    return len(word) > 2 and word[0].isupper() and word[1:].islower() and not is_role(word)


def _habits(encounter: Encounter) -> Habits:
    first = [turn.raw.lstrip(" [(⌈⌊°<>↑↓*.=")[:1] for turn in encounter.turns]
    said = [letter for letter in first if letter.isalpha()]
    starts = sum(letter.isupper() for letter in said)
    inside = any(not turn.raw.islower() for turn in encounter.turns)
    return Habits(capitals=inside, at_start=starts > SHARE * len(said))


def found(text: str, wanted: Wanted, *, place: str = TALK) -> Iterator[Found]:
    """The names in a text, with their base form where a list knows it.

    Examples
    --------
    >>> visit = Encounter(id="visit", language="fi", turns=())
    >>> text = "me soitettiin Kertulle ja zubaidan äidille"
    >>> names = wanted(visit, Known(names=(Name(name="Zubaida"),)))
    >>> [(text[one.start : one.stop], one.name, one.why) for one in found(text, names)]
    [('Kertulle', 'Kerttu', 'a common name (woman), allative'), ('zubaidan', 'Zubaida', 'a name that is known, genitive')]
    """
    before = Word(0, 0, "")
    after_name = False
    for match in _WORD.finditer(text):
        word = Word(match.start(), match.end(), match[0])
        one = _judged(word, before, after_name, text, wanted, place)
        if one:
            yield one
        after_name = bool(one and one.confidence >= LISTED_AT_START and one.kind == "name")
        before = word
    yield from _recognised(text, wanted, place)


def _judged(
    word: Word, before: Word, after_name: bool, text: str, wanted: Wanted, place: str
) -> Found | None:
    """What one word is, looked up in the lists from the surest to the least sure."""
    written, lowered = word.written, word.written.lower()
    if len(written) < 2 or lowered in wanted.pseudonyms or frozenset(written) <= MASKED:
        return None
    capital = written[0].isupper()
    form = looked_up(written, wanted.declared, wanted.language)
    if form and (capital or not form.name.word) and (len(written) > 2 or capital):
        return _found(word, form.name, DECLARED if capital else DECLARED_LOWER, KNOWN, form.case)
    form = looked_up(written, wanted.common, wanted.language)
    if form and form.name.name.lower() not in wanted.pseudonyms:
        confidence = _confidence(form.name, word, before, text, wanted, place)
        if confidence:
            told = f"a common name ({form.name.kind})"
            return _found(word, form.name, LISTED if after_name and capital else confidence, told, form.case)
    return _unlisted(word, before, after_name, text, wanted, place)


def _found(word: Word, name: Name, confidence: float, why: str, case: str) -> Found:
    kind = "place" if name.kind == "place" else "name"
    confidence = min(confidence, TOWN) if kind == "place" and why != KNOWN else confidence
    told = why if case == "nominative" else f"{why}, {case}"
    return Found(word.start, word.stop, kind, confidence, told, name.name)


def _confidence(name: Name, word: Word, before: Word, text: str, wanted: Wanted, place: str) -> float:
    if not word.written[0].isupper():
        lower = (place != TALK or not wanted.habits.capitals) and not name.word and len(word.written) > 3
        return LISTED_LOWER if lower else 0.0
    if len(word.written) > 1 and word.written.isupper() and name.word:
        return COMMON_WORD_AT_START  # loud talk, or an acronym
    if _begins(word, before, text) and (wanted.habits.at_start or place != TALK):
        return COMMON_WORD_AT_START if name.word else LISTED_AT_START
    return COMMON_WORD if name.word else LISTED


def _begins(word: Word, before: Word, text: str) -> bool:
    """Whether a word begins a text or a sentence in it."""
    between = text[before.stop : word.start]
    return not before.written or not _SENTENCE_END.isdisjoint(between)


def _unlisted(
    word: Word, before: Word, after_name: bool, text: str, wanted: Wanted, place: str
) -> Found | None:
    """A word that no list knows, and that yet may be a name for where it stands and how it is written."""
    written, lowered = word.written, word.written.lower()
    titled = before.written.lower() in not_names("title") | not_names("heter")
    if lowered in not_names("common") | not_names("title") or is_role(lowered):
        return None
    if not written[0].isupper() or not written[1:].islower():
        return None
    if (titled or after_name) and text[before.stop : word.start].strip(" .") == "":
        why = "a capital letter after a name" if after_name else f"it stands after {before.written!r}"
        return Found(word.start, word.stop, "name", TITLED, why, written)
    at_start = _begins(word, before, text) and (wanted.habits.at_start or place != TALK)
    if at_start or place != TALK:
        return None
    return Found(word.start, word.stop, "name", CAPITAL, "a capital letter, and no list knows it", written)


def _recognised(text: str, wanted: Wanted, place: str) -> Iterator[Found]:
    """What a model marks, word by word, so that every word of a name has its own pseudonym."""
    if wanted.recognise is None or place != TALK:
        return
    for start, stop, label in wanted.recognise(text):
        kind = "name" if label in LABELS else "place" if label in PLACES else ""
        confidence = MODEL if kind == "name" else TOWN
        if kind:
            for match in _WORD.finditer(text, start, stop):
                if match[0].lower() not in wanted.pseudonyms and not frozenset(match[0]) <= MASKED:
                    why = f"the model calls it {label}"
                    yield Found(match.start(), match.end(), kind, confidence, why, match[0].title())
