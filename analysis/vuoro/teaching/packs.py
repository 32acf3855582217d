"""A training pack: static pages that open from a memory stick, made of parts.

A part is a function from a :class:`Pack` to pages, registered with ``@part``; a third party adds one
the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vuoro import codebooks, wording
from vuoro.model import LANGUAGES, VuoroError, record
from vuoro.registry import Registry
from vuoro.review.templates import render
from vuoro.teaching.consent import IN_HOUSE
from vuoro.teaching.material import Material
from vuoro.teaching.sounds import Sound

THEMES = {"invite": 1, "listen": 2, "equal": 3, "decide": 4, "reflect": 5}
"""A theme is one of the five ways."""
MINUTES = (30, 60, 90)


class BadPack(VuoroError):
    """A pack that cannot be made; the message says what to ask for instead."""


@record
class Pack:
    """What is asked for: the material, one of the five ways, a language, and how long the session is.

    ``audience`` is who will see it, as :mod:`~vuoro.teaching.consent` has it.
    """

    material: Material
    theme: str = "listen"
    language: str = "en"
    minutes: int = 90
    audience: str = IN_HOUSE

    @property
    def way(self) -> int:
        return THEMES[self.theme]

    @property
    def invented(self) -> bool:
        """Whether nobody in the pack exists."""
        return all(encounter.invented for encounter in self.material.encounters)


@record
class Page:
    """One page: its file, its title, one sentence on what it is for, the page itself, and what it plays."""

    file: str
    title: str
    what: str
    html: str
    sounds: tuple[Sound, ...] = ()


@record
class Part:
    """A part of a pack. ``title`` is an English text for translation; ``order`` is its place in the list.

    A part that ``leads`` through the others is made after them, and its function gets their pages too.
    """

    title: str
    order: int
    function: Callable[..., Iterable[Page]]
    leads: bool = False


PARTS: Registry[Part] = Registry("part of a pack")


def part(
    name: str, *, title: str, order: int, leads: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function from a pack to pages as a part of every pack; see :class:`Part`."""

    def register(function: Callable[..., Iterable[Page]]) -> Callable[..., Iterable[Page]]:
        PARTS.add(name, Part(title=title, order=order, function=function, leads=leads))
        return function

    return register


def checked(pack: Pack) -> Pack:
    """The pack, if there is such a theme, language and time, and anything to show.

    Raises
    ------
    BadPack

    Examples
    --------
    >>> checked(Pack(material=Material([]), theme="listening"))
    Traceback (most recent call last):
        ...
    vuoro.teaching.packs.BadPack: no theme 'listening'; there are invite, listen, equal, decide, reflect
    """
    for what, asked, known in (
        ("theme", pack.theme, tuple(THEMES)),
        ("language", pack.language, LANGUAGES),
        ("length of a session", pack.minutes, MINUTES),
    ):
        if asked not in known:
            raise BadPack(f"no {what} {asked!r}; there are {', '.join(map(str, known))}")
    if not pack.material.settled:
        raise BadPack(
            "there is nothing to show: no encounter that may be shown has annotations that a person confirmed. "
            "A machine's suggestions do not enter a pack"
        )
    return pack


def pages(pack: Pack) -> list[tuple[str, list[Page]]]:
    """The parts of a pack in order, each with its translated title and its pages, and the first page before all.

    Raises
    ------
    BadPack
    """
    pack = checked(pack)
    _ = wording.translator(pack.language)
    parts = sorted(PARTS.items(), key=lambda entry: entry[1].order)
    made = {name: list(one.function(pack)) for name, one in parts if not one.leads}
    others = [page for some in made.values() for page in some]
    made |= {name: list(one.function(pack, others)) for name, one in parts if one.leads}
    full = [(_(one.title), made[name]) for name, one in parts if made[name]]
    first = show(
        pack, "first.html.j2", title=_("Training pack"), parts=full, way_name=way_name(pack), back=False
    )
    index = Page(file="index.html", title=_("Training pack"), what="", html=first)
    return [("", [index]), *full]


def show(
    pack: Pack, template: str, *, title: str, back: bool = True, sound: bool = False, **content: Any
) -> str:
    """A page of a pack from one of this room's templates, with our style and script and no other.

    With ``sound`` the page may play a file that lies beside it.
    """
    return render(
        f"vuoro.teaching:{template}",
        pack.language,
        room="vuoro.teaching",
        title=title,
        pack=pack,
        back=back,
        sound=sound,
        **content,
    )


def way_name(pack: Pack) -> str:
    """What the theme is called in the pack's language."""
    return codebooks.load("participation").way_names(pack.language)[pack.way]
