"""Transcription signs: from a turn as transcribed to its words and its marks, and back.

The signs are data, in ``jefferson.toml``, ``chat.toml`` and ``plain.toml``.
"""

from vuoro.symbols.guessing import guess
from vuoro.symbols.reading import Reading, read
from vuoro.symbols.tables import CONVENTIONS, UnknownConvention, half_compound

__all__ = ["CONVENTIONS", "Reading", "UnknownConvention", "guess", "half_compound", "read"]
