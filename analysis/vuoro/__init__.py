"""vuoro: did the client get to take part? A research workbench for conversation analysis.

>>> import vuoro
>>> visit = vuoro.read("corpora/g5_employment_interview/g5_employment_interview.txt")  # doctest: +SKIP

The nouns are in :mod:`vuoro.model`. Everything listed here is loaded when first used, so
that ``import vuoro`` stays light.
"""

# No `from __future__ import annotations` here: it would stand in for our module of that name.
from importlib import import_module
from typing import Any

if __name__ != "vuoro":
    raise ImportError(f"import vuoro, not {__name__}; run `pip install -e .` in the repository root first.")

__version__ = "0.1.0"

_HOMES = {
    "Annotation": "vuoro.model",
    "Encounter": "vuoro.model",
    "Mark": "vuoro.model",
    "Participant": "vuoro.model",
    "Problem": "vuoro.model",
    "Sequence": "vuoro.model",
    "Turn": "vuoro.model",
    "VuoroError": "vuoro.model",
    "read": "vuoro.formats",
    "read_corpus": "vuoro.formats",
    "write": "vuoro.formats",
    "read_annotations": "vuoro.annotations",
    "read_sequences": "vuoro.annotations",
    "annotate": "vuoro.widget",
    "adjudicate": "vuoro.widget",
    "concordance": "vuoro.search",
    "find": "vuoro.search",
    "check": "vuoro.checking",
    "overlaps": "vuoro.symbols",
    "leaks": "vuoro.privacy",
    "pseudonymised": "vuoro.privacy",
    "suggest": "vuoro.moves",
    "explain": "vuoro.moves",
    "link": "vuoro.sequences",
    "decisions": "vuoro.sequences",
    "agree": "vuoro.agreement",
    "evaluate": "vuoro.evaluation",
    "measure": "vuoro.measures",
    "places": "vuoro.measures",
    "pooled": "vuoro.estimates",
    "compare": "vuoro.estimates",
    "corrected": "vuoro.estimates",
    "reference": "vuoro.estimates",
    "profile": "vuoro.measures",
    "run": "vuoro.chain",
}
__all__ = sorted(_HOMES)
_HOMES |= {
    "load_ipython_extension": "vuoro.display",
    "unload_ipython_extension": "vuoro.display",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"vuoro has no {name!r}; it has {', '.join(__all__)}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
