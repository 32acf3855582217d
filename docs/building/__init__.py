"""What the site takes from elsewhere: pages are written beside the hand-written ones, before Sphinx looks."""

from __future__ import annotations

from building import codebook, commands, copies, docstrings, keys, rooms


def bring_in(app):
    """Have every page of the others' written when a build begins."""
    app.connect("builder-inited", _write)


def public(app):
    """Have references to a name find it in the room that offers it."""
    app.connect("autodoc-process-docstring", docstrings.at_once, priority=400)
    app.connect("missing-reference", rooms.in_its_room)


def _write(app):
    for pages in (codebook.pages(), commands.pages(), keys.pages(), copies.pages(app.srcdir), rooms.pages()):
        for name, text in pages:
            _keep(app.srcdir / name, text)


def _keep(path, text):
    """Written only where it says something new, so that an unchanged page is not built again."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
