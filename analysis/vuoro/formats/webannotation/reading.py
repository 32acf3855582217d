"""Web Annotations read back: ours as they were written, others as far as they are codes of turns.

See :mod:`vuoro.formats.webannotation.writing` for the fields. Words that have moved since are found again by what
stands around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from vuoro import codebooks
from vuoro.codebooks.exchange import Entry, meanings
from vuoro.formats.files import Unreadable, open_file
from vuoro.formats.plain import NotPlain, record_of
from vuoro.formats.webannotation.anchoring import selected, stand
from vuoro.formats.webannotation.writing import CODEBOOK, TERMS, code_iri, turn_iri
from vuoro.model import STATUSES, Annotation, Encounter, Problem, Sequence, Turn, record

_TURN = turn_iri("", "").rstrip("#")
_CODE = code_iri("")
_CLASSING = ("classifying", "tagging", "identifying")


@record
class Found:
    """What a file of Web Annotations says of talk, and what of it is not ours to understand."""

    annotations: tuple[Annotation, ...]
    sequences: tuple[Sequence, ...] = ()
    problems: tuple[Problem, ...] = ()


class _NotOurs(Exception):
    """An annotation that says nothing of a turn; it becomes a Problem."""


def read_jsonld(path: str | Path, encounters: Iterable[Encounter] = ()) -> Found:
    """The annotations and sequences in a collection, a page, a list of annotations, or a single one.

    With ``encounters``, each annotation is held against its turn: where other words stand at
    its position, the place is looked for by the words and what is around them, and the
    change told. Without them positions are believed.

    Raises
    ------
    Unreadable
        The file is no JSON, or holds no annotation.
    """
    file = open_file(path)
    try:
        told = json.loads(file.text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(file.name, getattr(error, "lineno", None), f"it is not JSON: {error}.") from None
    items = list(_items(told))
    if not items and not _is_empty(told):
        raise Unreadable(file.name, None, "there is no Web Annotation in it (JSON-LD with type Annotation).")
    turns = {encounter.id: {turn.id: turn for turn in encounter.turns} for encounter in encounters}
    try:
        return _found(items, turns, file.name)
    except RecursionError:
        raise Unreadable(file.name, None, "it is nested deeper than any annotation is.") from None


def _items(told: Any) -> Iterator[Mapping[str, Any]]:
    """The annotations in whatever the standard puts them in; pages that are elsewhere are not fetched."""
    if isinstance(told, list):
        for one in told:
            yield from _items(one) if not isinstance(one, list) else ()
    elif isinstance(told, dict):
        kinds = told.get("type", [])
        if "Annotation" in (kinds if isinstance(kinds, list) else [kinds]):
            yield told
        elif isinstance(told.get("first"), dict):
            yield from _of_page(told["first"])
        else:
            yield from _of_page(told)


def _of_page(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    items = page.get("items")
    return (one for one in items if isinstance(one, dict)) if isinstance(items, list) else iter(())


def _is_empty(told: Any) -> bool:
    return isinstance(told, dict) and told.get("type") in ("AnnotationCollection", "AnnotationPage")


def _found(items: list[Mapping[str, Any]], turns: Mapping[str, Mapping[str, Turn]], name: str) -> Found:
    annotations: list[Annotation] = []
    sequences: list[Sequence] = []
    problems: list[Problem] = []
    for item in items:
        try:
            if "vuoro:sequence" in item or f"{TERMS}sequence" in item:
                sequences.append(record_of(Sequence, _term(item, "sequence")))
            else:
                annotations.append(_placed(_annotation(item), item, turns, problems))
        except (_NotOurs, NotPlain) as error:
            shown = json.dumps(item, ensure_ascii=False)[:2000]
            problems.append(
                Problem(line=None, text=shown, message=f"{error}.", rule="unread-annotation", file=name)
            )
    told = tuple(replace(problem, file=name) for problem in problems)
    return Found(annotations=tuple(annotations), sequences=tuple(sequences), problems=told)


def _term(item: Mapping[str, Any], term: str) -> Any:
    return item.get(f"vuoro:{term}", item.get(f"{TERMS}{term}"))


def _annotation(item: Mapping[str, Any]) -> Annotation:
    kept = _term(item, "annotation")
    if kept is not None:
        own: Annotation = record_of(Annotation, kept)
        if own.status not in STATUSES:
            raise _NotOurs(f"status {own.status!r} is none of {', '.join(STATUSES)}")
        return replace(own, code=next(_named(item), own.code))
    target = _first(item.get("target"))
    source = target.get("source") if isinstance(target, dict) else target
    if not isinstance(source, str) or not source.startswith(_TURN) or "#" not in source:
        raise _NotOurs("its target is no turn of an encounter")
    encounter, _, turn = source.removeprefix(_TURN).partition("#")
    where = selected(target)
    return Annotation(
        encounter=unquote(encounter), turn=unquote(turn), code=_code(item), coder=_coder(item),
        start=max(0, where.start), stop=where.stop, note=_commented(item),
    )  # fmt: skip


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _bodies(item: Mapping[str, Any], *purposes: str) -> Iterator[Mapping[str, Any]]:
    body = item.get("body", [])
    for one in body if isinstance(body, list) else [body]:
        if isinstance(one, dict) and one.get("purpose", item.get("motivation")) in purposes:
            yield one


def _code(item: Mapping[str, Any]) -> str:
    """The code that a body names by its IRI, or else by a tag."""
    tags = (body.get("value") for body in _bodies(item, *_CLASSING))
    tag = next((tag for tag in tags if isinstance(tag, str)), "")
    code = next(_named(item), "") or _meant(tag)
    if not code:
        raise _NotOurs("no body of it is a code")
    return code


@lru_cache(maxsize=4096)
def _meant(tag: str) -> str:
    """The code of ours that a tag is the name of, or else the tag."""
    return meanings([Entry(guid="tag", name=tag)], codebooks.load(CODEBOOK))["tag"]


def _named(item: Mapping[str, Any]) -> Iterator[str]:
    for body in _bodies(item, *_CLASSING):
        source = body.get("source", body.get("id"))
        if isinstance(source, str) and source.startswith(_CODE):
            yield unquote(source.removeprefix(_CODE))


def _coder(item: Mapping[str, Any]) -> str:
    creator = _first(item.get("creator"))
    names = (
        [creator.get(key) for key in ("name", "nickname", "id")] if isinstance(creator, dict) else [creator]
    )
    return next((name for name in names if isinstance(name, str) and name), "jsonld")


def _commented(item: Mapping[str, Any]) -> str:
    return "\n".join(str(one.get("value", "")) for one in _bodies(item, "commenting", "describing"))


def _placed(
    a: Annotation, item: Mapping[str, Any], turns: Mapping[str, Mapping[str, Turn]], problems: list[Problem]
) -> Annotation:
    """The annotation where its words are now."""
    if a.encounter not in turns:
        if a.stop < a.start:
            raise _NotOurs("it does not say where it begins and ends, and its encounter is not here")
        return a
    turn = turns[a.encounter].get(a.turn)
    if turn is None:
        raise _NotOurs(f"encounter {a.encounter!r} has no turn {a.turn!r}")
    where = selected(_first(item.get("target")))
    start, stop = stand(turn.raw, where)
    if start < 0:
        raise _NotOurs(f"its words {where.exact!r} are not in turn {a.turn!r}")
    if 0 <= where.start != start:
        message = f"{where.exact!r} of {a.coder} stands elsewhere in the turn now; the annotation was moved."
        problems.append(
            Problem(line=turn.line, text=turn.raw, message=message, rule="moved-annotation", turn=turn.id)
        )
    return _moved(a, start, stop, len(turn.raw))


def _moved(a: Annotation, start: int, stop: int, size: int) -> Annotation:
    by = start - a.start
    evidence = (a.evidence[0] + by, a.evidence[1] + by) if a.evidence else None
    kept = evidence if evidence and 0 <= evidence[0] <= evidence[1] <= size else None
    return replace(a, start=start, stop=stop, evidence=kept)
