"""What is added to some moves once they are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vuoro.language.cues import Cues
from vuoro.model import NOTHING
from vuoro.moves.talk import Talk
from vuoro.moves.units import Unit


def attributes(code: str, unit: Unit, talk: Talk, table: Cues) -> Mapping[str, Any]:
    return NOTHING
