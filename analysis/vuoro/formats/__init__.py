"""Transcript files to encounters and back: the only code that opens transcripts.

A format is a module with a function under ``@reader``, or under ``@writer``; importing the
module is what makes the format known.
"""

from vuoro.formats import (
    chat,
    chatwriting,
    convokit,
    convokitwriting,
    docx,
    eaf,
    eafwriting,
    exb,
    interchange,
    jefferson,
    longtables,
    noscribe,
    parquet,
    refi,
    subtitles,
    table,
    textgrid,
    textgridwriting,
    trs,
    webannotation,
    whisper,
    xlsx,
)
from vuoro.formats.files import READERS, File, Options, Unreadable, open_file, reader
from vuoro.formats.gathering import Group, gather
from vuoro.formats.reading import distinct, read, read_corpus, read_group
from vuoro.formats.writing import WRITERS, Unwritable, Writer, Written, file_names, write, writer

__all__ = [
    "READERS",
    "WRITERS",
    "File",
    "Group",
    "Options",
    "Unreadable",
    "Unwritable",
    "Writer",
    "Written",
    "chat",
    "chatwriting",
    "convokit",
    "convokitwriting",
    "distinct",
    "docx",
    "eaf",
    "eafwriting",
    "exb",
    "file_names",
    "gather",
    "interchange",
    "jefferson",
    "longtables",
    "noscribe",
    "open_file",
    "parquet",
    "read",
    "read_corpus",
    "read_group",
    "reader",
    "refi",
    "subtitles",
    "table",
    "textgrid",
    "textgridwriting",
    "trs",
    "webannotation",
    "whisper",
    "write",
    "writer",
    "xlsx",
]
