"""Types of sequences and what may be said of each (L3): ``sequence_types.toml`` as records."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro.model import NOTHING, record


@record
class SequenceType:
    """A type of sequence: the moves that open it, its outcomes, its attributes with their values."""

    id: str
    opened_by: tuple[str, ...]
    outcomes: tuple[str, ...]
    attributes: Mapping[str, Any] = NOTHING


EVERYWHERE: Mapping[str, Any] = {
    "by": "text", "inviter": "text", "addressed_to": "text", "responder": "text", "responders": "text",
    "scope": ["distal", "interaction"],
}  # fmt: skip
"""Attributes of any sequence: whose move it was and who answered, where these are not the professional and
the client, as in group meetings (B.5), and whether it is about the service or about the talk itself."""


@cache
def sequence_types() -> Mapping[str, SequenceType]:
    """All types, S1 to S10, in order.

    Examples
    --------
    >>> sequence_types()["S2"].outcomes
    ('confirmed', 'expanded', 'qualified', 'disconfirmed', 'no_uptake')
    """
    table = tomllib.loads((files("vuoro.project") / "sequence_types.toml").read_text(encoding="utf-8"))
    return {
        id: SequenceType(
            id=id,
            opened_by=tuple(told["opened_by"]),
            outcomes=tuple(told["outcomes"]),
            attributes={**told.get("attributes", {}), **EVERYWHERE},
        )
        for id, told in table.items()
    }
