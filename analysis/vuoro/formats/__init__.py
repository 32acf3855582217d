"""Transcript files to encounters: the only code that opens transcripts.

A format is a module with a function under ``@reader``; importing the module is what makes
the format known.
"""

from vuoro.formats import (
    chat,
    convokit,
    docx,
    eaf,
    exb,
    jefferson,
    subtitles,
    table,
    textgrid,
    trs,
    whisper,
    xlsx,
)
from vuoro.formats.files import READERS, File, Options, Unreadable, open_file, reader
from vuoro.formats.gathering import Group, gather
from vuoro.formats.reading import distinct, read, read_corpus, read_group

__all__ = [
    "READERS",
    "File",
    "Group",
    "Options",
    "Unreadable",
    "chat",
    "convokit",
    "distinct",
    "docx",
    "eaf",
    "exb",
    "gather",
    "jefferson",
    "open_file",
    "read",
    "read_corpus",
    "read_group",
    "reader",
    "subtitles",
    "table",
    "textgrid",
    "trs",
    "whisper",
    "xlsx",
]
