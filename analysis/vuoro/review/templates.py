"""Templates to pages: everything escaped, nothing fetched, only our own script and style allowed."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from vuoro import wording


def render(template: str, language: str, *, room: str = "", sound: bool = False, **content: Any) -> str:
    """A page of the given template, in Swedish, Finnish or English.

    A template of another room is named with its package, ``vuoro.report:report.html.j2``. ``room`` is a
    package whose ``page.css`` is added to our style, and whose ``page.js`` takes the place of our script.
    The page forbids itself every connection and every script or style but the two that it
    carries, which it names by their digests; with ``sound`` it may also play files that lie beside it.
    """
    style, script = _own("page.css"), _own(f"{room}:page.js" if room else "page.js")
    if room:
        style += _own(f"{room}:page.css")
    policy = _policy(style, script, sound)
    own = {"style": Markup(style), "script": Markup(script), "policy": policy}
    return fragment(template, language, **own, **content)


def fragment(template: str, language: str, **content: Any) -> str:
    """A piece of HTML of the given template, for a place that has its own style, such as a notebook."""
    return _environment(language).get_template(template).render(language=language, **content)


@cache
def _own(name: str) -> str:
    """One of our own files, with the line ends that the browser will hash, whatever the checkout has."""
    package, _, file = name.rpartition(":")
    return (files(package or "vuoro.review") / file).read_text("utf-8").replace("\r\n", "\n")


def _policy(style: str, script: str, sound: bool) -> str:
    # A page that was opened from a disk has no origin, so that 'self' alone would not let it play.
    heard = "media-src 'self' file:; " if sound else ""
    return (
        f"default-src 'none'; img-src data:; {heard}base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'"
    )


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_own), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(wording.catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals["name"] = partial(_name, language)
    environment.filters["decimals"] = partial(wording.decimals, language=language)
    environment.filters["turn_number"] = wording.turn_number
    return environment


def _name(language: str, kind: str, id: str) -> str:
    return wording.name(kind, id, language)
