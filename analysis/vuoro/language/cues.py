"""Cue tables: which words, in which order, point at which move; one file a language.

A table is data (``cues/{language}.tsv``), written by linguists in the pattern language of
:mod:`vuoro.language.patterns`. Every row carries an example that must fire it and a near miss
that must not; :func:`check` holds the table to that.

A row points at a code of the codebook or at a *feature* (:data:`FEATURES`) that the rules of
:mod:`vuoro.moves` use. Three features are special: rows for ``lead`` match at the start of a unit,
rows for ``continuer`` match whole units, and words of ``filler`` are left out before matching.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.resources import files

from vuoro.language import patterns
from vuoro.language.words import joined, words
from vuoro.model import VuoroError, record

FEATURES = frozenset(
    ("lead", "filler", "continuer", "question", "tag", "declarative_you", "so_prefix", "reported")
    + ("rhetorical", "yes", "no", "weak_hedge", "strong_hedge", "negative_adverse", "give_back")
    + ("own_action", "speaker_future")
)
COLUMNS = ["code", "pattern", "weight", "example", "counter", "source"]


class BadCues(VuoroError):
    """A cue table that cannot be read; the message names the file, the line and the cure."""


@record
class Row:
    """One line of a cue table.

    ``weight`` is how often a hit is that code, 0 to 1, in the writer's judgement.
    """

    language: str
    code: str
    pattern: patterns.Pattern
    weight: float
    example: str
    counter: str
    source: str
    line: int

    @property
    def name(self) -> str:
        return f"{self.language}.{self.code}:{self.pattern.source}"

    def __repr__(self) -> str:
        return f"<{self.name} (line {self.line})>"


@record
class Hit:
    """A row that fired, and where in the joined words of the unit."""

    row: Row
    start: int
    stop: int


@record
class Misfire:
    """A row of a table that does not do what it says."""

    row: Row
    unit: str
    why: str

    def __repr__(self) -> str:
        return (
            f"line {self.row.line}: {self.row.pattern.source!r} ({self.row.code}) {self.why}: {self.unit!r}"
        )


@record
class Cues:
    """The cues of one language, indexed by the words they cannot do without."""

    language: str
    rows: tuple[Row, ...]
    fillers: tuple[str, ...]
    leads: tuple[str, ...]
    known: dict[str, tuple[Row, ...] | None]
    leading: dict[str, bool]

    def of(self, code: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.code == code)


class NoCues(VuoroError):
    """No cue table for that language."""


@lru_cache
def load(language: str) -> Cues:
    """The cue table of a language: "sv", "fi" or "en"."""
    home = files("vuoro.language")
    path = home / "cues" / f"{language}.tsv"
    if not path.is_file():
        raise NoCues(f"no cue table for language {language!r}; there is one for sv, fi and en")
    rows = read(path.read_text(encoding="utf-8"), language, classes(language))
    return index(language, rows)


def classes(language: str) -> dict[str, list[str]]:
    """The word classes of a language, ``{you}`` and the like."""
    path = files("vuoro.language") / "classes" / f"{language}.tsv"
    if not path.is_file():
        return {}
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[1].split() for line in lines if len(line) > 1 and line[0][:1] not in ("#", "")}


def read(text: str, language: str, classes: dict[str, list[str]]) -> list[Row]:
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


def _row(language: str, line: int, cells: list[str], classes: dict[str, list[str]]) -> Row:
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
    )


def index(language: str, rows: list[Row]) -> Cues:
    """The rows as cues; what each word calls up is looked up once and remembered."""

    def single_words(code: str) -> tuple[str, ...]:
        plain = [row.pattern.anchors for row in rows if row.code == code]
        return tuple(form for anchors in plain if len(anchors) == 1 for form in anchors[0])

    return Cues(
        language=language,
        rows=tuple(rows),
        fillers=single_words("filler"),
        leads=single_words("lead"),
        known={"": None},
        leading={},
    )


def unit(text: str, cues: Cues) -> str:
    """The words of a stretch of talk as the patterns see them."""
    known = cues.known
    found = words(text)
    for word in found:
        if word not in known:
            known[word] = _called_up(word, cues)
    return "".join([" " + word for word in found if known[word] is not None])


def _called_up(word: str, cues: Cues) -> tuple[Row, ...] | None:
    if any(patterns.word_matches(word, form) for form in cues.fillers):
        return None
    return tuple(
        row
        for row in cues.rows
        if row.code != "filler" and any(patterns.word_matches(word, form) for form in _anchor(row.pattern))
    )


def _anchor(pattern: patterns.Pattern) -> tuple[str, ...]:
    """The word of a pattern that is least often met: the longest, for want of counts."""
    return max(pattern.anchors, key=lambda forms: min(map(len, forms)) / len(forms) ** 0.5, default=("*",))


def find(unit: str, cues: Cues) -> list[Hit]:
    """Every cue that fires in a unit (the joined words that :func:`unit` gives)."""
    rows: dict[int, Row] = {}
    for word in unit.split():
        for row in cues.known.get(word) or ():
            rows[row.line] = row
    starts = _starts(unit, cues)
    hits = []
    for row in rows.values():
        match = _match(row.pattern, unit, starts)
        if match:
            hits.append(Hit(row=row, start=match[0], stop=match[1]))
    return hits


def _match(pattern: patterns.Pattern, unit: str, starts: list[int]) -> tuple[int, int] | None:
    if not pattern.edge:
        match = pattern.regex.search(unit)
        return match.span() if match else None
    for start in starts if pattern.edge == "^" else starts[:1]:
        match = pattern.regex.match(unit, start)
        if match:
            return match.span()
    return None


def _starts(unit: str, cues: Cues) -> list[int]:
    """Where a unit may be said to start: at its first word and after each lead-in particle."""
    starts, at = [0], 0
    for word in unit.split():
        if word not in cues.leading:
            cues.leading[word] = any(patterns.word_matches(word, form) for form in cues.leads)
        if not cues.leading[word]:
            break
        at += len(word) + 1
        starts.append(at)
    return starts


def check(language: str) -> list[Misfire]:
    """The rows whose example does not fire them, or whose counter-example does."""
    cues = load(language)
    wrong = []
    for row in cues.rows:
        if not _fires(row, row.example, cues):
            wrong.append(Misfire(row=row, unit=row.example, why="is not fired by its example"))
        if row.counter and _fires(row, row.counter, cues):
            wrong.append(Misfire(row=row, unit=row.counter, why="is fired by its counter-example"))
    return wrong


def _fires(row: Row, text: str, cues: Cues) -> bool:
    said = joined(text) if row.code == "filler" else unit(text, cues)
    return _match(row.pattern, said, _starts(said, cues)) is not None


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, len(load(name).rows), "rows")
        print(*check(name), sep="\n")
