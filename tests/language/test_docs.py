"""A turn as a spaCy Doc keeps the annotations on the words they are about."""

from __future__ import annotations

from vuoro.language import docs
from vuoro.model import Annotation, Turn

TURN = Turn(
    id="t1",
    speaker="D",
    raw="mm (0.5) shall we try it",
    text="mm shall we try it",
    pieces=((0, 0, 2), (2, 8, 16)),
)


def test_spans_are_labelled_with_codes_and_hold_the_words() -> None:
    move = Annotation(encounter="v", turn="t1", code="propose", coder="c", start=9, stop=24, evidence=(9, 17))
    talk = docs.doc(TURN, [move])
    assert [(span.label_, span.text) for span in talk.spans["moves"]] == [("propose", "shall we try it")]
    assert [(span.label_, span.text) for span in talk.spans["evidence"]] == [("propose", "shall we")]


def test_annotations_of_other_turns_are_left_out() -> None:
    move = Annotation(encounter="v", turn="t9", code="propose", coder="c", start=0, stop=2)
    assert list(docs.doc(TURN, [move]).spans["moves"]) == []
