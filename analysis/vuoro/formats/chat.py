"""CHAT, the format of TalkBank and CLAN.

A file is a stack of tiers. A tier begins at the margin and goes on over every line that
begins with a tab::

    @Participants:  PRO Anna Doctor, CLI Client      a header
    *PRO:   and how have you                         a main tier, which is a turn:
            been since then ? ␕0_2350␕               words, a terminator, a media bullet
    %com:   leans forward                            a dependent tier, on the turn above it

The format is described in MacWhinney, *Tools for Analyzing Talk*, part 1,
https://doi.org/10.21415/3mhn-0z89. The signs within a turn are read by :mod:`vuoro.symbols`, and
moves on ``%cod`` by :mod:`vuoro.formats.talkbank.codingtier`.
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
from vuoro.formats.talkbank import codingtier
from vuoro.formats.talkbank.codingtier import Coded
from vuoro.formats.tongues import language_of
from vuoro.formats.turning import numbered, turns_of
from vuoro.model import NOTHING, ROLES, Encounter, Participant, Problem, Source, Turn

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

AFTER_HEADERS = re.compile(r"(?:\A|(?<=[\r\n]))(?:\*|@End\b)")

# What our own writer knows of an encounter and CHAT has no header for.
OURS = re.compile(r"vuoro (\w+): (.*)")

# Headers that are about the whole file, wherever in it they stand.
ABOUT_THE_FILE = ("@Begin", "@End", "@Languages", "@Participants", "@ID", "@Options", "@Media")

UNDETERMINED = "und"  # in ISO 639-3

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
    them, verbatim, but for the moves on ``%cod``, which are in ``annotations``. ``meta`` holds each
    header under its name, and the whole of what stands before the talk under ``"headers"``. A main
    tier that names no speaker is a Problem of rule ``unread-line``; whatever else is wrong is kept,
    and told as a Problem. Unreadable only where no line begins as CHAT does.
    """
    headers, main, dependent, problems = sorted_tiers(file.text)
    if not headers and not main:
        raise Unreadable(file.name, 1, "no line begins with * or @. Is this a CHAT file?")
    id, meta = options.encounter or file.path.stem, meta_of(headers)
    convention = options.convention or _convention(meta)
    turns = _turns(main, dependent, convention)
    coded = codingtier.read(turns, id) if codingtier.is_in(file.text) else Coded(turns)
    people = participants_of(headers)
    problems += _missing(headers, file.text)
    problems += _undeclared(turns, people)
    problems += [_wrong_times(turn) for turn in turns if turn.start is None and "\x15" in turn.raw]
    return [
        Encounter(
            id=id,
            turns=tuple(coded.turns),
            language=options.language or _language(meta),
            participants=tuple(people.values()),
            problems=tuple(sorted([*problems, *coded.problems], key=lambda problem: problem.line or 0)),
            annotations=tuple(coded.moves),
            sequences=tuple(coded.links),
            source=Source(files=(file.name,), format="chat", convention=convention, sha256=(file.sha256,)),
            meta={**meta, "headers": headers_in(file.text)},
        )
    ]


def sorted_tiers(text: str) -> Tiers:
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


def _turns(main: Sequence[Tier], dependent: Mapping[int, dict[str, str]], convention: str) -> list[Turn]:
    if not main:
        return []
    names, raws, lines = zip(*main, strict=True)
    starts, ends = zip(*map(times_of, raws), strict=True)
    turns = turns_of(
        raws,
        convention,
        id=numbered(len(raws)),
        speaker=map(_speaker, names),
        start=starts,
        end=ends,
        line=lines,
        tiers=[dependent.get(number, NOTHING) for number in range(1, len(raws) + 1)],
    )
    return list(turns)


@lru_cache(maxsize=4096)
def _speaker(name: str) -> str:
    return name[1:].strip() or "?"


def times_of(raw: str) -> tuple[float, float] | tuple[None, None]:
    """Seconds, from the first bullet's start to the last one's end; None where time runs backwards."""
    bullets = BULLET.findall(raw)
    if not bullets:
        return None, None
    start, end = float(bullets[0][0]) / 1000, float(bullets[-1][1]) / 1000
    return (start, end) if start <= end else (None, None)


def participants_of(headers: Iterable[Tier]) -> dict[str, Participant]:
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
        code: Participant(id=code, role=_role(meta), name=names.get(code) or None, meta=meta)
        for code, meta in about.items()
        if code
    }


def _role(meta: Mapping[str, str]) -> str:
    """The role, said by CHAT's word for it, or by ours where CHAT has none."""
    custom = meta.get("custom", "")
    return custom if custom in ROLES else role_of(meta.get("role", ""))


def meta_of(headers: Iterable[Tier]) -> dict[str, str]:
    """What the other headers say, under their own names; those that are repeated, a line each."""
    meta: defaultdict[str, list[str]] = defaultdict(list)
    for name, content, _ in headers:
        ours = OURS.fullmatch(content) if name == "@Comment" else None
        if ours:
            meta[ours[1]].append(ours[2])
        elif content and name not in ("@Participants", "@ID"):
            meta[name[1:]].append(content)
    return {name: "\n".join(contents) for name, contents in meta.items()}


def headers_in(text: str) -> str:
    """What stands before the talk, verbatim."""
    after = AFTER_HEADERS.search(text)
    return text[: after.start()] if after else text


def _language(meta: Mapping[str, str]) -> str | None:
    first = meta.get("Languages", "").split(",")[0]
    return language_of(first) if first.strip() not in ("", UNDETERMINED) else None


def _convention(meta: Mapping[str, str]) -> str:
    said = meta.get("convention", "")
    return said if said in symbols.CONVENTIONS else "chat"


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
