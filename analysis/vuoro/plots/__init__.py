"""Figures: what happened when in an encounter, its profile of the five ways, and how far coders agree.

Every function draws on matplotlib Axes that it is given or makes; none touches pyplot.
"""

from vuoro.plots.agreement import agreement
from vuoro.plots.curve import learning_curve
from vuoro.plots.profile import NotOneEncounter, profile
from vuoro.plots.saving import UnknownPicture, picture, save
from vuoro.plots.scores import scores
from vuoro.plots.timeline import timeline

__all__ = [
    "NotOneEncounter",
    "UnknownPicture",
    "agreement",
    "learning_curve",
    "picture",
    "profile",
    "save",
    "scores",
    "timeline",
]
