"""The keys of the annotator as a page, from the table that it works by."""

from __future__ import annotations

from itertools import groupby

from vuoro import codebooks
from vuoro.widget import lettering, texts


def pages():
    """The one page: commands by what they are for, and the letters of the codes."""
    blocks = ["# Keys of the annotator", "`?` lists them in the annotator, in its own language."]
    for group, keys in groupby(texts.keys("en"), key=lambda key: key["group"]):
        blocks += [f"## {group}", _table("key", "what", ((_shown(key), key["what"]) for key in keys))]
    book = codebooks.load("participation")
    labels = book.labels("en")
    letters = lettering.letters(book).items()
    blocks += ["## Codes", "With Shift, so that no slip of a finger codes anything."]
    blocks.append(
        _table("key", "code", ((f"`⇧{one}`", labels.get(code, "no code")) for code, one in letters))
    )
    yield "annotator.md", "\n\n".join(blocks) + "\n"


def _shown(key):
    return " ".join(f"`{one}`" for one in key["shown"])


def _table(first, second, rows):
    return "\n".join(
        [f"| {first} | {second} |", "| --- | --- |", *(f"| {one} | {two} |" for one, two in rows)]
    )
