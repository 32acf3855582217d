"""Where a question or a clause opens in the middle of talk, so that a new unit begins there.

Punctuated talk is cut at commas, transcribed talk at pauses, and talk without any signs where its
words alone show a beginning: a main clause has a form of its own in each language, and which words
show it stands in the cue tables (``question`` and ``clause``).
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import islice

from vuoro.language import cues
from vuoro.language.cues import Cues, Said
from vuoro.language.words import WORD, placed

SIGN = re.compile("[,:]|-(?= |$)")
"""After one of these a question or a clause may open."""

SHORTEST_OPENED = 3
"""How many words must stand before an unpunctuated question for it to open a unit of its own."""

LONGEST_TAG = 4
"""How many words a tag has at most that somebody wrote as a sentence of its own."""

LONG_TALK = 7
"""How many spaces a stretch of talk has at least in which a new clause is a unit of its own."""

SHORTEST_CLAUSE = 3
"""How many words a clause must have, and leave before it, to be a unit of its own."""


def question_opens(text: str, said: Said, punctuated: bool, table: Cues) -> int:
    """Where in the text of a unit a question opens that is a unit of its own; 0 if none does.

    It may after a comma; and where nobody punctuated, after a lead-in particle (*so how*) or where
    a form stands that only main clauses have (*how do you*).
    """
    signs = [sign.start() for sign in SIGN.finditer(text)]
    starts = [start for start, _ in places(text, said, table)] if signs else []
    # A tag after a comma belongs to its statement.
    enough = said.count - (LONGEST_TAG if "tag" in said.hits else 0)
    for before in (bisect(starts, sign) for sign in signs):
        if 0 < before < enough and _asks(said, before, table):
            return starts[before]
    if not punctuated:
        for before in _clear_openings(said, table):
            if _asks(said, before, table):
                return next(islice(places(text, said, table), before, None))[0]
    return 0


def _asks(said: Said, before: int, table: Cues) -> bool:
    """Whether a question begins after so many words, and no inverted statement.

    In languages that put the verb second (those with a class ``asked``), a verb before its subject
    is a statement's own order after a clause in front (*om du vill kan vi*) or in a tag (*tycker
    jag*); there it asks only where it turns to the other.
    """
    if not cues.question_begins(said, before):
        return False
    asked = table.classes.get("asked")
    found = said.words.split()
    if asked is None or found[before] in table.classes["wh"]:
        return True
    first = next((word for word in found if not table.leads[word]), "")
    turned = any(word in asked for word in found[before + 1 : before + 3])
    return turned and first not in table.classes["fronting"]


def _clear_openings(said: Said, table: Cues) -> Iterator[int]:
    """After how many words the words alone show that a question may open."""
    found = said.words.split()
    leading = next((at for at, word in enumerate(found) if not table.leads[word]), len(found))
    after = max(SHORTEST_OPENED, leading + 1)
    yield from (at for at in range(after, len(found)) if table.leads[found[at - 1]])
    asked = said.hits.get("question")
    if asked and not asked.row.pattern.edge:
        before = said.words.count(" ", 0, asked.start)
        if before >= SHORTEST_OPENED:
            yield before


def clauses_open(text: str, pauses: Sequence[int], punctuated: bool, table: Cues) -> list[int]:
    """Where in a stretch of talk clauses open that are units of their own.

    Where somebody punctuated, a clause opens only after a comma or at one of the ``pauses``; else
    wherever its words show it.
    """
    if text.count(" ") < LONG_TALK:
        return []
    anywhere = not punctuated and SIGN.search(text) is None
    opened = [0]
    for at in cues.clauses(text, table):
        if not anywhere and text[at - 2] not in ",:" and not _paused(text, at, pauses):
            continue
        if min(text.count(" ", opened[-1], at), text.count(" ", at) + 1) >= SHORTEST_CLAUSE:
            opened.append(at)
    return opened[1:]


def _paused(text: str, at: int, pauses: Sequence[int]) -> bool:
    """Whether there is a pause right before a word."""
    before = bisect(pauses, at) - 1
    return before >= 0 and pauses[before] >= at - 1


def places(text: str, said: Said, table: Cues) -> Iterator[tuple[int, int]]:
    """Where each word that the cues see stands in the text."""
    if said.whole:
        return (match.span() for match in WORD.finditer(text))
    return _kept_places(text, table)


def _kept_places(text: str, table: Cues) -> Iterator[tuple[int, int]]:
    last = ""
    for word, start, stop in placed(text):
        if table.index[word] is not None and word != last:
            yield start, stop
            last = word
