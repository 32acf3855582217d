"""What an ELAN file says beside the talk: its people, its language, recordings and vocabularies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from vuoro.formats.elan.document import NO_DATE, OURS
from vuoro.formats.elan.hierarchy import Tier
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, ROLES, UNKNOWN, Participant, record
from vuoro.symbols import CONVENTIONS

_NO_LANGUAGE = ("", "und", "mul", "mis", "zxx")


@record
class Properties:
    """What our own writer put into the header, for ELAN has no element for it: what is known of speakers."""

    roles: dict[str, str]
    names: dict[str, str]
    about: dict[str, Mapping[str, Any]]
    meta: dict[str, str]
    convention: str = ""


def properties_of(root: Element) -> Properties:
    """The properties of the header whose names begin with ``vuoro:``; a file that we did not write has none.

    Examples
    --------
    >>> from xml.etree.ElementTree import fromstring
    >>> properties_of(fromstring("<A><HEADER><PROPERTY NAME='vuoro:role:D'>client</PROPERTY></HEADER></A>")).roles
    {'D': 'client'}
    """
    told = {one.get("NAME", ""): one.text or "" for one in root.iterfind("HEADER/PROPERTY")}
    convention = told.get(f"{OURS}convention", "")
    return Properties(
        roles={who: role for who, role in _named(told, "role").items() if role in ROLES},
        names=_named(told, "name"),
        about={who: _facts(text) for who, text in _named(told, "about").items()},
        meta=_named(told, "meta"),
        convention=convention if convention in CONVENTIONS else "",
    )


def _named(told: dict[str, str], kind: str) -> dict[str, str]:
    start = f"{OURS}{kind}:"
    return {name.removeprefix(start): text for name, text in told.items() if name.startswith(start)}


def _facts(text: str) -> Mapping[str, Any]:
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError):
        return {"about": text}
    return facts if isinstance(facts, dict) else {"about": text}


def participants_of(tiers: Iterable[Tier], said: Properties) -> tuple[Participant, ...]:
    """The speakers of the tiers; a tier that is not called as its participant has the name of that."""
    people: dict[str, Participant] = {}
    for tier in tiers:
        who = tier.speaker
        name = said.names.get(who) or (tier.name if tier.name != who else None)
        role, meta = said.roles.get(who, UNKNOWN), said.about.get(who, NOTHING)
        people.setdefault(who, Participant(id=who, name=name, role=role, meta=meta))
    return tuple(people.values())


def language_in(tiers: Iterable[Tier]) -> str | None:
    """The language of the first tier that has one."""
    said = (tier.language for tier in tiers if tier.language.lower() not in _NO_LANGUAGE)
    return next(map(language_of, said), None)


def meta_of(root: Element, said: Properties) -> dict[str, object]:
    """Author, date, media (their addresses) and all that describes them, and vocabularies by name."""
    media = tuple(dict(one.attrib) for one in root.iter("MEDIA_DESCRIPTOR"))
    date = root.get("DATE", "")
    meta: dict[str, object] = {
        "author": root.get("AUTHOR", ""),
        "date": date if date != NO_DATE else "",
        "media": tuple(one.get("MEDIA_URL", "") for one in media),
        "descriptors": media,
        "vocabularies": {
            one.get("CV_ID", ""): dict(_entries(one)) for one in root.iter("CONTROLLED_VOCABULARY")
        },
    }
    return {name: value for name, value in (meta | said.meta).items() if value}


def _entries(vocabulary: Element) -> Iterator[tuple[str, str]]:
    """Each value of a vocabulary and what it means, as ELAN writes it now and as it did before 2.8."""
    for entry in (*vocabulary.iter("CVE_VALUE"), *vocabulary.iter("CV_ENTRY")):
        yield entry.text or "", entry.get("DESCRIPTION", "")
