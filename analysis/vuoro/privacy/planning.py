"""The plan: what would be replaced by what, as rows that a human reads and edits before anything is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from vuoro.annotations import inert, verbatim
from vuoro.model import Encounter, VuoroError, record
from vuoro.privacy import identifiers, spoken
from vuoro.privacy.finding import NOBODY, TALK, Known, Leak, Name
from vuoro.privacy.inflection import NOMINATIVE, Form, Lexicon, inflected, lexicon, looked_up
from vuoro.privacy.keys import Key
from vuoro.privacy.leaking import LIKELY, NAMES, leaks, leaks_at
from vuoro.privacy.lists import as_name
from vuoro.privacy.meeting import informed, keyed, met
from vuoro.privacy.respelling import cased, letters, respelt
from vuoro.privacy.views import Place, View, composed, places, words
from vuoro.privacy.wanting import wanted

NOTE = "note"
AROUND = 30
"""Characters of context on either side."""


class BadPlan(VuoroError):
    """A plan that cannot be carried out: which row, why, and what to do."""


@record
class Row:
    """A find, and what would stand in its place.

    ``replacement`` is the whole stretch with the transcriber's signs in it, as it would stand in the
    transcript. ``apply`` says whether it is to be done; a row that is deleted is not done either. The
    other fields are those of :class:`Leak`.
    """

    apply: bool
    encounter: str
    line: int | None
    kind: str
    found: str
    replacement: str
    confidence: float
    context: str
    why: str
    name: str
    place: str
    turn: str
    start: int
    stop: int


def plan(encounters: Sequence[Encounter], key: Key, known: Known = NOBODY) -> tuple[tuple[Row, ...], Key]:
    """What to replace in a corpus, and the key with the pseudonyms that this needs.

    A name that is likely one at one place is taken for one at every place of the corpus. Finds of
    less confidence are listed with ``apply`` false, for a human to decide.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="visit", language="fi", turns=(
    ...     Turn(id="t1", speaker="A", raw="soita Ker:tulle.", text="soita Kertulle", pieces=((0, 0, 9), (9, 10, 5))),))
    >>> rows, key = plan([visit], Key(corpus="visits"))
    >>> [(row.found, row.replacement, row.name) for row in rows], key.of("Kerttu").pseudonym
    ([('Ker:tulle', 'Ain:olle', 'Kerttu')], 'Aino')
    """
    before = informed(known, key)
    key = keyed(key, (one for encounter in encounters for one in met(encounter, before)), before)
    after = replace(before, names=(*key.names, *known.names))
    return tuple(row for encounter in encounters for row in rows(encounter, key, after)), key


def rows(encounter: Encounter, key: Key, known: Known) -> Iterator[Row]:
    """The rows of a plan that are about one encounter; ``known`` are the names of the key among others."""
    turns = {turn.id: (turn.raw, words(turn)) for turn in encounter.turns}
    strings = {(place.place, place.turn): place.raw for place in places(encounter)}
    written = _Hand(key, encounter.language)
    for leak in leaks(encounter, known, least=0.01):
        in_talk = leak.place == TALK
        around = strings[leak.place, leak.turn] if leak.turn else leak.text
        yield Row(
            apply=leak.confidence >= LIKELY,
            encounter=encounter.id,
            line=leak.line,
            kind=leak.kind,
            found=leak.text,
            replacement=written(leak, *turns[leak.turn]) if in_talk else written(leak),
            confidence=leak.confidence,
            context=" ".join(around[max(0, leak.start - AROUND) : leak.stop + AROUND].split()),
            why=leak.why,
            name=leak.name,
            place=leak.place,
            turn=leak.turn,
            start=leak.start,
            stop=leak.stop,
        )


def reworded(encounter: Encounter, key: Key, known: Known) -> Callable[[str], str]:
    """A function that puts the pseudonyms into what somebody wrote about an encounter, such as a note.

    Examples
    --------
    >>> visit = Encounter(id="visit", language="fi", turns=())
    >>> kerttu = Name(name="Kerttu", kind="woman", pseudonym="Aino")
    >>> reworded(visit, Key(corpus="visits", names=(kerttu,)), Known(names=(kerttu,)))("Kertulle, 040 123 4567")
    'Ainolle, 000 000 0000'
    """
    sought, written = wanted(encounter, known), _Hand(key, encounter.language)

    def other(text: str) -> str:
        place = Place(place=NOTE, raw=text, views=(composed(View(text)),))
        new, at = "", 0
        for leak in leaks_at(place, encounter.id, sought):
            if leak.confidence >= LIKELY:
                new += text[at : leak.start] + written(leak)
                at = leak.stop
        return new + text[at:]

    return other


class _Hand:
    """Writes what stands in the place of a find."""

    def __init__(self, key: Key, language: str | None) -> None:
        self._entries = {name.name.lower(): name for name in key.names}
        self._cases = lexicon(key.names, language)
        self._language = language

    def __call__(self, leak: Leak, raw: str = "", whole: View | None = None) -> str:
        """The spelling of a find in the talk ``raw``, of which ``whole`` are the words, or of one elsewhere."""
        start, stop = (leak.start, leak.stop) if raw else (0, len(leak.text))
        raw = raw or leak.text
        view = letters(raw, start, stop, whole)
        spelling = _spelling(view.text, leak, self._entries, self._cases, self._language)
        return respelt(raw, start, stop, view, spelling)


def _spelling(
    written: str, leak: Leak, entries: Mapping[str, Name], cases: Lexicon, language: str | None
) -> str:
    """What stands for some words: a pseudonym in the same case, zeros, or a masked number."""
    if leak.kind == "spoken number":
        return spoken.mask(written, language or "en")
    entry = entries.get(leak.name.lower()) if leak.kind in NAMES else None
    if entry is None:
        return identifiers.mask(leak.kind, written)
    form = looked_up(written, cases, language)
    if form is None or form.name != entry:  # two names that share a form
        form = looked_up(written, lexicon((entry,), language), language) or Form(entry, NOMINATIVE)
    return cased(written, inflected(as_name(entry.pseudonym), form, language))


def as_csv(rows: Iterable[Row]) -> str:
    """The plan as a table for a spreadsheet, in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(Row)])
    for row in rows:
        cells = [getattr(row, field.name) for field in fields(Row)]
        writer.writerow(
            ["yes" if cells[0] else "no", *("" if cell is None else inert(str(cell)) for cell in cells[1:])]
        )
    return out.getvalue()


def read_plan(path: str | Path) -> tuple[Row, ...]:
    """A plan as a human has left it: rows may be gone, ``apply`` and ``replacement`` changed.

    Raises
    ------
    BadPlan
        names file, line and column.
    """
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPlan(f"{path}: the plan cannot be read: {error}. Save it as CSV in UTF-8.") from None
    delimiter = ";" if text.partition("\n")[0].count(";") > 5 else ","  # as Excel writes it in our countries
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [field.name for field in fields(Row) if field.name not in (table.fieldnames or ())]
    if missing:
        raise BadPlan(
            f"{path.name}, line 1: no column {missing[0]!r}. Keep the columns of the plan as they are."
        )
    try:
        return tuple(_read(cells, f"{path.name}, line {table.line_num}") for cells in table)
    except csv.Error as error:
        raise BadPlan(f"{path.name}, line {table.line_num}: no row of a table: {error}. Delete it.") from None


def _read(cells: dict[str, str], where: str) -> Row:
    told = {key: verbatim(value or "") for key, value in cells.items() if key}
    chosen = told["apply"].strip().lower()
    if chosen not in ("yes", "no"):
        raise BadPlan(f"{where}, column apply: {chosen!r} is neither yes nor no. Write one of the two.")
    if not told["found"]:
        raise BadPlan(f"{where}, column found: it is empty. Leave it as it was, or delete the row.")
    numbers: dict[str, float] = {}
    for column in ("start", "stop", "confidence"):
        try:
            numbers[column] = float(told[column].replace(",", "."))
            int(numbers[column])
        except (ValueError, OverflowError):
            raise BadPlan(
                f"{where}, column {column}: {told[column]!r} is no number. Leave it as it was."
            ) from None
    names = ("encounter", "kind", "found", "replacement", "context", "why", "name", "place", "turn")
    return Row(
        apply=chosen == "yes",
        line=int(told["line"]) if told["line"].isdigit() else None,
        start=int(numbers["start"]),
        stop=int(numbers["stop"]),
        confidence=numbers["confidence"],
        **{name: told[name] for name in names},
    )
