"""The leak check: who can be told by an encounter as it stands."""

from __future__ import annotations

import unicodedata
from bisect import bisect, bisect_left
from collections.abc import Iterator

from vuoro.model import Encounter
from vuoro.privacy import identifiers, names, spoken
from vuoro.privacy.finding import NOBODY, TALK, Known, Leak
from vuoro.privacy.identifiers import Found
from vuoro.privacy.views import Place, View, places
from vuoro.privacy.wanting import Wanted, wanted

LIKELY = 0.5
"""From here on a find is more often one than not, on the corpora that we ship (see the evaluation)."""

NAMES = frozenset(["name", "place"])


def leaks(encounter: Encounter, known: Known = NOBODY, *, least: float = LIKELY) -> tuple[Leak, ...]:
    """Every stretch of an encounter that may tell who somebody is, in the order in which they stand.

    An empty answer does not mean that the encounter is anonymous. Nothing here finds what identifies
    indirectly: a workplace, a village, a rare diagnosis, a family, an unusual event. A human reads
    the transcript before it leaves the house. Invented encounters have leaks too; whoever
    exports one may look at ``encounter.invented``.

    Parameters
    ----------
    encounter : Encounter
        Its talk, dependent tiers, participants, headers, file names, problems and notes are searched.
        Names listed in ``encounter.meta["pseudonyms"]``, where :func:`pseudonymised` has put
        them, are no leaks.
    known : Known, optional
        Names that must not be left, pseudonyms that may be, and a model that marks names.
    least : float
        The confidence, 0 to 1, below which a find is not worth showing.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="visit", language="fi", turns=(
    ...     Turn(id="t1", speaker="A", raw="joo se on (.) 131052-308T", text="joo se on 131052-308T",
    ...          pieces=((0, 0, 9), (9, 13, 12)), line=4),))
    >>> [(leak.line, leak.kind, leak.text, leak.confidence) for leak in leaks(visit)]
    [(4, 'henkilötunnus', '131052-308T', 0.99)]
    """
    sought = wanted(encounter, known)
    return tuple(
        leak
        for place in places(encounter)
        for leak in leaks_at(place, encounter.id, sought)
        if leak.confidence >= least
    )


def leaks_at(place: Place, encounter: str, sought: Wanted) -> list[Leak]:
    """What stands at one place; where two finds overlap, the surer one, then the longer one."""
    found = [
        one._replace(start=start, stop=stop)
        for at, view in enumerate(place.views)
        for one in _all(view, sought, place.place, first=at == 0)
        for start, stop in [_span(one, view, place.raw)]
        if at == 0 or one.kind not in NAMES or not _is_in_words(start, stop, place.views[0])
    ]
    return [_leak(one, place, encounter) for one in apart(found)]


def _span(one: Found, view: View, raw: str) -> tuple[int, int]:
    """Where a find stands in raw, with the accents of its last letter."""
    start, stop = view.span(one.start, one.stop)
    while stop < len(raw) and unicodedata.combining(raw[stop]):
        stop += 1
    return start, stop


def _is_in_words(start: int, stop: int, words: View) -> bool:
    """Whether a stretch holds talk: there, names are looked for without the signs that cut them up."""
    return bisect_left(words.offsets, start) < bisect_left(words.offsets, stop)


def _all(view: View, sought: Wanted, place: str, *, first: bool) -> Iterator[Found]:
    yield from identifiers.found(view.text)
    yield from spoken.found(view.text)
    yield from names.found(view, sought, place=place)
    if first and place == TALK:  # a model is slow, and made for words without signs
        yield from names.recognised(view.text, sought)


def apart(found: list[Found]) -> list[Found]:
    """Of finds that overlap the surer one, then the longer one; the rest in their order.

    A likely identifier goes before the names in it: *kerttu ät example piste fi*.
    """
    kept: list[Found] = []
    for one in sorted(found, key=_rank):
        at = bisect(kept, one)
        before = kept[at - 1].stop if at else 0
        after = kept[at].start if at < len(kept) else one.stop
        if before <= one.start and one.stop <= after:
            kept.insert(at, one)
    return kept


def _rank(one: Found) -> tuple[bool, float, int, int, str]:
    is_name = one.kind in NAMES or one.confidence < LIKELY
    return is_name, -one.confidence, one.start - one.stop, one.start, one.kind


def _leak(one: Found, place: Place, encounter: str) -> Leak:
    return Leak(
        encounter=encounter,
        turn=place.turn,
        line=place.line,
        kind=one.kind,
        start=one.start,
        stop=one.stop,
        text=place.raw[one.start : one.stop],
        confidence=one.confidence,
        why=one.why,
        place=place.place,
        name=one.name,
    )
