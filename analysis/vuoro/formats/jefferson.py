"""Plain text as conversation analysts type it: numbered lines, speakers, Jefferson's signs.

::

    # language: fi                                   what the file says about itself
    # roles: T = professional, A = client

     1  T:  mitä sä ite toivosit [tältä.             a label begins a turn
     2  A:                       [no:, (0.5)
     3      et mä saisin nukuttua.                   a line without one belongs to the turn above,
     4      (1.2)                                    and so does a silence of its own
     5 →T:  joo.                                     an arrow is the analyst's

Numbers, indentation and header may be missing. The signs within a turn are read by
:mod:`vuoro.symbols`; talk in ordinary orthography is known by having none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple, cast

from vuoro import symbols
from vuoro.formats.conventions import convention_of
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.recognisers import atrain, noscribe
from vuoro.formats.roles import role_of
from vuoro.formats.tongues import language_of
from vuoro.model import NOTHING, Encounter, Mark, Participant, Problem, Source, Turn

LINE = re.compile(
    r"""
    [ \t]* (?P<before> →|-{1,2}>|=>|⇒ )?
    [ \t]* (?: (?P<number>\d{1,4}[a-z]?) [.:)]? (?=\s|→|\Z) )?
    [ \t]* (?P<after> →|-{1,2}>|=>|⇒ )?
    [ \t]* (?: (?P<label> [^\W\d_][\w.'’/&-]* (?:[ ][\w.'’/&-]+){0,3} \?? | \?{1,3} ) [ ]? : (?=\s|\Z) )?
    [ \t]* (?P<talk> .*)
    """,
    re.VERBOSE,
)
ROW = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")

# "# phase: decision", "%gloss: what you self wish": said about the turn above, not in it.
ABOUT = re.compile(r"[ \t]*(%|#[ ])\s*([^\W_][^:\r\n]{0,40}?)\s*:[ \t]*(.*)")

ROLE = re.compile(r"\s*([^=,;]+?)\s*=\s*([^=,;]+?)\s*(?:[,;]|\Z)")
MEANS = {"språk": "language", "kieli": "language", "roller": "roles", "roolit": "roles"}


class Row(NamedTuple):
    """A line of the file: where it is, what it begins with, and where its talk stands in the file."""

    line: int
    text: str
    label: str
    column: int
    number: str
    arrow: str
    start: int
    stop: int


class Spoken(NamedTuple):
    """A turn on its way: its first row, where its last row ends, and what is said about it."""

    first: Row
    stop: int
    about: Mapping[str, str] = NOTHING


@reader("jefferson", suffixes={".txt", ".jefferson", ".ca"})
def read_jefferson(file: File, options: Options) -> list[Encounter]:
    """The one encounter of a text file with speaker labels; turns are named by their line numbers.

    A line without a label belongs to the turn above if it stands directly under it, is
    indented or numbered, or holds nothing but a silence or a comment; it stays in ``raw`` as it
    is. Any other line is a Problem of rule ``unread-line``. What stands before the first turn
    is in ``meta``. Text of noScribe's and aTrain's is read as their modules say.
    Unreadable where nothing looks like a speaker's label.
    """
    for program in (noscribe, atrain):
        if program.is_text(file.text):
            return program.read_text(file, options)
    rows = list(_rows(file.text))
    declared = _meta(takewhile(lambda row: row.text[:1] in ("#", ""), rows))
    roles = dict(ROLE.findall(declared.get("roles", "")))
    labels = _labels(rows) | {*roles, *options.roles}
    header = list(takewhile(lambda row: row.label not in labels, rows))
    meta = _meta(header)
    spoken, problems = _spoken(rows[len(header) :], labels)
    if not spoken:
        raise Unreadable(file.name, 1, "no line begins with a speaker's label and a colon, as in 'A: hello'.")
    raws = [file.text[turn.first.start : turn.stop] for turn in spoken]
    convention = options.convention or meta.get("convention") or convention_of(raws, options)
    turns = [_turn(*one, convention) for one in zip(_ids(spoken), spoken, raws, strict=True)]
    problems += _undeclared(turns, roles)
    return [
        Encounter(
            id=options.encounter or meta.get("encounter") or file.path.stem,
            turns=tuple(turns),
            language=options.language or (language_of(meta["language"]) if "language" in meta else None),
            participants=tuple(Participant(id=who, role=role_of(word)) for who, word in roles.items()),
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
            source=Source(
                files=(file.name,), format="jefferson", convention=convention, sha256=(file.sha256,)
            ),
            meta=meta,
        )
    ]


def _rows(text: str) -> Iterator[Row]:
    for line, match in enumerate(ROW.finditer(text), 1):
        parts = cast("re.Match[str]", LINE.match(match[1]))  # it matches every line
        start, stop = match.span(1)
        yield Row(
            line=line,
            text=match[1],
            label=parts["label"] or "",
            column=parts.start("label"),
            number=parts["number"] or "",
            arrow=parts["before"] or parts["after"] or "",
            start=start + parts.start("talk"),
            stop=stop,
        )


def _labels(rows: Sequence[Row]) -> set[str]:
    """What the speakers are called.

    "so: well" is talk, so all labels begin with a capital if any does; "Joo: mut" is talk where
    it stands further in than labels do; and "Date: ..." is none if it stands in a first paragraph
    whose labels never come back.
    """
    labelled = [row for row in rows if row.label]
    likely = [row for row in labelled if not row.label[0].islower()] or labelled
    margin = Counter(row.column for row in likely).most_common(1)
    placed = [row for row in likely if row.column <= margin[0][0] + 2]
    blank = next((row.line for row in rows if _ends_paragraph(row, rows)), 0)
    top = {row.label for row in placed if row.line < blank}
    later = {row.label for row in placed if row.line > blank}
    return later if later and len(top) > 1 and top.isdisjoint(later) else top | later


def _ends_paragraph(row: Row, rows: Sequence[Row]) -> bool:
    above = rows[row.line - 2].text if row.line > 1 else ""
    return not row.text.strip() and bool(above.strip()) and not ABOUT.match(above)


def _meta(header: Iterable[Row]) -> dict[str, str]:
    """What the lines before the talk say, by their keys; lines without a key are the "header"."""
    meta: dict[str, list[str]] = {}
    for row in header:
        key, colon, value = row.text.lstrip("# \t").partition(":")
        if colon and len(key) <= 40:
            meta.setdefault(MEANS.get(key.strip().lower(), key.strip().lower()), []).append(value.strip())
        elif row.text.strip():
            meta.setdefault("header", []).append(row.text.strip())
    return {name: "\n".join(values) for name, values in meta.items()}


def _spoken(rows: Iterable[Row], labels: Collection[str]) -> tuple[list[Spoken], list[Problem]]:
    """Which rows make a turn, and those that belong to none."""
    spoken: list[Spoken] = []
    problems: list[Problem] = []
    directly_under = False
    for row in rows:
        about = ABOUT.match(row.text)
        if row.label in labels:
            spoken.append(Spoken(row, row.stop))
            directly_under = True
        elif about:
            spoken[-1] = spoken[-1]._replace(
                about=_with(spoken[-1].about, about[1].strip() + about[2], about[3])
            )
        elif not row.text.strip():
            directly_under = False
        elif directly_under or row.number or row.text[0] in " \t" or _is_silence(row):
            if row.label and row.column <= spoken[-1].first.column:
                problems.append(_doubt(row, spoken[-1].first.label))
            spoken[-1] = spoken[-1]._replace(stop=row.stop)
            directly_under = True
        else:
            message = "no speaker, and no turn directly above. Write the speaker, or indent what goes on."
            problems.append(Problem(line=row.line, text=row.text, message=message, rule="unread-line"))
    return spoken, problems


def _with(about: Mapping[str, str], name: str, said: str) -> dict[str, str]:
    return {**about, name: f"{about[name]}\n{said}" if name in about else said}


def _doubt(row: Row, speaker: str) -> Problem:
    message = f"read as talk of {speaker!r}. If {row.label!r} is a speaker, write it with a capital."
    return Problem(line=row.line, text=row.text, message=message, rule="doubtful-label")


def _is_silence(row: Row) -> bool:
    return not symbols.read(row.text, "jefferson").text


def _ids(spoken: Sequence[Spoken]) -> list[str]:
    """The printed line numbers, if every turn has one of its own."""
    numbers = [turn.first.number for turn in spoken]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return numbers
    return [f"t{number:04d}" for number in range(1, len(spoken) + 1)]


def _turn(id: str, spoken: Spoken, raw: str, convention: str) -> Turn:
    reading = symbols.read(raw, convention)
    arrow = spoken.first.arrow
    # The arrow stands before the label, outside raw, so that its mark has no length.
    margin = (Mark(kind="highlight", start=0, stop=0, value=arrow),) if arrow else ()
    return Turn(
        id=id,
        speaker=spoken.first.label,
        raw=raw,
        text=reading.text,
        marks=margin + reading.marks,
        pieces=reading.pieces,
        line=spoken.first.line,
        tiers=spoken.about,
    )


def _undeclared(turns: Sequence[Turn], declared: Mapping[str, str]) -> Iterator[Problem]:
    """Speakers whom a file that declares its speakers does not know: perhaps a slip of the label."""
    strangers = {turn.speaker: turn for turn in reversed(turns) if declared and turn.speaker not in declared}
    for speaker, turn in strangers.items():
        message = f"{speaker!r} is not among the declared speakers ({', '.join(declared)}); kept."
        yield Problem(line=turn.line, text=turn.raw, message=message, rule="undeclared-speaker", turn=turn.id)
