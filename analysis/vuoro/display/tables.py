"""Our records as tables: the same rows as HTML for a notebook and as text for everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Many
from typing import Any

from vuoro import codebooks, wording
from vuoro.model import Annotation, Decision, Encounter, Sequence, Turn, record
from vuoro.review.templates import fragment
from vuoro.review.transcript import shown

ROWS = 12
"""So many rows of a list are shown; the last line says how many there are."""
LONGEST = 400
"""Characters of a cell; a longer one ends in …"""


@record
class Cell:
    """A word or a stretch of talk, with one look."""

    text: str
    look: str = ""


@record
class Table:
    """What is shown: a title, the names of the columns, the first rows, and what was left out."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: str = ""


def table(thing: Any, language: str = "en", rows: int = ROWS) -> Table | None:
    """One of our records, or a list of one kind of them, as a table; None for anything else.

    Examples
    --------
    >>> from vuoro.model import Participant
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="How (.) are you?", text="How are you?"),),
    ...     participants=(Participant(id="D", role="professional"),))
    >>> print(plain(table(visit)))
    visit: English, 1 turn; D professional
      1  D  How (.) are you?
    >>> table([1, 2]) is None
    True
    """
    if isinstance(thing, Encounter):
        return _encounter(thing, language, rows)
    some = thing if isinstance(thing, list | tuple) else [thing]
    kind = next((kind for kind in KINDS if some and all(isinstance(one, kind) for one in some)), None)
    if kind is None:
        return None
    return _listed(KINDS[kind](language), some, language, rows)


def html(made: Table) -> str:
    """A table as HTML, every word escaped; its style keeps to itself and follows the notebook's theme."""
    return fragment("vuoro.display:table.html.j2", "en", table=made)


def plain(made: Table) -> str:
    """A table as text, with columns under each other."""
    rows = [[cell.text for cell in row] for row in made.rows]
    if made.columns:
        rows.insert(0, list(made.columns))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(
        [made.title, *(f"  {line}" for line in lines), *filter(None, [f"  {made.left_out}".rstrip()])]
    )


@record
class Columns:
    """How one kind of record becomes a row, and how so many of them are called."""

    names: tuple[str, ...]
    counted: Callable[[int], str]
    row: Callable[[Any], tuple[Cell, ...]]


def _listed(columns: Columns, some: Many[Any], language: str, rows: int) -> Table:
    return Table(
        title=columns.counted(len(some)),
        columns=columns.names,
        rows=tuple(columns.row(one) for one in some[:rows]),
        left_out=_left_out(len(some), rows, language),
    )


def _encounter(encounter: Encounter, language: str, rows: int) -> Table:
    """The facts of an encounter, and the talk with which it begins."""
    _, ngettext = wording.translator(language), wording.counter(language)
    said = [
        wording.name("language", encounter.language, language)
        if encounter.language
        else _("language unknown"),
        ngettext("%(num)s turn", "%(num)s turns", len(encounter)) % {"num": len(encounter)},
    ]
    if encounter.problems:
        count = len(encounter.problems)
        said.append(ngettext("%(num)s problem", "%(num)s problems", count) % {"num": count})
    if encounter.invented:
        said.append(_("invented"))
    roles = encounter.roles()
    who = ", ".join(f"{speaker} {wording.name('role', role, language)}" for speaker, role in roles.items())
    return Table(
        title=f"{encounter.id}: {', '.join(said)}; {who}",
        columns=(),
        rows=tuple(_talk(turn, roles.get(turn.speaker, "")) for turn in encounter.turns[:rows]),
        left_out=_left_out(len(encounter), rows, language),
    )


def _talk(turn: Turn, role: str = "") -> tuple[Cell, ...]:
    return (
        _cell(wording.turn_number(turn.id), "quiet"),
        _cell(turn.speaker, f"who r-{role}" if role else "who"),
        _cell(turn.raw, "talk"),
    )


def _turns(language: str) -> Columns:
    ngettext = wording.counter(language)
    return Columns(
        names=(),
        counted=lambda count: ngettext("%(num)s turn", "%(num)s turns", count) % {"num": count},
        row=_talk,
    )


def _encounters(language: str) -> Columns:
    _, ngettext = wording.translator(language), wording.counter(language)

    def row(one: Encounter) -> tuple[Cell, ...]:
        roles = [wording.name("role", role, language) for role in one.roles().values()]
        spoken = wording.name("language", one.language, language) if one.language else "–"
        return (
            _cell(one.id), _cell(spoken), _count(len(one)), _count(len(one.problems)),
            _cell(", ".join(dict.fromkeys(roles))),
        )  # fmt: skip

    names = (_("Encounter"), _("Language"), _("Turns"), _("Problems"), _("Roles"))
    return Columns(
        names=names,
        counted=lambda count: ngettext("%(num)s encounter", "%(num)s encounters", count) % {"num": count},
        row=row,
    )


def _annotations(language: str) -> Columns:
    _, ngettext = wording.translator(language), wording.counter(language)
    codebook = codebooks.load("participation")
    ways, labels = codebook.ways_by_code, codebook.labels(language)

    def row(one: Annotation) -> tuple[Cell, ...]:
        way = ways.get(one.code)
        label = labels.get(one.code, one.code)
        score = "" if one.score is None else wording.decimals(f"{one.score:.2f}", language)
        return (
            _cell(wording.turn_number(one.turn), "quiet"),
            _cell(f"W{way} {label}" if way else label, f"chip w{way or 0} {one.status}"),
            _cell(one.coder), _cell(wording.name("status", one.status, language)),
            _cell(score, "number"), _cell(one.cue, "quiet cue"),
        )  # fmt: skip

    names = (_("Turn"), _("Move"), _("Coder"), _("Status"), _("Score"), _("Cue"))
    return Columns(
        names=names,
        counted=lambda count: ngettext("%(num)s annotation", "%(num)s annotations", count) % {"num": count},
        row=row,
    )


def _sequences(language: str) -> Columns:
    _, ngettext = wording.translator(language), wording.counter(language)

    def row(one: Sequence) -> tuple[Cell, ...]:
        return (
            _cell(_stretch(one.first_turn, one.last_turn), "quiet"),
            _cell(f"{one.type} {wording.name('sequence', one.type, language)}"),
            _cell(wording.name("outcome", one.outcome, language)), _cell(one.coder),
            _cell(wording.name("status", one.status, language)),
        )  # fmt: skip

    names = (_("Turns"), _("Sequence"), _("Outcome"), _("Coder"), _("Status"))
    return Columns(
        names=names,
        counted=lambda count: ngettext("%(num)s sequence", "%(num)s sequences", count) % {"num": count},
        row=row,
    )


def _decisions(language: str) -> Columns:
    _, ngettext = wording.translator(language), wording.counter(language)

    def row(one: Decision) -> tuple[Cell, ...]:
        return (
            _cell(_stretch(one.first_turn, one.last_turn), "quiet"), _cell(one.topic, "talk"),
            _cell(wording.name("outcome", one.outcome, language)), _cell(one.coder),
        )  # fmt: skip

    names = (_("Turns"), _("Decision"), _("Outcome"), _("Coder"))
    return Columns(
        names=names,
        counted=lambda count: ngettext("%(num)s decision", "%(num)s decisions", count) % {"num": count},
        row=row,
    )


KINDS: Mapping[type, Callable[[str], Columns]] = {
    Encounter: _encounters,
    Turn: _turns,
    Annotation: _annotations,
    Sequence: _sequences,
    Decision: _decisions,
}
"""What can be shown, and how a list of it is."""


def _cell(text: str, look: str = "") -> Cell:
    """What stands in a cell: on one line, not too long, and with signs that cannot be seen spelt out."""
    line = " ".join(shown(text).split())
    return Cell(text=line if len(line) <= LONGEST else f"{line[:LONGEST]}…", look=look)


def _stretch(first: str, last: str) -> str:
    return "–".join(dict.fromkeys([wording.turn_number(first), wording.turn_number(last)]))


def _count(number: int) -> Cell:
    return _cell(str(number), "number")


def _left_out(count: int, rows: int, language: str) -> str:
    _ = wording.translator(language)
    return _("… %(num)s more") % {"num": count - rows} if count > rows else ""
