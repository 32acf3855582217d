"""Ready questions to the results of a run: data in ``questions.toml``, found by name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from vuoro.model import NOTHING, VuoroError, record


class NoSuchQuestion(VuoroError):
    """No question of that name, or none that has such a setting; the message names what is close."""


@record
class Question:
    """A question with its SQL; ``title``, ``about`` (what a row is) and ``caveat`` by language.

    ``pooled`` says that it adds encounters up, and ``set`` what its settings are unless changed.
    """

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    caveat: Mapping[str, str]
    sql: str
    pooled: bool = False
    set: Mapping[str, Any] = NOTHING


@cache
def questions() -> Mapping[str, Question]:
    """All ready questions by name, in the order in which they are listed.

    Examples
    --------
    >>> questions()["ignored-proposals"].title["sv"]
    'Vilka av klientens förslag förbigicks?'
    """
    return {name: Question(name=name, **told) for name, told in _data()["question"].items()}


def views() -> Mapping[str, str]:
    """What stands between the tables and the questions: the SQL of each view."""
    found: Mapping[str, str] = _data()["view"]
    return found


def question(name: str) -> Question:
    """The question of that name.

    Examples
    --------
    >>> question("ignored_proposal")
    Traceback (most recent call last):
        ...
    vuoro.scale.questions.NoSuchQuestion: no question 'ignored_proposal'. Did you mean 'ignored-proposals'...
    """
    found = questions().get(name)
    if found is None:
        raise NoSuchQuestion(f"no question {name!r}.{_close(name, questions())}")
    return found


def settings(asked: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a question with what is given instead, each of the kind that it had.

    Examples
    --------
    >>> settings(question("uncertain"), {"below": "0.5"})
    {'code': '', 'below': 0.5}
    """
    made = dict(asked.set)
    for name, value in given.items():
        if name not in made:
            there = _close(name, made) if made else " It has none."
            raise NoSuchQuestion(f"question {asked.name!r} has no setting {name!r}.{there}")
        try:
            made[name] = type(made[name])(value)
        except ValueError:
            raise NoSuchQuestion(f"{name} of {asked.name!r} is a number; {value!r} is none") from None
    return made


def _close(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name.replace("_", "-"), known, n=2, cutoff=0.4)
    hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
    return f"{hint} There are {', '.join(known)}"


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("vuoro.scale") / "questions.toml").read_text("utf-8"))
