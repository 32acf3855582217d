"""Cue tables: which words, in which order, point at which move; one file a language.

A table is data (``cues/{language}.tsv``), written by linguists in the pattern language of
:mod:`vuoro.language.patterns`. Every row carries an example that must fire it and a near miss
that must not; :func:`check` holds the table to that.

A row points at a code of the codebook or at a *feature* (:data:`FEATURES`) that the rules of
:mod:`vuoro.moves` use. Some features are special: rows for ``lead`` match at the start of a unit,
rows for ``continuer`` match whole units, words of ``filler`` are left out before matching, and
``second_person`` needs no rows: it fires on the words of the class ``you`` and its kin.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from vuoro.language import patterns
from vuoro.language.words import joined, words
from vuoro.model import VuoroError, record

FEATURES = frozenset(
    [
        "lead",
        "filler",
        "continuer",
        "question",
        "tag",
        "declarative_you",
        "so_prefix",
        "reported",
        "rhetorical",
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


class Hit(NamedTuple):
    """A row that fired, and where in the joined words of the unit."""

    row: Row
    weight: float
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


class Index(dict[str, "tuple[Row, ...] | None"]):
    """Which rows a word calls up; None for a word that is left out. A new word is looked up once."""

    def __init__(self, rows: list[Row], fillers: tuple[str, ...]) -> None:
        super().__init__({"": None})
        self.fillers = fillers
        common = _commonness(rows)
        self.anchored = [(row, _anchor(row.pattern, common)) for row in rows if row.code != "filler"]
        # The surest first, so that a weaker cue for the same code need not be tried.
        self.anchored.sort(key=lambda pair: -pair[0].weight)

    def __missing__(self, word: str) -> tuple[Row, ...] | None:
        if any(patterns.word_matches(word, form) for form in self.fillers):
            self[word] = None
        else:
            self[word] = tuple(
                row
                for row, forms in self.anchored
                if any(patterns.word_matches(word, form) for form in forms)
            )
        return self[word]


class Leads(dict[str, bool]):
    """Whether a word is a lead-in particle. A new word is looked up once."""

    def __init__(self, forms: tuple[str, ...]) -> None:
        super().__init__()
        self.forms = forms

    def __missing__(self, word: str) -> bool:
        self[word] = any(patterns.word_matches(word, form) for form in self.forms)
        return self[word]


def _commonness(rows: list[Row]) -> Counter[str]:
    """How often a word is met, estimated from the examples of the table itself."""
    return Counter(word for row in rows for word in words(f"{row.example} {row.counter}"))


def _anchor(pattern: patterns.Pattern, common: Counter[str]) -> tuple[str, ...]:
    """Of the words that a pattern cannot do without, the one that is met least often."""

    def met(forms: tuple[str, ...]) -> int:
        return sum(common[form] if "*" not in form else 20 for form in forms)

    return min(pattern.anchors, key=met, default=("*",))


@record
class Cues:
    """The cues of one language, indexed by the words they cannot do without."""

    language: str
    rows: tuple[Row, ...]
    index: Index
    leads: Leads
    classes: Mapping[str, Sequence[str]]


_Opens = tuple[tuple[int, bool], ...]

OPENING = frozenset({"question", "invite_open"})
"""Codes and features whose cues may open a unit of their own in the middle of talk."""

LONG_ENOUGH = 4
"""More words than this, and a question may begin in the middle of them."""


class Said(NamedTuple):
    """A stretch of talk as cues see it: its words, and for each code the surest cue that fired.

    ``opens`` holds where in the words a question begins that does not begin the stretch, and
    whether its form shows as much without any sign of a boundary before it.
    """

    # Not a record: one is made for every unit of talk, and a named tuple is made in a third of the time.
    words: str
    count: int
    hits: Mapping[str, Hit]
    opens: _Opens = ()


class NoCues(VuoroError):
    """No cue table for that language."""


@lru_cache
def load(language: str) -> Cues:
    """The cue table of a language: "sv", "fi" or "en"."""
    home = files("vuoro.language")
    path = home / "cues" / f"{language}.tsv"
    if not path.is_file():
        raise NoCues(f"no cue table for language {language!r}; there is one for sv, fi and en")
    groups = classes(language)
    return assemble(language, read(path.read_text(encoding="utf-8"), language, groups), groups)


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


def assemble(language: str, rows: list[Row], classes: Mapping[str, Sequence[str]]) -> Cues:
    """Rows as cues that can be matched."""

    rows = [*rows, *_second_person(language, classes)]

    def single_words(code: str) -> tuple[str, ...]:
        anchors = [row.pattern.anchors for row in rows if row.code == code]
        return tuple(form for words in anchors if len(words) == 1 for form in words[0])

    return Cues(
        language=language,
        rows=tuple(rows),
        index=Index(rows, single_words("filler")),
        leads=Leads(single_words("lead")),
        classes=classes,
    )


def _second_person(language: str, classes: Mapping[str, Sequence[str]]) -> list[Row]:
    kin = [f"{{{name}}}" for name in ("you", "your", "youre") if name in classes]
    cells = ["second_person", "|".join(kin), "1", "", "", ""]
    return [_row(language, 0, cells, classes)] if kin else []


def said(text: str, cues: Cues) -> Said:
    """What the cues see in a stretch of talk."""
    index = cues.index
    kept: list[str] = []
    rows: list[Row] = []
    last = ""
    for word in words(text):
        called = index[word]
        # A word said twice in a row is said once: "I I think" begins again.
        if called is not None and word != last:
            kept.append(word)
            rows += called
            last = word
    unit = "".join([" " + word for word in kept])
    if not rows:
        return Said(unit, len(kept), {})
    hits, opens = _surest(unit, kept, rows, cues)
    return Said(unit, len(kept), hits, opens)


def _surest(unit: str, kept: list[str], rows: list[Row], cues: Cues) -> tuple[dict[str, Hit], _Opens]:
    hits: dict[str, Hit] = {}
    starts: list[int] = []
    opens: list[tuple[int, bool]] = []
    for row in rows:
        code, pattern = row.code, row.pattern
        known = hits.get(code)
        opening = code in OPENING and len(kept) > LONG_ENOUGH
        if known is not None and known[1] >= row.weight and not opening:
            continue
        if not pattern.edge:
            match = pattern.regex.search(unit)
            if match:
                if known is None or known[1] < row.weight:
                    hits[code] = Hit(row, row.weight, match.start(), match.end())
                if opening:
                    opens.append((match.start(), True))
            continue
        starts = starts or _starts(kept, cues)
        span = _at_edge(pattern, unit, starts)
        if span:
            if known is None or known[1] < row.weight:
                hits[code] = Hit(row, row.weight, span[0], span[1])
        elif opening:
            opens += [
                (match.start(), _after_lead(unit, match.start(), cues))
                for match in pattern.regex.finditer(unit)
            ]
    starts = starts or (_starts(kept, cues) if opens else [])
    return hits, tuple(sorted({(at, clear) for at, clear in opens if at not in starts}))


def _after_lead(unit: str, at: int, cues: Cues) -> bool:
    return cues.leads[unit[unit.rfind(" ", 0, at) + 1 : at]]


def every(unit: Said, cues: Cues) -> list[Hit]:
    """Every cue that fires in a unit, where :func:`said` keeps the surest for each code."""
    kept = unit.words.split()
    rows = {row.line: row for word in kept for row in cues.index[word] or ()}
    starts = _starts(kept, cues)
    spans = [(row, _span(row.pattern, unit.words, starts)) for row in rows.values()]
    return [Hit(row, row.weight, *span) for row, span in spans if span]


def _span(pattern: patterns.Pattern, unit: str, starts: list[int]) -> tuple[int, int] | None:
    if pattern.edge:
        return _at_edge(pattern, unit, starts)
    match = pattern.regex.search(unit)
    return match.span() if match else None


def _at_edge(pattern: patterns.Pattern, unit: str, starts: list[int]) -> tuple[int, int] | None:
    for start in starts if pattern.edge == "^" else starts[:1]:
        match = pattern.regex.match(unit, start)
        if match:
            return match.span()
    return None


def _starts(kept: list[str], cues: Cues) -> list[int]:
    """Where a unit may be said to start: at its first word and after each lead-in particle."""
    starts, at = [0], 0
    for word in kept:
        if not cues.leads[word]:
            break
        at += len(word) + 1
        starts.append(at)
    return starts


def check(language: str) -> list[Misfire]:
    """The rows whose example does not fire them, or whose counter-example does."""
    cues = load(language)
    wrong = []
    for row in cues.rows:
        if row.example and not _fires(row, row.example, cues):
            wrong.append(Misfire(row=row, unit=row.example, why="is not fired by its example"))
        if row.counter and _fires(row, row.counter, cues):
            wrong.append(Misfire(row=row, unit=row.counter, why="is fired by its counter-example"))
    return wrong


def _fires(row: Row, text: str, cues: Cues) -> bool:
    unit = joined(text) if row.code == "filler" else said(text, cues).words
    return _span(row.pattern, unit, _starts(unit.split(), cues)) is not None


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, len(load(name).rows), "rows")
        print(*check(name), sep="\n")
