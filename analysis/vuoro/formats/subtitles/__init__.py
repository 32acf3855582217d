"""WebVTT, SubRip and .sbv: cues with times, whose speakers are voices or labels.

pysubs2 loses every speaker, and webvtt-py the cues after damage, both silently; hence a reader
of our own.
"""

from vuoro.formats.subtitles import reading

__all__ = ["reading"]
