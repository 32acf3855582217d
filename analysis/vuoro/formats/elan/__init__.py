"""ELAN's .eaf files: a tier for each speaker, below it tiers about what was said, and moves as codes.

pympi and rustling stop at a damaged file, and scikit-talk at time slots without a time, which
are legal; hence a reader and a writer of our own. The format is EAFv3.0, http://www.mpi.nl/tools/elan/EAFv3.0.xsd; the tests read with pympi what
we write.
"""

from vuoro.formats.elan import reading, writing

__all__ = ["reading", "writing"]
