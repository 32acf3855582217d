"""The coders that come with the package, one a language, trained on our own corpora only."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from vuoro.learning.coder import Coder
from vuoro.learning.saving import parsed


@lru_cache
def default(language: str) -> Coder | None:
    """The coder that ships for a language, or None where none does.

    Its ``about["scores"]`` say how often it was right on encounters that it had not learned from.
    """
    file = files("vuoro.learning") / "coders" / f"{language}.json"
    return parsed(file.read_text("utf-8"), file.name) if file.is_file() else None
