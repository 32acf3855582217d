"""What stands around the tiers of an ELAN file: its header, types of tiers, and vocabularies."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard
from xml.etree.ElementTree import Element, SubElement

from vuoro.formats.elan.document import NO_DATE, OURS, TURN
from vuoro.formats.unheld import in_xml
from vuoro.model import UNKNOWN, Encounter, Participant

if TYPE_CHECKING:
    from vuoro.codebooks import Codebook

MOVE, UNIT, DETAILS, LINES, BESIDE = "move", "unit", "details", "lines", "comment"
"""Types of tiers, beside the talk: moves, the part a move is about, the rest of it; other lines; notes."""

SUBDIVIDED = (MOVE, LINES)
_BELOW = {MOVE: "Symbolic_Subdivision", UNIT: "Symbolic_Association", DETAILS: "Symbolic_Association",
          LINES: "Symbolic_Subdivision"}  # fmt: skip
_CONSTRAINTS = {
    "Time_Subdivision": "Time subdivision of parent annotation's time interval, no time gaps allowed within "
    "this interval",
    "Symbolic_Subdivision": "Symbolic subdivision of a parent annotation. Annotations refering to the same "
    "parent are ordered",
    "Symbolic_Association": "1-1 association with a parent annotation",
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
}
_LANGUAGES = {"sv": ("swe", "Swedish"), "fi": ("fin", "Finnish"), "en": ("eng", "English")}
_UNDETERMINED = ("und", "undetermined")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_MEDIA = ("MEDIA_URL", "MIME_TYPE", "RELATIVE_MEDIA_URL", "TIME_ORIGIN", "EXTRACTED_FROM")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"

Vocabulary = Mapping[str, str]
"""Each value and what it means."""


def language_id(encounter: Encounter) -> str:
    """The three letters for the language that is spoken, ``und`` where nobody knows it.

    Examples
    --------
    >>> language_id(Encounter(id="visit", turns=(), language="fi"))
    'fin'
    """
    return _language(encounter)[0]


def _language(encounter: Encounter) -> tuple[str, str]:
    said = encounter.language or ""
    other = (said, said) if re.fullmatch(r"[a-z]{2,3}", said) else _UNDETERMINED
    return _LANGUAGES.get(said, other)


def frame(encounter: Encounter) -> Element:
    """An ELAN file as far as its header."""
    date = _text(encounter.meta.get("date"))
    root = Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": _text(encounter.meta.get("author")),
            "DATE": date if _DATE.fullmatch(date) else NO_DATE,
            "FORMAT": "3.0",
            "VERSION": "3.0",
            _SCHEMA: "http://www.mpi.nl/tools/elan/EAFv3.0.xsd",
        },
    )
    header = SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    for media in _media(encounter.meta):
        SubElement(header, "MEDIA_DESCRIPTOR", media)
    for name, value in _properties(encounter):
        SubElement(header, "PROPERTY", NAME=in_xml(OURS + name)).text = in_xml(value)
    return root


def _media(meta: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The recordings, as ELAN described them; of others the kind is told by the name."""
    described = meta.get("descriptors")
    if isinstance(described, tuple) and all(isinstance(one, Mapping) for one in described):
        for one in described:
            known = {name: _text(one[name]) for name in _MEDIA if name in one}
            yield {"MEDIA_URL": "", "MIME_TYPE": "unknown"} | known
        return
    said = meta.get("media", ())
    for url in (said,) if isinstance(said, str) else said if isinstance(said, tuple) else ():
        yield {"MEDIA_URL": _text(url), "MIME_TYPE": mimetypes.guess_type(_text(url))[0] or "unknown"}


def _properties(encounter: Encounter) -> Iterator[tuple[str, str]]:
    if encounter.source.convention:
        yield "convention", encounter.source.convention
    for person in encounter.participants:
        if person.role != UNKNOWN:
            yield f"role:{person.id}", person.role
        if person.name:
            yield f"name:{person.id}", person.name
        if person.meta and is_json(person):
            yield f"about:{person.id}", json.dumps(dict(person.meta), ensure_ascii=False)
    for name, value in encounter.meta.items():
        held_as_date = name == "date" and _DATE.fullmatch(_text(value))
        if isinstance(value, str) and name not in ("author", "media") and not held_as_date:
            yield f"meta:{name}", value


def is_json(person: Participant) -> bool:
    """Whether what is known of somebody can be written as JSON, and would be the same when it is read."""
    try:
        return bool(json.loads(json.dumps(dict(person.meta))) == person.meta)
    except (TypeError, ValueError, RecursionError):
        return False


def finish(root: Element, encounter: Encounter, codes: Vocabulary) -> None:
    """Add what stands below the tiers: their types, languages, constraints and vocabularies."""
    codebook = _codebook().id
    for kind in dict.fromkeys([TURN, *(tier.get("LINGUISTIC_TYPE_REF", "") for tier in root.iter("TIER"))]):
        about = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": kind}
        if kind in _BELOW:
            about["CONSTRAINTS"] = _BELOW[kind]
        if kind == MOVE:
            about["CONTROLLED_VOCABULARY_REF"] = codebook
        SubElement(root, "LINGUISTIC_TYPE", about, TIME_ALIGNABLE="false" if kind in _BELOW else "true")
    id, name = _language(encounter)
    SubElement(root, "LANGUAGE", LANG_ID=id, LANG_LABEL=f"{name} ({id})")
    for stereotype, description in _CONSTRAINTS.items():
        SubElement(root, "CONSTRAINT", STEREOTYPE=stereotype, DESCRIPTION=description)
    kept = encounter.meta.get("vocabularies")
    others = {name: told for name, told in kept.items() if name != codebook} if is_vocabularies(kept) else {}
    number = 0
    for name, vocabulary in (({codebook: codes} if codes else {}) | others).items():
        number = _add_vocabulary(root, name, vocabulary, id, number)


def is_vocabularies(kept: object) -> TypeGuard[Mapping[str, Mapping[str, Any]]]:
    """Whether something has the form in which the reader keeps vocabularies."""
    return isinstance(kept, Mapping) and all(
        isinstance(name, str) and isinstance(told, Mapping) for name, told in kept.items()
    )


def _add_vocabulary(root: Element, name: str, vocabulary: Vocabulary, language: str, number: int) -> int:
    element = SubElement(root, "CONTROLLED_VOCABULARY", CV_ID=in_xml(name))
    SubElement(element, "DESCRIPTION", LANG_REF=language)
    for value, meaning in vocabulary.items():
        number += 1
        entry = SubElement(element, "CV_ENTRY_ML", CVE_ID=entry_id(number))
        about = {"DESCRIPTION": _text(meaning), "LANG_REF": language}
        SubElement(entry, "CVE_VALUE", about).text = in_xml(value)
    return number


def entry_id(number: int) -> str:
    """The id of an entry of the vocabularies, the codebook's being the first."""
    return f"cve{number}"


def vocabulary(encounter: Encounter) -> Vocabulary:
    """The codes of the codebook with their labels, and those of the encounter that are not in it.

    Empty where the encounter has no moves.
    """
    if not encounter.annotations:
        return {}
    labels = _codebook().labels(encounter.language if encounter.language in _LANGUAGES else "en")
    return {**labels, **{move.code: "" for move in encounter.annotations if move.code not in labels}}


def _codebook() -> Codebook:
    from vuoro.codebooks import load  # reads YAML, which those who only read transcripts need not wait for

    return load("participation")


def _text(value: object) -> str:
    return in_xml(value) if isinstance(value, str) else ""
