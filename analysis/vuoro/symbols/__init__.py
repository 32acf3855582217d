"""Transcription signs: from a turn as transcribed to its words and its marks, and back.

The signs are data, in ``jefferson.toml``, ``gat2.toml``, ``chat.toml`` and ``plain.toml``.
"""

from vuoro.symbols.guessing import guess
from vuoro.symbols.pairing import Overlap, Stretch, overlaps, unpaired
from vuoro.symbols.reading import Reading, Readings, read, read_all
from vuoro.symbols.tables import CONVENTIONS, UnknownConvention, half_compound

__all__ = [
    "CONVENTIONS",
    "Overlap",
    "Reading",
    "Readings",
    "Stretch",
    "UnknownConvention",
    "guess",
    "half_compound",
    "overlaps",
    "read",
    "read_all",
    "unpaired",
]
