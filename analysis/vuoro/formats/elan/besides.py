"""Which tiers stand beside the talk: gestures, gaze, the transcriber's notes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")


def is_beside_talk(*names: str) -> bool:
    """Does a word of these names, of a tier or of its type, say that the tier holds no talk?

    Examples
    --------
    >>> is_beside_talk("W-RGU", "gestures"), is_beside_talk("Anteckningar"), is_beside_talk("W-Spch", "utterance")
    (True, True, False)
    """
    return any(_words().fullmatch(word) for name in names for word in _WORD.findall(name.lower()))


@cache
def _words() -> re.Pattern[str]:
    table = tomllib.loads((files("vuoro.formats.elan") / "besides.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(" ".join(table.values()).replace("*", r"\w*").split()))
