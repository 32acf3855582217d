"""ELAN's .eaf files: a tier for each speaker, and below it tiers about what was said.

pympi and rustling stop at a damaged file, and scikit-talk at time slots without a time, which
are legal; hence a reader of our own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro import symbols
from vuoro.formats.besides import is_beside_talk
from vuoro.formats.conventions import convention_of
from vuoro.formats.elan import Seconds, seconds_of, tiers_of
from vuoro.formats.files import File, Options, reader
from vuoro.formats.hierarchy import Label, Rank, Tier, placed_below, ranks, roots_first, unplaced
from vuoro.formats.markup import parse
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Annotation, Encounter, Participant, Problem, Source, Turn

MOVES = re.compile(r"moves?\b[^@]*@.*", re.IGNORECASE)
"""The name of a tier of codes: ``move@DOC``, and ``move-anna@DOC`` for a second coder."""

_BETWEEN_CODES = re.compile(r"\s*[,;|\n]\s*")
_NO_LANGUAGE = ("", "und", "mul", "mis", "zxx")


class _Talk(NamedTuple):
    """The tiers of speakers, all the others, and the annotation of talk that each annotation is about."""

    tiers: list[Tier]
    others: list[Tier]
    root: Mapping[str, str]


@reader("eaf", suffixes={".eaf"})
def read_eaf(file: File, options: Options) -> list[Encounter]:
    """The one encounter of an ELAN file: tiers without a parent are speakers, their annotations turns.

    Annotations on ``move@...`` tiers are codes of the turn they are about. Those of the other
    tiers below are in ``tiers`` of the turn, verbatim, a line each. Tiers that say they hold no
    talk (``gesture``, ``comment``) are in ``meta["tiers"]`` as (start, end, label), and told.
    A turn without a time in the file has None; annotations without words are no turns.
    """
    document = parse(file, root="ANNOTATION_DOCUMENT", kind="an ELAN file")
    seconds, problems = seconds_of(document)
    tiers, flaws = tiers_of(document)
    ordered, orphans = roots_first(tiers)
    rank = ranks(seconds)
    root = placed_below(ordered, rank)
    talk = _divided(ordered, root)
    spoken = _spoken(talk, rank)
    convention = convention_of([label.text for _, _, label in spoken], options)
    about = _about(talk)
    turns = tuple(_turn(tier, label, seconds, about, convention) for _, tier, label in spoken)
    id = options.encounter or file.path.stem
    problems = [*document.problems, *problems, *flaws, *orphans, *_beside(talk), *unplaced(ordered, root)]
    problems += _time_flaws(turns, spoken, seconds)
    return [
        Encounter(
            id=id,
            turns=turns,
            language=options.language or _language(talk.tiers),
            participants=_participants(talk.tiers),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            annotations=tuple(_annotations(id, talk, turns)),
            source=Source(files=(file.name,), format="eaf", convention=convention, sha256=(file.sha256,)),
            meta=_meta(document.root, talk, seconds),
        )
    ]


def _divided(ordered: list[Tier], root: Mapping[str, str]) -> _Talk:
    roots = [tier for tier in ordered if not tier.parent]
    talk = [tier for tier in roots if not is_beside_talk(tier.name, tier.kind)] or roots
    return _Talk(talk, [tier for tier in ordered if tier not in talk], root)


_Spoken = tuple[float, Tier, Label]
"""An annotation of talk on its way to becoming a turn: where it belongs, in seconds; its tier."""


def _spoken(talk: _Talk, rank: Mapping[str, Rank]) -> list[_Spoken]:
    """Annotations with words, in order of time; one without a time is behind the one before it."""
    spoken = []
    for tier in talk.tiers:
        at = 0.0
        for label in tier.labels:
            at = max(0.0, rank[label.start][0]) if label.start in rank else at
            if label.text and not label.text.isspace():
                spoken.append((at, tier, label))
    return sorted(spoken, key=itemgetter(0))


def _turn(
    tier: Tier, label: Label, seconds: Seconds, about: Mapping[str, Mapping[str, str]], convention: str
) -> Turn:
    start, end = seconds.get(label.start), seconds.get(label.end)
    if start is not None and end is not None and start > end:
        start = end = None
    text, marks, pieces = symbols.read(label.text, convention)
    return Turn(
        id=label.id,
        speaker=tier.speaker,
        raw=label.text,
        text=text,
        start=start,
        end=end,
        marks=marks,
        pieces=pieces,
        line=label.line,
        tiers=about.get(label.id, NOTHING),
    )


def _about(talk: _Talk) -> Mapping[str, Mapping[str, str]]:
    """What tiers below say about each annotation of talk."""
    about: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for tier in talk.others:
        if tier.parent and not MOVES.fullmatch(tier.name):
            for label in tier.labels:
                if label.text and label.id in talk.root:
                    said = about[talk.root[label.id]]
                    said[tier.name] = f"{said[tier.name]}\n{label.text}" if tier.name in said else label.text
    return about


def _annotations(encounter: str, talk: _Talk, turns: Iterable[Turn]) -> Iterator[Annotation]:
    lengths = {turn.id: len(turn.raw) for turn in turns}
    for tier in talk.others:
        if tier.parent and MOVES.fullmatch(tier.name):
            for label in tier.labels:
                turn = talk.root.get(label.id, "")
                for code in filter(None, _BETWEEN_CODES.split(label.text.strip()) if turn in lengths else ()):
                    yield Annotation(
                        encounter=encounter,
                        turn=turn,
                        code=code,
                        coder=tier.annotator or "eaf",
                        start=0,
                        stop=lengths[turn],
                    )


def _beside(talk: _Talk) -> Iterator[Problem]:
    for tier in talk.others:
        if not tier.parent:
            message = (
                f"its name or type says that it holds no talk; it is in meta, not among the turns "
                f"({len(tier.labels)} annotations)."
            )
            yield Problem(line=tier.line, text=tier.name, message=message, rule="beside-talk")


def _time_flaws(turns: Iterable[Turn], spoken: Iterable[_Spoken], seconds: Seconds) -> Iterator[Problem]:
    for turn, (_, _, label) in zip(turns, spoken, strict=True):
        if turn.start is not None and turn.end is not None:
            continue
        start, end = seconds.get(label.start), seconds.get(label.end)
        lost = [slot for slot in (label.start, label.end) if slot not in seconds]
        if lost:
            rule, what = "dangling-reference", f"there is no time slot {lost[0]!r}"
        elif start is not None and end is not None:
            rule, what = "reversed-times", "the annotation ends before it begins"
        else:
            continue
        yield Problem(
            line=turn.line, text=turn.raw, message=f"{what}; kept without.", rule=rule, turn=turn.id
        )


def _participants(tiers: Iterable[Tier]) -> tuple[Participant, ...]:
    people: dict[str, Participant] = {}
    for tier in tiers:
        name = tier.name if tier.name != tier.speaker else None
        people.setdefault(tier.speaker, Participant(id=tier.speaker, name=name))
    return tuple(people.values())


def _language(tiers: Iterable[Tier]) -> str | None:
    said = (tier.language for tier in tiers if tier.language.lower() not in _NO_LANGUAGE)
    return next(map(language_of, said), None)


def _meta(root: Element, talk: _Talk, seconds: Seconds) -> dict[str, object]:
    meta: dict[str, object] = {
        "author": root.get("AUTHOR", ""),
        "date": root.get("DATE", ""),
        "media": tuple(media.get("MEDIA_URL", "") for media in root.iter("MEDIA_DESCRIPTOR")),
        "vocabularies": {
            one.get("CV_ID", ""): dict(_entries(one)) for one in root.iter("CONTROLLED_VOCABULARY")
        },
        "tiers": _other_labels(talk, seconds),
    }
    return {name: value for name, value in meta.items() if value}


def _entries(vocabulary: Element) -> Iterator[tuple[str, str]]:
    """Each value of a vocabulary and what it means, as ELAN writes it now and as it did before 2.8."""
    for entry in (*vocabulary.iter("CVE_VALUE"), *vocabulary.iter("CV_ENTRY")):
        yield entry.text or "", entry.get("DESCRIPTION", "")


def _other_labels(talk: _Talk, seconds: Seconds) -> dict[str, tuple[tuple[object, ...], ...]]:
    """The labels that are not about a turn, with the times of what they are about."""
    if not talk.others:
        return {}
    times = {
        label.id: (seconds.get(label.start), seconds.get(label.end))
        for tier in (*talk.tiers, *talk.others)
        for label in tier.labels
    }
    spoken = {label.id for tier in talk.tiers for label in tier.labels if label.text.strip()}
    kept = {
        tier.name: tuple(
            (*times[label.id if label.start else talk.root.get(label.id, label.id)], label.text)
            for label in tier.labels
            if label.text and talk.root.get(label.id) not in spoken
        )
        for tier in talk.others
    }
    return {name: labels for name, labels in kept.items() if labels}
