"""The check itself: what the reader told and what the checks find, each at its place in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from vuoro import privacy
from vuoro.checking.finding import TOLD, Finding, Flaw, flaws, shown
from vuoro.checking.placing import column, lines_of, place
from vuoro.checking.rules import chosen, rule
from vuoro.model import NOTHING, Encounter, Problem
from vuoro.privacy.finding import NOBODY

IDENTIFYING = "identifying-detail"


def check(
    encounter: Encounter,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
    sources: Mapping[str, str] = NOTHING,
    private: bool = False,
    known: privacy.Known = NOBODY,
) -> tuple[Finding, ...]:
    """What may be wrong with a transcript, in the order of its lines; nothing if nothing was found.

    Parameters
    ----------
    encounter : Encounter
        As a reader gave it; its problems are told, too.
    only, ignore : collection of str
        Rules to keep to, and rules to switch off; the rules are in :func:`rules`.
    sources : mapping, optional
        The text of each of the encounter's files by its name. Without it there are no columns.
    private : bool
        Whether to look for details that may tell who somebody is, with :func:`vuoro.privacy.leaks`.
    known : vuoro.privacy.Known, optional
        Names that must not be left, and pseudonyms that may be, as of a key.

    Raises
    ------
    NoSuchRule
        ``only`` or ``ignore`` names a rule that there is not.

    Examples
    --------
    >>> from vuoro.model import Source, Turn
    >>> from vuoro.symbols import read
    >>> turn = Turn(id="t1", speaker="A", raw="so [you waited]", **read("so [you waited]")._asdict(), line=1)
    >>> visit = Encounter(id="visit", turns=(turn,), source=Source(files=("visit.txt",), convention="jefferson"))
    >>> for one in check(visit, sources={"visit.txt": "A: so [you waited]"}):
    ...     print(one.file, one.line, one.column, one.rule, one.text)
    visit.txt 1 7 unpaired-overlap [you waited]
    """
    wanted = chosen(only, ignore)
    lines = {name: lines_of(text) for name, text in sources.items()}
    found = [
        _told(problem, encounter, lines) for problem in encounter.problems if _asked(problem, wanted, only)
    ]
    found += [_found(flaw, encounter, lines) for flaw in _distinct(flaws(encounter, wanted), encounter)]
    if private and IDENTIFYING in wanted:
        found += _leaks(encounter, known, lines)
    return tuple(sorted(found, key=_order))


def _order(one: Finding) -> tuple[str, int, int, str]:
    return one.file, one.line or 0, one.column or 0, one.rule


def _asked(problem: Problem, wanted: Collection[str], only: Collection[str]) -> bool:
    """Rules that the table lacks, of somebody else's reader, are told unless some rules only are wanted."""
    known = rule(problem.rule).mend
    return problem.rule in wanted or not (known or only)


def _distinct(found: Iterable[Flaw], encounter: Encounter) -> Iterator[Flaw]:
    """Without what the reader has told of the same turn."""
    told = {(problem.rule, problem.turn) for problem in encounter.problems}
    return (flaw for flaw in found if (flaw.rule, flaw.turn.id) not in told)


def _found(flaw: Flaw, encounter: Encounter, lines: Mapping[str, Sequence[str]]) -> Finding:
    turn, start, stop = flaw.turn, flaw.start, flaw.stop
    file = _file(encounter, turn.speaker)
    line, at = place(turn, start, lines.get(file, ()))
    return Finding(
        file=file,
        line=line,
        column=at,
        rule=flaw.rule,
        severity=rule(flaw.rule).severity,
        text=shown(turn.raw[start:stop]) or turn.speaker,
        message=shown(flaw.message, TOLD),
        mend=rule(flaw.rule).mend,
        encounter=encounter.id,
        turn=turn.id,
        start=start,
        stop=stop,
    )


def _told(problem: Problem, encounter: Encounter, lines: Mapping[str, Sequence[str]]) -> Finding:
    file = problem.file or _file(encounter, "")
    return Finding(
        file=file,
        line=problem.line,
        column=column(problem.text, problem.line, lines.get(file, ())),
        rule=problem.rule,
        severity=rule(problem.rule).severity,
        text=shown(problem.text),
        message=shown(problem.message, TOLD),
        mend=rule(problem.rule).mend,
        encounter=encounter.id,
        turn=problem.turn or "",
    )


def _leaks(
    encounter: Encounter, known: privacy.Known, lines: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    turns = {turn.id: turn for turn in encounter.turns}
    for leak in privacy.leaks(encounter, known):
        turn = turns.get(leak.turn)
        file = _file(encounter, turn.speaker if turn else "")
        inside = turn is not None and leak.place == "talk"
        at = place(turn, leak.start, lines.get(file, ())) if turn and inside else (leak.line, None)
        yield Finding(
            file=file,
            line=at[0],
            column=at[1],
            rule=IDENTIFYING,
            severity=rule(IDENTIFYING).severity,
            text=shown(leak.text),
            message=shown(f"{leak.kind.replace('_', ' ')} in {leak.place}: {leak.why.rstrip('.')}.", TOLD),
            mend=rule(IDENTIFYING).mend,
            encounter=encounter.id,
            turn=leak.turn,
            start=leak.start if inside else None,
            stop=leak.stop if inside else None,
        )


def _file(encounter: Encounter, speaker: str) -> str:
    """The file in which a speaker's turns stand: each has their own, or all are in the first."""
    for person in encounter.participants:
        if person.id == speaker and "file" in person.meta:
            return str(person.meta["file"])
    return encounter.source.files[0] if encounter.source.files else ""
