"""The plan: what would be replaced by what, as rows that a human reads and edits before anything is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from vuoro.annotations import inert, verbatim
from vuoro.model import Encounter, VuoroError, record
from vuoro.privacy import identifiers, spoken
from vuoro.privacy.finding import NOBODY, TALK, Known, Leak, Name
from vuoro.privacy.inflection import NOMINATIVE, Form, Lexicon, inflected, lexicon, looked_up, oblique
from vuoro.privacy.keys import Key, with_names
from vuoro.privacy.leaking import LIKELY, NAMES, leaks
from vuoro.privacy.lists import as_name, listed
from vuoro.privacy.respelling import cased, letters, respelt
from vuoro.privacy.views import places, words
from vuoro.privacy.wanting import declared

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
    before = replace(
        known,
        names=(*key.names, *known.names),
        pseudonyms=known.pseudonyms | key.pseudonyms(),
    )
    key = _with_met(encounters, key, before)
    after = replace(before, names=(*key.names, *known.names))
    rows = [row for encounter in encounters for row in _rows(encounter, key, after)]
    return tuple(rows), key


def _with_met(encounters: Sequence[Encounter], key: Key, known: Known) -> Key:
    """The key with every likely name of the corpus, in the order of its first mention."""
    given = {name.name.lower(): name for name in known.names}
    met: dict[str, tuple[Name, str | None]] = {}
    for encounter in encounters:
        own = {name.name.lower(): name for name in declared(encounter)}
        for leak in leaks(encounter, known):
            base = leak.name.lower()
            if base not in met and (leak.kind == "name" or _is_place_with_pseudonym(leak, given)):
                name = given.get(base) or own.get(base) or listed().get(base) or Name(name=leak.name.title())
                met[base] = (name, encounter.language)
    key = replace(key, reserved=frozenset(met) | frozenset(given))
    for language in dict.fromkeys(language for _, language in met.values()):
        names = [name for name, spoken_in in met.values() if spoken_in == language]
        cases = oblique(names, language)
        bases = [name for name in names if name.name.lower() in listed() or not _is_in(name, cases, language)]
        key = with_names(key, bases, language)
    return key


def _is_place_with_pseudonym(leak: Leak, given: Mapping[str, Name]) -> bool:
    """A place has none but the one it was given: what is chosen for a village says something of it."""
    return leak.kind == "place" and bool(given.get(leak.name.lower(), Name(name="")).pseudonym)


def _is_in(name: Name, cases: Lexicon, language: str | None) -> bool:
    """Whether a name that no list knows is another one of the corpus, in one of its cases."""
    form = looked_up(name.name, cases, language)
    return form is not None and form.name != name


def _rows(encounter: Encounter, key: Key, known: Known) -> Iterable[Row]:
    turns = {turn.id: (turn.raw, words(turn)) for turn in encounter.turns}
    entries = {name.name.lower(): name for name in key.names}
    cases = lexicon(key.names, encounter.language)
    strings = {(place.place, place.turn): place.raw for place in places(encounter)}
    for leak in leaks(encounter, known, least=0.01):
        in_talk = leak.place == TALK
        raw, whole = turns[leak.turn] if in_talk else (leak.text, None)
        start, stop = (leak.start, leak.stop) if in_talk else (0, len(leak.text))
        view = letters(raw, start, stop, whole)
        new = respelt(raw, start, stop, view, _spelling(view.text, leak, entries, cases, encounter.language))
        around = strings[leak.place, leak.turn] if leak.turn else leak.text
        yield Row(
            apply=leak.confidence >= LIKELY,
            encounter=encounter.id,
            line=leak.line,
            kind=leak.kind,
            found=leak.text,
            replacement=new,
            confidence=leak.confidence,
            context=" ".join(around[max(0, leak.start - AROUND) : leak.stop + AROUND].split()),
            why=leak.why,
            name=leak.name,
            place=leak.place,
            turn=leak.turn,
            start=leak.start,
            stop=leak.stop,
        )


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
