"""CHAT again: turns on main tiers, their times in bullets, moves on ``%cod``, sequences on ``%xseq``.

What was read from CHAT is written as it stood: headers, tiers, every sign of a turn, and lines
that nobody understood. Talk from elsewhere gets headers (:mod:`vuoro.formats.talkbank.headers`), and its
turns stand as they were transcribed, but for a tab where further lines had a number; a comment in
the headers tells our reader their convention. Codes are those of :mod:`vuoro.formats.talkbank.codingtier`.

pylangacq writes CHAT too, but only what it has read from CHAT.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from vuoro.formats import unheld
from vuoro.formats.chat import BULLET, times_of
from vuoro.formats.edited import Edited, replaced
from vuoro.formats.talkbank import codewriting, codingtier, headers
from vuoro.formats.unheld import in_utf8, loss
from vuoro.formats.writing import Written, writer
from vuoro.model import Encounter, Problem, Sequence, Turn

_NEWLINE = r"(?:\r\n?+|\n)(?!\t)"
_BULLET = rf"{BULLET.pattern}|\x15"
UNFIT = re.compile(rf"\A[ \t]+|{_NEWLINE}")
"""What a tier cannot hold: white space before the talk, and a line that does not begin with a tab."""

UNFIT_OR_BULLET = re.compile(rf"\A(?:[ \t]|{_BULLET})+|{_NEWLINE}|{_BULLET}")
_NUMBERED = re.compile(r"(?:\r\n?|\n)[ \t]*\d{0,4}[a-z]?[.:)]?[ \t]*")
_REPEATED = re.compile(r"\n(?!\t)")
_TIER = re.compile(r"[%@][^:\t\r\n]+")
_OUT_OF_PLACE = ("unread-line", "stray-line")
LONGEST = 999_999_999.999
"""Seconds; the reader takes bullets of twelve digits."""


@writer("chat", suffix=".cha")
def write_chat(encounter: Encounter) -> Written:
    """The encounter as a CHAT file, with its moves and sequences.

    Losses are told: speakers with other codes, times that are no stretch, what is known of the
    encounter and its people and has no header, names of turns, and white space that no tier holds.
    """
    codes, newline = headers.codes_of(encounter), _newline(encounter)
    lines = [_line(turn, encounter) for turn in encounter.turns]
    coded, strays = _coded(encounter, lines), _strays(encounter)
    body = [*strays.get(-1, ())]
    for at, (turn, line) in enumerate(zip(encounter.turns, lines, strict=True)):
        body.append(f"*{codes[turn.speaker]}:\t{line.raw}")
        body += _tier_lines(_with_codes(turn.tiers, coded.get(turn.id, {})))
        body += strays.get(at, ())
    head = headers.header_text(encounter, codes, newline)
    text = head + "".join(f"{one}{newline}" for one in [*body, "@End"])
    return Written(files={"": in_utf8(text).encode("utf-8")}, losses=tuple(_losses(encounter, codes, lines)))


def _newline(encounter: Encounter) -> str:
    head = headers.stood_before(encounter)
    return next((end for end in ("\r\n", "\n", "\r") if end in head), "\n")


def _line(turn: Turn, encounter: Encounter) -> Edited:
    """A turn as a main tier holds it, with a bullet for its times unless it has it already."""
    said = times_of(turn.raw)
    stands = said == (turn.start, turn.end) or (headers.is_chat(encounter) and turn.start is None)
    unfit = UNFIT if stands or "\x15" not in turn.raw else UNFIT_OR_BULLET
    layout = {} if headers.is_chat(encounter) else _layout(turn)
    matches = unfit.finditer(turn.raw)
    line = replaced(
        turn.raw,
        ((match.start(), layout.get(match.start(), match.end()), _fitted(match)) for match in matches),
    )
    bullet = "" if stands else _bullet(turn)
    return line._replace(raw=f"{line.raw} {bullet}" if line.raw and bullet else line.raw + bullet)


def _layout(turn: Turn) -> dict[int, int]:
    """Where lines of other transcripts begin, with their numbers, which are no talk: start to stop."""
    breaks = (mark for mark in turn.marks if mark.kind == "line_break")
    return {mark.start: mark.stop for mark in breaks if _NUMBERED.fullmatch(turn.raw, mark.start, mark.stop)}


def _fitted(match: re.Match[str]) -> str:
    return f"{match[0]}\t" if match[0][0] in "\r\n" else ""


def _bullet(turn: Turn) -> str:
    if turn.start is None or turn.end is None or not 0 <= turn.start < turn.end <= LONGEST:
        return ""
    start, end = round(turn.start * 1000), round(turn.end * 1000)
    return f"\x15{start}_{end}\x15" if start < end else ""


def _coded(encounter: Encounter, lines: Iterable[Edited]) -> Mapping[str, Mapping[str, list[str]]]:
    """The codes under each turn, by its id and the name of the tier."""
    numbers = {turn.id: number for number, turn in enumerate(encounter.turns)}
    placed = dict(zip(numbers, lines, strict=False))
    coded: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for move in encounter.annotations:
        if move.turn in placed:
            line = placed[move.turn]
            coded[move.turn][codingtier.MOVES].append(codewriting.move(line.moved(move), len(line.raw)))
    for link in encounter.sequences:
        if _is_here(link, numbers):
            coded[link.first_turn][codingtier.LINKS].append(codewriting.link(link, numbers))
    return coded


def _is_here(link: Sequence, turns: Collection[str]) -> bool:
    return link.first_turn in turns and link.last_turn in turns and link.response_turn in ("", *turns)


def _with_codes(tiers: Mapping[str, str], coded: Mapping[str, list[str]]) -> dict[str, str]:
    """The tiers of a turn, with its codes after what stands on the coding tier already."""
    added = {name: " ".join(filter(None, (tiers.get(name), *codes))) for name, codes in coded.items()}
    return {**tiers, **added}


def _tier_lines(tiers: Mapping[str, str]) -> Iterator[str]:
    for name, said in tiers.items():
        if not _TIER.fullmatch(name):
            yield f"{_tier_name(name)}:\t{UNFIT.sub(_fitted, said)}"
        elif said or name[0] == "%":
            yield from (f"{name}:\t{one}" for one in _REPEATED.split(said))
        else:
            yield name


def _tier_name(name: str) -> str:
    """A name for a tier that CHAT does not know: ``%x`` and letters.

    Examples
    --------
    >>> _tier_name("reply_to"), _tier_name("move@DOC")
    ('%xreplyto', '%xmoveDOC')
    """
    return "%x" + (re.sub(r"[^A-Za-z0-9]", "", name) or "tier")


def _strays(encounter: Encounter) -> dict[int, list[str]]:
    """Lines of a CHAT file that nobody understood, by the number of the turn after which they stood."""
    if not headers.is_chat(encounter):
        return {}
    starts = [turn.line or 0 for turn in encounter.turns]
    above = len(headers.stood_before(encounter).splitlines())
    strays: defaultdict[int, list[str]] = defaultdict(list)
    for problem in encounter.problems:
        if problem.rule in _OUT_OF_PLACE and problem.line is not None and problem.line > above:
            strays[bisect_right(starts, problem.line) - 1].append(problem.text)
    return strays


def _losses(encounter: Encounter, codes: Mapping[str, str], lines: Iterable[Edited]) -> Iterator[Problem]:
    yield from headers.losses(encounter, codes)
    yield from unheld.characters(encounter, xml=False)
    yield from unheld.moves(encounter)
    turns = {turn.id for turn in encounter.turns}
    for link in encounter.sequences:
        if not _is_here(link, turns):
            message = "it is about a turn that this encounter does not have."
            yield loss(encounter, link.type, message, rule="sequence", turn=link.first_turn)
    if not headers.is_chat(encounter):
        yield from _losses_from_elsewhere(encounter)
    for turn, line in zip(encounter.turns, lines, strict=True):
        if (turn.start, turn.end) != (None, None) and "\x15" not in line.raw:
            message = "a bullet needs a start, and an end that is later; the turn is without times."
            yield loss(encounter, turn.raw, message, rule="time", turn=turn.id)
        if line.edits:
            message = "white space before the talk, new lines, line numbers or bullets are not as they were."
            yield loss(encounter, turn.raw, message, rule="space", turn=turn.id)


def _losses_from_elsewhere(encounter: Encounter) -> Iterator[Problem]:
    if any(turn.id != f"t{number:04d}" for number, turn in enumerate(encounter.turns, 1)):
        message = "CHAT has no names for turns; they are numbered."
        yield loss(encounter, encounter.turns[0].id, message, rule="name")
    for name in dict.fromkeys(name for turn in encounter.turns for name in turn.tiers):
        if not _TIER.fullmatch(name):
            yield loss(encounter, name, f"the tier is called {_tier_name(name)}.", rule="tier")
    for problem in encounter.problems:
        if problem.rule == "unread-line":
            message = f"it could not be read from {encounter.source.format}, and is not written."
            yield loss(encounter, problem.text, message, rule="line")
