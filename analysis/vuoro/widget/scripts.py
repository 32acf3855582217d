"""The surfaces' JavaScript: modules for the reader, one file for anywidget, which takes no more."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

MODULES = (
    "making", "saving", "rows", "transcript", "chooser", "surface", "attributes", "sound", "details", "coding", "extending", "linking",
    "decisions", "searching", "commands", "annotator",
)  # fmt: skip
"""In an order in which each stands after those that it needs. No two may have a name in common."""

SETTLING = ("making", "saving", "rows", "chooser", "surface", "attributes", "settling", "adjudicator")
"""The modules of the page on which coders' differences are settled, likewise."""

_IMPORT = re.compile(r'^import \{[^}]*\}\s+from "\./[a-z]+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script(modules: tuple[str, ...] = MODULES) -> str:
    """All modules as one, which imports nothing."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", front(f"{name}.js"))) for name in modules)


def front(name: str) -> str:
    """One of the files that a browser is given."""
    return (files("vuoro.widget") / "front" / name).read_text(encoding="utf-8")
