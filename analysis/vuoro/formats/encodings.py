"""From bytes to text: which encoding a transcript is in, found out without losing a character."""

from __future__ import annotations

import codecs
import re

from vuoro.model import Problem, VuoroError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"PK\x03\x04", "a Word (.docx), Excel (.xlsx) or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text (.rtf) file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed (.gz) file"),
    (b"ooBinaryFile", "a binary file of Praat's; save it there as a text file"),
)

_CONTROL = bytes({*range(32)} - {*b"\t\n\v\f\r\x15\x1b"})  # 0x15 stands around CHAT's time marks
_ESCAPED = re.compile("[\udc80-\udcff]")
_LETTERS_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
_MAC_LETTERS = re.compile(rb"[\x8a\x8c\x9a]")  # ä å ö there; Š Œ š in Windows
_WINDOWS_LETTERS = re.compile(rb"[\xe4\xe5\xf6]")  # ä å ö there; quotation marks and accents on a Mac

# Five bytes have no character in Windows-1252; Latin-1's control characters keep them apart.
_WINDOWS = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)
}


class NotText(VuoroError):
    """The bytes are not text in any encoding."""


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """Bytes to text, with a Problem of rule ``encoding`` wherever something had to be assumed.

    Newlines stay as they are, a byte order mark goes.

    Examples
    --------
    >>> decode("hyvää päivää".encode())
    ('hyvää päivää', [])
    >>> text, (problem,) = decode("hyvää päivää".encode("latin-1"))
    >>> text
    'hyvää päivää'
    >>> problem.message
    'not UTF-8, so read as Windows-1252. If letters look wrong, save the file as UTF-8.'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _declared(data[len(mark) :], encoding)
    _refuse_known_binaries(data)
    unmarked = _unmarked_utf16(data)
    if unmarked:
        text, problems = _declared(data, unmarked)
        return text, [_assumed(text, 0, f"no byte order mark, so read as {unmarked} by its look."), *problems]
    _refuse_control_characters(data)
    return _declared(data, "utf-8")


def _declared(data: bytes, encoding: str) -> tuple[str, list[Problem]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _eight_bit(data)
        text = data.decode(encoding, errors="replace")
        at = len(data[: error.start].decode(encoding, errors="replace"))
        return text, [
            _assumed(text, at, f"not everything is valid {encoding}; what is not stands as \ufffd.")
        ]
    return text, _null_characters(text)


def _eight_bit(data: bytes) -> tuple[str, list[Problem]]:
    """UTF-8 with a few foreign bytes pasted into it, or else an encoding of one byte a letter."""
    escaped = data.decode(errors="surrogateescape")
    foreign = len(_ESCAPED.findall(escaped))
    if len(_LETTERS_BEYOND_ASCII.findall(escaped)) > foreign:
        text = escaped.translate(_WINDOWS)
        at = _ESCAPED.search(escaped)
        message = f"{foreign} bytes are not UTF-8 like the rest, so read as Windows-1252."
        return text, [_assumed(text, at.start() if at else 0, message)]
    name, text = "Windows-1252", data.decode("ascii", errors="surrogateescape").translate(_WINDOWS)
    if len(_MAC_LETTERS.findall(data)) > len(_WINDOWS_LETTERS.findall(data)):
        name, text = "Mac Roman", data.decode("mac_roman")
    first = next(at for at, byte in enumerate(data) if byte > 0x7F)
    message = f"not UTF-8, so read as {name}. If letters look wrong, save the file as UTF-8."
    return text, [_assumed(text, first, message)]


def _unmarked_utf16(data: bytes) -> str:
    """Western text in UTF-16 has a null as every other byte."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    most, few = 0.4 * len(sample) / 2, 0.02 * len(sample) / 2
    if odd > most and even <= few:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd <= few else ""


def _refuse_known_binaries(data: bytes) -> None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"this is not a text file but {kind}. Export the transcript as plain text (UTF-8).")


def _refuse_control_characters(data: bytes) -> None:
    sample = data[:65536]
    if len(sample) - len(sample.translate(None, _CONTROL)) > 0.05 * len(sample):
        raise NotText(
            "this is not a text file: it holds bytes that no transcript has. If it is a recording or a "
            "document, export the transcript as plain text (UTF-8)."
        )


def _null_characters(text: str) -> list[Problem]:
    nulls = text.count("\0")
    if not nulls:
        return []
    return [_assumed(text, text.index("\0"), f"{nulls} null characters in the text. Is the file damaged?")]


def _assumed(text: str, at: int, message: str) -> Problem:
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    shown = re.split(r"[\r\n]", text[start : start + 200], maxsplit=1)[0]
    return Problem(line=line_at(text, start), text=shown, message=message, rule="encoding")


def line_at(text: str, offset: int, start: int = 0) -> int:
    """The line on which a character stands, newlines of any kind; the line at ``start`` is 1."""
    newlines, returns, both = (text.count(end, start, offset) for end in ("\n", "\r", "\r\n"))
    return newlines + returns - both + 1
