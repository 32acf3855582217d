"""Files that nobody's hand slips into: lines without an end, depth without a bottom, archives that swell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench import transcripts
from tests.bench.office import parts, zipped
from tests.bench.transcripts import FORMS, Said

XML = ("eaf", "exb", "trs")


@dataclass(frozen=True)
class Monster:
    """A file, and what is wrong with it."""

    what: str
    name: str
    data: bytes


def of_size(size: int) -> Iterator[Monster]:
    """All of them, of so many bytes (and a five-hundredth of that in depth)."""
    yield from entities()
    yield from depths(size // 500)
    yield from bombs(size)
    yield from many_tags(size // 10)
    yield from endless_lines(size)


def endless_lines(size: int) -> Iterator[Monster]:
    """A turn of so many bytes on one line, in every format of text."""
    said = [Said("A", "Hur mår du?", 0, 1000), Said("B", "!", 2000, 3000)]
    for form in FORMS.values():
        if form.suffix not in (".docx", ".xlsx"):
            data = form.write(said)
            encoding = "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-8"
            before, mark, after = data.rpartition("!".encode(encoding))
            words = "(0.5) [jo: ".encode(encoding)
            yield Monster("endless line", form.name, before + words * (size // len(words)) + mark + after)


def depths(levels: int) -> Iterator[Monster]:
    """Elements in elements, tables in tables, lists in lists."""
    for name in XML:
        data = _small(name)
        at = data.index(b"<", data.index(b"?>") + 1 if name == "eaf" else data.rindex(b"?>") + 3)
        root = data.index(b">", data.index(b"<", at + 1)) + 1
        yield Monster(
            "nested elements",
            FORMS[name].name,
            data[:root] + b"<a>" * levels + b"</a>" * levels + data[root:],
        )
        yield Monster("elements never closed", FORMS[name].name, data[:root] + b"<a>" * levels + data[root:])
    yield Monster("nested lists", "visit.json", b'{"segments": ' + b"[" * levels + b"]" * levels + b"}")
    yield Monster("nested objects", "utterances.jsonl", b'{"a":' * levels + b"1" + b"}" * levels + b"\n")
    inner = b"<w:tbl><w:tr><w:tc>" * levels + b"</w:tc></w:tr></w:tbl>" * levels
    yield Monster(
        "nested tables", "visit.docx", _with(_small("docx"), "word/document.xml", b"<w:body>", inner)
    )


def entities() -> Iterator[Monster]:
    """A billion laughs, and a file that is to be fetched."""
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    for inside in (b'<!ENTITY a0 "ha">' + laughs, b'<!ENTITY a9 SYSTEM "file:///etc/passwd">'):
        doctype = b"<!DOCTYPE a [" + inside + b"]>"
        for name in XML:
            data = _small(name).replace(b'<!DOCTYPE Trans SYSTEM "trans-14.dtd">\n', b"")
            yield Monster(
                "entities",
                FORMS[name].name,
                data.replace(b"?>\n", b"?>\n" + doctype, 1).replace(b"mm", b"&a9;"),
            )
        for name, part in (("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")):
            yield Monster("entities", FORMS[name].name, _with(_small(name), part, b"?>\n", doctype))
        yield Monster(
            "entities",
            "visit.qdpx",
            zipped({"project.qde": b"<?xml version='1.0'?>\n" + doctype + b"<Project/>"}),
        )


def bombs(size: int) -> Iterator[Monster]:
    """Archives of some kilobytes with a part of so many bytes in them."""
    blank = b" " * size
    yield Monster("zip bomb", "visit.docx", _with(_small("docx"), "word/document.xml", b"<w:body>", blank))
    yield Monster(
        "zip bomb", "visit.xlsx", _with(_small("xlsx"), "xl/worksheets/sheet1.xml", b"<sheetData>", blank)
    )
    yield Monster(
        "zip bomb", "visit.xlsx", zipped({**parts(_small("xlsx")), "xl/sharedStrings.xml": b"<sst>" + blank})
    )
    project = (
        b'<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="x">' + blank + b"</Project>"
    )
    yield Monster("zip bomb", "visit.qdpx", zipped({"project.qde": project}))
    yield Monster("zip bomb", "visit.qdpx", zipped({"project.qde": b"<Project/>", "sources/a.txt": blank}))


def many_tags(count: int) -> Iterator[Monster]:
    for name in XML:
        data = _small(name)
        end = data.rindex(b"</")
        yield Monster("elements without number", FORMS[name].name, data[:end] + b"<a/>" * count + data[end:])


def _small(name: str) -> bytes:
    form = FORMS[name]
    return form.write(transcripts.conversation(8, 1, form.convention))


def _with(archive: bytes, part: str, after: bytes, inside: bytes) -> bytes:
    """The archive with more in one part."""
    all_parts = parts(archive)
    return zipped({**all_parts, part: all_parts[part].replace(after, after + inside, 1)})
