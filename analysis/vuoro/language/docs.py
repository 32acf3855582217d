"""A bridge to spaCy: a turn as a Doc, with what was said of it as spans.

For everybody who wants to go on in spaCy: Matcher, displaCy, a pipeline of one's own. The Doc comes
from a blank pipeline, which needs no model; give another to have its tags and lemmas.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from vuoro.model import Annotation, Turn, VuoroError

if TYPE_CHECKING:
    from types import ModuleType

    from spacy.language import Language
    from spacy.tokens import Doc, Span

MOVES = "moves"
EVIDENCE = "evidence"


class NeedsSpacy(VuoroError):
    """spaCy is not installed; the message says with which extra it comes."""


def doc(turn: Turn, annotations: Iterable[Annotation] = (), *, language: str | Language = "en") -> Doc:
    """The words of a turn as a spaCy Doc.

    ``doc.spans["moves"]`` holds a span labelled with its code for each annotation of the turn, and
    ``doc.spans["evidence"]`` the words that a detector rested on. Spans are widened to whole
    tokens. ``language`` is "sv", "fi" or "en", or a pipeline of your own.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="D", raw="Shall we (0.5) try it?", text="Shall we try it?",
    ...             pieces=((0, 0, 9), (9, 15, 7)))
    >>> move = Annotation(encounter="visit", turn="t1", code="propose", coder="aino", start=0, stop=22)
    >>> talk = doc(turn, [move])
    >>> [(span.text, span.label_) for span in talk.spans["moves"]]
    [('Shall we try it?', 'propose')]
    """
    pipeline = _blank(language) if isinstance(language, str) else language
    made = pipeline(turn.text)
    here = [a for a in annotations if a.turn == turn.id]
    made.spans[MOVES] = [s for a in here if (s := _span(made, turn, a.start, a.stop, a.code))]
    made.spans[EVIDENCE] = [s for a in here if a.evidence and (s := _span(made, turn, *a.evidence, a.code))]
    return made


def _span(made: Doc, turn: Turn, start: int, stop: int, label: str) -> Span | None:
    at, to = turn.in_text(start, stop)
    return made.char_span(at, to, label=label, alignment_mode="expand") if at < to else None


@lru_cache
def _blank(language: str) -> Language:
    return spacy().blank(language)


def spacy() -> ModuleType:
    """The module spaCy, loaded now.

    Raises
    ------
    NeedsSpacy
        It is not installed.
    """
    try:
        import spacy
    except ImportError as error:
        raise NeedsSpacy("this needs spaCy, which is not installed: pip install 'vuoro[nlp]'") from error
    return spacy
