"""Measures of interaction: encounters, and what was coded in them, to tidy tables of numbers.

Every number comes with what it was made of, an interval where one is honest, and its state: a
finding, no occasion, or not computable. There is no score. The families are :mod:`floor`,
:mod:`timing`, :mod:`latencies`, :mod:`overlaps`, :mod:`listening`, :mod:`invitations`,
:mod:`invited_views`, :mod:`understanding`, :mod:`formulations`, :mod:`repairs`, :mod:`equality`,
:mod:`explaining`, :mod:`readability`, :mod:`decisions`, :mod:`fates`, :mod:`options`,
:mod:`bilaterality`, :mod:`doubts` and :mod:`option5`, which people rate; :mod:`coordination`,
:mod:`alignment`, :mod:`adjacency` and :mod:`association` are of what goes with what, and
:mod:`modelled` waits for models.
"""

from vuoro.measures import (
    adjacency,
    alignment,
    association,
    bilaterality,
    coordination,
    decisions,
    doubts,
    equality,
    explaining,
    fates,
    floor,
    formulations,
    invitations,
    invited_views,
    latencies,
    listening,
    modelled,
    option5,
    options,
    overlaps,
    readability,
    repairs,
    timing,
    understanding,
)
from vuoro.measures.adjacency import transitions
from vuoro.measures.association import pooled_odds
from vuoro.measures.bilaterality import bilateral
from vuoro.measures.computing import measure, measured, places
from vuoro.measures.consequences import triplets
from vuoro.measures.contingency import crossed
from vuoro.measures.coordination import aggregated, coordinated
from vuoro.measures.declare import catalogue, part_label, reason_text, unit
from vuoro.measures.dictionary import dictionary
from vuoro.measures.profile import profile
from vuoro.measures.ratings import rated
from vuoro.measures.study import Study

__all__ = [
    "Study",
    "adjacency",
    "aggregated",
    "alignment",
    "association",
    "bilateral",
    "bilaterality",
    "catalogue",
    "coordinated",
    "coordination",
    "crossed",
    "decisions",
    "dictionary",
    "doubts",
    "equality",
    "explaining",
    "fates",
    "floor",
    "formulations",
    "invitations",
    "invited_views",
    "latencies",
    "listening",
    "measure",
    "measured",
    "modelled",
    "option5",
    "options",
    "overlaps",
    "part_label",
    "places",
    "pooled_odds",
    "profile",
    "rated",
    "readability",
    "reason_text",
    "repairs",
    "timing",
    "transitions",
    "triplets",
    "understanding",
    "unit",
]
