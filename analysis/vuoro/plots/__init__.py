"""Figures: what happened when in an encounter, how turns, moves and sequences are distributed, and whom to trust.

Every function draws on matplotlib Axes that it is given or makes; none touches pyplot. Figures are made
at the size at which journals print them, one column of 90 mm or two of 190.
"""

from vuoro.plots.agreement import agreement
from vuoro.plots.balance import OneSided, balance
from vuoro.plots.comparison import NoComparison, comparison
from vuoro.plots.curve import learning_curve
from vuoro.plots.decisions import SeveralEncounters, decisions
from vuoro.plots.indicators import SeveralKinds
from vuoro.plots.outcomes import NoSequences, outcomes
from vuoro.plots.profile import NotOneEncounter, profile
from vuoro.plots.saving import UnknownPicture, picture, save
from vuoro.plots.scores import scores
from vuoro.plots.surveys import answer_pairs, bland_altman, conduct_experience
from vuoro.plots.timeline import timeline
from vuoro.plots.transition_table import transition_table
from vuoro.plots.transitions import NoTransitions, transitions
from vuoro.plots.turn_taking import NothingTimed, turn_taking

__all__ = [
    "NoComparison",
    "NoSequences",
    "NoTransitions",
    "NotOneEncounter",
    "NothingTimed",
    "OneSided",
    "SeveralEncounters",
    "SeveralKinds",
    "UnknownPicture",
    "agreement",
    "answer_pairs",
    "balance",
    "bland_altman",
    "comparison",
    "conduct_experience",
    "decisions",
    "learning_curve",
    "outcomes",
    "picture",
    "profile",
    "save",
    "scores",
    "timeline",
    "transition_table",
    "transitions",
    "turn_taking",
]
