"""From numbers of encounters to statements about more than these encounters, with their uncertainty.

:func:`pooled` puts encounters together, :func:`compare` sets groups of them side by side,
:func:`reference` says what is usual, :func:`corrected` mends a machine's counts, and :func:`planned`
and :func:`coverage` simulate. None lists professionals; what is about an organisation takes five of them.
"""

from vuoro.estimates.asking import CannotCompare
from vuoro.estimates.bands import reference
from vuoro.estimates.comparing import Comparison, compare
from vuoro.estimates.correcting import Corrected, checked, corrected, marked, prevalence
from vuoro.estimates.covering import coverage
from vuoro.estimates.models import ModelsMissing
from vuoro.estimates.people import ListsProfessionals, NoSuchColumn, ProfessionalsUnknown
from vuoro.estimates.planning import inflation, planned
from vuoro.estimates.pooling import UnknownMethod, pooled
from vuoro.estimates.ratios import icc

__all__ = [
    "CannotCompare",
    "Comparison",
    "Corrected",
    "ListsProfessionals",
    "ModelsMissing",
    "NoSuchColumn",
    "ProfessionalsUnknown",
    "UnknownMethod",
    "checked",
    "compare",
    "corrected",
    "coverage",
    "icc",
    "inflation",
    "marked",
    "planned",
    "pooled",
    "prevalence",
    "reference",
]
