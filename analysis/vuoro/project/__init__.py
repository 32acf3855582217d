"""A study as a folder: transcripts, codebook, settings, and a log of events for each coder."""

from vuoro.project.adding import About, Added, Refused, add
from vuoro.project.coding import NoCoder, Work, annotations, coders, problems, seen, sequences, work
from vuoro.project.desk import Desk, Step
from vuoro.project.events import BadEvent, Event
from vuoro.project.folder import (
    NoProject,
    Project,
    ProjectInTheWay,
    Transcript,
    codebook,
    create,
    encounter,
    encounters,
    open_desk,
    transcripts,
)
from vuoro.project.folder import open_project as open
from vuoro.project.folding import State, fold
from vuoro.project.keys import suggestion_key
from vuoro.project.log import Log, NotSaved
from vuoro.project.names import BadName
from vuoro.project.presence import Session
from vuoro.project.progressing import Progress, progress, sessions
from vuoro.project.rules import NotAllowed
from vuoro.project.sequence_types import SequenceType, sequence_types
from vuoro.project.settings import BadSettings, Settings
from vuoro.project.tables import Written, write_annotations

__all__ = [
    "About",
    "Added",
    "BadEvent",
    "BadName",
    "BadSettings",
    "Desk",
    "Event",
    "Log",
    "NoCoder",
    "NoProject",
    "NotAllowed",
    "NotSaved",
    "Progress",
    "Project",
    "ProjectInTheWay",
    "Refused",
    "SequenceType",
    "Session",
    "Settings",
    "State",
    "Step",
    "Transcript",
    "Work",
    "Written",
    "add",
    "annotations",
    "codebook",
    "coders",
    "create",
    "encounter",
    "encounters",
    "fold",
    "open",
    "open_desk",
    "problems",
    "progress",
    "seen",
    "sequence_types",
    "sequences",
    "sessions",
    "suggestion_key",
    "transcripts",
    "work",
    "write_annotations",
]
