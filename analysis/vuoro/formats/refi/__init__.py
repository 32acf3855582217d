"""REFI-QDA, the exchange format of tools for qualitative analysis: codebooks and whole projects.

``.qdc`` and ``.qdpx`` are read and written by ATLAS.ti, MAXQDA, NVivo, QualCoder, Quirkos and others.
"""

from vuoro.formats.refi.codes import read_qdc, write_qdc
from vuoro.formats.refi.project import write_qdpx
from vuoro.formats.refi.reading import read_qdpx

__all__ = ["read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
