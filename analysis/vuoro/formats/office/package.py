"""Office documents as what they are: a zip archive whose parts are XML (ECMA-376, part 2).

The standard library opens both, so that neither python-docx nor openpyxl is needed; those keep
no account of what they passed over. Nothing is ever unpacked to disk: a part is looked
up by its name, so that names such as ``../../etc/passwd`` lead nowhere.
"""

from __future__ import annotations

import io
import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, ZipInfo

from vuoro.formats.encodings import NotText, decode
from vuoro.formats.files import File, Unreadable
from vuoro.formats.markup.parsing import Document, local, parse
from vuoro.model import record

LARGEST = 64 * 2**20
"""Bytes of XML, unpacked. An hour of talk is some three million of them in Word."""

TIGHTEST = 200
"""How many times smaller a megabyte and more may be in the archive. XML is 10 to 40 times smaller."""

MOST = 100_000
"""Parts. The list of them alone, in a file made for it, would fill the memory."""

_ENCRYPTED = 0x1
_DAMAGE = (
    BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)


@record
class Package:
    """An opened archive: the file it is, and its parts by name."""

    file: File
    kind: str
    archive: ZipFile
    parts: Mapping[str, ZipInfo]

    def part(self, name: str, root: str) -> Document:
        """The XML of a part, names without namespaces; Unreadable where it is missing or damaged."""
        if name not in self.parts:
            raise Unreadable(self.file.name, None, f"there is no {name} in it. Is this {self.kind}?")
        try:
            text, problems = decode(self.data(name))
        except NotText:
            raise Unreadable(self.file.name, None, f"{name} in it is no XML. Is the file damaged?") from None
        inner = replace(self.file, text=text, data=b"", name=f"{self.file.name} ({name})")
        document = parse(inner, root=root, kind=self.kind)
        for element in document.root.iter():
            _without_namespaces(element)
        return replace(document, problems=(*problems, *document.problems))

    def part_if_any(self, name: str, root: str) -> Element:
        """The outermost element of a part that may be missing; an empty one if it is."""
        return self.part(name, root).root if name in self.parts else Element(root)

    def targets(self, part: str) -> dict[str, str]:
        """The parts that a part refers to, by the ids it calls them by."""
        folder, name = posixpath.split(part)
        relations = self.part_if_any(f"{folder}/_rels/{name}.rels", "Relationships")
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip(
                "/"
            )
            for one in relations.iter("Relationship")
        }

    def data(self, name: str) -> bytes:
        """The bytes of a part, no more of them than any transcript has."""
        try:
            with self.archive.open(self.parts[name]) as stream:
                return stream.read(LARGEST + 1)
        except _DAMAGE as error:
            reason = f"{name} in it is damaged ({error}). Open it where it was made and save it anew."
            raise Unreadable(self.file.name, None, reason) from None


def open_package(file: File, kind: str, text: tuple[str, ...] = (".xml", ".rels")) -> Package:
    """The archive that a file is, after a look at whether it is safe to open.

    Unreadable where it is something else, damaged, protected by a password, or made to swell
    to more than any transcript is. Parts that end in one of ``text`` are what will be read.
    """
    _refuse_others(file, kind)
    if file.data.count(b"PK\x01\x02") > MOST:
        raise Unreadable(file.name, None, f"it holds more than {MOST} files, which is not {kind}.")
    try:
        archive = ZipFile(io.BytesIO(file.data))
        parts = {info.filename: info for info in archive.infolist()}
    except _DAMAGE as error:
        reason = f"the archive is damaged ({error}). Was it copied to its end?"
        raise Unreadable(file.name, None, reason) from None
    xml = [part for part in parts.values() if part.filename.lower().endswith(text)]
    if any(part.flag_bits & _ENCRYPTED for part in xml):
        raise Unreadable(file.name, None, "it is protected by a password. Save a copy without one.")
    _refuse_bombs(file, xml)
    return Package(file=file, kind=kind, archive=archive, parts=parts)


def _refuse_others(file: File, kind: str) -> None:
    if file.data.startswith(b"\xd0\xcf\x11\xe0"):
        reason = f"it is protected by a password, or from before 2007. Save it as {kind} without a password."
        raise Unreadable(file.name, None, reason)
    if not file.data.startswith(b"PK"):
        raise Unreadable(
            file.name, None, f"this is not {kind}, whatever its name. If it is text, call it .txt."
        )


def _refuse_bombs(file: File, xml: list[ZipInfo]) -> None:
    size = sum(part.file_size for part in xml)
    tight = (
        part for part in xml if part.file_size > 2**20 and part.file_size > TIGHTEST * part.compress_size
    )
    if size > LARGEST or any(tight):
        reason = (
            f"it would unpack to {size / 2**20:.0f} MB of text, which is no transcript. Where is it from?"
        )
        raise Unreadable(file.name, None, reason)


def _without_namespaces(element: Element) -> None:
    element.tag = local(element.tag)
    if element.attrib:
        element.attrib = {local(name): value for name, value in element.attrib.items()}
