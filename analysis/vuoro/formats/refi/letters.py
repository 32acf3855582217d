"""What may stand in an XML file: not every character of a transcript may (XML 1.0, section 2.2)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def legal(text: str) -> str:
    """The text with a replacement character for each one that XML cannot hold, and its own line ends.

    Examples
    --------
    >>> legal("so\\x15you")
    'so\ufffdyou'
    """
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text with a space for each line break, so that every character keeps its place.

    Examples
    --------
    >>> one_line("so\\r\\nyou")
    'so  you'
    """
    return _BREAK.sub(" ", text)


def document(root: Element) -> bytes:
    """An element as an XML file in UTF-8."""
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
