"""The support layer (L1): continuers, initiations of repair, and professional terms.

These are forms, not moves. They are annotations of their own layer (``attributes["layer"]`` is
``L1``), kept apart from the moves, so that what counts moves counts no tokens; sequences S6 and S9
begin with them, and people correct rather than code them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import Any

from vuoro import codebooks
from vuoro.language import cues, terms
from vuoro.language.cues import Cues
from vuoro.language.terms import Lexicon, Spotted
from vuoro.language.words import words
from vuoro.model import LANGUAGES, Annotation, Encounter, Turn
from vuoro.moves.units import Units, units_in

CODER = "detector:rules"
CODES = frozenset({"continuer", "repair_initiation", "jargon_term"})
LAYER = "L1"

PROFESSIONALS = frozenset({"professional", "other_professional"})
CLIENTS = frozenset({"client", "companion"})

REPEAT = 3
"""How many words a turn has at most that does no more than repeat what the other said."""

SAME = 5
"""Letters. Words that share so many at their beginning are taken for one word, differently inflected."""

BRIEF = 8
"""How many words an initiation of repair has at most that asks with *sorry* and a question word."""

NEAR, CLOSE = 70, 30
"""Characters between a term and the words that explain it, and those that only restate it."""


def support(encounter: Encounter, own: Lexicon = ()) -> list[Annotation]:
    """The support layer of an encounter, as suggestions in the order of the talk.

    ``own`` are terms of the project, which are looked for beside those of the package (see
    :mod:`vuoro.language.terms`). Nothing is suggested where the language is not sv, fi or en.

    Examples
    --------
    >>> from vuoro.model import Participant
    >>> said = [("D", "Your HbA1c, that's your average sugar, is fine."), ("P", "Sorry?"), ("D", "It's fine."), ("P", "Mm.")]
    >>> visit = Encounter(id="visit", language="en", participants=(Participant(id="D", role="professional"),),
    ...     turns=tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(said, 1)))
    >>> [(found.turn, found.code, found.attributes.get("explained", "")) for found in support(visit)]
    [('t1', 'jargon_term', 'same_turn'), ('t2', 'repair_initiation', ''), ('t4', 'continuer', '')]
    """
    if encounter.language not in LANGUAGES:
        return []
    table = cues.load(encounter.language)
    spot = terms.spotter((*terms.of(own, encounter.language), *terms.load(encounter.language)))
    read = units_in(encounter, table)
    found: list[Annotation] = []
    used: set[str] = set()
    roles = encounter.roles()
    for at, turn in enumerate(encounter.turns):
        found += _tokens(encounter, read, at, table)
        spotted = spot(turn.text)
        if roles[turn.speaker] in PROFESSIONALS:
            found += _terms(encounter, at, spotted, used)
        elif roles[turn.speaker] in CLIENTS:
            used.update(one.term.term for one in spotted)
    return found


def _tokens(encounter: Encounter, read: Units, at: int, table: Cues) -> Iterator[Annotation]:
    turn, units = encounter.turns[at], read[at]
    if not units:
        return
    if evidence := _repairs(encounter, read, at, table):
        yield _annotation(encounter, turn, "repair_initiation", 0, len(turn.text), score=0.7, cue=evidence)
    elif all(unit.fired("continuer") for unit in units) and not _asked(encounter, read, at):
        cue = units[0].said.hits["continuer"].row.name
        yield _annotation(encounter, turn, "continuer", 0, len(turn.text), score=0.9, cue=cue)


def _before(encounter: Encounter, at: int) -> int | None:
    """The turn before this one, if it is somebody else's."""
    return at - 1 if at and encounter.turns[at - 1].speaker != encounter.turns[at].speaker else None


def _asked(encounter: Encounter, read: Units, at: int) -> bool:
    """Whether the turn before ends in a question, so that a token here is an answer."""
    before = _before(encounter, at)
    if before is None or not read[before]:
        return False
    last = read[before][-1]
    return last.rising or last.fired("question") or last.fired("tag")


def _repairs(encounter: Encounter, read: Units, at: int, table: Cues) -> str:
    """The name of what makes a turn an initiation of repair, or ""."""
    before, small = _before(encounter, at), signs(table.language)
    said = [word for word in words(encounter.turns[at].text) if word]
    if before is None or len(said) > BRIEF or all(unit.fired("continuer") for unit in read[at]):
        return ""
    fired = next((unit for unit in read[at] if unit.fired("repair")), None)
    sorry = bool(small["sorry"].intersection(said))
    # Who says sorry and more, without asking, apologises.
    if fired and (len(said) <= 2 or not small["sorry"].intersection(fired.said.words.split())):
        return fired.said.hits["repair"].row.name
    if sorry and any(word in table.classes.get("wh", ()) for word in said):
        return f"{table.language}.repair_initiation:sorry + question word"
    if not _asked(encounter, read, at) and _repeats(encounter, read, at, said, table):
        return f"{table.language}.repair_initiation:repeat"
    return ""


def _repeats(encounter: Encounter, read: Units, at: int, said: list[str], table: Cues) -> bool:
    """Whether all words of a turn were just said, and the other then confirms or says them again.

    A repeat that nobody answers notes what was said; one that is answered was taken for a question.
    """
    heard = words(encounter.turns[at - 1].text)
    small = {*table.classes.get("function", ()), *signs(table.language)["greet"]}
    telling = [word for word in said if word not in small and len(word) > 2]
    if len(said) > REPEAT or not telling or len(heard) <= len(said):
        return False
    if not all(_heard(word, heard) for word in said) or at + 1 >= len(encounter.turns) or not read[at + 1]:
        return False
    after = read[at + 1][0]
    other = encounter.turns[at + 1].speaker == encounter.turns[at - 1].speaker
    again = any(_heard(word, after.said.words.split()) for word in telling)
    return other and (again or after.fired("yes") or after.fired("continuer"))


def _heard(word: str, heard: list[str]) -> bool:
    return any(word == other or (len(word) > SAME and other[:SAME] == word[:SAME]) for other in heard)


def _terms(encounter: Encounter, at: int, spotted: list[Spotted], used: set[str]) -> Iterator[Annotation]:
    turn = encounter.turns[at]
    for found in spotted:
        first = spotted[0].term == found.term
        known = found.term.term in used
        yield _annotation(
            encounter, turn, "jargon_term", found.start, found.stop, score=0.8,
            cue=f"{encounter.language}.jargon_term:{found.term.term}",
            term=found.term.term, domain=found.term.domain, gloss=found.term.gloss,
            explained="client_used_first" if known else _explained(encounter, at, found, first=first),
        )  # fmt: skip


def _explained(encounter: Encounter, at: int, found: Spotted, *, first: bool) -> str:
    """same_turn, on_request or no: what became of the term after this use of it."""
    explained = glossed_in(encounter.turns[at].text, found, encounter.language or "")
    if asked_about(encounter, at, found.term.term, first=first and not explained) is not None:
        return "on_request"
    return "same_turn" if explained else "no"


def glossed_in(text: str, found: Spotted, language: str) -> bool:
    """Whether the term that was found is explained where it is used."""
    return glossed(text, found.start, found.stop, language)


def glossed(text: str, start: int, stop: int, language: str) -> bool:
    """Whether a turn says what a term in it means, by words of the gloss patterns near it.

    Examples
    --------
    >>> glossed("a tablet called gliclazide", 16, 26, "en"), glossed("you need a referral", 11, 19, "en")
    (True, False)
    """
    small = signs(language)
    after, before = " ".join(words(text[stop:])), " ".join(words(text[:start]))
    return (
        _holds(after[:NEAR], small["means"])
        or _holds(after[:CLOSE], small["so"])
        or _holds(before[-CLOSE:], small["names"])
        or _holds(after[: CLOSE // 2], small["names"])
    )


def asked_about(encounter: Encounter, at: int, term: str, *, first: bool = True) -> int | None:
    """The next turn by somebody else, if it asks what the term means; None if it does not.

    Looks two turns ahead: the asker may first have let it pass with a continuer. A question that
    names no term is about the ``first`` one of the turn.
    """
    small = signs(encounter.language or "")
    turn = encounter.turns[at]
    others = (
        later
        for later in range(at + 1, min(at + 4, len(encounter.turns)))
        if encounter.turns[later].speaker != turn.speaker
    )
    stem = words(term)[0][:SAME] if words(term) else ""
    for later in islice(others, 2):
        said = words(encounter.turns[later].text)[: 2 * BRIEF]
        asks = _holds(" ".join(said), small["asks"])
        named = any(word.startswith(stem) for word in said)
        if (asks and (first or named)) or (
            named and ("?" in encounter.turns[later].raw or len(said) <= REPEAT)
        ):
            return later
    return None


def _holds(text: str, phrases: frozenset[str]) -> bool:
    return any(re.search(rf"\b{re.escape(phrase)}\b", text) for phrase in phrases)


@lru_cache
def signs(language: str) -> Mapping[str, frozenset[str]]:
    """The small phrases of ``support.toml`` in a language, by what they do."""
    import tomllib

    kinds = tomllib.loads((files("vuoro.moves") / "support.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(listed) for kind, listed in kinds[language].items()}


def _annotation(
    encounter: Encounter, turn: Turn, code: str, start: int, stop: int, *, score: float, cue: str, **more: Any
) -> Annotation:
    text = turn.text[start:stop]
    span = turn.in_raw(stop - len(text.lstrip()), start + len(text.rstrip()))
    return Annotation(
        encounter=encounter.id,
        turn=turn.id,
        code=code,
        coder=CODER,
        start=span[0],
        stop=span[1],
        status="suggested",
        score=score,
        cue=cue,
        evidence=span,
        attributes={"layer": LAYER, **more},
        codebook=codebooks.load("participation").id,
    )
