"""What a study has decided: ``project.toml``, and the words for the client in its service."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vuoro.model import LANGUAGES, NOTHING, ROLES, VuoroError, record
from vuoro.project.saving import write_whole

NAME = "project.toml"

CLIENT: Mapping[str, str] = {"sv": "klient", "fi": "asiakas", "en": "client"}
"""What the client is called where a project does not say: patient, brukare, kund, potilas ..."""

_HEAD = """\
# A vuoro project. You may edit this file.
#   languages       of the talk: sv, fi, en
#   page_language   in which pages and figures are written
#   [client]        what the client is called in this service, in each language
#   [roles]         who is who in all transcripts, where these do not say: DOC = "professional"
"""


class BadSettings(VuoroError):
    """Settings that cannot be; the message names the line or the name, and what may stand there."""


@record
class Settings:
    """What holds for all of a study. ``client`` is a word for each language, ``roles`` by speaker.

    Examples
    --------
    >>> Settings(name="Return to work", client={"sv": "patient"}).client_word("sv")
    'patient'
    >>> Settings(name="Return to work").client_word("fi")
    'asiakas'
    """

    name: str
    languages: tuple[str, ...] = ()
    page_language: str = "en"
    client: Mapping[str, str] = NOTHING
    roles: Mapping[str, str] = NOTHING

    def client_word(self, language: str) -> str:
        """What the client is called in a language."""
        return self.client.get(language) or CLIENT[language]


def read_settings(folder: Path) -> Settings:
    """The settings of a project.

    Raises :class:`BadSettings` where they are no TOML or hold what cannot be.
    """
    table = read_toml(folder / NAME)
    try:
        settings = Settings(
            name=str(table.get("name") or folder.name),
            languages=tuple(table.get("languages", ())),
            page_language=table.get("page_language", "en"),
            client=dict(table.get("client", {})),
            roles=dict(table.get("roles", {})),
        )
    except (TypeError, ValueError):
        raise BadSettings(
            f"{NAME}: languages is a list, client and roles are tables; see the first lines"
        ) from None
    return checked(settings)


def checked(settings: Settings) -> Settings:
    """The settings, if all of their values are known; else :class:`BadSettings`."""
    for language in (*settings.languages, settings.page_language, *settings.client):
        if language not in LANGUAGES:
            raise BadSettings(f"{NAME}: {language!r} is no language here; there are {', '.join(LANGUAGES)}")
    for speaker, role in settings.roles.items():
        if role not in ROLES:
            raise BadSettings(f"{NAME}: {speaker!r} cannot be {role!r}; the roles are {', '.join(ROLES)}")
    for word in settings.client.values():
        if not isinstance(word, str) or not word.strip():
            raise BadSettings(f"{NAME}: the word for the client cannot be {word!r}")
    return settings


def write_settings(folder: Path, settings: Settings) -> None:
    """Write ``project.toml``."""
    told = {
        "name": settings.name,
        "languages": list(settings.languages),
        "page_language": settings.page_language,
        "client": {language: settings.client_word(language) for language in LANGUAGES},
        "roles": dict(settings.roles),
    }
    write_whole(folder / NAME, _HEAD + "\n" + toml(told))


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file of the project's as a table; :class:`BadSettings` says on which line it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadSettings(f"{path.name}: not TOML: {error}. Mend it, or take it back from git.") from None


def toml(table: Mapping[str, Any]) -> str:
    """A table as TOML: values first, then tables of texts, then lists of tables.

    Examples
    --------
    >>> listed = [{"name": "a", "roles": {"P": "client"}}]
    >>> print(toml({"name": "Käynti \\"1\\"", "roles": {"D R": "client"}, "files": listed}))
    name = "Käynti \\"1\\""
    <BLANKLINE>
    [roles]
    "D R" = "client"
    <BLANKLINE>
    [[files]]
    name = "a"
    roles = { P = "client" }
    <BLANKLINE>
    """
    plain = {name: value for name, value in table.items() if not _is_table(value) and not _is_tables(value)}
    parts = ["".join(_lines(plain))]
    parts += [f"[{name}]\n{''.join(_lines(value))}" for name, value in table.items() if _is_table(value)]
    for name, value in table.items():
        if _is_tables(value):
            parts += [f"[[{name}]]\n{''.join(_lines(one))}" for one in value]
    return "\n".join(part for part in parts if part)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _lines(table: Mapping[str, Any]) -> Iterable[str]:
    return (f"{_key(name)} = {_value(value)}\n" for name, value in table.items())


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    """JSON's texts are TOML's, but for one control sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
