"""From numbers of encounters to statements about more than these encounters, with their uncertainty."""

from vuoro.estimates.correcting import Corrected, checked, corrected, marked, prevalence
from vuoro.estimates.covering import coverage
from vuoro.estimates.pooling import pooled

__all__ = ["Corrected", "checked", "corrected", "coverage", "marked", "pooled", "prevalence"]
