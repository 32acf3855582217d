"""Examples by move: where it was heard, what became of it, and the near misses beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from vuoro import codebooks, wording
from vuoro.model import Annotation, record
from vuoro.teaching.excerpts import Excerpt, excerpt
from vuoro.teaching.packs import Pack, Page, part, show
from vuoro.wording import N_

MOST = 120
"""Examples of one move on a page: more than anybody looks through, and few enough to search at once."""
NEAR = 12
"""Near misses of one move on a page."""


SETTINGS = (
    N_("child health clinic"), N_("diabetes clinic"), N_("employment services"), N_("home care"),
    N_("occupational health"), N_("psychiatric outpatient clinic"), N_("service development"),
    N_("social and health services"), N_("social services"), N_("vocational rehabilitation"), N_("youth guidance"),
)  # fmt: skip
"""Settings whose names we translate; another stands as its ``corpus.toml`` has it."""


@record
class Example:
    """A place where a move was heard. ``outcome`` is that of the sequence it opens, "" where it opens none.

    ``agreed`` tells whether everybody who coded it heard the same; ``settled`` is, for a near miss, the
    label of the move that it was settled to be.
    """

    excerpt: Excerpt
    language: str
    setting: str
    role: str
    outcome: str
    agreed: bool
    settled: str = ""


@part("gallery", title=N_("Gallery"), order=50)
def gallery(pack: Pack) -> Iterable[Page]:
    """A page for each move that occurs, those of the theme's way first."""
    _, ngettext = wording.translator(pack.language), wording.counter(pack.language)
    book = codebooks.load("participation")
    outcomes = _outcomes(pack)
    found: dict[str, list[Annotation]] = {}
    for move in pack.material.settled:
        found.setdefault(move.code, []).append(move)
    for code in sorted(book.codes, key=lambda code: (code.way != pack.way, code.way)):
        moves = found.get(code.id, [])
        if not moves:
            continue
        shown = [_example(pack, move, outcomes) for move in _mixed(pack, moves)[:MOST]]
        html = show(
            pack,
            "gallery.html.j2",
            title=code.labels[pack.language],
            code=code,
            examples=shown,
            near=list(_near(pack, code.id))[:NEAR],
            number=len(moves),
            languages=sorted({one.language for one in shown}),
            outcomes=sorted({one.outcome for one in shown if one.outcome}),
            settings=sorted({one.setting for one in shown if one.setting}),
        )
        what = ngettext("%(num)s example", "%(num)s examples", len(moves)) % {"num": len(moves)}
        yield Page(file=f"gallery_{code.id}.html", title=code.labels[pack.language], what=what, html=html)


def _mixed(pack: Pack, moves: list[Annotation]) -> list[Annotation]:
    """The pack's own language first, and one example of each encounter before a second of any."""
    taken: Counter[str] = Counter()
    ranked = []
    for move in moves:
        taken[move.encounter] += 1
        foreign = pack.material.encounter(move.encounter).language != pack.language
        ranked.append((foreign, taken[move.encounter], move))
    return [move for _, _, move in sorted(ranked, key=lambda one: one[:2])]


def _example(
    pack: Pack, move: Annotation, outcomes: dict[tuple[str, str, str], str], settled: str = ""
) -> Example:
    talk = pack.material.encounter(move.encounter)
    at = pack.material.place(move.encounter, move.turn)
    outcome = outcomes.get((move.encounter, move.turn, move.code), "")
    return Example(
        excerpt=excerpt(
            pack.material, move.encounter, at - 1, at + 2, meant={move.turn: (move.start, move.stop)}
        ),
        language=talk.language or "",
        setting=wording.translator(pack.language)(str(talk.meta.get("setting", "")) or " ").strip(),
        role=talk.role(talk.turns[at].speaker),
        outcome=wording.name("outcome", outcome, pack.language) if outcome else "",
        agreed=not pack.material.share(move) < 1,
        settled=settled,
    )


def _near(pack: Pack, code: str) -> Iterator[Example]:
    """Places that somebody took for the move and that were settled to be another."""
    labels = codebooks.load("participation").labels(pack.language)
    by_encounter: dict[str, list[Example]] = {}
    for heard in pack.material.codings:
        if heard.code == code and (instead := pack.material.settled_at(heard)) not in ("", code):
            made = _example(pack, heard, {}, labels.get(instead, instead))
            by_encounter.setdefault(heard.encounter, []).append(made)
    ours = sorted(by_encounter.values(), key=lambda some: some[0].language != pack.language)
    for some in zip_longest(*ours):
        yield from (one for one in some if one is not None)


def _outcomes(pack: Pack) -> dict[tuple[str, str, str], str]:
    return {(s.encounter, s.first_turn, s.code): s.outcome for s in pack.material.sequences}
