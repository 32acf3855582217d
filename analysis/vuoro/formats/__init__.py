"""Transcript files to encounters and back: the only code that opens transcripts.

A format is a module with a function under ``@reader``, or under ``@writer``; importing the
module is what makes the format known. Each family of formats has a room of its own, whose docstring
says which library exists and why this package reads for itself; what all of them share is here.
"""

from vuoro.formats import (
    chat,
    convokit,
    elan,
    interchange,
    jefferson,
    office,
    praat,
    recognisers,
    refi,
    subtitles,
    tables,
    timelines,
    webannotation,
)
from vuoro.formats.files import READERS, File, Options, Unreadable, open_file, reader
from vuoro.formats.folders.gathering import Group, gather
from vuoro.formats.reading import distinct, free_name, read, read_corpus, read_group, renamed
from vuoro.formats.talkbank import writing as chatwriting
from vuoro.formats.webannotation.reading import read_jsonld
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
    "distinct",
    "elan",
    "file_names",
    "free_name",
    "gather",
    "interchange",
    "jefferson",
    "office",
    "open_file",
    "praat",
    "read",
    "read_corpus",
    "read_group",
    "read_jsonld",
    "reader",
    "recognisers",
    "refi",
    "renamed",
    "subtitles",
    "tables",
    "timelines",
    "webannotation",
    "write",
    "writer",
]
