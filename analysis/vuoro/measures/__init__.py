"""Measures of interaction: encounters, and what was coded in them, to tidy tables of numbers.

Every number comes with what it was made of, an interval where one is honest, and its state: a
finding, no occasion, or not computable. There is no score. The families are :mod:`floor`,
:mod:`timing`, :mod:`latencies`, :mod:`overlaps`, :mod:`listening`, :mod:`invitations`,
:mod:`understanding`, :mod:`equality` and :mod:`decisions`.
"""

from vuoro.measures import (
    adjacency,
    association,
    coordination,
    decisions,
    equality,
    floor,
    invitations,
    latencies,
    listening,
    overlaps,
    timing,
    understanding,
)
from vuoro.measures.adjacency import transitions
from vuoro.measures.association import pooled_odds
from vuoro.measures.computing import measure, places
from vuoro.measures.contingency import crossed
from vuoro.measures.coordination import aggregated, coordinated
from vuoro.measures.declare import catalogue, part_label, reason_text, unit
from vuoro.measures.dictionary import dictionary
from vuoro.measures.profile import profile

__all__ = [
    "adjacency",
    "aggregated",
    "association",
    "catalogue",
    "coordinated",
    "coordination",
    "crossed",
    "decisions",
    "dictionary",
    "equality",
    "floor",
    "invitations",
    "latencies",
    "listening",
    "measure",
    "overlaps",
    "part_label",
    "places",
    "pooled_odds",
    "profile",
    "reason_text",
    "timing",
    "transitions",
    "understanding",
    "unit",
]
