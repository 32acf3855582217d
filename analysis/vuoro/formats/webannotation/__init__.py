"""W3C Web Annotation: annotations as JSON-LD that any client of the standard can show and filter.

The standard library's json is all it takes: libraries for JSON-LD expand a document to triples, and
would fetch the context from the network.
"""

from vuoro.formats.webannotation import writing

__all__ = ["writing"]
