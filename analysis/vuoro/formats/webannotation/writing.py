"""W3C Web Annotation: annotations as JSON-LD that any client of the standard can show and filter.

One ``AnnotationCollection`` with one ``AnnotationPage``. By the sections of the Web Annotation Data
Model (W3C Recommendation, 23 February 2017, https://www.w3.org/TR/annotation-model/):

=====================  ======  ============================================================
field                  section what we write
=====================  ======  ============================================================
``@context``           3.1     the Recommendation's, and our ``vuoro:`` terms
``id``, ``type``       3.1     ``urn:uuid:`` of name and place; ``Annotation``
``target``             3.1     the turn: ``source`` is its IRI, within the encounter's
``selector``           4.2     ``TextPositionSelector`` (4.2.5: code points of ``raw``, from 0,
                               end exclusive) and ``TextQuoteSelector`` (4.2.4: ``exact``,
                               ``prefix``, ``suffix``), so that a span is found again in
                               a transcript that was edited
``body``               3.2     the code twice: ``SpecificResource`` with the codebook's IRI of it,
                               ``purpose`` ``classifying``; ``TextualBody`` with its name,
                               ``purpose`` ``tagging``; and a ``TextualBody`` ``commenting``, the note
``creator``            3.3.1   the coder: ``Person``, or ``Software`` for a machine
``motivation``         3.3.5   ``classifying``; of a sequence ``linking``
``vuoro:annotation``   --      our record, for what the model has no term for: status, score, cue,
                               evidence, attributes; ``vuoro:sequence`` likewise
``first``, ``last``    5.1     of the collection, with ``total``; ``items``, ``startIndex``, ``partOf`` 5.2 of the page
=====================  ======  ============================================================

A sequence is an annotation of the turns from first to last, whose body links to the response.
IRIs are ``urn:x-vuoro:``, an experimental namespace (RFC 3406), as no domain is the project's own:
``urn:x-vuoro:code:participation/propose``, ``urn:x-vuoro:encounter:visit#t0001``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from vuoro import codebooks
from vuoro.codebooks.exchange import guid
from vuoro.formats.interchange import losses
from vuoro.formats.plain import plain
from vuoro.formats.writing import Written, writer
from vuoro.model import MACHINES, Encounter, Problem, Turn
from vuoro.model import Sequence as Chain

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:x-vuoro:terms#"
CODEBOOK = "participation"
AROUND = 32
"""Characters of the turn before and behind the exact words, by which they are found again."""


@writer("jsonld", suffix=".jsonld", several=True)
def write_jsonld(encounters: Sequence[Encounter], *, language: str = "en") -> Written:
    """The annotations and sequences of all the encounters; codes are named in a language.

    The words of turns that nobody has annotated are not in it. Annotations that lie outside
    their turn are not written, and told.
    """
    lost: list[Problem] = list(losses(encounters))
    labels = codebooks.load(CODEBOOK).labels(language)
    items = [item for encounter in encounters for item in _items(encounter, labels, language, lost)]
    name = "urn:uuid:" + guid("collection", *(encounter.id for encounter in encounters))
    collection = {
        "@context": [CONTEXT, {"vuoro": TERMS}],
        "id": name,
        "type": "AnnotationCollection",
        "label": ", ".join(encounter.id for encounter in encounters),
        "generator": {"id": "urn:x-vuoro:software", "type": "Software", "name": "vuoro"},
        "total": len(items),
    }
    if items:  # of an empty collection the Recommendation wants no page
        page = {
            "id": f"{name}#page",
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": items,
        }
        collection |= {"first": page, "last": page["id"]}
    text = json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False)
    return Written(files={"": (text + "\n").encode(errors="replace")}, losses=tuple(lost))


def turn_iri(encounter: str, turn: str) -> str:
    """The IRI of a turn.

    Examples
    --------
    >>> turn_iri("käynti 1", "t0001")
    'urn:x-vuoro:encounter:k%C3%A4ynti%201#t0001'
    """
    return f"urn:x-vuoro:encounter:{_quoted(encounter)}#{_quoted(turn)}"


def code_iri(code: str) -> str:
    """The IRI of a code in our codebook's scheme, whatever its version."""
    return f"urn:x-vuoro:code:{CODEBOOK}/{_quoted(code)}"


def _quoted(name: str) -> str:
    return quote(name, safe="", errors="replace")


def _items(
    encounter: Encounter, labels: dict[str, str], language: str, lost: list[Problem]
) -> Iterator[dict[str, Any]]:
    turns = {turn.id: turn for turn in encounter.turns}
    for number, a in enumerate(encounter.annotations):
        turn = turns.get(a.turn)
        if turn is None or a.encounter != encounter.id or not 0 <= a.start <= a.stop <= len(turn.raw):
            message = (
                f"the annotation {a.code!r} of {a.coder} at {a.start}–{a.stop} lies outside turn {a.turn!r}."
            )
            lost.append(Problem(line=None, text=a.code, message=message, rule="not-written-annotation"))
            continue
        yield {
            "id": "urn:uuid:" + guid("annotation", encounter.id, str(number)),
            "type": "Annotation",
            "motivation": "classifying",
            "creator": _creator(a.coder),
            "body": [*_code(a.code, labels, language), *_note(a.note)],
            "target": _target(encounter, turn, a.start, a.stop),
            "vuoro:annotation": plain(a),
        }
    for number, chain in enumerate(encounter.sequences):
        yield _sequence(encounter, chain, guid("sequence", encounter.id, str(number)), turns)


def _code(code: str, labels: dict[str, str], language: str) -> Iterator[dict[str, Any]]:
    yield {"type": "SpecificResource", "source": code_iri(code), "purpose": "classifying"}
    tag = {
        "type": "TextualBody",
        "value": labels.get(code, code),
        "purpose": "tagging",
        "format": "text/plain",
    }
    yield {**tag, "language": language} if code in labels else tag


def _note(note: str) -> Iterable[dict[str, Any]]:
    if note:
        yield {"type": "TextualBody", "value": note, "purpose": "commenting", "format": "text/plain"}


def _creator(coder: str) -> dict[str, str]:
    kind = "Software" if coder.startswith(MACHINES) else "Person"
    return {"id": "urn:uuid:" + guid("coder", coder), "type": kind, "name": coder}


def _target(encounter: Encounter, turn: Turn, start: int, stop: int) -> dict[str, Any]:
    raw = turn.raw
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": stop},
        {
            "type": "TextQuoteSelector",
            "exact": raw[start:stop],
            "prefix": raw[max(0, start - AROUND) : start],
            "suffix": raw[stop : stop + AROUND],
        },
    ]
    return {"type": "SpecificResource", "source": turn_iri(encounter.id, turn.id), "selector": selectors}


def _sequence(encounter: Encounter, chain: Chain, id: str, turns: dict[str, Turn]) -> dict[str, Any]:
    order = list(turns)
    ends = [order.index(turn) for turn in (chain.first_turn, chain.last_turn) if turn in turns]
    within = order[min(ends) : max(ends) + 1] if ends else [chain.first_turn]
    body: list[dict[str, Any]] = []
    if chain.response_turn:
        response = turn_iri(encounter.id, chain.response_turn)
        body.append({"type": "SpecificResource", "source": response, "purpose": "linking"})
    outcome = f"{chain.type} {chain.outcome}"
    body.append({"type": "TextualBody", "value": outcome, "purpose": "tagging", "format": "text/plain"})
    return {
        "id": f"urn:uuid:{id}",
        "type": "Annotation",
        "motivation": "linking",
        "creator": _creator(chain.coder),
        "body": [*body, *_note(chain.note)],
        "target": [turn_iri(encounter.id, turn) for turn in within],
        "vuoro:sequence": plain(chain),
    }
