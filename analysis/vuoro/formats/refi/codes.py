"""REFI-QDA codebooks, ``.qdc``: the codes alone, as ATLAS.ti, MAXQDA, NVivo and QualCoder exchange them.

``CodeBook/Codes/Code(guid, name, isCodable, color)``, nested, each with a ``Description``, in the
namespace ``urn:QDA-XML:codebook:1.0``. REFI-QDA 1.5, section 5.2, https://www.qdasoftware.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from vuoro import codebooks
from vuoro.codebooks.exchange import Entry, entries, others, walk
from vuoro.formats.files import File, Unreadable, open_file
from vuoro.formats.markup.parsing import local, parse
from vuoro.formats.refi.letters import document, legal
from vuoro.formats.writing import Written, writer
from vuoro.model import Encounter

ORIGIN = "vuoro"
CODEBOOK = "participation"
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@writer("qdc", suffix=".qdc", several=True)
def write_qdc(encounters: Sequence[Encounter], *, language: str = "en") -> Written:
    """The codebook in a language, with whatever other codes the encounters were given."""
    root = Element("CodeBook", {"xmlns": "urn:QDA-XML:codebook:1.0", "origin": ORIGIN})
    root.append(codes_element(codes_of(encounters, language)))
    return Written(files={"": document(root)})


def codes_of(encounters: Iterable[Encounter], language: str) -> tuple[Entry, ...]:
    """The codes of our codebook, and behind them those of the annotations that it has not."""
    tree = entries(codebooks.load(CODEBOOK), language)
    known = {entry.id for entry in walk(tree)}
    used = sorted({a.code for encounter in encounters for a in encounter.annotations} - known)
    return (*tree, *others(used))


def codes_element(tree: Iterable[Entry]) -> Element:
    """The entries as the element ``Codes``, which codebooks and projects have alike."""
    root = Element("Codes")
    for entry in tree:
        _add(root, entry)
    return root


def _add(parent: Element, entry: Entry) -> None:
    about = {"guid": entry.guid, "name": legal(entry.name), "isCodable": str(entry.codable).lower()}
    if entry.colour:
        about["color"] = entry.colour
    element = SubElement(parent, "Code", about)
    if entry.description:
        SubElement(element, "Description").text = legal(entry.description)
    for inner in entry.inside:
        _add(element, inner)


def read_qdc(path: str | Path) -> tuple[Entry, ...]:
    """The codes of a codebook file, whoever wrote it.

    :func:`vuoro.codebooks.exchange.meanings` tells which of them are ours.

    Raises
    ------
    Unreadable
        It is no codebook, or declares entities; the message names file, line and remedy.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "codes.qdc")
    ...     _ = path.write_bytes(write_qdc([], language="sv").files[""])
    ...     read_qdc(path) == entries(codebooks.load("participation"), "sv")
    True
    """
    return codes_in(open_file(path))


def codes_in(file: File) -> tuple[Entry, ...]:
    """The codes of a codebook that was opened."""
    root = parse(file, root="CodeBook", kind="a REFI-QDA codebook (.qdc)").root
    for element in root.iter():
        element.tag = local(element.tag)
    codes = root.find("Codes")
    if codes is None:
        raise Unreadable(file.name, None, "there is no <Codes> in it. Was the export finished?")
    return entries_of(codes)


def entries_of(codes: Element) -> tuple[Entry, ...]:
    """What stands in ``Codes``, or in a ``Code``; the tags have no namespaces any more."""
    return tuple(_entry_of(code) for code in codes.findall("Code"))


def _entry_of(code: Element) -> Entry:
    id, name, colour = guid_of(code.get("guid", "")), code.get("name", ""), code.get("color", "")
    description = code.findtext("Description") or ""
    own = re.search(r"^vuoro code: (\S+)$", description, re.MULTILINE)
    return Entry(
        guid=id,
        name=name or id,
        id=own[1] if own else "",
        description=description,
        colour=colour if _COLOUR.fullmatch(colour) else "",
        codable=code.get("isCodable", "true").strip() not in ("false", "0"),
        inside=entries_of(code),
    )


def guid_of(text: str) -> str:
    """A GUID as we compare them: lower case, without the braces that some tools put round it.

    Examples
    --------
    >>> guid_of("{1B594544-2954-4B67-86FF-FB552F090BA8}")
    '1b594544-2954-4b67-86ff-fb552f090ba8'
    """
    return text.strip().strip("{}").lower()
