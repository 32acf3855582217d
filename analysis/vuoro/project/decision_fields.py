"""What may be said of a decision (L4): ``decision_fields.toml`` as a record."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro.model import ROLES, record


@record
class DecisionFields:
    """The values that the fields of a decision may have; ``commitment`` is the most that can be stated."""

    outcomes: tuple[str, ...]
    types: tuple[str, ...]
    goal_owners: tuple[str, ...]
    origins: tuple[str, ...]
    features: tuple[str, ...]
    commitment: int
    attributes: Mapping[str, Any]


@cache
def decision_fields() -> DecisionFields:
    """What may be said of a decision.

    Examples
    --------
    >>> decision_fields().types
    ('goal', 'means', 'assessment', 'arrangement', 'benefit_or_right', 'follow_up')
    >>> decision_fields().origins[-2:], decision_fields().commitment
    (('joint', 'institution'), 3)
    """
    told = tomllib.loads((files("vuoro.project") / "decision_fields.toml").read_text(encoding="utf-8"))
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return DecisionFields(
        **{**lists, "origins": (*ROLES, *told["origins"])},
        commitment=told["commitment"],
        attributes=told["attributes"],
    )
