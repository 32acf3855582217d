"""Before the codebook meeting: what the disagreements were about, and which lines to bring."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from vuoro.project.adjudicating import Adjudication
from vuoro.project.differences import Coding, Disagreement
from vuoro.project.rules import OTHER

if TYPE_CHECKING:
    import pandas as pd

ABOUT = ("type", "one", "other", "places", "as_one", "as_other", "as_neither", "open")
BRING = (
    "type",
    "one",
    "other",
    "encounter",
    "line",
    "turn",
    "speaker",
    "words",
    "codings",
    "said",
    "settled",
    "cost",
)


def about(settling: Adjudication) -> pd.DataFrame:
    """What was taken for what, most often first: a row for each two codes, or outcomes of one type.

    Columns: `type` ("move", or S1 to S10), `one` and `other` in the order of the alphabet (`other` also
    means no code), `places` where two coders were so apart, how many of these were settled `as_one`,
    `as_other` or `as_neither`, and how many are `open`. Two codes that are often one another's are badly told
    apart in the codebook; two of which one always wins, by one of the coders.
    """
    import pandas as pd

    counted: dict[tuple[str, str, str], dict[str, int]] = {}
    for place in settling.all:
        for pair in _pairs(place):
            row = counted.setdefault((place.type or "move", *pair), dict.fromkeys(ABOUT[3:], 0))
            row["places"] += 1
            row[_settled_as(settling, place, pair)] += 1
    rows = sorted(counted.items(), key=lambda told: (-told[1]["places"], told[0]))
    return pd.DataFrame([(*key, *row.values()) for key, row in rows], columns=list(ABOUT))


def _pairs(place: Disagreement) -> Iterator[tuple[str, str]]:
    """What stands against what, once a place; what two coders have in common stands against nothing."""
    found = {pair for one, other in combinations(place.codings, 2) for pair in _against(one, other)}
    return iter(sorted(found))


def _against(one: Coding, other: Coding) -> Iterator[tuple[str, str]]:
    ours, theirs = set(one.told) - {OTHER}, set(other.told) - {OTHER}
    for mine in sorted(ours - theirs) or [OTHER]:
        for yours in sorted(theirs - ours) or [OTHER]:
            if mine != yours:
                yield min(mine, yours), max(mine, yours)


def _settled_as(settling: Adjudication, place: Disagreement, pair: tuple[str, str]) -> str:
    event = settling.settlement(place)
    if event is None:
        return "open"
    told = {one["outcome" if place.type else "code"] for one in event["codings"]} or {OTHER}
    one, other = pair
    if (one in told) == (other in told):
        return "as_neither"
    return "as_one" if one in told else "as_other"


def to_bring(settling: Adjudication, *, each: int = 3) -> pd.DataFrame:
    """The lines to bring to the meeting: of what was most often taken for what, the costliest places.

    ``each`` is how many places of each two codes. ``codings`` is who says what, ``said`` are memos and notes
    of the coders and of the adjudicator.
    """
    import pandas as pd

    rows = []
    for row in about(settling).to_dict("records"):
        pair = (row["one"], row["other"])
        places = [one for one in settling.all if (one.type or "move") == row["type"] and pair in _pairs(one)]
        rows += [(row["type"], *pair, *_line(settling, one)) for one in places[:each]]
    return pd.DataFrame(rows, columns=list(BRING))


def _line(settling: Adjudication, place: Disagreement) -> tuple[Any, ...]:
    row = settling.row(place)
    names = [one.coder for one in place.codings]
    said = [f"{name}: {row[f'{name}: memo']}" for name in names if row[f"{name}: memo"]]
    said += [f"{settling.by}: {row['note']}"] if row["note"] else []
    codings = "; ".join(f"{name}: {row[name]}" for name in names)
    where = (row[name] for name in ("encounter", "line", "turn", "speaker", "words"))
    return (*where, codings, "; ".join(said), row["settled"], row["cost"])


def confused(settling: Adjudication) -> pd.DataFrame:
    """How often one coder's code is another's what, over all turns, those where they agree too."""
    from vuoro.agreement import rate
    from vuoro.agreement.differing import confusion

    marks = [a for some in settling.compared for done in some.works for a in done.annotations]
    seen: dict[str, set[str]] = {}
    for some in settling.compared:
        for done in some.works:
            seen.setdefault(done.coder, set()).add(some.encounter.id)
    return confusion(rate([some.encounter for some in settling.compared], marks, seen=seen))
