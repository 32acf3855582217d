"""Names in talk: declared ones, listed ones, those a model marks, and words that look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from vuoro.privacy.finding import TALK
from vuoro.privacy.identifiers import MASKED, Found
from vuoro.privacy.inflection import NOMINATIVE, POSSESSIVE, Form, looked_up
from vuoro.privacy.lists import is_role, not_names
from vuoro.privacy.views import View
from vuoro.privacy.wanting import Wanted

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = frozenset(".?!:;…\"'”»")

# Confidence: how a find was made, in our judgement and after a look at the corpora.
DECLARED, DECLARED_LOWER, LISTED, LISTED_AT_START = 0.95, 0.75, 0.85, 0.7
COMMON_WORD, COMMON_WORD_AT_START, LISTED_LOWER = 0.6, 0.25, 0.55
TITLED, CAPITAL, CAPITAL_AMONG_CAPITALS, MODEL = 0.75, 0.55, 0.3, 0.7

TOWN = 0.4
"""A town is no person; together with other things it may tell who somebody is. A human decides."""

KNOWN = "a name that is known"

LABELS = frozenset(["PER", "PERSON", "PRS", "PERS"])
PLACES = frozenset(["LOC", "GPE", "FAC"])


class Word(NamedTuple):
    """A word: its place and spelling, whether it begins a sentence, and whether a name goes before it."""

    start: int
    stop: int
    written: str
    begins: bool = False
    after_name: bool = False
    is_name: bool = False


def found(view: View, wanted: Wanted, *, place: str = TALK) -> Iterator[Found]:
    """The names in some words, with their base form where a list knows it.

    Examples
    --------
    >>> from vuoro.model import Encounter
    >>> from vuoro.privacy.finding import Known, Name
    >>> from vuoro.privacy.wanting import wanted
    >>> visit = Encounter(id="visit", language="fi", turns=())
    >>> text = "me soitettiin Kertulle ja zubaidan äidille"
    >>> names = wanted(visit, Known(names=(Name(name="Zubaida"),)))
    >>> [(text[one.start : one.stop], one.name, one.why) for one in found(View(text), names)]
    [('Kertulle', 'Kerttu', 'a common name (woman), allative'), ('zubaidan', 'Zubaida', 'a name that is known, genitive')]
    """
    before = Word(0, 0, "", begins=True)
    quiet = wanted.quiet[place == TALK]
    for match in _WORD.finditer(view.text):
        start, stop = match.span()
        if match[0] in quiet:
            before = Word(start, stop, match[0])
            continue
        between = view.text[before.stop : start]
        begins = not before.written or not _SENTENCE_END.isdisjoint(between)
        begins = begins or any(at in view.ends for at in range(before.stop, start))
        word = Word(start, stop, match[0], begins, before.is_name and not between.strip(" -"))
        one = _judged(word, view.text, wanted, place)
        if one:
            yield one
        elif not match[0][0].isupper():  # what stands around it makes no difference to such a word
            quiet.add(match[0])
        before = word._replace(is_name=bool(one and one.confidence >= LISTED_AT_START and one.kind == "name"))


def _judged(word: Word, text: str, wanted: Wanted, place: str) -> Found | None:
    """What one word is, looked up in the lists from the surest to the least sure."""
    written = word.written
    if len(written) < 2 or is_masked(written):
        return None
    capital = written[0].isupper()
    form = looked_up(written, wanted.declared, wanted.language)
    ours = looked_up(written, wanted.pseudonyms, wanted.language)
    if ours and (form is None or form.case != NOMINATIVE):
        return None
    if form and (capital or (not form.name.word and len(written) > 2)):
        return _found(word, form, DECLARED if capital else DECLARED_LOWER, KNOWN)
    form = looked_up(written, wanted.common, wanted.language)
    if form:
        confidence = _confidence(form, word, wanted, place)
        if confidence:
            return _found(word, form, confidence, f"a common name ({form.name.kind})")
    return _unlisted(word, text, wanted, place)


def _found(word: Word, form: Form, confidence: float, why: str) -> Found:
    kind = "place" if form.name.kind == "place" else "name"
    confidence = min(confidence, TOWN) if kind == "place" and why != KNOWN else confidence
    told = why if form.case == NOMINATIVE else f"{why}, {form.case}"
    return Found(word.start, word.stop, kind, confidence, told, form.name.name)


def _confidence(form: Form, word: Word, wanted: Wanted, place: str) -> float:
    """How likely a word with the form of a common name is one."""
    name, written = form.name, word.written
    if not written[0].isupper():
        is_base = form.case in (NOMINATIVE, POSSESSIVE) and not form.tail and not name.word
        lower = place != TALK or not wanted.habits.capitals
        return LISTED_LOWER if lower and is_base and len(written) > 3 else 0.0
    if (written.isupper() and name.word) or written.lower() in not_names("common"):
        return COMMON_WORD_AT_START  # loud talk, an acronym, or August
    if word.after_name:
        return LISTED
    if word.begins and (wanted.habits.at_start or place != TALK):
        return COMMON_WORD_AT_START if name.word else LISTED_AT_START
    return COMMON_WORD if name.word else LISTED


def _unlisted(word: Word, text: str, wanted: Wanted, place: str) -> Found | None:
    """A word that no list knows, and that yet may be a name for where it stands and how it is written."""
    written, lowered = word.written, word.written.lower()
    if not written[0].isupper() or not written[1:].islower() or is_role(lowered):
        return None
    if lowered in wanted.words or looked_up(written, wanted.no_names, wanted.language):
        return None
    before = _introduced(text, word.start)
    if before:
        return Found(word.start, word.stop, "name", TITLED, f"it stands after {before!r}", written)
    if word.after_name and not word.begins:
        return Found(word.start, word.stop, "name", TITLED, "a capital letter after a name", written)
    if place != TALK or (word.begins and wanted.habits.at_start):
        return None
    confidence = CAPITAL_AMONG_CAPITALS if wanted.habits.at_start else CAPITAL
    why = "a capital letter, and no list knows it"
    return Found(word.start, word.stop, "name", confidence, why, written)


def _introduced(text: str, at: int) -> str:
    """The title or the phrase, *my name is*, that stands right before a place in a text."""
    before = text[max(0, at - 24) : at].lower()
    match = _introduction().search(before)
    return match[1] if match else ""


@cache
def _introduction() -> re.Pattern[str]:
    phrases = not_names("title") | not_names("heter")
    told = "|".join(re.escape(one.replace("_", " ")) for one in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])({told})\.? $")


def recognised(text: str, wanted: Wanted) -> Iterator[Found]:
    """What a model marks, word by word, so that every word of a name has its own pseudonym."""
    if wanted.recognise is None:
        return
    for start, stop, label in wanted.recognise(text):
        kind = "name" if label in LABELS else "place" if label in PLACES else ""
        confidence = MODEL if kind == "name" else TOWN
        if kind:
            for match in _WORD.finditer(text, start, stop):
                is_ours = looked_up(match[0], wanted.pseudonyms, wanted.language)
                if not is_ours and not is_masked(match[0]):
                    why = f"the model calls it {label}"
                    yield Found(match.start(), match.end(), kind, confidence, why, match[0].title())


def is_masked(word: str) -> bool:
    """Whether a word is all or in its beginning what masking left: *Nnnnn*, *Nnnnkadulla*."""
    return frozenset(word) <= MASKED or word.lower().startswith("nnn")
