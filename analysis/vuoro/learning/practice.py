"""Practice talk that comes with the package: invented, coded by its writer, to learn from and never to try on.

Where few encounters have been coded, it teaches a coder how moves are worded. Its rates and scores say
nothing about any talk that happened (``drills/README.md``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from importlib.resources import as_file, files

from vuoro import annotations as tables
from vuoro import formats
from vuoro.model import LANGUAGES, Annotation, Encounter, VuoroError

DRILLS = "drill_"
"""How the ids of the excerpts begin."""


class OtherCodebook(VuoroError):
    """Practice talk is coded with the participation codebook, and this talk is not."""


def practice(languages: Iterable[str] = LANGUAGES) -> tuple[list[Encounter], list[Annotation]]:
    """The excerpts in some languages, and their moves as their writer coded them.

    Examples
    --------
    >>> excerpts, moves = practice(["sv"])
    >>> excerpts[0].id, excerpts[0].language, moves[0].coder
    ('drill_sv_001', 'sv', 'writer')
    """
    excerpts: list[Encounter] = []
    moves: list[Annotation] = []
    for language in languages:
        with as_file(files("vuoro.learning") / "drills") as folder:
            read = formats.read_corpus(folder / f"{language}.csv", language=language)
            moves += tables.read_annotations(folder / f"{language}_gold.csv", read)
        excerpts += read
    return excerpts, moves


def beside(
    encounters: Collection[Encounter], given: Collection[Annotation]
) -> tuple[list[Encounter], list[Annotation]]:
    """The practice talk that can teach beside some coded talk: in its languages, if its codes are the same.

    Raises
    ------
    OtherCodebook
        the talk has codes that practice talk lacks: each of its turns would be taken to be without them.
    """
    spoken = {encounter.language for encounter in encounters}
    excerpts, moves = practice(language for language in LANGUAGES if language in spoken)
    strange = sorted({one.code for one in given} - {one.code for one in moves})
    if strange:
        raise OtherCodebook(
            f"practice talk has no code {', '.join(map(repr, strange))}: it is coded with the participation "
            "codebook and teaches only its codes. Learn without --with-drills, or leave those codes out"
        )
    return excerpts, moves


def is_practice(encounter: str) -> bool:
    """Whether an encounter's id is that of an excerpt.

    Examples
    --------
    >>> is_practice("drill_sv_001"), is_practice("visit")
    (True, False)
    """
    return encounter.startswith(DRILLS)


def in_view(encounter: str) -> bool:
    """Whether an id is that of an excerpt that the rules were written with in view: every other one.

    There the rules flatter themselves. On the others they were only tried.

    Examples
    --------
    >>> in_view("drill_sv_001"), in_view("drill_sv_002"), in_view("visit1")
    (True, False, False)
    """
    return is_practice(encounter) and int(encounter.rpartition("_")[2]) % 2 == 1
