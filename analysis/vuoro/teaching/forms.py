"""Forms to fill in on screen or on paper: the professional's own reflection, and two slips about a meeting.

Nothing is sent and nothing is kept: who has filled in a form prints it, or saves it as a file. The file
of a slip is a table that ``vuoro survey`` reads, so that what client and staff say can be set side by side.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro import codebooks, wording
from vuoro.surveys.items import items
from vuoro.teaching.packs import Pack, Page, part, show
from vuoro.wording import N_

SIDES = ("client", "staff")


@part("forms", title=N_("Forms"), order=60)
def forms(pack: Pack) -> Iterable[Page]:
    """The reflection form, and a slip for either side."""
    _ = wording.translator(pack.language)
    yield _reflection(pack)
    slips = {
        "client": (
            _("Slip for the client"),
            _("Four sentences and a line of one’s own; voluntary, without a name."),
        ),
        "staff": (
            _("Slip for the professional"),
            _("The same four: what do you think that the client would answer? The two are then compared."),
        ),
    }
    for side in SIDES:
        title, what = slips[side]
        html = show(
            pack, "slip.html.j2", title=title, side=side, asked=asked(side, pack.language), agree=_agree(pack)
        )
        yield Page(file=f"slip_{side}.html", title=title, what=what, html=html)


def asked(side: str, language: str) -> list[str]:
    """The sentences of a slip, as ``vuoro survey`` knows them.

    Examples
    --------
    >>> asked("client", "sv")[1]
    'Jag blev förstådd.'
    """
    known = items()
    return [getattr(known[id], side)[language] for id in _texts()["slip"]["items"]]


def reflection(language: str) -> list[dict[str, Any]]:
    """The questions of the reflection form: `text`, the way of the five (0: the whole) and `free`."""
    return [
        {"text": one[language], "way": one["way"], "free": one.get("free", False)}
        for one in _texts()["reflection"]
    ]


def _reflection(pack: Pack) -> Page:
    _ = wording.translator(pack.language)
    title = _("Was client participation realised in the meeting?")
    html = show(
        pack,
        "reflection.html.j2",
        title=title,
        questions=reflection(pack.language),
        answers=[texts[pack.language] for texts in _texts()["answers"].values()],
        ways=codebooks.load("participation").way_names(pack.language),
    )
    what = _("For the professional alone, before seeing any coding; no points, and nobody else gets it.")
    return Page(file="reflection.html", title=title, what=what, html=html)


def _agree(pack: Pack) -> list[str]:
    return [texts[pack.language] for texts in _texts()["agree"].values()]


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((files("vuoro.teaching") / "forms.toml").read_text(encoding="utf-8"))
