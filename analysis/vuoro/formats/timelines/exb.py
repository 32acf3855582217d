"""EXMARaLDA's .exb files: tiers of events on one timeline.

Transcribers cut an event wherever somebody else begins or ends, so that overlap can be seen in
the score, and some cut at every word. An event is thus no turn. EXMARaLDA's own unit is the
*segment chain*: the events of a tier that follow each other without a gap on the timeline.
A chain is a turn here; the events it was made of, with their times, stay in ``tiers["events"]``.

No Python library reads the format without loss; it is described in EXMARaLDA's
documentation, https://exmaralda.org.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, reader
from vuoro.formats.markup.parsing import parse
from vuoro.formats.tables.reading import NOBODY
from vuoro.formats.timelines.score import NOWHERE, Event, Tier, Timeline, tiers_of, timeline_of
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Participant, Problem, Source, Turn


class Chain(NamedTuple):
    """Events without a gap between them, which are a turn."""

    speaker: str
    events: list[Event]
    raw: str


@reader("exb", suffixes={".exb"})
def read_exb(file: File, options: Options) -> list[Encounter]:
    """The one encounter of an EXMARaLDA basic transcription: a chain of events is a turn.

    Each speaker has one transcription tier. Further ones (parts of speech, lemmas), and tiers
    of descriptions and annotations, are in ``tiers`` of the turn during which an event of
    theirs begins, a line each; where nobody speaks, in ``meta["tiers"]`` as (start, end, label).
    """
    document = parse(file, root="basic-transcription", kind="an EXMARaLDA basic transcription")
    places, times, problems = timeline_of(document)
    tiers, flaws = tiers_of(document, places)
    talk, others, further = _talk(tiers)
    chains = [chain for _, chain in sorted(_placed(talk), key=itemgetter(0))]
    about, silent = _about(chains, others, times)
    convention = convention_of([chain.raw for chain in chains], options)
    turns = tuple(
        _turn(f"t{number:04d}", chain, times, about.get(number, {}), convention)
        for number, chain in enumerate(chains, 1)
    )
    problems = [*document.problems, *problems, *flaws, *further, *_time_flaws(turns, chains, times)]
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=turns,
            language=options.language or _language(document.root),
            participants=tuple(_participants(document.root, talk)),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(files=(file.name,), format="exb", convention=convention, sha256=(file.sha256,)),
            meta=_meta(document.root, silent),
        )
    ]


def _talk(tiers: Iterable[Tier]) -> tuple[list[Tier], list[Tier], list[Problem]]:
    """The transcription tier of each speaker, all other tiers, and those that might have been one."""
    written: defaultdict[str, list[Tier]] = defaultdict(list)
    others: list[Tier] = []
    for tier in tiers:
        (written[tier.speaker] if tier.kind == "t" else others).append(tier)
    talk, problems = [], []
    for mine in written.values():
        category = "v" if any(tier.category == "v" for tier in mine) else mine[0].category
        for tier in mine:
            if tier.category == category:
                talk.append(tier)
                continue
            others.append(tier)
            if not tier.events:
                continue
            message = f"another transcription tier of {tier.speaker or NOBODY!r} is the talk; kept beside it."
            problems.append(Problem(line=tier.line, text=tier.name, message=message, rule="beside-talk"))
    return talk, others, problems


def _placed(talk: Iterable[Tier]) -> Iterator[tuple[int, Chain]]:
    """Each turn and its place; one that has none is behind the one before it."""
    for tier in talk:
        at = 0
        for chain in _chains(tier):
            at = at if chain.events[0].first == NOWHERE else chain.events[0].first
            yield at, chain


def _chains(tier: Tier) -> Iterator[Chain]:
    chain: list[Event] = []
    between = _between(tier.events)
    for event in tier.events:
        if chain and (not event.text.strip() or chain[-1].last != event.first or event.first == NOWHERE):
            yield Chain(tier.speaker or NOBODY, chain, between.join(one.text for one in chain))
            chain = []
        if event.text.strip():
            chain.append(event)
    if chain:
        yield Chain(tier.speaker or NOBODY, chain, between.join(one.text for one in chain))


def _between(events: Iterable[Event]) -> str:
    """Nothing, as in EXMARaLDA, which cuts within words too; a space where a tier is words alone."""
    texts = [event.text for event in events if event.text.strip()]
    spaced = any(text != text.strip() for text in texts)
    return "" if spaced or any(" " in text for text in texts) else " "


def _turn(id: str, chain: Chain, times: Timeline, about: Mapping[str, str], convention: str) -> Turn:
    start, end = _times(chain, times)
    if start is not None and end is not None and start > end:
        start = end = None
    text, marks, pieces = symbols.read(chain.raw, convention)
    if len(chain.events) > 1:
        about = {**about, "events": "\n".join(_cells(event, times) for event in chain.events)}
    return Turn(
        id=id,
        speaker=chain.speaker,
        raw=chain.raw,
        text=text,
        start=start,
        end=end,
        marks=marks,
        pieces=pieces,
        line=chain.events[0].line,
        tiers=about or NOTHING,
    )


def _times(chain: Chain, times: Timeline) -> tuple[float | None, float | None]:
    return _time(times, chain.events[0].first), _time(times, chain.events[-1].last)


def _time(times: Timeline, place: int) -> float | None:
    return None if place == NOWHERE else times[place]


def _cells(event: Event, times: Timeline) -> str:
    seconds = (_time(times, event.first), _time(times, event.last))
    return "\t".join(["" if time is None else f"{time:g}" for time in seconds] + [event.text])


def _about(
    chains: list[Chain], others: Iterable[Tier], times: Timeline
) -> tuple[dict[int, dict[str, str]], dict[str, tuple[tuple[object, ...], ...]]]:
    """What other tiers say during each turn (by its number), and while their speaker is silent."""
    about: defaultdict[int, dict[str, str]] = defaultdict(dict)
    silent: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
    of: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, chain in enumerate(chains, 1):
        if chain.events[0].first == NOWHERE:
            continue
        of[chain.speaker].append((chain.events[0].first, chain.events[-1].last, number))
    for tier in others:
        turns = of.get(tier.speaker or NOBODY, [])
        starts = [first for first, _, _ in turns]
        for event in tier.events:
            at = bisect_right(starts, event.first) - 1
            if not event.text.strip():
                continue
            if event.first != NOWHERE and at >= 0 and event.first < turns[at][1]:
                said = about[turns[at][2]]
                said[tier.name] = f"{said[tier.name]}\n{event.text}" if tier.name in said else event.text
            else:
                silent[tier.name].append((_time(times, event.first), _time(times, event.last), event.text))
    return about, {name: tuple(labels) for name, labels in silent.items()}


def _time_flaws(turns: Iterable[Turn], chains: Iterable[Chain], times: Timeline) -> Iterator[Problem]:
    for turn, chain in zip(turns, chains, strict=True):
        start, end = _times(chain, times)
        if start is not None and end is not None and start > end:
            message = "it ends before it begins; kept without times."
            yield Problem(line=turn.line, text=turn.raw, message=message, rule="reversed-times", turn=turn.id)


def _participants(root: Element, talk: Iterable[Tier]) -> Iterator[Participant]:
    told = {one.get("id", ""): one for one in root.iter("speaker")}
    for id, one in told.items():
        facts = {fact.get("attribute-name", ""): fact.text or "" for fact in one.iter("ud-information")}
        sex = one.find("sex")
        meta = {**facts, **({"sex": sex.get("value", "")} if sex is not None else {})}
        yield Participant(id=id, name=(one.findtext("abbreviation") or "").strip() or None, meta=meta)
    for speaker in dict.fromkeys(tier.speaker or NOBODY for tier in talk):
        if speaker not in told:
            yield Participant(id=speaker)


def _language(root: Element) -> str | None:
    """The language that all speakers are said to use, where it is one."""
    used = {one.get("lang", "") for one in root.findall("head/speakertable/speaker/languages-used/language")}
    return language_of(used.pop()) if len(used) == 1 and all(used) else None


def _meta(root: Element, silent: Mapping[str, object]) -> dict[str, object]:
    about = root.find("head/meta-information")
    meta: dict[str, object] = {}
    for part in about if about is not None else ():
        facts = {fact.get("attribute-name", ""): fact.text or "" for fact in part.iter("ud-information")}
        meta.update({part.tag: part.get("url") or (part.text or "").strip()} | facts)
    meta["tiers"] = dict(silent)
    return {name: value for name, value in meta.items() if name and value}
