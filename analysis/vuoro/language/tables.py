"""Cue tables as files: one row a cue, with an example that fires it and a near miss that does not.

A table is written by linguists in the pattern language of :mod:`vuoro.language.patterns`, as
``cues/{language}.tsv``; its word classes stand in ``classes/{language}.tsv``.

A row points at a code of the codebook or at a *feature* (:data:`FEATURES`) that the rules of
:mod:`vuoro.moves` use. Some features are special: rows for ``lead`` match at the start of a unit,
rows for ``continuer`` match whole units, words of ``filler`` are left out before matching, rows
for ``clause`` match where a new clause opens in the middle of talk (not after a word of the class
``binds``, which makes it part of what stands before), and
``second_person`` needs no rows: it fires on the words of the class ``you`` and its kin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from vuoro.language import patterns
from vuoro.model import VuoroError, record

FEATURES = frozenset(
    [
        "lead",
        "filler",
        "clause",
        "continuer",
        "question",
        "tag",
        "next_item",
        "declarative_you",
        "so_prefix",
        "reported",
        "rhetorical",
        "repair",
        "yes",
        "no",
        "weak_hedge",
        "strong_hedge",
        "negative_adverse",
        "give_back",
        "own_action",
        "speaker_future",
        "second_person",
    ]
)
COLUMNS = ["code", "pattern", "weight", "example", "counter", "source"]
KIN = ("you", "your", "youre")
"""The classes that hold the words of the second person."""

Classes = Mapping[str, Sequence[str]]


class BadCues(VuoroError):
    """A cue table that cannot be read; the message names the file, the line and the cure."""


class NoCues(VuoroError):
    """No cue table for that language."""


@record
class Row:
    """One line of a cue table.

    ``weight`` is how often a hit is that code, 0 to 1, in the writer's judgement. ``name`` is
    what annotations cite.
    """

    language: str
    code: str
    pattern: patterns.Pattern
    weight: float
    example: str
    counter: str
    source: str
    line: int
    name: str

    def __repr__(self) -> str:
        return f"<{self.name} (line {self.line})>"


def table(language: str) -> tuple[Row, ...]:
    """The rows of a language's cue table, and one for its second person."""
    path = files("vuoro.language") / "cues" / f"{language}.tsv"
    if not path.is_file():
        raise NoCues(f"no cue table for language {language!r}; there is one for sv, fi and en")
    groups = classes(language)
    rows = read(path.read_text(encoding="utf-8"), language, groups)
    return (*rows, *_second_person(language, groups))


def classes(language: str) -> dict[str, list[str]]:
    """The word classes of a language, ``{you}`` and the like."""
    path = files("vuoro.language") / "classes" / f"{language}.tsv"
    if not path.is_file():
        return {}
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[1].split() for line in lines if len(line) > 1 and line[0][:1] not in ("#", "")}


def read(text: str, language: str, classes: Classes) -> list[Row]:
    """The rows of a table.

    Examples
    --------
    >>> line = "propose\\thow about\\t.9\\tHow about two days?\\tHow are you?\\tCouper-Kuhlen 2014"
    >>> read("\\t".join(COLUMNS) + "\\n" + line, "en", {})
    [<en.propose:how about (line 2)>]
    """
    numbered = [(at, line.split("\t")) for at, line in enumerate(text.splitlines(), 1)]
    said = [(at, cells) for at, cells in numbered if cells[0].strip() and not cells[0].startswith("#")]
    if not said or [cell.strip() for cell in said[0][1]] != COLUMNS:
        raise BadCues(f"cues/{language}.tsv: the first line must be {' '.join(COLUMNS)}, tab-separated")
    return [_row(language, at, cells, classes) for at, cells in said[1:]]


def _row(language: str, line: int, cells: list[str], classes: Classes) -> Row:
    where = f"cues/{language}.tsv, line {line}"
    cells = cells + [""] * (len(COLUMNS) - len(cells)) if len(cells) >= 4 else cells
    if len(cells) != len(COLUMNS):
        raise BadCues(f"{where}: {len(cells)} cells where there should be {len(COLUMNS)}; check the tabs")
    code, source, weight, example, counter, reference = (cell.strip() for cell in cells)
    whole = {"continuer": f"^ {source.strip('^ $')} $", "lead": f"^ {source.strip('^ ')}"}.get(code, source)
    try:
        pattern = patterns.read(whole, classes)
        share = float(weight)
    except (patterns.BadPattern, ValueError) as error:
        raise BadCues(f"{where}: {error}") from None
    return Row(
        language=language,
        code=code,
        pattern=pattern,
        weight=share,
        example=example,
        counter=counter,
        source=reference,
        line=line,
        name=f"{language}.{code}:{source}",
    )


def _second_person(language: str, classes: Classes) -> list[Row]:
    kin = [f"{{{name}}}" for name in KIN if name in classes]
    cells = ["second_person", "|".join(kin), "1", "", "", ""]
    return [_row(language, 0, cells, classes)] if kin else []
