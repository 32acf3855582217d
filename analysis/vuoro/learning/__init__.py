"""Coders that learn from a project's confirmed annotations, and combine what they learn with the rules."""

from vuoro.learning.coder import Coder
from vuoro.learning.coding import WrongLanguage, explain, suggest
from vuoro.learning.fitting import NeedsScikitLearn, TooLittleToLearn
from vuoro.learning.saving import NotACoder, load, save
from vuoro.learning.shipped import NoLearnedCoder, asked, combined, default, explained, named
from vuoro.learning.training import cross_validated, train

__all__ = [
    "Coder",
    "NeedsScikitLearn",
    "NoLearnedCoder",
    "NotACoder",
    "TooLittleToLearn",
    "WrongLanguage",
    "asked",
    "combined",
    "cross_validated",
    "default",
    "explain",
    "explained",
    "load",
    "named",
    "save",
    "suggest",
    "train",
]
