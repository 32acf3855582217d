"""What a machine suggests has a key, so that what a coder made of it survives the next run of the machine."""

from __future__ import annotations

from hashlib import sha256

from vuoro.model import Annotation, Decision, Sequence


def suggestion_key(suggested: Annotation | Sequence | Decision) -> str:
    """The key of a suggestion: its machine, where it stands, and what it says; not how sure it is.

    Examples
    --------
    >>> found = Annotation(encounter="g1", turn="t1", code="propose", coder="detector:rules", start=0, stop=9)
    >>> suggestion_key(found)
    '4d4838761bfb2d1ad396'
    """
    if isinstance(suggested, Annotation):
        parts = [suggested.turn, str(suggested.start), str(suggested.stop), suggested.code]
    elif isinstance(suggested, Decision):
        parts = ["decision", suggested.first_turn, suggested.last_turn, suggested.topic, suggested.outcome]
    else:
        parts = [suggested.type, suggested.first_turn, suggested.last_turn, suggested.code, suggested.outcome]
    return sha256("\x1f".join([suggested.coder, *parts]).encode()).hexdigest()[:20]
