"""One encounter as one page: the talk first, numbers last and each with its places."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from vuoro import codebooks, learning, wording
from vuoro.model import NOTHING, Annotation, Encounter, Sequence, record
from vuoro.review import numbers, transcript
from vuoro.review.templates import render

if TYPE_CHECKING:
    import pandas as pd


@record
class Speaker:
    """Somebody in the header: what the transcript calls them, and how much they speak."""

    id: str
    name: str
    role: str
    turns: int
    words: int


def page(
    encounter: Encounter,
    annotations: Iterable[Annotation],
    sequences: Iterable[Sequence],
    measures: pd.DataFrame,
    profile: pd.DataFrame,
    places: pd.DataFrame,
    *,
    timeline_svg: str = "",
    language: str = "en",
    provenance: Mapping[str, str] = NOTHING,
) -> str:
    """An encounter as one HTML file that works from a disk, without a network and without JavaScript.

    The transcript carries its moves as chips; each opens to show the cue and the words that
    made the machine say so. Sequences are links from one end to the other. Every number of
    the profile and the table leads to the turns it rests on. Rejected suggestions are left out.

    Parameters
    ----------
    measures, profile, places : of :mod:`vuoro.measures`; rows of other encounters are left out
    timeline_svg : the picture of :func:`vuoro.plots.timeline`, shown as an image
    language : of the page ("sv", "fi", "en"), whatever the language of the talk
    provenance : further rows of the footer, name to text

    Returns
    -------
    str
        The same for the same input, byte for byte.
    """
    ours = [a for a in annotations if a.encounter == encounter.id and a.status != "rejected"]
    linked = [s for s in sequences if s.encounter == encounter.id]
    measures, profile, places = (
        frame[frame["encounter"] == encounter.id] for frame in (measures, profile, places)
    )
    shown: list[Annotation | Sequence] = [*ours, *linked]
    lines = transcript.lines(encounter, ours, linked, language)
    return render(
        "page.html.j2",
        language,
        encounter=encounter,
        speakers=_speakers(encounter),
        lines=lines,
        anchors=transcript.anchors(encounter),
        codes=_codes(lines),
        sequences=linked,
        labels=codebooks.load("participation").labels(language),
        problems=encounter.problems,
        suggested=any(thing.status == "suggested" for thing in shown),
        coders=sorted({thing.coder for thing in shown}),
        learned=_how_right({thing.coder for thing in ours}),
        invented=encounter.invented,
        about=[
            (key, " ".join(str(value).split()))
            for key, value in encounter.meta.items()
            if str(value) and key != "headers"  # of a CHAT file, which are here one by one
        ],
        duration=_duration(encounter),
        panels=numbers.panels(profile, places, language),
        measures=numbers.table(measures, places, language),
        counted=numbers.counted(measures),
        timeline=_as_image(timeline_svg),
        codebook=codebooks.load("participation"),
        provenance=provenance,
        printed_line=wording.printed_line(_counted_coders(measures), language),
        source_files=list(zip_longest(encounter.source.files, encounter.source.sha256, fillvalue="")),
        shown=transcript.shown,
    )


def _how_right(coders: Iterable[str]) -> list[tuple[str, str]]:
    """The learned coders that ship with the package, each with its mean F1 on talk that it had not learned from."""
    told = learning.named(sorted(coders), ())
    return [(one["coder"], f"{one['scores']['macro']['f1']:.2f}") for one in told if "macro" in one["scores"]]


def _counted_coders(measures: pd.DataFrame) -> list[str]:
    """Each coder once, out of the lists that the measures' rows state."""
    return list(dict.fromkeys(coder for coders, _ in numbers.counted(measures) for coder in coders))


def _speakers(encounter: Encounter) -> list[Speaker]:
    turns = Counter(turn.speaker for turn in encounter.turns)
    words: Counter[str] = Counter()
    for turn in encounter.turns:
        words[turn.speaker] += len(turn.text.split())
    names = {person.id: person.name or "" for person in encounter.participants}
    return [
        Speaker(
            id=speaker, name=names.get(speaker, ""), role=role, turns=turns[speaker], words=words[speaker]
        )
        for speaker, role in encounter.roles().items()
    ]


def _codes(lines: Iterable[transcript.Line]) -> list[tuple[int, str, str, int]]:
    """The codes that occur, by way and name, with how often: what the filter offers."""
    counts = Counter((chip.way or 0, chip.label, chip.code) for line in lines for chip in line.chips)
    return [(way, label, code, count) for (way, label, code), count in sorted(counts.items())]


def _duration(encounter: Encounter) -> str:
    times = [time for turn in encounter.turns for time in (turn.start, turn.end) if time is not None]
    if not times:
        return ""
    seconds = round(max(times) - min(times))
    return f"{seconds // 60}:{seconds % 60:02d}"


def _as_image(svg: str) -> str:
    """As an image and not as part of the page, so that nothing in it can act."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}" if svg else ""
