"""Jefferson transcripts as plain text: what conversation analysts type and print.

A turn begins with a speaker's label and goes on over the lines below it that have none::

    # language: sv                            what the file says about itself
    # roles: L = professional, P = client

    1  L:  hur har de (.) vari se:n            a turn: printed line number, label, talk
    2      sist.                               the turn goes on
    3      (0.8)                               a silence on a line of its own
    4  P:  nå. (.) de e väl bättre

Numbers are optional, and so is an analyst's arrow in the margin. A silence on a line of its
own belongs to nobody, but must not be lost: it stands at the end of the turn above it, as a
mark behind its last word. The signs within a turn are read by :mod:`vuoro.symbols`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.roles import role_of
from vuoro.formats.tongues import language_of
from vuoro.model import Encounter, Participant, Problem, Source, Turn

LINE = re.compile(
    r"""
    (?P<number> [ ]{0,3}\d{1,4}[a-z]?[.:)]? (?=[\s→⇒]|-{1,2}>|=>|$) )?
    (?P<indent> [ \t]* (?: (?:-{1,2}>|=>|⇒|→) [ \t]* )? )
    (?: (?P<label> [^\W\d_] [\w.'’/&-]* (?:[ ][\w.'’/&-]+){0,3} ) [ ]? : (?=[ \t]|$) )?
    (?P<talk> .* )
    """,
    re.VERBOSE,
)
ABOUT = re.compile(r"#\s*([\w-]+)\s*:\s*(.*)")


class Line(NamedTuple):
    """A line of the file in its parts; ``at`` is where it begins in the text, ``place`` counts from 1."""

    place: int
    at: int
    text: str
    number: str
    indent: str
    label: str
    talk: int


class Opening(NamedTuple):
    """The lines of one turn: the first has the label, the others go on."""

    first: Line
    end: int


@reader("jefferson", suffixes={".txt", ".jefferson", ".ca"})
def read_jefferson(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a plain-text transcript: labelled lines are turns.

    A turn's id is its printed line number where every turn has one of its own. Lines ``# key:
    value`` before the talk are in ``meta``, other lines there in ``meta["header"]``. A line after
    a blank one that has neither label, number nor indentation is a Problem of rule
    ``unread-line``. Unreadable where no line begins with a label such as ``A:``.
    """
    lines = list(_lines(file.text))
    meta = _about(lines)
    declared = _declared(meta.get("roles", ""))
    labels = _labels(lines, {*declared, *options.roles})
    openings, problems = _openings(lines, labels)
    if not openings:
        raise Unreadable(
            file.name, 1, "no line begins with a speaker's label and a colon, such as 'A: hello'."
        )
    header = [line.text for line in lines[: openings[0].first.place - 1] if line.text.strip()]
    header = [text for text in header if not ABOUT.match(text)]
    raws = [file.text[opening.first.talk : opening.end] for opening in openings]
    convention = options.convention or meta.get("convention") or convention_of(raws, options)
    turns = _turns(openings, raws, convention)
    return [
        Encounter(
            id=options.encounter or meta.get("encounter") or file.path.stem,
            turns=tuple(turns),
            language=options.language or (language_of(meta["language"]) if meta.get("language") else None),
            participants=tuple(Participant(id=who, role=role_of(role)) for who, role in declared.items()),
            problems=(*problems, *_strangers(turns, declared)),
            source=Source(
                files=(file.name,), format="jefferson", convention=convention, sha256=(file.sha256,)
            ),
            meta={**meta, "header": "\n".join(header)} if header else meta,
        )
    ]


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for place, whole in enumerate(re.split(r"(?<=\n)|(?<=\r)(?!\n)", text), 1):
        line = whole.rstrip("\r\n")
        found = LINE.fullmatch(line)
        assert found is not None, "every part of LINE is optional"
        number, indent, label = found["number"] or "", found["indent"], found["label"] or ""
        yield Line(place, at, line, number.strip(), indent, label, at + found.start("talk"))
        at += len(whole)


def _about(lines: Iterable[Line]) -> dict[str, str]:
    """What the file says about itself, in lines such as ``# language: fi``."""
    return {found[1].lower(): found[2].strip() for line in lines if (found := ABOUT.match(line.text))}


def _declared(said: str) -> dict[str, str]:
    """Speaker to role, of ``V = professional, A = client``."""
    pairs = (entry.partition("=") for entry in said.split(","))
    return {who.strip(): role.strip() for who, equals, role in pairs if equals and who.strip()}


def _labels(lines: Sequence[Line], declared: Set[str]) -> frozenset[str]:
    """What is a label and not a lengthened word: ``joo:`` begins many a line of talk.

    Labels are declared, or begin with a capital; or, in a file without capitals, they come back.
    """
    met = Counter(line.label for line in lines if line.label and not line.text.startswith("#"))
    capital = {label for label in met if label[0].isupper()}
    if capital or declared:
        return frozenset(capital | declared)
    return frozenset(label for label, times in met.items() if times > 1)


def _openings(lines: Sequence[Line], labels: frozenset[str]) -> tuple[list[Opening], list[Problem]]:
    openings: list[Opening] = []
    problems: list[Problem] = []
    margin = _margin(lines, labels)
    after_blank = False
    for line in lines:
        end = line.at + len(line.text)
        if not line.text.strip():
            after_blank = True
            continue
        if line.label in labels and len(line.indent.expandtabs(4)) <= margin and not ABOUT.match(line.text):
            openings.append(Opening(line, end))
        elif openings and (line.number or line.indent or not after_blank):
            openings[-1] = openings[-1]._replace(end=end)
        elif openings:
            message = (
                "no speaker's label. Begin the line with one, or indent it if it goes on with the turn above."
            )
            problems.append(Problem(line=line.place, text=line.text, message=message))
        after_blank = False
    return openings, problems


def _margin(lines: Iterable[Line], labels: frozenset[str]) -> int:
    """How far in labels stand. What looks like one further in is talk that goes on."""
    indents = Counter(len(line.indent.expandtabs(4)) for line in lines if line.label in labels)
    usual = indents.most_common(1)[0][0] if indents else 0
    # An arrow or a shorter line number may move a label by a few columns.
    return usual + 3


def _turns(openings: Sequence[Opening], raws: Sequence[str], convention: str) -> list[Turn]:
    numbers = [opening.first.number.strip(".:)") for opening in openings]
    numbered = all(numbers) and len(set(numbers)) == len(numbers)
    turns = []
    for count, (opening, raw) in enumerate(zip(openings, raws, strict=True), 1):
        # The space between label and talk is layout.
        talk = raw.lstrip(" \t")
        text, marks, pieces = symbols.read(talk, convention)
        turns.append(
            Turn(
                id=numbers[count - 1] if numbered else f"t{count:04d}",
                speaker=opening.first.label,
                raw=talk,
                text=text,
                marks=marks,
                pieces=pieces,
                line=opening.first.place,
            )
        )
    return turns


def _strangers(turns: Iterable[Turn], declared: Mapping[str, str]) -> Iterator[Problem]:
    """Speakers whom a file that declares its speakers does not know: perhaps a slip of the label."""
    told: set[str] = set()
    for turn in turns:
        if declared and turn.speaker not in declared and turn.speaker not in told:
            told.add(turn.speaker)
            message = f"{turn.speaker!r} is not among the declared speakers ({', '.join(declared)}); kept."
            yield Problem(
                line=turn.line, text=turn.raw, message=message, rule="undeclared-speaker", turn=turn.id
            )
