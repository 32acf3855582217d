"""Praat's TextGrids: a tier for each speaker, an interval with words for each turn.

praatio refuses a file in which one label is wrong, and takes the white space around labels away;
hence a reader and a writer of our own. The tests read with praatio what we write.
"""

from vuoro.formats.praat import reading, writing

__all__ = ["reading", "writing"]
