"""A project as an archive that may be a trap: its XML, the texts in it, and what its GUIDs mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath, PureWindowsPath
from xml.etree.ElementTree import Element

from vuoro import codebooks
from vuoro.codebooks.exchange import meanings, walk
from vuoro.formats.encodings import decode
from vuoro.formats.files import File, Unreadable
from vuoro.formats.office.package import LARGEST, Package, open_package
from vuoro.formats.office.word import Paragraph, blocks
from vuoro.formats.refi.codes import CODEBOOK, ORIGIN, entries_of, guid_of


@dataclass(slots=True)
class Project:
    """An opened project. ``files``, ``codes``, ``users`` and ``notes`` are by name or GUID in lower case.

    ``taken`` are the files whose text was read as a source; ``read`` counts the text of all that was read
    and ``made`` the annotations, so that a small file cannot make any number of them.
    """

    file: File
    package: Package
    root: Element
    files: Mapping[str, str]
    codes: Mapping[str, str]
    users: Mapping[str, str]
    notes: Mapping[str, Element]
    taken: set[str] = field(default_factory=set)
    read: int = 0
    made: int = 0

    @property
    def origin(self) -> str:
        """The tool that wrote the project."""
        return self.root.get("origin", "")

    def text(self, element: Element) -> str:
        """The text of a source or a note, byte for byte; KeyError where the project does not have it."""
        inline = element.findtext("PlainTextContent")
        if inline is not None:
            return self.counted(inline)
        for attribute in ("plainTextPath", "richTextPath"):
            name = _basename(element.get(attribute, ""))
            if name in self.files:
                return self.counted(self._file(name))
        raise KeyError(element.get("plainTextPath") or "no path is given")

    def source(self, element: Element) -> str:
        """The text of a source; KeyError also where another source had it."""
        name = _basename(element.get("plainTextPath", ""))
        if name and name in self.taken:
            raise KeyError("it is that of another source")
        self.taken.add(name)
        return self.text(element)

    def counted(self, text: str) -> str:
        """The text, if there was not too much of it already."""
        self.read += len(text)
        if self.read > LARGEST:
            reason = f"its texts are more than {LARGEST / 2**20:.0f} MB, which no transcripts are."
            raise Unreadable(self.file.name, None, reason)
        return text

    def _file(self, name: str) -> str:
        data = self.package.data(self.files[name])
        if name.endswith(".docx"):
            return _words(replace(self.file, name=f"{self.file.name} ({name})", data=data))
        try:
            return data.decode()  # as the standard has it, so that no character moves
        except UnicodeDecodeError:
            return decode(data)[0]

    def notes_of(self, element: Element) -> Iterator[Element]:
        """The notes that an element refers to."""
        for reference in element.iterfind("NoteRef"):
            note = self.notes.get(guid_of(reference.get("targetGUID", "")))
            if note is not None:
                yield note


def open_project(file: File) -> Project:
    """The project that a file is; Unreadable where it is none, damaged, or made to do harm."""
    package = open_package(file, "a REFI-QDA project (.qdpx)", text=(".qde", ".txt"))
    _refuse_ways_out(package)
    name = next((part for part in package.parts if part.lower().endswith(".qde") and "/" not in part), "")
    root = package.part(name or "project.qde", "Project").root
    return Project(
        file=file,
        package=package,
        root=root,
        files={_basename(part): part for part in package.parts if not part.endswith("/")},
        codes=_codes(root),
        users={guid_of(user.get("guid", "")): user.get("name", "") for user in root.iterfind("Users/User")},
        notes={guid_of(note.get("guid", "")): note for note in root.iterfind("Notes/Note")},
    )


def _refuse_ways_out(package: Package) -> None:
    """Nothing is ever unpacked, so that these lead nowhere; but nobody makes them in good faith."""
    for name in package.parts:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
            reason = f"a name in the archive leads out of it ({name[:80]!r}). Where is it from?"
            raise Unreadable(package.file.name, None, reason)


def _codes(root: Element) -> Mapping[str, str]:
    codes = root.find("CodeBook/Codes")
    tree = entries_of(codes) if codes is not None else ()
    named = meanings(tree, codebooks.load(CODEBOOK))
    if root.get("origin") == ORIGIN:  # a code there that only looks like one of ours is none
        named |= {entry.guid: entry.name for entry in walk(tree) if entry.codable and not entry.description}
    return named


def _basename(path: str) -> str:
    """What a file is found by: tools do not agree on ``Sources/`` or ``sources/``, nor on slashes."""
    return path.replace("\\", "/").rpartition("/")[2].lower()


def _words(file: File) -> str:
    root = open_package(file, "a Word document (.docx)").part("word/document.xml", "document").root
    lines: list[str] = []
    for block in blocks(root):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += ("\t".join(cell.text for cell in row) for row in block)
    return "\n".join(lines)
