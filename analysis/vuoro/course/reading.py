"""What a notebook of the course reads: our invented corpora, or a project, in the same shape."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vuoro import annotations as tables
from vuoro import formats, project
from vuoro.model import Annotation, Encounter, Sequence, VuoroError, record


class NotYet(VuoroError):
    """Something that a notebook rests on is not there yet; the message names the command that brings it."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in the place of a traceback: nothing is broken, so nothing is to be traced.
        return [str(self)]


@record
class Corpus:
    """Encounters, with what people have said of them.

    ``codings`` and ``chains`` are the moves and sequences of each coder, of encounters that the coder has
    finished. ``moves`` and ``links`` are those that are counted: each encounter's by one coder, or by the
    gold layer.
    """

    encounters: tuple[Encounter, ...]
    codings: tuple[Annotation, ...] = ()
    chains: tuple[Sequence, ...] = ()
    moves: tuple[Annotation, ...] = ()
    links: tuple[Sequence, ...] = ()

    def __repr__(self) -> str:
        turns = sum(map(len, self.encounters))
        whose = ", ".join(dict.fromkeys(one.coder for one in self.moves)) or "nobody"
        return (
            f"{_many(len(self.encounters), 'encounter')}, {_many(turns, 'turn')}; counted: "
            f"{_many(len(self.moves), 'move')} and {_many(len(self.links), 'sequence')} by {whose}"
        )

    def of(self, id: str) -> Corpus:
        """The same of one encounter, or of the first that is coded; :class:`NotYet` says which there are."""
        if not id:
            id = next((one.encounter for one in self.moves), self.encounters[0].id)
        if all(one.id != id for one in self.encounters):
            there = ", ".join(one.id for one in self.encounters)
            raise NotYet(f"there is no encounter {id!r}; name one of these in the first cell: {there}")
        return _part(self, {id})


def corpus(folder: str | Path, study: str | Path = "", *, language: str = "", coders: int = 1) -> Corpus:
    """The talk and the codings that a notebook reads.

    Parameters
    ----------
    folder : transcripts, with ``gold.csv``, ``coder_NAME.csv`` and their ``…_sequences.csv`` beside them
    study : the folder of a project, which is then read instead. There the gold layer is counted where two
        coders have finished an encounter, and what the one coder says where there is one
    language : only encounters in this language: sv, fi or en
    coders : how many people must have coded the same encounter before the notebook says anything

    Raises
    ------
    NotYet
        There is no encounter, or not that many have coded one.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as desk:
    ...     _ = Path(desk, "visit.csv").write_text("turn,speaker,text\\nt1,D,Shall we?\\n", "utf-8")
    ...     corpus(desk, coders=0)
    1 encounter, 1 turn; counted: 0 moves and 0 sequences by nobody
    """
    found = _of_project(project.open(study)) if study else _beside(Path(folder))
    spoken = {one.id for one in found.encounters if not language or one.language == language}
    found = _part(found, spoken)
    name = Path(study or folder).resolve().name
    if not found.encounters:
        what = f"no encounter in {language!r}" if language else "no encounter"
        raise NotYet(f"{name}: {what} yet. Bring in transcripts with: vuoro add {name} TRANSCRIPTS")
    if coders and not found.moves:
        raise NotYet(f"{name}: nobody has coded here yet. Code with: vuoro annotate {name} --coder NAME")
    if coders > 1 and not _double(found.codings):
        raise NotYet(
            f"{name}: this takes an encounter that two people have finished, and there is none yet. How far each "
            f"has come says: vuoro status {name}"
        )
    return found


def _beside(folder: Path) -> Corpus:
    encounters = [one for group in formats.gather([folder]) for one in formats.read_group(group)]
    moves = sorted(folder.rglob("coder_*.csv"))
    chains = [path for path in moves if path.stem.endswith("_sequences")]
    return Corpus(
        encounters=tuple(encounters),
        codings=_moves([path for path in moves if path not in chains], encounters),
        chains=_links(chains),
        moves=_moves(sorted(folder.rglob("gold.csv")), encounters),
        links=_links(sorted(folder.rglob("gold_sequences.csv"))),
    )


def _moves(paths: Iterable[Path], encounters: list[Encounter]) -> tuple[Annotation, ...]:
    return tuple(one for path in paths for one in tables.read_annotations(path, encounters))


def _links(paths: Iterable[Path]) -> tuple[Sequence, ...]:
    return tuple(one for path in paths for one in tables.read_sequences(path))


def _of_project(study: project.Project) -> Corpus:
    encounters = tuple(project.encounters(study))
    codings = project.annotations(study, encounters=encounters)
    chains = project.sequences(study, encounters=encounters)
    seen = project.seen(study)
    finished = [one for one in codings if one.encounter in seen[one.coder]]
    double = _double(finished)
    gold = project.gold(study) if double else project.Gold(annotations=(), sequences=(), open=())
    first: dict[str, str] = {}  # one coder an encounter, or its moves would be counted twice
    for one in codings:
        first.setdefault(one.encounter, one.coder)
    alone = {(encounter, coder) for encounter, coder in first.items() if encounter not in double}
    return Corpus(
        encounters=encounters,
        codings=tuple(finished),
        chains=tuple(one for one in chains if one.encounter in seen[one.coder]),
        moves=(*gold.annotations, *(one for one in codings if (one.encounter, one.coder) in alone)),
        links=(*gold.sequences, *(one for one in chains if (one.encounter, one.coder) in alone)),
    )


def _double(codings: Iterable[Annotation]) -> set[str]:
    """The encounters that more than one person has coded."""
    by: dict[str, set[str]] = {}
    for one in codings:
        by.setdefault(one.encounter, set()).add(one.coder)
    return {encounter for encounter, people in by.items() if len(people) > 1}


def _part(whole: Corpus, ids: set[str]) -> Corpus:
    return Corpus(
        encounters=tuple(one for one in whole.encounters if one.id in ids),
        codings=tuple(one for one in whole.codings if one.encounter in ids),
        chains=tuple(one for one in whole.chains if one.encounter in ids),
        moves=tuple(one for one in whole.moves if one.encounter in ids),
        links=tuple(one for one in whole.links if one.encounter in ids),
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
