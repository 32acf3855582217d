"""aTrain (https://github.com/JuergenFleiss/aTrain_core): its text, with or without speakers and times.

``outputs.py`` there writes a headline, and after an empty line who speaks, if it was asked to find
out, with a line for each stretch of talk::

    Transcription for 2026-05-04-visit

    SPEAKER_00
    [00:00:12] - So, here we are.

In the text for MAXQDA the stretches stand on one line. Its JSON is read by
:mod:`vuoro.formats.recognisers.whisper`, its SubRip by :mod:`vuoro.formats.subtitles.reading`.
"""

from __future__ import annotations

import re

from vuoro.formats.files import File, Options
from vuoro.formats.recognisers.heard import CLOCK, Read, Said, encounter_of, plain, seconds, take
from vuoro.formats.tables.reading import NOBODY
from vuoro.model import Encounter

NAME = "aTrain"

_HEADLINE = "Transcription for "
_LINE = re.compile(r"[^\n]+")
_STAMPED = re.compile(rf"{CLOCK} - ")


def is_text(text: str) -> bool:
    """Is this text of aTrain's?"""
    return text.startswith(_HEADLINE)


def read_text(file: File, options: Options) -> list[Encounter]:
    """The one encounter of aTrain's text: a stretch of talk is a turn, as in its JSON."""
    return [encounter_of(_read(plain(file)), file, options, NAME)]


def _read(text: str) -> Read:
    head, _, _ = text.partition("\n")
    read, speaker = Read([], [head], []), NOBODY
    names = not re.match(r"[^\n]*\n[ \t]*\n[ \t]*\n", text)
    for line in _LINE.finditer(text, len(head)):
        stamps = list(_STAMPED.finditer(line[0]))
        if names and not stamps and text.endswith("\n\n", 0, line.start()):
            speaker = line[0].strip()
            continue
        starts = [(seconds(stamp.groups()), stamp.start(), stamp.end()) for stamp in stamps] or [(None, 0, 0)]
        ends = [*(place for _, place, _ in starts[1:]), len(line[0])]
        for (start, _, begin), end in zip(starts, ends, strict=True):
            take(read, [Said(speaker, line[0][begin:end], start, None, line.start() + begin)])
    return read
