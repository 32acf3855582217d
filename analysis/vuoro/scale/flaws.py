"""What may be wrong with the transcripts of a batch: the findings of ``vuoro check``, a row each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from vuoro import checking, formats
from vuoro.formats import Group
from vuoro.model import Encounter

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "encounter", "file", "line", "column", "rule", "severity", "turn", "text", "message", "mend",
)  # fmt: skip


def findings(read: Iterable[tuple[Group, list[Encounter]]]) -> pd.DataFrame:
    """The findings in groups of files and the encounters that were read from them.

    Files that could not be read are not among them; they are in the table of problems.
    """
    import pandas as pd

    rows = [
        asdict(finding)
        for group, encounters in read
        for encounter in encounters
        for finding in checking.check(encounter, sources=_sources(group))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _sources(group: Group) -> dict[str, str]:
    """The texts of the files; those whose format is not one of text have no columns to tell."""
    found = {}
    for path in group.files:
        known = formats.files.format_of(path)
        if known is None or not known.binary:
            found[path.name] = formats.open_file(path).text
    return found
