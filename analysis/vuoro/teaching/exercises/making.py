"""Exercises: a question, one's own answer, and then a suggested solution with another view of it.

A type of exercise is a function from a :class:`~vuoro.teaching.packs.Pack` to exercises, registered with
``@exercise``; a third party adds one the same way. Its texts stand in a table beside it. Nothing that
somebody answers is stored, and nothing gives points.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro.model import record
from vuoro.registry import Registry
from vuoro.teaching.excerpts import Excerpt
from vuoro.teaching.packs import Pack


@record
class Option:
    """One way to answer. ``origin`` tells where it is from, and ``then`` what it makes relevant next."""

    text: str
    origin: str = ""
    then: str = ""


@record
class Suggested:
    """A suggested solution: the answer, what in the talk shows it, and model wordings where one was to write."""

    text: str
    shows: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


@record
class Exercise:
    """One exercise. Without an ``encounter`` it is built on the codebook's examples, and says so; with an
    ``account`` it tells of an invented moment in place of lines of talk.

    ``lines`` are what is shown first; from the turn ``stop_at`` on, the last of them is kept for the
    solution. With ``options`` one chooses; with ``free`` one writes first and may then look at them.
    ``difficulty`` is the share of coders who did not give the settled code: above 0 the exercise is
    for discussion, and never for testing.
    """

    id: str
    type: str
    language: str
    prompt: str
    suggested: Suggested
    other_view: str
    why: str
    way: int = 0
    codes: tuple[str, ...] = ()
    encounter: str = ""
    account: str = ""
    lines: tuple[Excerpt, ...] = ()
    stop_at: str = ""
    options: tuple[Option, ...] = ()
    free: bool = True
    sources: tuple[str, ...] = ()
    difficulty: float = 0.0

    @property
    def contested(self) -> bool:
        return self.difficulty > 0

    @property
    def shown(self) -> tuple[Excerpt, ...]:
        """The lines that are shown with the question."""
        return (*self.lines[:-1], self._parts[0]) if self.lines else ()

    @property
    def kept(self) -> tuple[Excerpt, ...]:
        """The lines that are shown with the solution."""
        return (self._parts[1],) if self.lines and self._parts[1].lines else ()

    @property
    def _parts(self) -> tuple[Excerpt, Excerpt]:
        last = self.lines[-1]
        turns = [line.turn for line in last.lines]
        at = turns.index(self.stop_at) if self.stop_at in turns else len(turns)
        return replace(last, lines=last.lines[:at]), replace(last, lines=last.lines[at:])


@record
class Kind:
    """A type of exercise: its number, and in three languages its title, what it is for and how it is done.

    ``template`` is the page's, for a type that needs another than the common one.
    """

    number: int
    page: Mapping[str, Mapping[str, str]]
    function: Callable[[Pack], Iterable[Exercise]]
    template: str = "exercises/exercise.html.j2"


EXERCISES: Registry[Kind] = Registry("exercise")


def exercise(number: int, name: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function from a pack to exercises as the type of that number and name.

    The function yields every exercise that the material holds, and some that are built on the
    codebook's examples; :func:`~vuoro.teaching.exercises.choosing.chosen` takes from them. ``page`` is ``texts(name)["page"]`` unless given.
    """

    def register(function: Callable[[Pack], Iterable[Exercise]]) -> Callable[[Pack], Iterable[Exercise]]:
        page = more.pop("page", None) or texts(name)["page"]
        EXERCISES.add(name, Kind(number=number, page=page, function=function, **more))
        return function

    return register


@cache
def texts(name: str) -> dict[str, Any]:
    """The table of texts of a type of exercise."""
    path = files("vuoro.teaching") / "exercises" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
