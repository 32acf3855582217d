"""``NAME.survey.toml``: which column of an export is which, written down where a person can check it.

    encounter = "Meeting code"
    respondent = "Response ID"

    [side]
    column = "I am"
    client = ["the client"]
    staff = ["a professional"]

    [[question]]
    column = "What I said affected what was decided."
    item = "influence"
    scale = "agree5"

``side = "client"`` instead of the table says that the whole file is of one side; a question may have a
``side`` of its own where the form asks each side in columns of its own. A ``column`` is a heading, or its
number, counted from 1, where two headings are the same. ``[encounters]`` maps the form's codes to the ids of
encounters, ``[scale.NAME]`` is a scale of the form's own and ``[own.NAME]`` an item of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from vuoro.formats.folders.gathering import SURVEY
from vuoro.model import NOTHING, VuoroError, record
from vuoro.surveys.items import items
from vuoro.surveys.scales import DIRECTIONS, Scale, plain, scale_from, scales

SIDES = ("client", "staff")
Column = str | int

KEYS: Mapping[str, type | tuple[type, ...]] = {
    "encounter": (str, int), "respondent": (str, int), "side": (str, dict), "encounters": dict,
    "question": list, "scale": dict, "own": dict, "delimiter": str, "header": int, "sheet": str,
}  # fmt: skip
QUESTION_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "column": (str, int), "item": str, "scale": str, "direction": str, "side": str,
}  # fmt: skip
SCALE_KEYS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("low", "high", "step"), (int, float)), "labels": dict,
    **dict.fromkeys(("dont_know", "not_applicable", "missing"), list),
}  # fmt: skip
SIDE_KEYS: Mapping[str, type | tuple[type, ...]] = {"column": (str, int), "client": list, "staff": list}
OWN_KEYS: Mapping[str, type | tuple[type, ...]] = {"label": str}


class BadForm(VuoroError):
    """A mapping that does not fit: which file, what is wrong in it, and what to write instead."""


@record
class Question:
    """A column, the item it asks, and how it is answered. ``side`` is "" where the row tells it."""

    column: Column
    item: str
    scale: Scale
    direction: str = ""
    side: str = ""


@record
class Form:
    """What the columns of an export are.

    ``side`` is client or staff where the whole file is of one side; otherwise ``side_column`` tells, by
    ``side_labels`` (label to side). ``encounters`` maps codes to ids of encounters. ``own`` are the labels
    of items that only this form has.
    """

    questions: tuple[Question, ...]
    encounter: Column
    respondent: Column = ""
    side: str = ""
    side_column: Column = ""
    side_labels: Mapping[str, str] = NOTHING
    encounters: Mapping[str, str] = NOTHING
    own: Mapping[str, str] = NOTHING
    delimiter: str = ""
    header: int = 1
    sheet: str = ""


def form_path(path: str | Path) -> Path:
    """Where the mapping of an export stands: ``experiences.csv`` has ``experiences.survey.toml``."""
    return Path(path).with_suffix(SURVEY)


def read_form(path: str | Path) -> Form:
    """The mapping in a TOML file; BadForm where there is none, or where something in it cannot be."""
    path = Path(path)
    if not path.is_file():
        raise BadForm(
            f"{path}: there is no such mapping. Make one with `vuoro survey FILE --propose` and check it."
        )
    try:
        return form_of(tomllib.loads(path.read_text("utf-8-sig")), path.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadForm(f"{path.name}: not TOML: {error}") from None


def form_of(told: Mapping[str, Any], name: str = "the mapping") -> Form:
    """The mapping that a dict says, such as TOML holds.

    Raises
    ------
    BadForm
        where an item, scale, side or direction is none that there is, or is left undecided.

    Examples
    --------
    >>> form = form_of({"encounter": "Code", "side": "client",
    ...                 "question": [{"column": "Was I heard?", "item": "heard"}]})
    >>> form.questions[0].scale.id, form.side
    ('agree5', 'client')
    >>> form_of({"encounter": "Code", "question": [{"column": "Was I heard?", "item": "herd"}]})
    Traceback (most recent call last):
        ...
    vuoro.surveys.forms.BadForm: the mapping, column 'Was I heard?': no item 'herd'. Did you mean 'heard'? ...
    """
    _refuse_others(told, KEYS, name)
    if not told.get("encounter"):
        raise BadForm(f'{name}: say which column tells the encounter: encounter = "its heading"')
    own = _own_items(told.get("own", {}), name)
    all_scales = {**scales(), **_own_scales(told.get("scale", {}), name)}
    questions = tuple(_question(one, all_scales, own, name) for one in told.get("question", ()))
    if not questions:
        raise BadForm(f'{name}: no question is mapped; write [[question]], column = "…" and item = "…"')
    encounters = {plain(code): str(id) for code, id in told.get("encounters", {}).items()}
    plainly = {key: told[key] for key in ("respondent", "delimiter", "header", "sheet") if key in told}
    if len(plainly.get("delimiter", "")) > 1 or plainly.get("header", 1) < 1:
        raise BadForm(f"{name}: a delimiter is one sign, and the first row is header = 1.")
    return Form(questions=questions, encounter=told["encounter"], encounters=encounters, own=own,
                **_side(told.get("side", ""), name), **plainly)  # fmt: skip


def _refuse_others(told: Any, keys: Mapping[str, type | tuple[type, ...]], where: str) -> None:
    """Refuses what is no table, has a key that nothing reads, or has a value of the wrong kind."""
    if not isinstance(told, Mapping):
        raise BadForm(f"{where}: {told!r} should be a table of {', '.join(keys)}.")
    for key, value in told.items():
        if key not in keys:
            raise BadForm(f"{where}: nothing reads {key!r}.{_close(key, keys)} It may say {', '.join(keys)}.")
        if not isinstance(value, keys[key]):
            raise BadForm(
                f"{where}: {key} = {value!r} is of the wrong kind; see the help of vuoro.surveys.forms."
            )


def _own_items(told: Mapping[str, Any], name: str) -> dict[str, str]:
    for id, fields in told.items():
        _refuse_others(fields, OWN_KEYS, f"{name}, [own.{id}]")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", id) or id in items():
            raise BadForm(
                f"{name}, [own.{id}]: the name of an own item is small letters, figures and _, "
                "and none that there is already."
            )
    return {id: fields.get("label", id) for id, fields in told.items()}


def _question(
    told: Mapping[str, Any], all_scales: Mapping[str, Scale], own: Mapping[str, str], name: str
) -> Question:
    _refuse_others(told, QUESTION_KEYS, f"{name}, [[question]]")
    column, item = told.get("column", ""), told.get("item", "")
    where = f"{name}, column {column!r}"
    known = {**{one.id: one.scale for one in items().values() if not one.computed}, **dict.fromkeys(own, "")}
    if item not in known:
        advice = f"The items are {', '.join(known)}; one of your own is told by [own.{item}]."
        raise BadForm(f"{where}: no item {item!r}.{_close(item, known)} {advice}")
    scale = told.get("scale") or known[item]
    if scale not in all_scales:
        raise BadForm(f"{where}: no scale {scale!r}. The scales are {', '.join(all_scales)}.")
    direction, side = told.get("direction", ""), told.get("side", "")
    if direction not in ("", *DIRECTIONS):
        raise BadForm(
            f'{where}: say direction = "up" (a higher figure is more) or "down", not {direction!r}.'
        )
    if side not in ("", *SIDES):
        raise BadForm(f"{where}: no side {side!r}; it is client or staff.")
    return Question(column=column, item=item, scale=all_scales[scale], direction=direction, side=side)


def _own_scales(told: Mapping[str, Any], name: str) -> dict[str, Scale]:
    for id, fields in told.items():
        _refuse_others(fields, SCALE_KEYS, f"{name}, [scale.{id}]")
        labels = fields.get("labels", {})
        undecided = [
            label
            for label, number in labels.items()
            if isinstance(number, bool) or not isinstance(number, (int, float))
        ]
        if undecided:
            raise BadForm(f"{name}, scale {id!r}: say which number {undecided[0]!r} is.")
        if not labels and not {"low", "high"} <= fields.keys():
            raise BadForm(f"{name}, scale {id!r}: it needs low and high, or labels.")
    made = {id: scale_from(id, fields) for id, fields in told.items()}
    for scale in made.values():
        if not scale.low < scale.high or not all(map(scale.holds, scale.labels.values())):
            raise BadForm(
                f"{name}, scale {scale.id!r}: low must be below high, and every label between them."
            )
    return made


def _side(told: Any, name: str) -> dict[str, Any]:
    if isinstance(told, str):
        if told not in ("", *SIDES):
            raise BadForm(f"{name}: no side {told!r}; it is client or staff, or a table [side].")
        return {"side": told}
    _refuse_others(told, SIDE_KEYS, f"{name}, [side]")
    if "column" not in told:
        raise BadForm(f"{name}: [side] needs column, and the labels of client and staff.")
    labels = {plain(label): side for side in SIDES for label in told.get(side, ())}
    return {"side_column": told["column"], "side_labels": labels}


def _close(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
