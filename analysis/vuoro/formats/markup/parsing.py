"""XML for every reader of it: read without its dangers, and read on where it is damaged.

The standard library's parser does the work. It never fetches anything, but it would obey a file
that declares entities, a few lines of which can unfold to gigabytes; such a file is refused. A
DOCTYPE that only names a DTD, as every Transcriber file has, is legal and is not looked up.
Where the parser gives up, :mod:`vuoro.formats.markup.torn` reads what a person could read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import accumulate
from math import isfinite
from xml.etree.ElementTree import Element, ParseError, XMLParser

from vuoro.formats.encodings import line_at
from vuoro.formats.files import File, Unreadable
from vuoro.formats.markup.torn import DEEPEST, TooDeep, read_torn
from vuoro.model import NOTHING, Problem, record

_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_DECLARES = re.compile(r"<!ENTITY\b|<!DOCTYPE[^<>\[]*+\[")
_NEWLINES = re.compile(r"[^\r\n]+")

MOST = 4_000_000
"""Tags. A day of talk, timed word by word, has a quarter of that; as elements they would take a gigabyte."""


@record
class Document:
    """A tree of elements, what is wrong with its markup, and where in the file they begin.

    ``where`` is the line of each element of a damaged file; of a sound one it is empty, and
    :meth:`lines` looks into ``shown``, the text of the file without comments.
    """

    root: Element
    shown: str
    problems: tuple[Problem, ...] = ()
    where: Mapping[Element, int] = NOTHING

    def lines(self, tag: str) -> list[int]:
        """The lines on which the elements of a name begin, in the order of ``root.iter(tag)``.

        Examples
        --------
        >>> from xml.etree.ElementTree import fromstring
        >>> text = "<talk>\\n<turn/>\\n\\n<turn n='2'/></talk>"
        >>> Document(root=fromstring(text), shown=text).lines("turn")
        [2, 4]
        """
        if self.where:
            return [self.where[element] for element in self.root.iter(tag)]
        newline = "\n" if "\n" in self.shown else "\r"
        pieces = re.split(rf"<{re.escape(tag)}(?=[\s/>])", self.shown)
        found = list(accumulate((piece.count(newline) for piece in pieces[:-1]), initial=1))[1:]
        # In a torn file a tag may stand where the parser mended it, or in what is no tag any more.
        count = sum(1 for _ in self.root.iter(tag))
        return (found + [found[-1] if found else 1] * count)[:count]

    def line_of(self, *tags: str) -> Mapping[Element, int]:
        """The line of each element of these names."""
        return self.where or {
            element: line
            for tag in tags
            for element, line in zip(self.root.iter(tag), self.lines(tag), strict=True)
        }

    def left(
        self, parts: Iterable[Element], read: Set[Element], mixed: Set[Element] = frozenset()
    ) -> Iterator[Problem]:
        """Text in parts of a damaged file that stands in no element that was read.

        In ``mixed`` elements the text between their children was read too.
        """
        for element in (element for part in (parts if self.where else ()) for element in part.iter()):
            if element not in read and (element.text or "").strip():
                yield _left(self.where[element], (element.text or "").strip())
            for child in element if element not in mixed else ():
                if (child.tail or "").strip():
                    yield _left(self.where[child], (child.tail or "").strip())


def _left(line: int, text: str) -> Problem:
    return Problem(
        line=line, text=text, message="the markup around this is damaged, so that it has no place.",
        rule="unread-line",
    )  # fmt: skip


def parse(file: File, *, root: str, kind: str) -> Document:
    """The elements of an XML file, whose outermost must be called ``root``.

    Damage is told in ``problems``: ``malformed`` markup, ``truncated`` files, and text that was
    cut off as ``unread-line``. Unreadable where the file declares entities, is larger or nested
    deeper than any transcript, or is not of that ``kind`` at all.
    """
    shown = _HIDDEN.sub(_only_newlines, file.text)
    declares = _DECLARES.search(shown)
    if declares:
        reason = (
            "it declares entities of its own, which no transcript needs and we do not obey. Take them out."
        )
        raise Unreadable(file.name, line_at(shown, declares.start()), reason)
    if shown.count("<") > MOST:
        raise Unreadable(
            file.name, None, f"it has more than {MOST:,} tags, which no transcript has. Split it."
        )
    try:
        document = _parsed(file.text, shown)
    except TooDeep as error:
        reason = f"elements are nested more than {DEEPEST} deep, which no transcript is. Is the file damaged?"
        raise Unreadable(file.name, error.line, reason) from None
    if local(document.root.tag) != root:
        found = f"it begins with <{document.root.tag}>" if document.root.tag else "there is no XML in it"
        raise Unreadable(file.name, None, f"{found}, not <{root}>. Is this {kind}?")
    return document


def local(name: str) -> str:
    """A name without its namespace, as the strict parser gives it and as it stands in a torn file.

    Examples
    --------
    >>> local("{http://example.org/words}p"), local("w:p"), local("p")
    ('p', 'p', 'p')
    """
    return name.rpartition("}")[2].rpartition(":")[2]


def _only_newlines(match: re.Match[str]) -> str:
    return _NEWLINES.sub("", match[0])


def _parsed(text: str, shown: str) -> Document:
    parser = XMLParser()
    try:
        parser.feed(text)
        root = parser.close()
    except (ParseError, UnicodeEncodeError) as error:
        line = getattr(error, "position", (None, 0))[0]
        torn = read_torn(text, f"{error}".partition(":")[0], line)
        return Document(root=torn.root, shown=shown, problems=tuple(torn.problems), where=torn.where)
    check_depth(root)
    return Document(root=root, shown=shown)


def check_depth(root: Element) -> None:
    """TooDeep where elements are nested as in no transcript."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise TooDeep(None)
        level = [child for element in level for child in element]


def seconds_in(value: str | None) -> float | None:
    """The number in an attribute, None where there is none.

    Examples
    --------
    >>> seconds_in("1.5"), seconds_in("soon"), seconds_in("inf"), seconds_in(None)
    (1.5, None, None, None)
    """
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return seconds if isfinite(seconds) else None
