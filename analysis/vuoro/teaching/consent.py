"""What somebody consented to decides what may be shown to whom.

An encounter's consent stands in its header or in ``corpus.toml`` (``consent = "teaching_in_house"``);
that its sound may be played is said on its own (``consent_sound``).
Where nobody said anything, the consent was for research, and nothing of it enters a pack.
"""

from __future__ import annotations

from collections.abc import Iterable

from vuoro.model import Encounter, VuoroError
from vuoro.privacy import leaks
from vuoro.privacy.finding import NOBODY, Known

SCOPES = ("research", "teaching_in_house", "teaching_open")
"""From the narrowest to the widest; a wider one holds the narrower ones."""
IN_HOUSE, OPEN = SCOPES[1], SCOPES[2]


class NotForTeaching(VuoroError):
    """An encounter that may not be shown, or nothing that may; the message says what is missing."""


def scope(encounter: Encounter) -> str:
    """What was consented to, one of ``SCOPES``; an invented encounter is open, since nobody is in it.

    Raises
    ------
    NotForTeaching
        where the consent is written in a way that we do not know: that is no consent.

    Examples
    --------
    >>> scope(Encounter(id="v", turns=())), scope(Encounter(id="v", turns=(), meta={"invented": "yes"}))
    ('research', 'teaching_open')
    >>> scope(Encounter(id="v", turns=(), meta={"consent": "Teaching in house"}))
    'teaching_in_house'
    """
    return _scope(encounter, "consent")


def _scope(encounter: Encounter, key: str) -> str:
    if encounter.invented:
        return OPEN
    told = str(encounter.meta.get(key, SCOPES[0])).strip().casefold().replace(" ", "_").replace("-", "_")
    if told not in SCOPES:
        raise NotForTeaching(f"{encounter.id}: {key} {told!r} is none of {', '.join(SCOPES)}; correct it")
    return told


def may_be_heard(encounter: Encounter, audience: str) -> bool:
    """Whether the voices may be played to an audience: ``consent_sound`` says so, since no voice is a pseudonym.

    Examples
    --------
    >>> visit = Encounter(id="v", turns=(), meta={"consent": "teaching open", "consent_sound": "teaching in house"})
    >>> may_be_heard(visit, "teaching_in_house"), may_be_heard(visit, "teaching_open")
    (True, False)
    """
    return SCOPES.index(_scope(encounter, "consent_sound")) >= SCOPES.index(audience)


def allowed(
    encounters: Iterable[Encounter], audience: str, *, known: Known = NOBODY
) -> tuple[list[Encounter], list[tuple[str, str]]]:
    """The encounters that may be shown to an audience, and for each other one why it may not.

    ``audience`` is "teaching_in_house" or "teaching_open". An encounter in which the leak check still
    finds somebody is left out, whatever was consented to.
    """
    kept: list[Encounter] = []
    left_out: list[tuple[str, str]] = []
    for encounter in encounters:
        why = _against(encounter, audience, known)
        if why:
            left_out.append((encounter.id, why))
        else:
            kept.append(encounter)
    return kept, left_out


def _against(encounter: Encounter, audience: str, known: Known) -> str:
    consented = scope(encounter)
    if SCOPES.index(consented) < SCOPES.index(audience):
        return f"consent is for {consented}, and this pack is for {audience}"
    found = () if encounter.invented else leaks(encounter, known)
    if found:
        return f"line {found[0].line}: {found[0].kind} {found[0].text!r} may tell who somebody is; pseudonymise it"
    return ""
