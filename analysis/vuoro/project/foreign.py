"""The codings in a file, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from vuoro import annotations as tables
from vuoro import formats, sequences
from vuoro.model import NOTHING, Annotation, Decision, Encounter, Problem, Sequence, Turn, record

_SEQUENCES = ("type", "first_turn", "last_turn", "outcome")
_DECISIONS = ("first_turn", "last_turn", "outcome", "coder", "topic", "options_named")


@record
class Codings:
    """Codings of a file, with the talk as the file has it; ``talk`` is empty where the file has none."""

    talk: Mapping[str, tuple[Turn, ...]] = NOTHING
    annotations: tuple[Annotation, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def all(self) -> tuple[Annotation | Sequence | Decision, ...]:
        """Every coding, moves first."""
        return (*self.annotations, *self.sequences, *self.decisions)


def codings(path: Path, encounters: Iterable[Encounter]) -> Codings:
    """All codings in a file: a table, Web Annotations, or a transcript that holds some.

    Raises
    ------
    Unreadable, BadAnnotations
        The file cannot be read; the message says why.
    """
    if path.suffix.lower() == ".jsonld":
        told = formats.read_jsonld(path, encounters)
        return Codings(annotations=told.annotations, sequences=told.sequences, problems=told.problems)
    header = _header(path) if path.suffix.lower() in (".csv", ".tsv") else frozenset()
    if header.issuperset(_DECISIONS):
        return Codings(decisions=tuple(sequences.read_decisions(path)))
    if header.issuperset(_SEQUENCES):
        return Codings(sequences=tuple(tables.read_sequences(path)))
    if header.issuperset(tables.REQUIRED):
        return Codings(annotations=tuple(tables.read_annotations(path)))
    read = formats.read_corpus(path)
    return Codings(
        talk={one.id: one.turns for one in read},
        annotations=tuple(a for one in read for a in one.annotations),
        sequences=tuple(s for one in read for s in one.sequences),
    )


def _header(path: Path) -> frozenset[str]:
    """The names of a table's columns."""
    first = formats.open_file(path).text.partition("\n")[0]
    separator = max(tables.SEPARATORS, key=first.count)
    return frozenset(name.strip().strip('"') for name in first.split(separator))


def renamed(found: Codings, encounter: str) -> Codings:
    """The same codings as those of an encounter that has another name in the project."""
    return replace(
        found,
        talk=dict.fromkeys([encounter], next(iter(found.talk.values()), ())),
        annotations=tuple(replace(one, encounter=encounter) for one in found.annotations),
        sequences=tuple(replace(one, encounter=encounter) for one in found.sequences),
        decisions=tuple(replace(one, encounter=encounter) for one in found.decisions),
    )
