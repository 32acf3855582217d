"""Figures: what happened when in an encounter, and its profile of the five ways.

Every function draws on matplotlib Axes that it is given or makes; none touches pyplot.
"""

from vuoro.plots.curve import learning_curve
from vuoro.plots.profile import NotOneEncounter, profile
from vuoro.plots.saving import UnknownPicture, picture, save
from vuoro.plots.timeline import timeline

__all__ = ["NotOneEncounter", "UnknownPicture", "learning_curve", "picture", "profile", "save", "timeline"]
