"""CHAT, the format of TalkBank and CLAN.

A file is a stack of tiers. A tier begins at the margin and goes on over every line that
begins with a tab::

    @Participants:  PRO Anna Doctor, CLI Client      a header
    *PRO:   and how have you                         a main tier, which is a turn:
            been since then ? ␕0_2350␕               words, a terminator, a media bullet
    %com:   leans forward                            a dependent tier, on the turn above it

The format is described in MacWhinney, *Tools for Analyzing Talk*, part 1,
https://doi.org/10.21415/3mhn-0z89. The signs within a turn are read by :mod:`vuoro.symbols`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.roles import role_of
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Participant, Problem, Source, Turn

TIER = re.compile(
    r"""
    (?: ([*@%][^:\t\r\n]*) (:[ \t]*)? )?             # *PRO:   %com:   @Begin
    ( [^\r\n]* (?: (?:\r\n?|\n) \t [^\r\n]* )* )     # the rest of the line, and lines that begin with a tab
    (?: \r\n? | \n | \Z )
    """,
    re.VERBOSE,
)

# Milliseconds between two control characters. Older files name the recording there too.
BULLET = re.compile(r"\x15(?:%[^\x15]*_)?(\d{1,12})_(\d{1,12})-?\x15")

# Headers that are about the whole file, wherever in it they stand.
ABOUT_THE_FILE = ("@Begin", "@End", "@Languages", "@Participants", "@ID", "@Options", "@Media")

ID_FIELDS = ("language", "corpus", "code", "age", "sex", "group", "ses", "role", "education", "custom")


Tier = tuple[str, str, int]
"""A tier's name, what it holds, and the line it begins on: ``("*PRO", "how are you ?", 9)``."""


class Tiers(NamedTuple):
    """The tiers of a file by kind; the dependent ones by the number of the turn above them."""

    headers: list[Tier]
    main: list[Tier]
    dependent: Mapping[int, dict[str, str]]
    problems: list[Problem]


@reader("chat", suffixes={".cha"})
def read_chat(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a CHAT file: main tiers are turns, media bullets their times.

    Dependent tiers, and headers that stand within the talk, are in ``tiers`` of the turn above
    them, verbatim. A main tier that names no speaker is a Problem of rule ``unread-line``;
    whatever else is wrong is kept, and told as a Problem. Unreadable only where no line begins
    as CHAT does.
    """
    headers, main, dependent, problems = _sorted(file.text)
    if not headers and not main:
        raise Unreadable(file.name, 1, "no line begins with * or @. Is this a CHAT file?")
    convention = options.convention or "chat"
    turns = [
        _turn(number, tier, dependent.get(number, NOTHING), convention) for number, tier in enumerate(main, 1)
    ]
    people = _participants(headers)
    problems += _missing(headers, file.text)
    problems += _undeclared(turns, people)
    problems += [_wrong_times(turn) for turn in turns if turn.start is None and "\x15" in turn.raw]
    meta = _meta(headers)
    return [
        Encounter(
            id=options.encounter or file.path.stem,
            turns=tuple(turns),
            language=options.language or _language(meta),
            participants=tuple(people.values()),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(files=(file.name,), format="chat", convention=convention, sha256=(file.sha256,)),
            meta=meta,
        )
    ]


def _sorted(text: str) -> Tiers:
    """Every tier in its place; a line that has none is a Problem."""
    headers, main, dependent, problems = Tiers([], [], defaultdict(dict), [])
    line, newline = 1, "\n" if "\n" in text else "\r"
    for match in TIER.finditer(text):
        name, colon, content = match.groups("")
        if colon and name[0] == "*":
            main.append((name, content, line))
        elif name[:1] == "@" and (name in ABOUT_THE_FILE or not main):
            headers.append((name, content, line))
        elif main and (name[:1] == "@" or (colon and name[0] == "%")):
            about = dependent[len(main)]
            about[name] = f"{about[name]}\n{content}" if name in about else content
        elif name or content.strip():
            problems.append(_unplaced(line, name + colon + content))
        line += 1 + content.count(newline)
    return Tiers(headers, main, dependent, problems)


def _unplaced(line: int, text: str) -> Problem:
    if text.startswith("*"):
        message = "no colon ends the speaker. Write *ABC: and a tab."
        return Problem(line=line, text=text, message=message, rule="unread-line")
    message = "this is no header, no turn and nothing about a turn. A continuation begins with a tab."
    return Problem(line=line, text=text, message=message, rule="stray-line")


def _turn(number: int, tier: Tier, about: Mapping[str, str], convention: str) -> Turn:
    name, raw, line = tier
    text, marks, pieces = symbols.read(raw, convention)
    start, end = _times(raw)
    return Turn(
        id=_id(number),
        speaker=_speaker(name),
        raw=raw,
        text=text,
        start=start,
        end=end,
        marks=marks,
        pieces=pieces,
        line=line,
        tiers=about,
    )


@lru_cache(maxsize=4096)
def _id(number: int) -> str:
    return f"t{number:04d}"


@lru_cache(maxsize=4096)
def _speaker(name: str) -> str:
    return name[1:].strip() or "?"


def _times(raw: str) -> tuple[float, float] | tuple[None, None]:
    """Seconds, from the first bullet's start to the last one's end; None where time runs backwards."""
    bullets = BULLET.findall(raw)
    if not bullets:
        return None, None
    start, end = float(bullets[0][0]) / 1000, float(bullets[-1][1]) / 1000
    return (start, end) if start <= end else (None, None)


def _participants(headers: Iterable[Tier]) -> dict[str, Participant]:
    """Everybody declared, by id: names from @Participants, roles and the rest from there and @ID."""
    names: dict[str, str] = {}
    about: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for header, content, _ in headers:
        if header == "@Participants":
            for code, *words in filter(None, map(str.split, content.split(","))):
                names[code] = " ".join(words[:-1])
                about[code].update(("role", word) for word in words[-1:])
        elif header == "@ID":
            fields = dict(zip(ID_FIELDS, map(str.strip, content.split("|")), strict=False))
            about[fields.pop("code", "")].update((name, field) for name, field in fields.items() if field)
    return {
        code: Participant(
            id=code, role=role_of(meta.get("role", "")), name=names.get(code) or None, meta=meta
        )
        for code, meta in about.items()
        if code
    }


def _meta(headers: Iterable[Tier]) -> dict[str, str]:
    """What the other headers say, under their own names; those that are repeated, a line each."""
    meta: defaultdict[str, list[str]] = defaultdict(list)
    for name, content, _ in headers:
        if content and name not in ("@Participants", "@ID"):
            meta[name[1:]].append(content)
    return {name: "\n".join(contents) for name, contents in meta.items()}


def _language(meta: Mapping[str, str]) -> str | None:
    first = meta.get("Languages", "").split(",")[0]
    return language_of(first) if first.strip() else None


def _missing(headers: Iterable[Tier], text: str) -> Iterator[Problem]:
    names = {name for name, _, _ in headers}
    if "@Begin" not in names:
        yield Problem(
            line=1, text="", message="there is no @Begin. Is the top missing?", rule="missing-begin"
        )
    if "@End" not in names:
        last = text.count("\n") + 1
        yield Problem(
            line=last, text="", message="there is no @End. Is the rest missing?", rule="missing-end"
        )


def _undeclared(turns: Sequence[Turn], people: Mapping[str, Participant]) -> Iterator[Problem]:
    strangers = {turn.speaker: turn for turn in reversed(turns) if turn.speaker not in people}
    for speaker, turn in strangers.items():
        message = f"{speaker!r} is not among @Participants ({', '.join(people) or 'there are none'}); kept."
        yield Problem(line=turn.line, text=turn.raw, message=message, rule="undeclared-speaker", turn=turn.id)


def _wrong_times(turn: Turn) -> Problem:
    rule, what = "unreadable-time", "the bullet holds no start_end in milliseconds"
    if BULLET.search(turn.raw):
        rule, what = "reversed-times", "the bullet ends before it begins"
    return Problem(
        line=turn.line, text=turn.raw, message=f"{what}; kept without times.", rule=rule, turn=turn.id
    )
