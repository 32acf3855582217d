"""A mapping proposed from the headings and answers of an export, with the reason for every line of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from vuoro.model import record
from vuoro.surveys.items import Item, items
from vuoro.surveys.scales import TEXT, UNREAD, Scale, plain, scales, understood
from vuoro.surveys.sheets import Sheet, open_sheet

ALIKE = 0.85
"""How alike a heading and the wording of an item must be, from 0 to 1, to be taken for each other."""

DISTINCT = 12
"""More different answers than this are people's own words, and not labels of a scale."""

UNDECIDED = "?"


@record
class Guess:
    """A column, what it is taken for and why. ``item`` "" is a column that nothing is asked of us in."""

    column: int
    heading: str
    item: str = ""
    scale: str = ""
    direction: str = ""
    side: str = ""
    why: str = ""
    labels: tuple[str, ...] = ()


@record
class Proposal:
    """What the columns of an export may be. ``toml()`` is the mapping to check, to mend and to keep."""

    sheet: Sheet
    encounter: Guess | None
    respondent: Guess | None
    side: Guess | None
    sides: dict[str, list[str]]
    guesses: tuple[Guess, ...]

    def toml(self) -> str:
        """The mapping as TOML; whatever is undecided stands as "?", with which nothing is read."""
        return "\n".join(_lines(self))


def propose(
    path: str | Path, *, encounters: Collection[str] = (), header: int = 1, sheet: str = ""
) -> Proposal:
    """Looks which column may be which, by the wordings and words of ``items.toml`` and ``proposing.toml``.

    A column whose cells are ids of ``encounters`` is the encounter, whatever its heading. Bare numbers do not
    tell which end is more, so that their direction stays undecided unless the instrument says it.
    """
    table = open_sheet(path, header=header, sheet=sheet)
    texts = {at: [cell for cell in table.column(at) if cell.strip()] for at in range(len(table.headings))}
    encounter = _encounter(table, texts, encounters)
    respondent = _by_words(table, "respondent", {encounter.column} if encounter else set())
    side, sides = _side(table, texts)
    taken = {guess.column for guess in (encounter, respondent, side) if guess}
    rest = [_guess(at, heading, texts[at]) for at, heading in enumerate(table.headings) if at not in taken]
    return Proposal(sheet=table, encounter=encounter, respondent=respondent, side=side, sides=sides,
                    guesses=tuple(_sided(rest)))  # fmt: skip


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("vuoro.surveys").joinpath("proposing.toml").read_text(encoding="utf-8"))


def _encounter(table: Sheet, texts: dict[int, list[str]], known: Collection[str]) -> Guess | None:
    for at, cells in texts.items():
        if cells and sum(cell.strip() in known for cell in cells) > len(cells) / 2:
            return Guess(column=at, heading=table.headings[at], why="its cells are ids of encounters")
    return _by_words(table, "encounter", set())


def _by_words(table: Sheet, kind: str, taken: Collection[int]) -> Guess | None:
    for at, heading in enumerate(table.headings):
        plainly = plain(heading)
        if at in taken or any(word in plainly for word in _words()["personal"]):
            continue
        word = next((word for word in _words()[kind] if word in plainly), "")
        if word:
            return Guess(column=at, heading=heading, why=f"the heading has {word!r}")
    return None


def _side(table: Sheet, texts: dict[int, list[str]]) -> tuple[Guess | None, dict[str, list[str]]]:
    """The column all of whose cells name a side, in either language of a label in two."""
    known = {label: side for side, labels in _words()["side"].items() for label in labels}
    for at, cells in texts.items():
        labels = list(dict.fromkeys(cell.strip() for cell in cells))
        sides = {label: {known.get(part) for part in plain(label).split(" / ")} for label in labels}
        if labels and all(len(found) == 1 and None not in found for found in sides.values()):
            grouped = {side: [one for one in labels if side in sides[one]] for side in ("client", "staff")}
            return Guess(column=at, heading=table.headings[at], why="every cell names a side"), grouped
    return None, {}


def _guess(at: int, heading: str, cells: list[str]) -> Guess:
    item, side, why = _item(plain(heading))
    if not item:
        return Guess(column=at, heading=heading, why="no item that is known")
    scale, direction, labels = _scale(item, cells)
    return Guess(column=at, heading=heading, item=item.id, scale=scale, direction=direction, side=side,
                 why=why, labels=labels)  # fmt: skip


def _item(heading: str) -> tuple[Item | None, str, str]:
    """The item that a heading asks, the side whose wording it is, and how that is known."""
    fits = [
        (SequenceMatcher(None, plain(part), plain(wording)).ratio(), side, item)
        for item in items().values() if not item.computed
        for side in ("client", "staff") for wording in getattr(item, side).values()
        for part in (heading, *heading.split(" / "))
    ]  # fmt: skip
    best, side, item = max(fits, key=lambda fit: fit[0])
    if best >= ALIKE:
        return item, side, f"{best:.0%} the wording for the {side}"
    for item in items().values():
        for group in item.cues:
            if all(cue in heading for cue in group):
                return item, "", "the heading has " + " and ".join(repr(cue) for cue in group)
    return None, "", ""


def _scale(item: Item, cells: list[str]) -> tuple[str, str, tuple[str, ...]]:
    """The first scale on which every answer is one, which way figures run, and labels without numbers."""
    if item.scale == TEXT:
        return TEXT, "", ()
    labels = tuple(dict.fromkeys(cell.strip() for cell in cells))
    known = (scales()[item.scale], *(other for other in scales().values() if other.id != TEXT))
    for scale in known:
        if _all_read(labels, scale, ""):
            return scale.id, "", ()
    for scale in known:
        if _all_read(labels, scale, "up"):
            documented = item.id.startswith("collaborate") or item.id == "esis"
            return scale.id, "up" if documented else UNDECIDED, ()
    return ("own", "", labels) if len(labels) <= DISTINCT else (TEXT, "", ())


def _all_read(cells: Collection[str], scale: Scale, direction: str) -> bool:
    return all(understood(cell, scale, direction).answer != UNREAD for cell in cells)


def _sided(guesses: list[Guess]) -> Iterator[Guess]:
    """A side for columns that ask one item twice; any other is for both sides, or for those it is meant for."""
    asked = [guess.item for guess in guesses]
    for guess in guesses:
        twice = guess.item and asked.count(guess.item) > 1
        only = items()[guess.item].side if guess.item else ""
        yield guess if twice else replace(guess, side=only)


def _lines(proposal: Proposal) -> Iterator[str]:
    yield f"# What the columns of {_quoted(proposal.sheet.file)} are, as far as their headings tell."
    yield '# Check every line; nothing is read while a "?" stands. Columns that are not named here are never read.'
    yield ""
    yield from _plain_line("encounter", proposal.encounter, proposal.sheet, "which encounter a row is about")
    if proposal.respondent:
        yield from _plain_line("respondent", proposal.respondent, proposal.sheet, "")
    else:
        yield '# respondent = "…"   # a column of ids, if there is one; never names or addresses'
    yield from _side_lines(proposal)
    own = 0
    for guess in proposal.guesses:
        if guess.item:
            own += bool(guess.labels)
            yield from _question_lines(guess, proposal.sheet, f"own_{own}" if guess.labels else guess.scale)
    unused = [guess.heading for guess in proposal.guesses if not guess.item]
    if unused:
        yield ""
        yield "# Not read, as no item is known in the heading; add a [[question]] where you know better:"
        yield from (f"#   {_quoted(heading)}" for heading in unused)
    yield ""


def _plain_line(key: str, guess: Guess | None, sheet: Sheet, missing: str) -> Iterator[str]:
    if guess:
        yield f"{key} = {_column(guess, sheet)}   # {guess.why}"
    else:
        yield f'{key} = ""   # {missing}: no column was recognised; write its heading'


def _side_lines(proposal: Proposal) -> Iterator[str]:
    if proposal.side:
        yield ""
        yield "[side]"
        yield f"column = {_column(proposal.side, proposal.sheet)}   # {proposal.side.why}"
        yield from (f"{side} = {_quoted(labels)}" for side, labels in proposal.sides.items())
    elif not any(guess.side for guess in proposal.guesses):
        yield 'side = "?"   # no column tells it: "client" or "staff", if the whole file is of one side'


def _question_lines(guess: Guess, sheet: Sheet, scale: str) -> Iterator[str]:
    yield ""
    yield "[[question]]"
    yield f"column = {_column(guess, sheet)}"
    yield f"item = {_quoted(guess.item)}   # {guess.why}"
    yield f"scale = {_quoted(scale)}"
    if guess.direction:
        why = (
            "numbers alone do not tell whether more is more"
            if guess.direction == UNDECIDED
            else "as published"
        )
        yield f'direction = {_quoted(guess.direction)}   # "up" or "down": {why}'
    if guess.side:
        yield f"side = {_quoted(guess.side)}"
    if guess.labels:
        yield ""
        yield f"[scale.{scale}.labels]"
        yield from (f'{_quoted(label)} = "?"' for label in guess.labels)


def _column(guess: Guess, sheet: Sheet) -> str:
    """The heading, or the number of the column where another has the same."""
    alike = [plain(heading) for heading in sheet.headings].count(plain(guess.heading))
    return str(guess.column + 1) if alike > 1 or not guess.heading else _quoted(guess.heading)


def _quoted(value: Any) -> str:
    """A text or list as TOML writes it, which for these is as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
