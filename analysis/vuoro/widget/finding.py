"""Finding turns by words, code, speaker or outcome, as the search box asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many

from vuoro import wording
from vuoro.codebooks import Codebook
from vuoro.model import LANGUAGES, Annotation, Decision, Encounter, Sequence, Turn

_WANTED = re.compile(r'"([^"]+)"|(\S+)')


def found(
    wanted: str,
    encounter: Encounter,
    codebook: Codebook,
    annotations: Iterable[Annotation],
    sequences: Iterable[Sequence],
    decisions: Iterable[Decision] = (),
) -> list[int]:
    """The rows, counted from 0, of the turns that hold everything that is wanted.

    Words are looked for in the talk, in the names of its codes in any of the three languages, in the outcomes
    of its sequences, and in the topics and outcomes of its decisions; capitals and signs of transcription do not matter. ``K:`` asks for a
    speaker, ``#14`` for a turn by its number, and ``"so you"`` for words in that order.

    Examples
    --------
    >>> from vuoro import codebooks
    >>> visit = Encounter(id="v", turns=(
    ...     Turn(id="t1", speaker="D", raw="So (0.5) you sleep?", text="So you sleep?"),
    ...     Turn(id="t2", speaker="P", raw="Badly.", text="Badly.")))
    >>> book = codebooks.load("participation")
    >>> asked = Annotation(encounter="v", turn="t1", code="confirm_question", coder="aino", start=0, stop=19)
    >>> [found(wanted, visit, book, [asked], []) for wanted in ('"so you"', "P:", "varmistus", "#2")]
    [[0], [1], [0], [1]]
    """
    terms = [_fold(quoted or plain) for quoted, plain in _WANTED.findall(wanted)]
    if not terms:
        return []
    names = _names(codebook, annotations, [*sequences, *decisions])
    return [
        row
        for row, turn in enumerate(encounter.turns)
        if all(_holds(term, turn, names.get(turn.id, "")) for term in terms)
    ]


def _holds(term: str, turn: Turn, names: str) -> bool:
    if term.startswith("#"):
        return term[1:] == _fold(wording.turn_number(turn.id))
    if term.endswith(":") and len(term) > 1:
        return term[:-1] == _fold(turn.speaker)
    return term in _fold(turn.text) or term in _fold(turn.raw) or term in names


def _names(
    codebook: Codebook, annotations: Iterable[Annotation], spans: Iterable[Sequence | Decision]
) -> Mapping[str, str]:
    """By turn, what its moves, sequences and decisions are called in three languages."""
    labels = _labels(codebook)
    names: dict[str, list[str]] = {}
    for move in annotations:
        names.setdefault(move.turn, []).extend(labels.get(move.code, [move.code]))
    for one in spans:
        kind, own = ("outcome", one.type) if isinstance(one, Sequence) else ("decision", one.topic)
        said = [own, one.outcome, *(wording.name(kind, one.outcome, language) for language in LANGUAGES)]
        for turn in {one.first_turn, one.last_turn}:
            names.setdefault(turn, []).extend(said)
    return {turn: _fold("\n".join(said)) for turn, said in names.items()}


def _labels(codebook: Codebook) -> dict[str, Many[str]]:
    by_language = [codebook.labels(language) for language in LANGUAGES]
    return {code: [code, *(labels[code] for labels in by_language)] for code in by_language[0]}


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
