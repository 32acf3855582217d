"""What a code means, in the coder's language: the codebook's definition, or the move's card in Swedish and Finnish."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks
from vuoro.codebooks import Code


def definition(code: Code, language: str) -> tuple[str, str]:
    """What the code means, and the language in which that is said.

    The codebook defines in English; the cards for trainers say the same, in short, in three languages. A project
    that has edited a definition is shown its own.

    Examples
    --------
    >>> book = codebooks.load("participation")
    >>> definition(book.code("invite_open"), "sv")
    ('Du låter klienten välja vad som ska tas upp, och hur långt.', 'sv')
    >>> definition(book.code("invite_open"), "en")[1]
    'en'
    """
    card = _cards().get(code.id, {}).get("what", {})
    if language == "en" or language not in card or _shipped().get(code.id) != code.definition:
        return code.definition, "en"
    return str(card[language]), language


@cache
def _cards() -> Mapping[str, Any]:
    return tomllib.loads((files("vuoro.teaching") / "cards.toml").read_text(encoding="utf-8"))


@cache
def _shipped() -> Mapping[str, str]:
    return {code.id: code.definition for code in codebooks.load("participation").codes}
