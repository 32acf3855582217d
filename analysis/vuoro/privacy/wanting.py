"""What names are looked for in an encounter, and how its transcriber writes names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from vuoro.language import tables
from vuoro.model import Encounter, Participant, record
from vuoro.privacy.finding import Known, Name, Recogniser
from vuoro.privacy.inflection import Lexicon, lexicon, with_more
from vuoro.privacy.lists import as_name, gazetteer, is_role, listed, not_names

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÅÄÖÆØÉÜ][a-zåäöæøéü]")

SHARE = 0.1
"""Of turns that begin with a capital letter; below it, the transcriber writes them for names only."""

MOST_WORDS = 20_000
"""That are remembered; most of talk is fewer."""


@record
class Habits:
    """How a transcriber writes: with capitals at all, and at the beginning of turns."""

    capitals: bool
    at_start: bool


@record
class Wanted:
    """What names are looked for in an encounter.

    ``quiet`` are words that turned out to be no names, elsewhere and in talk: most words are met again.
    """

    declared: Lexicon
    common: Lexicon
    no_names: Lexicon
    words: frozenset[str]
    pseudonyms: Lexicon
    habits: Habits
    language: str | None
    quiet: tuple[set[str], set[str]]
    recognise: Recogniser | None = None


def wanted(encounter: Encounter, known: Known) -> Wanted:
    """The names to look for in an encounter: declared in it, known beforehand, and common."""
    ours = frozenset(re.split(r"[,\s]+", str(encounter.meta.get("pseudonyms", ""))))
    given = tuple(as_name(one) for one in sorted(ours | known.pseudonyms) if one)
    nobody = {name.name.lower() for name in given}
    people = tuple(name for name in declared(encounter) if name.name.lower() not in nobody)
    habits, language = _habits(encounter), encounter.language
    return Wanted(
        declared=with_more(lexicon(known.names, language), people, language),
        common=lexicon(gazetteer(), language),
        no_names=_no_names(language),
        words=_function_words(language),
        pseudonyms=lexicon(given, language),
        habits=habits,
        language=language,
        quiet=_quiet((known.names, people, given), language, habits.capitals),
        recognise=known.recognise,
    )


@lru_cache(maxsize=32)
def remembered(*_: object) -> tuple[set[str], set[str]]:
    """Where words are remembered, as long as the same names are looked for in the same way."""
    return set(), set()


def _quiet(
    names: tuple[tuple[Name, ...], ...], language: str | None, capitals: bool
) -> tuple[set[str], set[str]]:
    words = remembered(names, language, capitals)
    for several in words:
        if len(several) > MOST_WORDS:  # a national corpus has more words than a worker has memory
            several.clear()
    return words


@cache
def _no_names(language: str | None) -> Lexicon:
    return lexicon(
        tuple(Name(name=one) for one in sorted(not_names("common") | not_names("title"))), language
    )


@cache
def _function_words(language: str | None) -> frozenset[str]:
    return frozenset(tables.classes(language or "").get("function", ()))


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
    """What the first words of turns look like; English "I" and acronyms tell nothing."""
    first = [found[0] for turn in encounter.turns if (found := _WORD.search(turn.raw))]
    telling = [word for word in first if len(word) > 1 and not word.isupper()]
    starts = sum(word[0].isupper() for word in telling)
    return Habits(
        capitals=any(_CAPITAL.search(turn.raw) for turn in encounter.turns),
        at_start=starts > SHARE * len(telling),
    )
