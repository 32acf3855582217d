"""A study as a folder: transcripts, codebook, settings, and a log of events for each coder."""

from vuoro.project.adding import About, Added, Refused, add
from vuoro.project.adjudicating import Adjudication, NoSuchPlace, adjudicate, gold
from vuoro.project.again import Again, looked_again, with_oneself
from vuoro.project.coding import (
    NoCoder,
    Work,
    coders,
    decisions,
    problems,
    seen,
    sequences,
    work,
)
from vuoro.project.coding import codings as annotations
from vuoro.project.decision_fields import DecisionFields, decision_fields
from vuoro.project.desk import Desk
from vuoro.project.differences import Coding, Disagreement, NothingToSettle, disagreements
from vuoro.project.events import BadEvent, Event
from vuoro.project.folder import (
    Project,
    ProjectInTheWay,
    codebook,
    create,
    encounter,
    encounters,
    is_project,
    open_desk,
    transcripts,
)
from vuoro.project.folder import open_project as open
from vuoro.project.folding import State, fold
from vuoro.project.gilding import Gold
from vuoro.project.history import Step
from vuoro.project.keys import suggestion_key
from vuoro.project.listing import NoProject, Transcript
from vuoro.project.log import Log, NotSaved
from vuoro.project.meeting import about, confused, to_bring
from vuoro.project.names import BadName
from vuoro.project.presence import Session
from vuoro.project.progressing import Progress, progress, sessions
from vuoro.project.receiving import NothingReceived, Received, receive
from vuoro.project.revising import Pending, VersionInTheWay, codebook_text, migrate, pending, revise
from vuoro.project.rules import NotAllowed
from vuoro.project.sequence_types import SequenceType, sequence_types
from vuoro.project.settings import BadSettings, Settings
from vuoro.project.tables import Written, write_annotations, write_gold

__all__ = [
    "About",
    "Added",
    "Adjudication",
    "Again",
    "BadEvent",
    "BadName",
    "BadSettings",
    "Coding",
    "DecisionFields",
    "Desk",
    "Disagreement",
    "Event",
    "Gold",
    "Log",
    "NoCoder",
    "NoProject",
    "NoSuchPlace",
    "NotAllowed",
    "NotSaved",
    "NothingReceived",
    "NothingToSettle",
    "Pending",
    "Progress",
    "Project",
    "ProjectInTheWay",
    "Received",
    "Refused",
    "SequenceType",
    "Session",
    "Settings",
    "State",
    "Step",
    "Transcript",
    "VersionInTheWay",
    "Work",
    "Written",
    "about",
    "add",
    "adjudicate",
    "annotations",
    "codebook",
    "codebook_text",
    "coders",
    "confused",
    "create",
    "decision_fields",
    "decisions",
    "disagreements",
    "encounter",
    "encounters",
    "fold",
    "gold",
    "is_project",
    "looked_again",
    "migrate",
    "open",
    "open_desk",
    "pending",
    "problems",
    "progress",
    "receive",
    "revise",
    "seen",
    "sequence_types",
    "sequences",
    "sessions",
    "suggestion_key",
    "to_bring",
    "transcripts",
    "with_oneself",
    "work",
    "write_annotations",
    "write_gold",
]
