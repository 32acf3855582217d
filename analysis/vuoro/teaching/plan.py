"""The plan of a session: who does what when, with what on the screen, for the chosen way and time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import wording
from vuoro.model import record
from vuoro.teaching.packs import Pack, Page, part, show, way_name
from vuoro.wording import N_

LINKED = 3
"""Pages that a phase names at most: a trainer is to choose, and not to search."""


@record
class Phase:
    """A part of a session, from minute ``begins`` to minute ``ends``: what is done, what is seen, what to open."""

    name: str
    begins: int
    ends: int
    title: str
    do: tuple[str, ...]
    screen: str
    open: tuple[Page, ...] = ()


@part("plan", title=N_("Session plan"), order=10, leads=True)
def plan(pack: Pack, others: Sequence[Page]) -> Iterable[Page]:
    """One page: the theme in a few words, the ground rules, the phases, the evidence and one thing to try."""
    _ = wording.translator(pack.language)
    language, text = pack.language, texts()
    theme = {name: said[language] for name, said in text["theme"][pack.theme].items() if language in said}
    title = _("Session plan, %(minutes)s minutes") % {"minutes": pack.minutes}
    html = show(
        pack,
        "plan.html.j2",
        title=title,
        theme=theme,
        source=text["theme"][pack.theme]["source"],
        way_name=way_name(pack),
        group=text["group"][language],
        before=text["before"][language],
        rules=text["rules"][language],
        phases=list(phases(pack, others)),
    )
    what = _("What to do when, what to show, and one thing to try; fifteen minutes to prepare.")
    yield Page(file="plan.html", title=title, what=what, html=html)


def phases(pack: Pack, others: Sequence[Page]) -> Iterator[Phase]:
    """The phases of a session of the pack's length, each with the pages of the pack that belong to it.

    Examples
    --------
    >>> from vuoro.teaching.material import Material
    >>> half_an_hour = Pack(material=Material([]), minutes=30)
    >>> [(one.title, one.begins, one.ends) for one in phases(half_an_hour, [])][:2]
    [('Theme and ground rules', 0, 3), ('The clip, up to the stop', 3, 10)]
    """
    text, now = texts(), 0
    for name, minutes in text["minutes"][str(pack.minutes)].items():
        said = text["phase"][name]
        wanted = text["theme"][pack.theme]["exercises"] if name == "transfer" else said["links"]
        yield Phase(
            name=name,
            begins=now,
            ends=now + minutes,
            title=said["title"][pack.language],
            do=tuple(said["do"][pack.language]),
            screen=said["screen"][pack.language],
            open=tuple(_matching(others, wanted))[:LINKED],
        )
        now += minutes


def _matching(pages: Sequence[Page], wanted: Iterable[str]) -> Iterator[Page]:
    """The pages that a pack really has, in the order in which they are wanted."""
    for pattern in wanted:
        yield from (page for page in pages if fnmatch(page.file, pattern))


@cache
def texts() -> dict[str, Any]:
    """The words of the plan."""
    return tomllib.loads((files("vuoro.teaching") / "plan.toml").read_text(encoding="utf-8"))
