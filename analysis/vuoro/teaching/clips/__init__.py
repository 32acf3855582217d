"""Review pages: a clip a line at a time, a stop before the professional's next turn, and commentary after.

Inspired by CARM (Stokoe 2014, ROLSI 47(3), 255-265), which is its authors' method, with training and
accreditation of its own; these pages are not it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from vuoro import codebooks, wording
from vuoro.model import Annotation, Encounter, Turn
from vuoro.review import transcript
from vuoro.teaching.clips.choosing import LONGEST, SHORTEST, Clip, Place, clips, places
from vuoro.teaching.clips.pairing import Pair, Side, pairs
from vuoro.teaching.clips.voices import Commentary, commentary
from vuoro.teaching.excerpts import excerpt, title_of
from vuoro.teaching.packs import Pack, Page, part, show
from vuoro.teaching.sounds import begins, sound
from vuoro.wording import N_

MOST = 6
"""Clips of a pack: two are used in a session, and the others are there to choose from."""
COMMENTED = 3
"""Places of a clip that are commented on, its own first."""

TRANSLATIONS: Mapping[str, str] = {
    **dict.fromkeys(("eng", "en", "english"), "en"),
    **dict.fromkeys(("swe", "sve", "sv", "svenska"), "sv"),
    **dict.fromkeys(("fin", "fi", "suomi"), "fi"),
    **dict.fromkeys(("tra", "translation"), ""),
}
"""What transcripts call the line that holds a translation, and its language; "" where the name does not tell."""

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Clip",
    "Commentary",
    "Pair",
    "Place",
    "Side",
    "clips",
    "commentary",
    "pairs",
    "places",
    "review",
    "translation",
]


@part("clips", title=N_("Clips to review"), order=20)
def review(pack: Pack) -> Iterable[Page]:
    """A page for each clip of the theme, and one for each pair of the same place in another design."""
    around: dict[str, list[Place]] = {}
    for place in places(pack.material, pack.way):
        around.setdefault(place.move.encounter, []).append(place)
    for number, clip in enumerate(clips(pack.material, pack.way, pack.language, MOST), 1):
        yield _clip(pack, clip, number, around[clip.encounter])
    for pair in pairs(pack):
        yield _pair(pack, pair)


def translation(turn: Turn, language: str, own: str = "") -> tuple[str, str]:
    """The translation of a turn and its language: into ``language`` if there is one; ("", "") without any.

    ``own`` is the language of the talk, into which nothing need be translated.

    Examples
    --------
    >>> said = Turn(id="t1", speaker="K", raw="Hej.", text="Hej.", tiers={"%com": "waves", "%eng": "Hello."})
    >>> translation(said, "fi", "sv")
    ('Hello.', 'en')
    """
    found = [
        (TRANSLATIONS[name], text)
        for tier, text in turn.tiers.items()
        if (name := tier.strip().lstrip("%").casefold()) in TRANSLATIONS
        and TRANSLATIONS[name] != (own or None)
    ]
    of, text = min(found, key=lambda one: one[0] != language, default=("", ""))
    return transcript.shown(text), of


def _clip(pack: Pack, clip: Clip, number: int, around: list[Place]) -> Page:
    _ = wording.translator(pack.language)
    talk = pack.material.encounter(clip.encounter)
    turns = talk.turns[clip.first : clip.last + 1]
    heard = sound(pack.material.recordings, talk, clip.first, clip.last, f"clip_{number}")
    inside = [
        place
        for place in around
        if clip.first <= place.at and place.response <= clip.last and place != clip.place
    ]
    title = _("%(meeting)s, turns %(first)s–%(last)s") % {
        "meeting": title_of(talk),
        "first": wording.turn_number(turns[0].id),
        "last": wording.turn_number(turns[-1].id),
    }
    html = show(
        pack,
        "clips/clip.html.j2",
        title=title,
        sound=bool(heard),
        talk=talk,
        lines=_lines(pack, talk, turns),
        translated={turn.id: translation(turn, pack.language, talk.language or "") for turn in turns},
        stop=talk.turns[clip.stop].id,
        comments=[commentary(pack, place) for place in [clip.place, *inside][:COMMENTED]],
        heard=heard[0].file if heard else "",
        begins=begins(heard[0]) if heard else 0.0,
        shown=transcript.shown,
    )
    label = codebooks.load("participation").labels(pack.language)[clip.place.move.code]
    return Page(file=f"clip_{number}.html", title=title, what=label, html=html, sounds=heard)


def _lines(pack: Pack, talk: Encounter, turns: tuple[Turn, ...]) -> list[transcript.Line]:
    """The lines of a clip with its settled moves, each of which marks the words that it is of."""
    here = {turn.id for turn in turns}
    moves = [_marked(move) for move in pack.material.moves(talk.id) if move.turn in here]
    links = [link for link in pack.material.links(talk.id) if {link.first_turn, _answer(link)} <= here]
    links = [replace(link, last_turn=_answer(link)) for link in links]
    return transcript.lines(replace(talk, turns=turns), moves, links, pack.language)


def _answer(link: Any) -> str:
    """The turn that decided what became of a sequence."""
    return link.response_turn or link.last_turn


def _marked(move: Annotation) -> Annotation:
    return replace(move, evidence=(move.start, move.stop))


def _pair(pack: Pack, pair: Pair) -> Page:
    title = pair.design.title[pack.language]
    html = show(
        pack,
        "clips/pair.html.j2",
        title=title,
        ask=pair.design.ask[pack.language],
        sides=[_column(pack, side) for side in (pair.one, pair.other)],
    )
    _ = wording.translator(pack.language)
    what = _("The same place, designed in two ways, side by side.")
    return Page(file=f"pair_{pair.design.name}.html", title=title, what=what, html=html)


def _column(pack: Pack, side: Side) -> dict[str, Any]:
    """One side of a pair: the lines before its place and from it on, so that the places stand level."""
    move = side.place.move
    span = {move.turn: (move.start, move.stop)}
    said = commentary(pack, side.place)
    return {
        "before": replace(excerpt(pack.material, move.encounter, side.first, side.place.at - 1), where=""),
        "on": excerpt(pack.material, move.encounter, side.place.at, side.last, meant=span),
        "comment": said,
    }
