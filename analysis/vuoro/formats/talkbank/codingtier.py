"""The coding tier of CHAT, ``%cod``: moves under the turn they are about, and sequences on ``%xseq``.

A code begins with ``$``, and colons part it from what is more particular, as the CHAT manual has it
(MacWhinney, *Tools for Analyzing Talk*, part 1, https://doi.org/10.21415/3mhn-0z89)::

    *DOC:   how have you been ? ␕0_900␕
    %cod:   $invite_open $invite_view:span=4-17:coder=kaisa:status=suggested:+focus=experience
    %xseq:  $S1:last=2:response=1:outcome=told:coder=kaisa

A code of our codebook alone is a move of the whole turn, confirmed, by the coder ``chat``. What
else is known of it follows: ``span`` and ``evidence`` (offsets in ``raw``), ``coder``, ``status``,
``score``, ``cue``, ``note``, ``codebook``, and with a plus its attributes, ``+name=text`` or, if they
are no text, ``+name==JSON``. Characters that would part things are written as in a URL (``%20``).
A code of another codebook is a move if it names a coder. Whatever else stands on the tier is left
there, verbatim. A sequence stands under its first turn; ``last`` and ``response`` count turns from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from collections.abc import Sequence as Many
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import unquote

from vuoro.formats.plain import something
from vuoro.model import NOTHING, STATUSES, Annotation, Problem, Sequence, Turn

MOVES, LINKS = "%cod", "%xseq"
CODER = "chat"
"""Who coded, where the file does not say."""

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_TOKEN = re.compile(r"\s*(\S+)")


class Coded(NamedTuple):
    """Turns without the codes on their tiers, what the codes say, and what is wrong with some."""

    turns: Many[Turn]
    moves: Many[Annotation] = ()
    links: Many[Sequence] = ()
    problems: Many[Problem] = ()


class Code(NamedTuple):
    """A code as it is written: itself, what follows it by name, and the attributes."""

    name: str
    told: Mapping[str, str]
    attributes: Mapping[str, Any]


class NoCode(ValueError):
    """No code of ours; the message says what is wrong, where it looks as if it were one."""


def is_in(text: str) -> bool:
    """May there be a code in a file? Most have none, and need not look at every turn."""
    return MOVES in text or LINKS in text


def read(turns: Many[Turn], encounter: str) -> Coded:
    """The moves and sequences on the tiers of some turns, and the turns without them.

    A code of ours with a span outside the turn, or with anything that cannot be, is left on the
    tier and told as a Problem of rule ``unread-code``.

    Examples
    --------
    >>> turn = Turn(id="t1", speaker="A", raw="so ?", text="so", tiers={"%cod": "$IMP $invite_open"})
    >>> coded = read([turn], "visit")
    >>> dict(coded.turns[0].tiers), [(move.code, move.coder, move.stop) for move in coded.moves]
    ({'%cod': '$IMP'}, [('invite_open', 'chat', 4)])
    """
    kept: list[Turn] = []
    moves: list[Annotation] = []
    links: list[Sequence] = []
    problems: list[Problem] = []
    for at, turn in enumerate(turns):
        tiers = dict(turn.tiers)
        for name, way, found in ((MOVES, _move, moves), (LINKS, _link, links)):
            if name in tiers:
                tiers[name], said, wrong = _apart(tiers[name], partial(way, turns, at, encounter))
                found.extend(said)
                problems += [_flaw(turn, tiers[name], message) for message in wrong]
                if said and not tiers[name]:
                    del tiers[name]
        kept.append(turn if tiers == turn.tiers else replace(turn, tiers=tiers or NOTHING))
    return Coded(kept, moves, links, problems)


def _apart(tier: str, read: Callable[[Code], Any]) -> tuple[str, list[Any], list[str]]:
    """What is left of a tier, what its codes say, and what is wrong with those that are left."""
    left, found, wrong = "", list[Any](), list[str]()
    for match in _TOKEN.finditer(tier):
        try:
            found.append(read(_code(match[1])))
        except NoCode as error:
            left += match[0]
            wrong += filter(None, error.args)
    return (left.lstrip() if found else tier), found, wrong


def _flaw(turn: Turn, tier: str, message: str) -> Problem:
    return Problem(line=turn.line, text=tier, message=message, rule="unread-code", turn=turn.id)


def _code(token: str) -> Code:
    name, *fields = token.removeprefix("$").split(":")
    if not token.startswith("$") or not name:
        raise NoCode
    told, attributes = {}, {}
    for field in fields:
        key, equals, value = field.partition("=")
        if not equals:
            raise NoCode
        if key.startswith("+"):
            attributes[unquote(key[1:])] = _value(value)
        else:
            told[key] = unquote(value)
    return Code(unquote(name), told, attributes)


def _value(written: str) -> Any:
    if not written.startswith("="):
        return unquote(written)
    try:
        return something(json.loads(unquote(written[1:])))
    except (ValueError, TypeError, RecursionError):
        raise NoCode(f"{written!r} is no attribute's value") from None


def _move(turns: Many[Turn], at: int, encounter: str, code: Code) -> Annotation:
    if code.name not in known_codes() and "coder" not in code.told:
        raise NoCode
    turn, told = turns[at], dict(code.told)
    start, stop = _span(told, "span", turn) or (0, len(turn.raw))
    return Annotation(
        encounter=encounter,
        turn=turn.id,
        code=code.name,
        start=start,
        stop=stop,
        evidence=_span(told, "evidence", turn),
        score=_number(told, "score"),
        attributes=code.attributes or NOTHING,
        **_texts(told, ("coder", "status", "cue", "note", "codebook")),
    )


def _link(turns: Many[Turn], at: int, encounter: str, code: Code) -> Sequence:
    told = dict(code.told)
    if "outcome" not in told:
        raise NoCode
    return Sequence(
        encounter=encounter,
        type=code.name,
        first_turn=turns[at].id,
        last_turn=_after(told, "last", turns, at) or turns[at].id,
        response_turn=_after(told, "response", turns, at),
        gap=_number(told, "gap"),
        attributes=code.attributes or NOTHING,
        **_texts(told, ("coder", "status", "outcome", "code", "note")),
    )


def _texts(told: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """What is left of the fields, if they are all among these; NoCode if not."""
    for name in told:
        if name not in names:
            raise NoCode(f"a code has no {name!r} here")
    if told.get("status", STATUSES[0]) not in STATUSES:
        raise NoCode(f"status {told['status']!r} is none of {', '.join(STATUSES)}")
    return {"coder": CODER, **told}


def _span(told: dict[str, str], name: str, turn: Turn) -> tuple[int, int] | None:
    if name not in told:
        return None
    match = _SPAN.fullmatch(told.pop(name))
    start, stop = map(int, match.groups()) if match else (1, 0)
    if not start <= stop <= len(turn.raw):
        raise NoCode(f"the {name} lies outside the turn, which has {len(turn.raw)} characters")
    return start, stop


def _number(told: dict[str, str], name: str) -> float | None:
    if name not in told:
        return None
    try:
        return float(told.pop(name))
    except ValueError:
        raise NoCode(f"the {name} is no number") from None


def _after(told: dict[str, str], name: str, turns: Many[Turn], at: int) -> str:
    """The id of a turn that is so many turns on; "" where nobody says."""
    if name not in told:
        return ""
    count = told.pop(name)
    if not re.fullmatch(r"-?\d{1,9}", count) or not 0 <= at + int(count) < len(turns):
        raise NoCode(f"{name}={count} is no turn of this file")
    return turns[at + int(count)].id


@cache
def known_codes() -> frozenset[str]:
    """The codes that are moves wherever they stand on the tier: those of our codebook."""
    # The codebook is YAML, and only a file that has codes pays for reading it.
    from vuoro import codebooks

    codebook = codebooks.load("participation")
    return frozenset([*(code.id for code in codebook.codes), *codebook.support])
