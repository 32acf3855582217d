"""Where coders differ: every place with its line, and what was taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Sequence as Many
from itertools import combinations

import pandas as pd

from vuoro.agreement.outcomes import Pair
from vuoro.agreement.units import OTHER, Ratings
from vuoro.model import Encounter

PLACE = ["encounter", "file", "turn", "line", "speaker"]


def disagreements(encounters: Iterable[Encounter], ratings: Ratings) -> pd.DataFrame:
    """A row for each unit that coders code differently: where, what each of them says, and the words.

    A coder's column holds the codes with commas, `other` for none, and "" where the coder has not seen
    the unit.
    """
    known = {e.id: (e, {turn.id: turn for turn in e.turns}) for e in encounters}
    rows = []
    for place, given, seen in zip(ratings.places, ratings.given, ratings.seen, strict=True):
        told = [_told(ratings, row) if there else "" for row, there in zip(given, seen, strict=True)]
        if len({one for one in told if one}) > 1:
            encounter, turns = known[place.encounter]
            turn = turns[place.turn]
            words = turn.text[slice(*turn.in_text(place.start, place.stop))]
            where = (encounter.id, _file(encounter), turn.id, turn.line, turn.speaker)
            rows.append((*where, place.start, place.stop, *told, words.strip()))
    columns = [*PLACE, "start", "stop", *ratings.coders, "words"]
    return pd.DataFrame(rows, columns=columns).astype({"line": "Int64"})


def _told(ratings: Ratings, given: Iterable[bool]) -> str:
    return ", ".join(c for c, has in zip(ratings.codes, given, strict=True) if has) or OTHER


def _file(encounter: Encounter) -> str:
    return encounter.source.files[0] if encounter.source.files else ""


def confusion(ratings: Ratings) -> pd.DataFrame:
    """What one coder calls what the other calls something else; a row for each two coders and two codes.

    Columns `first` and `second` (coders), `first_code`, `second_code`, `units`. Codes that both gave to
    a unit meet themselves, and what is left meets what is left, or `other` where nothing is.
    """
    cells: Counter[tuple[str, str, str, str]] = Counter()
    everything = range(len(ratings.codes))
    for given, seen in zip(ratings.given, ratings.seen, strict=True):
        for a, b in combinations(range(len(ratings.coders)), 2):
            if seen[a] and seen[b]:
                ours, theirs = ({ratings.codes[c] for c in everything if given[who, c]} for who in (a, b))
                names = ratings.coders[a], ratings.coders[b]
                cells.update((*names, *codes) for codes in _met(ours, theirs))
    rows = [(*cell, units) for cell, units in sorted(cells.items())]
    return pd.DataFrame(rows, columns=["first", "second", "first_code", "second_code", "units"])


def _met(ours: set[str], theirs: set[str]) -> list[tuple[str, str]]:
    """Codes of one unit against each other.

    Examples
    --------
    >>> _met({"accept", "explain"}, {"accept"}), _met(set(), set())
    ([('accept', 'accept'), ('explain', 'other')], [('other', 'other')])
    """
    same = [(code, code) for code in sorted(ours & theirs)]
    left, rest = sorted(ours - theirs), sorted(theirs - ours)
    if not left and not rest:
        return same or [(OTHER, OTHER)]
    return same + [(one, other) for one in left or [OTHER] for other in rest or [OTHER]]


def other_outcomes(
    encounters: Iterable[Encounter], pairs: Iterable[Many[Pair]], coders: tuple[str, str]
) -> pd.DataFrame:
    """A row for each sequence that two coders end differently, or that only one of them sees ("")."""
    rows = []
    for encounter, some in zip(encounters, pairs, strict=True):
        turns = {turn.id: turn for turn in encounter.turns}
        for one, other in some:
            there = one or other
            if there is not None and (one is None or other is None or one.outcome != other.outcome):
                turn = turns[there.first_turn]
                where = (encounter.id, _file(encounter), turn.id, turn.line, turn.speaker)
                told = [s.outcome if s else "" for s in (one, other)]
                rows.append((*where, there.type, *told, turn.text))
    columns = [*PLACE, "type", *coders, "words"]
    return pd.DataFrame(rows, columns=columns).astype({"line": "Int64"})
