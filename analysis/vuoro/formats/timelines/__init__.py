"""Events on one timeline, in XML: EXMARaLDA's .exb and Transcriber's .trs.

No maintained Python library reads either without loss; hence readers of our own.
"""

from vuoro.formats.timelines import exb, trs

__all__ = ["exb", "trs"]
