"""JSON: which kind of transcript a file holds is told by its structure, not by its name.

A kind is a function under ``@shape``, with another that recognises it. What no kind
recognises is refused, and passed over in a folder, where JSON is mostly something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from vuoro.formats.encodings import line_at
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.model import Encounter, Problem, record
from vuoro.registry import Registry

_PATIENCE = 20
"""How many times over damaged JSON is read, in search of objects that are whole."""


@record
class Data:
    """What a JSON file holds; of a damaged one, a list of the objects in it that hold talk."""

    value: Any
    file: File
    problems: tuple[Problem, ...] = ()


@record
class Shape:
    """A kind of transcript in JSON: how to know it, and how to read it."""

    name: str
    recognise: Callable[[Any], bool]
    function: Callable[[Data, Options], list[Encounter]]


SHAPES: Registry[Shape] = Registry("shape of JSON")


def shape(name: str, recognise: Callable[[Any], bool]) -> Callable[..., Any]:
    """Register a function ``(data, options) -> list of encounters`` for the JSON that ``recognise`` knows."""

    def register(function: Callable[[Data, Options], list[Encounter]]) -> Callable[..., Any]:
        SHAPES.add(name, Shape(name=name, recognise=recognise, function=function))
        return function

    return register


@reader("json", suffixes={".json"})
def read_json(file: File, options: Options) -> list[Encounter]:
    """The encounters of a JSON file, of whatever kind it is; Unreadable where it is of none."""
    data = _data(file)
    found = _shape_of(data.value)
    if found is None:
        reason = (
            f"this JSON is no transcript that we know ({', '.join(sorted(SHAPES))}): {_look(data.value)}."
        )
        raise Unreadable(file.name, None, reason)
    return found.function(data, options)


def is_transcript(file: File) -> bool:
    """Does a JSON file have the structure of a transcript?"""
    try:
        return _shape_of(_data(file).value) is not None
    except Unreadable:
        return False


def _shape_of(value: Any) -> Shape | None:
    return next((shape for shape in SHAPES.values() if shape.recognise(value)), None)


def _look(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object with {', '.join(map(repr, list(value)[:6]))}"
    return f"a list of {len(value)}" if isinstance(value, list) else "a single value"


def _data(file: File) -> Data:
    try:
        return Data(value=json.loads(file.text), file=file)
    except RecursionError:
        reason = "it is nested deeper than any transcript is. Is the file damaged?"
        raise Unreadable(file.name, None, reason) from None
    except json.JSONDecodeError as error:
        return _saved(file, error)
    except ValueError as error:  # a number of thousands of digits
        raise Unreadable(file.name, None, f"it is not JSON that can be read: {error}.") from None


def _saved(file: File, error: json.JSONDecodeError) -> Data:
    """Of damaged JSON, the objects that are whole and hold text."""
    text, end, spent = file.text, 0, 0
    objects: list[dict[str, Any]] = []
    problems: list[Problem] = []
    decoder = json.JSONDecoder()
    for brace in re.finditer(r'\{(?=\s*")', text):
        if brace.start() < end or spent > _PATIENCE * len(text):
            continue
        try:
            value, stop = decoder.raw_decode(text, brace.start())
        except (ValueError, RecursionError) as flaw:
            spent += getattr(flaw, "pos", len(text)) - brace.start()
            continue
        if isinstance(value.get("text"), str):
            problems += _between(text, end or text.find("[") + 1, brace.start())
            objects.append(value)
            end = stop
    problems += _between(text, end, len(text)) if objects else ()
    if not objects:
        raise Unreadable(file.name, error.lineno, f"it is not JSON: {error.msg}.") from None
    rule = (
        "truncated"
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        else "malformed"
    )
    message = f"not JSON from here ({error.msg}); the objects that are whole were read."
    problems.append(Problem(line=error.lineno, text="", message=message, rule=rule))
    return Data(value=objects, file=file, problems=tuple(problems))


def _between(text: str, start: int, stop: int) -> list[Problem]:
    """What stood between two objects: where it held talk, talk is lost and told."""
    lost = text[start:stop].strip(" \t\r\n,")
    if '"text"' not in lost:
        return []
    message = "this part of the JSON is damaged, and was not read."
    return [Problem(line=line_at(text, start), text=lost[:2000], message=message, rule="unread-line")]
