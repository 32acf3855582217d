"""The data dictionary as a page to read: every measure, what it tells, and how it must not be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vuoro import wording
from vuoro.measures.declare import FAMILIES, Measure, in_order, text
from vuoro.wording import N_

HEADINGS = {
    "F": N_("The floor"),
    "T": N_("Timing"),
    "Q": N_("Invitations and questions"),
    "U": N_("Listening and shared understanding"),
    "E": N_("Equal partner and information"),
    "D": N_("Deciding together"),
    "W": N_("Asking about the meeting"),
    "A": N_("Alignment and structure"),
    "": N_("Measures of others"),
}
KINDS = {
    "desc": N_("describes"),
    "opportunity": N_("opportunity"),
    "uptake": N_("uptake"),
    "influence": N_("influence"),
}


def dictionary(language: str = "en") -> str:
    """All measures as Markdown, by family, in sv, fi or en.

    Examples
    --------
    >>> print(dictionary("fi")[:20])
    # Mittarit
    <BLANKLINE>
    Mikään m
    """
    _ = wording.translator(language)
    blocks = [f"# {_('Measures')}", _(_INTRODUCTION)]
    for letter, some in groupby(in_order(), key=lambda one: family(one.id)):
        blocks += [f"## {_(HEADINGS[letter])}", *(block for one in some for block in _entry(one, language))]
    return "\n\n".join(blocks) + "\n"


_INTRODUCTION = N_(
    "No measure is a score, none has a target, and they are not to be added up. Each number comes with what "
    "it was made of, an interval where one is honest, whose coding it rests on, and the lines of the "
    "transcript; where there was no occasion or too little to go by, it says so instead of zero."
)


def _entry(one: Measure, language: str) -> Iterator[str]:
    _ = wording.translator(language)
    declared = one.declaration
    facts = [
        f"{text('unit', declared.unit, language)}, {declared.range}",
        _(KINDS[declared.kind]),
        *([_("experimental")] if declared.experimental else []),
    ]
    yield f"### {one.id} · {declared.label[language]}"
    yield f"`{declared.name}` · {' · '.join(facts)}"
    yield declared.caveat[language]
    needs = "; ".join(text("need", need, language) for need in declared.needs)
    yield "  \n".join(
        f"*{name}*: {told}" for name, told in ((_("Needs"), needs), (_("Source"), declared.source)) if told
    )


def family(id: str) -> str:
    """The letter of the family that a measure belongs to, "" for one of others.

    Examples
    --------
    >>> family("T2s"), family("Toolbox")
    ('T', '')
    """
    letter, rest = id[:1], id[1:]
    return letter if letter in FAMILIES and rest[:1].isdecimal() else ""
