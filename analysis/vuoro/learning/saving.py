"""A coder as one JSON file: nothing in it can run, and the same coder gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from vuoro.learning.coder import READINGS, Coder
from vuoro.learning.matrix import Columns, Floats
from vuoro.model import VuoroError

KIND = "vuoro learned coder"
VERSION = 3
"""1 saw letters across words, and of its neighbours only those by the same role; 2 had no word fields,
and did not know where in an encounter a turn stands."""

DIGITS = 3
"""Digits that a weight keeps; the probabilities change in the third decimal at most."""

LARGEST = 20_000_000
"""Bytes. No coder that we write comes near; a larger file is not one."""


class NotACoder(VuoroError):
    """A file that holds no coder, or a damaged one; the message says what is wrong with it."""


def save(coder: Coder, path: str | Path) -> None:
    """Write a coder to a file, UTF-8 JSON; :func:`load` reads it back."""
    Path(path).write_text(dumped(coder), encoding="utf-8", newline="\n")


def dumped(coder: Coder) -> str:
    """A coder as JSON; weights keep three digits, and features without any weight are left out."""
    weights = coder.weights * coder.columns.scale[:, None]
    names = list(coder.columns.at)
    kept = [at for at in range(len(names)) if weights[at].any()]
    parts: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "name": coder.name,
        "language": coder.language,
        "about": dict(coder.about),
        "codes": list(coder.codes),
        "exclusive": coder.exclusive,
        "roles": {code: list(roles) for code, roles in coder.roles.items()},
        "unlearned": dict(coder.unlearned),
        "left": list(coder.left),
        "slope": _short(coder.slope),
        "shift": _short(coder.shift),
        "thresholds": [_short(value) for value in coder.thresholds],
        "bias": [_short(value) for value in coder.bias],
        "base": [_short(value) for value in coder.base],
        "context": [[_short(value) for value in row] for row in coder.context],
        "features": [names[at] for at in kept],
        "weights": [_sparse(column[kept]) for column in weights.T],
    }
    lines = (f"{json.dumps(key)}: {_compact(value)}" for key, value in parts.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS + 1}g}")


def _sparse(column: Floats) -> dict[str, list[Any]]:
    """Where a code's weights stand (as steps from one to the next) and what they are, in thousandths."""
    at = np.flatnonzero(np.rint(column * 10**DIGITS))
    return {
        "steps": np.diff(at, prepend=0).tolist(),
        "thousandths": np.rint(column[at] * 10**DIGITS).astype(int).tolist(),
    }


def load(path: str | Path) -> Coder:
    """Read a coder from a file that :func:`save` wrote.

    Raises
    ------
    NotACoder
        The file is not there, is something else, is damaged, or was written by a later version.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise NotACoder(f"{path}: too large to be a coder; name a file that `vuoro learn` wrote")
        text = path.read_text("utf-8")
    except OSError as error:
        raise NotACoder(
            f"{path}: cannot be read ({error.strerror}); a coder is rules, learned, the file that "
            "`vuoro learn` wrote, or the name of an installed detector"
        ) from error
    except UnicodeDecodeError as error:
        raise NotACoder(f"{path}: not UTF-8, so no coder that `vuoro learn` wrote") from error
    return parsed(text, str(path))


def parsed(text: str, where: str) -> Coder:
    """A coder from the text of a file; ``where`` is what messages call it."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotACoder(
            f"{where}: damaged or no coder ({error}); train it again with `vuoro learn`"
        ) from error
    if not isinstance(parts, Mapping) or parts.get("kind") != KIND:
        raise NotACoder(f"{where}: no coder; name a file that `vuoro learn` wrote")
    if parts.get("version") != VERSION:
        raise NotACoder(
            f"{where}: coder format {parts.get('version')!r}, and this vuoro reads {VERSION}; train it again"
        )
    try:
        return _coder(parts)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise NotACoder(
            f"{where}: damaged ({type(error).__name__}: {error}); train it again with `vuoro learn`"
        ) from error


def _coder(parts: Mapping[str, Any]) -> Coder:
    codes = tuple(map(str, parts["codes"]))
    names = [str(name) for name in parts["features"]]
    n = len(codes)
    if len(set(names)) != len(names) or len(parts["weights"]) != n:
        raise ValueError("features and weights do not fit")
    return Coder(
        name=str(parts["name"]),
        language=str(parts["language"]),
        codes=codes,
        columns=Columns(at={name: at for at, name in enumerate(names)}, scale=np.ones(len(names))),
        weights=_matrix(parts["weights"], len(names)),
        bias=_array(parts["bias"], n),
        context=_array(parts["context"], READINGS * n, n),
        base=_array(parts["base"], n),
        slope=float(parts["slope"]),
        shift=float(parts["shift"]),
        thresholds=_array(parts["thresholds"], n),
        exclusive=bool(parts["exclusive"]),
        roles={code: tuple(map(str, parts["roles"][code])) for code in codes},
        unlearned={str(code): int(count) for code, count in parts["unlearned"].items()},
        left=tuple(map(str, parts["left"])),
        about=dict(parts["about"]),
    )


def _array(values: Any, *shape: int) -> Floats:
    found = np.asarray(values, dtype=float)
    if found.shape != shape or not np.isfinite(found).all():
        raise ValueError(f"{found.shape} numbers where {shape} were to stand")
    return found


def _matrix(parts: Any, rows: int) -> Floats:
    found = np.zeros((rows, len(parts)))
    for column, part in zip(found.T, parts, strict=True):
        at = np.cumsum(np.asarray(part["steps"], dtype=np.int64))
        if len(at) != len(part["thousandths"]) or (len(at) and (at.min() < 0 or at.max() >= rows)):
            raise ValueError("weights for features that are not there")
        column[at] = np.asarray(part["thousandths"], dtype=float) / 10**DIGITS
    return found
