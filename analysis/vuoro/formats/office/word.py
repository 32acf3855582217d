"""Word's markup as text: paragraphs and tables, with the signs that Word makes its own elements of.

See ECMA-376, part 1, section 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

SYMBOLS = {
    ("wingdings", 0xE0): "→", ("wingdings", 0xDF): "←", ("wingdings", 0xE1): "↑", ("wingdings", 0xE2): "↓",
    ("wingdings", 0xE8): "→", ("wingdings", 0x4A): "☺", ("symbol", 0xAD): "↑", ("symbol", 0xAF): "↓",
    ("symbol", 0xAE): "→", ("symbol", 0xAC): "←", ("symbol", 0xB0): "°", ("symbol", 0xBB): "≈",
}  # fmt: skip
"""What autocorrection makes of ``-->`` and ``:-)``, and the arrows and degree signs that
transcribers insert from these two fonts."""

_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_UNDERLINED_NOT = ("none", "0", "false")
_BESIDE = frozenset(
    ["instrText", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "delInstrText"]
)
_TAKEN_OUT = frozenset(["del", "moveFrom"])


@dataclass(slots=True)
class Paragraph:
    """A paragraph's text, which of it is underlined (from, to), and what was taken out or unknown."""

    text: str = ""
    underlined: list[tuple[int, int]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def add(self, text: str, underlined: bool) -> None:
        text = text.replace("\u00ad", "")
        if underlined and text:
            start = self.underlined.pop()[0] if self._goes_on() else len(self.text)
            self.underlined.append((start, len(self.text) + len(text)))
        self.text += text

    def _goes_on(self) -> bool:
        return bool(self.underlined) and self.underlined[-1][1] == len(self.text)


class Cell(NamedTuple):
    """A table's cell: its paragraphs, and how many columns it spans."""

    paragraphs: list[Paragraph]
    columns: int

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


Table = list[list[Cell]]
Block = Paragraph | Table


def blocks(parent: Element) -> Iterator[Block]:
    """The paragraphs and tables of a body or a cell in their order, whatever else is around them."""
    for element in parent:
        if element.tag == "p":
            yield from _paragraphs(element)
        elif element.tag == "tbl":
            yield [list(_cells(row)) for row in _within(element, "tr")]
        elif element.tag in _TAKEN_OUT:
            yield Paragraph(deleted=[_letters(element)])
        elif element.tag not in _BESIDE:
            yield from blocks(element)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or cells of a row, but not those of a table inside it."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in ("tbl", "tc", "tr", "p"):
            yield from _within(element, tag)


def _cells(row: Element) -> Iterator[Cell]:
    before = row.find("trPr/gridBefore")
    for _ in range(_number(before)):
        yield Cell([], 1)
    for cell in _within(row, "tc"):
        paragraphs = list(flat(blocks(cell)))
        yield Cell(paragraphs, max(1, _number(cell.find("tcPr/gridSpan"))))


def _number(element: Element | None) -> int:
    value = element.get("val", "") if element is not None else ""
    return min(int(value), 64) if value.isdecimal() and len(value) < 4 else 0


def flat(inner: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of some content, those in its tables too."""
    for block in inner:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block:
                for cell in row:
                    yield from cell.paragraphs


def _paragraphs(element: Element) -> Iterator[Paragraph]:
    """A paragraph, and then those of the text boxes that are anchored in it."""
    paragraph, boxes = Paragraph(), list[Element]()
    _take(element, paragraph, boxes, underlined=False)
    yield paragraph
    for box in boxes:
        yield from flat(blocks(box))


def _take(element: Element, paragraph: Paragraph, boxes: list[Element], underlined: bool) -> None:
    for child in element:
        if child.tag == "t":
            paragraph.add(child.text or "", underlined)
        elif child.tag in _SIGNS:
            paragraph.add(_SIGNS[child.tag], underlined)
        elif child.tag == "br":
            paragraph.add("" if child.get("type") in ("page", "column") else "\n", False)
        elif child.tag == "sym":
            _symbol(child, paragraph, underlined)
        elif child.tag == "txbxContent":
            boxes.append(child)
        elif child.tag in _TAKEN_OUT:
            paragraph.deleted += filter(None, [_letters(child)])
        elif child.tag == "r":
            _take(child, paragraph, boxes, _is_underlined(child))
        elif child.tag not in _BESIDE:
            _take(child, paragraph, boxes, underlined)


def _is_underlined(run: Element) -> bool:
    line = run.find("rPr/u")
    return line is not None and line.get("val", "single") not in _UNDERLINED_NOT


def _symbol(element: Element, paragraph: Paragraph, underlined: bool) -> None:
    font, code = element.get("font", ""), element.get("char", "")
    try:
        number = int(code, 16) if len(code) <= 5 else 0xFFFD
    except ValueError:
        number = 0xFFFD
    sign = SYMBOLS.get((font.lower(), number & 0xFF if number >= 0xF000 else number))
    if sign is None:
        paragraph.unknown.append(f"{font} {code}")
        sign = chr(number) if not 0xD800 <= number < 0xE000 and number > 0x1F else "\ufffd"
    paragraph.add(sign, underlined)


def _letters(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if part.tag in ("t", "delText"))
