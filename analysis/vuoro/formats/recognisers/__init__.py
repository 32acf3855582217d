"""What programs that recognise speech hand to people: Whisper and its kin, aTrain, noScribe, DOTE.

No library reads them all, and most have none but the program itself; hence readers of our own.
"""

from vuoro.formats.recognisers import noscribe, structured, whisper

__all__ = ["noscribe", "structured", "whisper"]
