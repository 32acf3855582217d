"""Docstrings as we write them, made into what napoleon reads: prose after a colon is no type."""

from __future__ import annotations

import re

PARAMETER = re.compile(r"(\s*)(\*{0,2}\w+(?:, \*{0,2}\w+)*) : (\S.*)")
TYPE = 45
"""Characters. Longer words after the colon are no type."""


def at_once(app, what, name, obj, options, lines):
    """Before napoleon: the words under a variable are prose, and so are those after most parameters."""
    if what in ("attribute", "data", "property"):
        lines[:0] = ["..", ""]
    else:
        lines[:] = as_prose(lines)


def as_prose(lines):
    """Docstring lines with what a parameter is below its name, unless it is a type with words below it.

    >>> as_prose(["Parameters", "----------", "words : what is looked for,", "    whole", "path : str", "    Where."])
    ['Parameters', '----------', 'words', '    what is looked for,', '    whole', 'path : str', '    Where.']
    """
    told, within = [], False
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if set(after.strip()) == {"-"}:
            within = line.strip() == "Parameters"
        found = PARAMETER.fullmatch(line) if within else None
        if found and not _is_type(found[3], after):
            told += [f"{found[1]}{found[2]}", f"{found[1]}    {found[3]}"]
        else:
            told.append(line)
    return told


def _is_type(words, after):
    return len(words) <= TYPE and after.startswith("    ") and after.strip()[:1].isupper()
