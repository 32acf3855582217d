"""XML that is not well-formed, read as a person would: what is whole is kept, the rest is told.

A tag that nobody closed ends with the element around it, an end tag without a beginning is
passed over, and signs that should have been escaped stand for themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5
from xml.etree.ElementTree import Element

from vuoro.model import Problem, VuoroError

DEEPEST = 64
"""Levels. Interchange formats of transcripts have some seven."""

_NAME = r"[^\W\d][\w:.-]*+"
_TOKEN = re.compile(
    rf"""
      <!--(?:.*?)-->  |  <\?.*?\?>  |  <!DOCTYPE[^<>]*>
    | <!\[CDATA\[ (?P<data>.*?) \]\]>
    | </ \s*+ (?P<end>{_NAME}) \s*+ >
    | < (?P<start>{_NAME}) (?P<attributes> (?: \s*+ {_NAME} \s*+ = \s*+ (?: "[^"<]*+" | '[^'<]*+' ) )*+ \s*+ /?+ ) >
    | < (?P<damaged>{_NAME}) (?P<remains> [^<>]*+ ) >
    | (?P<cut> < [^<>]*+ \Z )
    | (?P<text> [^<]++ )
    | (?P<stray> < )
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(rf"""(?<![\w:.-])({_NAME})\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'<>]++)""")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,32}));")
_XML = "{http://www.w3.org/XML/1998/namespace}"


class TooDeep(VuoroError):
    """Elements within elements within elements, as no transcript has them."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class Torn:
    """A damaged file on its way to a tree: the elements that are open, and the text since the last tag."""

    root: Element = field(default_factory=lambda: Element(""))
    open: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    where: dict[Element, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    line: int = 1
    starts: int = 0  # tags since the last one that ended an element

    def tell(self, text: str, message: str, rule: str = "malformed") -> None:
        self.problems.append(Problem(line=self.line, text=text[:200], message=message, rule=rule))


def read_torn(text: str, reason: str, line: int | None) -> Torn:
    """As much of a tree as there is; ``reason`` and ``line`` are what the strict parser gave up for."""
    torn = Torn()
    newline = "\n" if "\n" in text else "\r"
    for token in _TOKEN.finditer(_with_ends(text)):
        _take(torn, token)
        torn.line += token[0].count(newline)
    _finish(torn)
    if not torn.problems:
        message = f"not well-formed XML ({reason}); it was read as it stands."
        torn.problems.append(Problem(line=line, text="", message=message, rule="malformed"))
    return torn


def _with_ends(text: str) -> str:
    """What begins like a comment and never ends is no comment, or it would swallow the talk after it."""
    for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
        last = text.rfind(end) + 1
        text = text[:last] + text[last:].replace(start, f"&lt;{start[1:]}")
    return text


def _take(torn: Torn, token: re.Match[str]) -> None:
    kind = token.lastgroup
    if kind == "text":
        torn.text.append(unescaped(token["text"]))
    elif kind == "data":
        torn.text.append(token["data"])
    elif kind == "stray":
        torn.tell("<", "a < that begins no tag; it stands for itself.")
        torn.text.append("<")
    elif kind == "cut":
        _flush(torn)
        torn.tell(
            token["cut"], "the file ends in the middle of a tag; what is complete was read.", "truncated"
        )
    elif kind == "end":
        _end(torn, token["end"])
    elif token["start"]:
        _open(torn, token["start"], token["attributes"])
    elif token["damaged"]:
        torn.tell(token[0], "the tag is damaged; of its attributes, those that are whole were read.")
        _open(torn, token["damaged"], token["remains"])


def _open(torn: Torn, name: str, attributes: str) -> None:
    _flush(torn)
    found = {
        key.replace("xml:", _XML): unescaped(_unquoted(value))
        for key, value in _ATTRIBUTE.findall(attributes)
    }
    element = Element(name, found)
    if name in (around.tag for around in torn.open[1:]):  # in no format of transcripts in itself
        _close(torn, name, f"another <{name}>")
    if torn.open:
        torn.open[-1].append(element)
    elif not torn.root.tag:
        torn.root = element
    else:  # the outermost element was closed too early
        torn.root.append(element)
    torn.where[element] = torn.line
    if not attributes.endswith("/"):
        torn.open.append(element)
        torn.starts += 1
        if torn.starts > DEEPEST:
            raise TooDeep(torn.line)


def _end(torn: Torn, name: str) -> None:
    torn.starts = 0
    if name in (element.tag for element in torn.open):
        _flush(torn)
        _close(torn, name)
    else:  # the text around it is put in its place at once: thousands of such tags may cut it up
        torn.tell(f"</{name}>", f"nothing called {name} is open here; the tag was passed over.")


def _close(torn: Torn, name: str, before: str = "") -> None:
    """Close the innermost element of that name, and tell of those that should have been closed already."""
    while torn.open:
        element = torn.open.pop()
        if element.tag != name or before:
            tag = f"<{element.tag}>"
            torn.tell(tag, f"{tag} is not closed before {before or f'</{name}>'}; it ends here.")
        if element.tag == name:
            return


def _flush(torn: Torn) -> None:
    """Put the text since the last tag where it belongs."""
    text = "".join(torn.text)
    torn.text.clear()
    if not text:
        return
    around = torn.open[-1] if torn.open else torn.root
    if len(around):
        around[-1].tail = (around[-1].tail or "") + text
    elif around.tag:
        around.text = (around.text or "") + text
    elif text.strip():
        torn.tell(text.strip(), "this stands before the first element.", "unread-line")


def _finish(torn: Torn) -> None:
    rest = "".join(torn.text).strip()
    if torn.open and rest:
        torn.tell(rest, "the file ends in the middle of this, which was not read.", "unread-line")
    elif rest:
        _flush(torn)
    if torn.open and not any(problem.rule == "truncated" for problem in torn.problems):
        names = " ".join(f"<{element.tag}>" for element in torn.open)
        torn.tell(names, "the file ends before these are closed; what is complete was read.", "truncated")


def _unquoted(value: str) -> str:
    return value[1:-1] if value[0] in "\"'" else value


def unescaped(text: str) -> str:
    """The characters that references (``&amp;``, ``&#228;``) stand for, and newlines as XML has them.

    Examples
    --------
    >>> unescaped("R&D, &lt;t&auml;st&#x3e; &what; &#0;")
    'R&D, <täst> &what; &#0;'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_referred, text) if "&" in text else text


def _referred(match: re.Match[str]) -> str:
    """The character a reference stands for; the reference itself where it stands for none."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return html5.get(f"{name};", match[0])
    number = int(decimal or "0") or int(hexadecimal or "0", 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
