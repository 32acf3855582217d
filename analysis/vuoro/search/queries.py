"""A question about moves, as a person types it, and as a record.

A query is steps joined by ``->``. A step says who does what, and a later step within how many
turns::

    client propose -> professional question within 2
    professional invite_view "lääk*" -> not client express_view within 3
    client S3=ignored|probed

*Who* is client, professional (either side as a whole) or a role; left out, anybody. *What* is one
or more codes (``|`` between them), ``question``, ``action``, ``move``, a way (``W1`` to ``W5``) or
a sequence with its outcomes. ``"words"`` must be said in the turn. ``not`` asks that nothing of
the kind follows.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from vuoro import codebooks
from vuoro.model import ROLES, record
from vuoro.search.concordance import BadSearch
from vuoro.sequences.floor import ACTIONS, QUESTIONS

SIDES = {"client": frozenset({"client", "companion"}),
         "professional": frozenset({"professional", "other_professional"})}  # fmt: skip

SOON = 2
"""Turns within which a later step is looked for, where the query does not say."""

_TOKEN = re.compile(r'"(?P<words>[^"]*)"|(?P<word>[^\s"]+)')
_SEQUENCE = re.compile(r"(?P<type>S(?:10|[1-9]))(?:=(?P<outcomes>[\w|]+))?")


@record
class Step:
    """One thing that happens: by these roles, one of these codes or outcomes, with these words.

    Empty sets ask for nothing in particular. ``within`` is counted in turns from the step before;
    the same turn does not count. ``absent`` asks that it does not happen.
    """

    roles: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    sequence: str = ""
    outcomes: frozenset[str] = frozenset()
    words: str = ""
    within: int = SOON
    absent: bool = False


def parse(query: str) -> tuple[Step, ...]:
    """The steps of a query.

    Raises
    ------
    BadSearch
        says which word of the query is not understood and what it may have been.

    Examples
    --------
    >>> first, then = parse("client propose -> not professional develop_proposal within 4")
    >>> sorted(first.codes), then.absent, then.within
    (['propose'], True, 4)
    >>> parse("client propse")
    Traceback (most recent call last):
        ...
    vuoro.search.concordance.BadSearch: 'propse' is no code, role, way or sequence. Did you mean 'propose'?
    """
    steps = tuple(_step(part) for part in query.split("->"))
    if steps[0].absent:
        raise BadSearch("the first step cannot be `not`: it is where a search begins; put `not` after ->")
    return steps


def _step(text: str) -> Step:
    tokens = list(_TOKEN.finditer(text))
    words = " ".join(token["words"] for token in tokens if token["words"] is not None)
    rest = [token["word"] for token in tokens if token["word"] is not None]
    rest, within = _within(rest)
    absent = rest[:1] == ["not"]
    rest = rest[absent:]
    roles = _who(rest[0]) if rest else frozenset()
    rest = rest[bool(roles) :]
    if len(rest) > 1:
        raise BadSearch(f"{text.strip()!r}: one step has one thing to look for; join codes by |, steps by ->")
    sequence, outcomes, codes = _what(rest[0]) if rest else ("", frozenset(), frozenset())
    if not (words or roles or codes or sequence):
        raise BadSearch("a step is empty; say who does what, as in: client propose -> professional question")
    return Step(
        roles=roles,
        codes=codes,
        sequence=sequence,
        outcomes=outcomes,
        words=words,
        within=within,
        absent=absent,
    )


def _within(words: list[str]) -> tuple[list[str], int]:
    if "within" not in words:
        return words, SOON
    at = words.index("within")
    number = words[at + 1] if at + 1 < len(words) else ""
    if not number.isdecimal() or int(number) < 1:
        raise BadSearch("after `within` comes a number of turns: within 2")
    return words[:at] + [word for word in words[at + 2 :] if word not in ("turn", "turns")], int(number)


def _who(word: str) -> frozenset[str]:
    return SIDES.get(word, frozenset({word}) if word in ROLES else frozenset())


def _what(word: str) -> tuple[str, frozenset[str], frozenset[str]]:
    if sequence := _SEQUENCE.fullmatch(word):
        return sequence["type"], frozenset((sequence["outcomes"] or "").split("|")) - {""}, frozenset()
    known = _groups()
    names = word.split("|")
    for name in names:
        if name not in known:
            close = get_close_matches(name, [*known, *ROLES], n=1)
            raise BadSearch(
                f"{name!r} is no code, role, way or sequence"
                + (f". Did you mean {close[0]!r}?" if close else "; see `vuoro search --help`")
            )
    return "", frozenset(), frozenset().union(*(known[name] for name in names))


def _groups() -> dict[str, frozenset[str]]:
    """Everything that may stand for codes, and the codes that it stands for."""
    book = codebooks.load("participation")
    codes = {code.id: frozenset({code.id}) for code in book.codes}
    ways = {f"W{way}": frozenset(code.id for code in book.codes if code.way == way) for way in book.ways}
    support = {name: frozenset({name}) for name in book.support}
    return codes | support | ways | {"question": QUESTIONS, "action": ACTIONS, "move": frozenset(codes)}
