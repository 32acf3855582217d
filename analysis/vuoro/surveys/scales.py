"""Answers as numbers: which label or figure is how much, and what is no answer at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import isclose, nan
from typing import Any, NamedTuple

from vuoro.model import NOTHING, record

GIVEN, UNREAD = "given", "unread"
ANSWERS = (GIVEN, "dont_know", "not_applicable", "missing", UNREAD)
"""What a cell can be. *Don't know* and *does not apply* are answers, a blank is none."""

DIRECTIONS = ("up", "down")
"""Whether a higher figure on the form is more of what is asked, or less."""

TEXT = "text"
"""The scale of answers in people's own words, which have no number."""

_NUMBER = re.compile(r"[-+]?\d{1,9}(?:[.,]\d{1,9})?")
_NUMBERED = re.compile(r"\(?([-+]?\d{1,9}(?:[.,]\d{1,9})?)\)?\s*[-–=:.,)]?\s*(?=\D)(.+)")
_AROUND = " .…:;,–-\u00a0"


@record
class Scale:
    """What may be answered: ``low`` to ``high`` in steps, and which label is which number.

    ``step`` 0 means any number. ``unsure`` are labels besides those that every form may have.
    """

    id: str
    low: float = nan
    high: float = nan
    step: float = 1.0
    labels: Mapping[str, float] = NOTHING
    unsure: Mapping[str, str] = NOTHING

    @property
    def values(self) -> float:
        """How many different answers there can be; infinite where any number may be one.

        Examples
        --------
        >>> scales()["agree5"].values, scales()["0-100"].values
        (5.0, inf)
        """
        return (self.high - self.low) / self.step + 1 if self.step else float("inf")

    def holds(self, value: float) -> bool:
        """Whether a number is one of the answers."""
        if not self.low <= value <= self.high:
            return False
        return not self.step or isclose((value - self.low) / self.step % 1, 0, abs_tol=1e-9)


class Reading(NamedTuple):
    """What a cell says: a number with ``answer`` given, or NaN with one of the other ``ANSWERS``.

    ``why`` tells of what could not be read, and what to do about it.
    """

    value: float
    answer: str
    why: str = ""


@cache
def scales() -> Mapping[str, Scale]:
    """The scales of ``scales.toml``, and that of free text."""
    known = {id: scale_from(id, fields) for id, fields in _tables()["scale"].items()}
    return {**known, TEXT: Scale(id=TEXT)}


def scale_from(id: str, fields: Mapping[str, Any]) -> Scale:
    """A scale as it is written in TOML: low, high, step, labels, dont_know, not_applicable, missing."""
    unsure = {plain(label): kind for kind in ANSWERS for label in fields.get(kind, ())}
    labels = {plain(label): float(value) for label, value in fields.get("labels", {}).items()}
    ends = {name: float(fields[name]) for name in ("low", "high", "step") if name in fields}
    ends.setdefault("low", min(labels.values(), default=nan))
    ends.setdefault("high", max(labels.values(), default=nan))
    return Scale(id=id, labels=labels, unsure=unsure, **ends)


def plain(label: str) -> str:
    """A label or heading as it is looked up: in lower case, white space and points around it aside.

    Examples
    --------
    >>> plain("  Täysin\\u00a0samaa   mieltä. ")
    'täysin samaa mieltä'
    """
    return " ".join(label.replace("’", "'").split()).strip(_AROUND).casefold()


def understood(raw: str, scale: Scale, direction: str = "") -> Reading:
    """What an answer says on its scale.

    A label has its number, whatever the order on the form. A bare number is taken only where
    ``direction`` says whether more of it is more (up) or less (down). "5 – Strongly agree" must agree with
    itself, and so must labels in two languages, "Samaa mieltä / Av samma åsikt".

    Examples
    --------
    >>> agree = scales()["agree5"]
    >>> understood("Täysin samaa mieltä", agree)
    Reading(value=5.0, answer='given', why='')
    >>> understood("1", agree, "down").value, understood("5 - Strongly agree", agree).value
    (5.0, 5.0)
    >>> understood("En osaa sanoa", agree).answer, understood("", agree).answer
    ('dont_know', 'missing')
    >>> understood("1", agree).why
    'a bare number, and nobody said whether more of it is more: direction = "up" or "down".'
    """
    label = plain(raw)
    if kind := scale.unsure.get(label) or _unsure().get(label):
        return Reading(nan, kind)
    if scale.id == TEXT:
        return Reading(nan, GIVEN)
    if label in scale.labels:
        return _held(scale.labels[label], scale)
    if _NUMBER.fullmatch(label):
        return _bare(label, scale, direction)
    if numbered := _NUMBERED.fullmatch(label):
        return _numbered(numbered[1], plain(numbered[2]), scale, direction)
    parts = {scale.labels.get(plain(part), nan) for part in label.split(" / ")}
    if len(parts) == 1 and (value := parts.pop()) == value:
        return _held(value, scale)
    return Reading(nan, UNREAD, f"not an answer on the scale {scale.id!r}; add it to the scale's labels.")


def _bare(label: str, scale: Scale, direction: str) -> Reading:
    if direction not in DIRECTIONS:
        why = 'a bare number, and nobody said whether more of it is more: direction = "up" or "down".'
        return Reading(nan, UNREAD, why)
    value = float(label.replace(",", "."))
    return _held(value if direction == "up" else scale.low + scale.high - value, scale)


def _numbered(number: str, label: str, scale: Scale, direction: str) -> Reading:
    """A figure and its label in one: the label decides, and the figure must not say otherwise."""
    value = scale.labels.get(label)
    if value is None:
        return Reading(nan, UNREAD, f"{label!r} is no label of the scale {scale.id!r}; add it to the labels.")
    up = float(number.replace(",", "."))
    ways = {"up": (up,), "down": (scale.low + scale.high - up,)}
    if value not in ways.get(direction, (up, scale.low + scale.high - up)):
        return Reading(nan, UNREAD, f"the figure {number} and the label, which is {value:g}, do not agree.")
    return _held(value, scale)


def _held(value: float, scale: Scale) -> Reading:
    if scale.holds(value):
        return Reading(value, GIVEN)
    return Reading(nan, UNREAD, f"not one of the answers {scale.low:g} to {scale.high:g}; is it a slip?")


@cache
def _unsure() -> Mapping[str, str]:
    return {plain(label): kind for kind, labels in _tables()["unsure"].items() for label in labels}


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("vuoro.surveys").joinpath("scales.toml").read_text(encoding="utf-8"))
