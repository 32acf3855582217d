"""The list of encounters: what was read, what was found, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote

from vuoro.model import NOTHING, Annotation, Encounter, record
from vuoro.review.templates import render


@record
class Listed:
    """An encounter in the list. ``page`` and ``files`` (name to place) are paths from the list's own folder."""

    encounter: Encounter
    page: str = ""
    annotations: tuple[Annotation, ...] = ()
    files: Mapping[str, str] = NOTHING


class Failed(Protocol):
    """A file that could not be read, and why; the reason names the line where there is one."""

    @property
    def file(self) -> str: ...
    @property
    def reason(self) -> str: ...


def index(
    rows: Iterable[Listed],
    failures: Iterable[Failed] = (),
    *,
    language: str = "en",
    title: str = "",
    files: Mapping[str, str] = NOTHING,
) -> str:
    """The list of encounters as one HTML file: language, turns, speakers, moves, problems, links.

    Parameters
    ----------
    failures : what could not be read, each with its ``file`` and ``reason`` (and ``line``)
    files : further files to link to, name to place, such as the tables of a run
    """
    listed = list(rows)
    failed = [(failure.file, getattr(failure, "line", None), failure.reason) for failure in failures]
    return render(
        "index.html.j2",
        language,
        title=title,
        rows=[_row(row) for row in listed],
        failures=failed,
        lines_known=any(line is not None for _, line, _ in failed),
        suggested=any(a.status == "suggested" for row in listed for a in row.annotations),
        files=[(name, _link(place)) for name, place in files.items()],
    )


def _row(row: Listed) -> dict[str, Any]:
    encounter = row.encounter
    kept = [a for a in row.annotations if a.status != "rejected"]
    return {
        "encounter": encounter,
        "page": _link(row.page),
        "speakers": encounter.roles(),
        "statuses": sorted(Counter(a.status for a in kept).items()),
        "files": [(name, _link(place)) for name, place in row.files.items()],
    }


def _link(path: str) -> str:
    """A relative path as a link; a colon is quoted, so that no path can name a scheme."""
    return quote(path.replace("\\", "/"))
