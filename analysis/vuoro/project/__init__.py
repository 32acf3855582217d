"""A study as a folder: transcripts, codebook, settings, and a log of events for each coder."""

from vuoro.project.desk import Desk, Step
from vuoro.project.events import BadEvent, Event
from vuoro.project.folding import State, fold
from vuoro.project.keys import suggestion_key
from vuoro.project.log import Log, NotSaved
from vuoro.project.names import BadName
from vuoro.project.presence import Session
from vuoro.project.rules import NotAllowed
from vuoro.project.sequence_types import SequenceType, sequence_types

__all__ = [
    "BadEvent",
    "BadName",
    "Desk",
    "Event",
    "Log",
    "NotAllowed",
    "NotSaved",
    "SequenceType",
    "Session",
    "State",
    "Step",
    "fold",
    "sequence_types",
    "suggestion_key",
]
