"""The work behind a report in pieces that any process can do alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vuoro.evaluation import sets
from vuoro.evaluation.sets import AS_TRANSCRIBED, LESSONS, WRITINGS
from vuoro.model import Annotation, record

FOLDS = 5


@record
class Piece:
    """The rules on a set, or a learner on one fold of a task after learning from a share of the others."""

    name: str
    writing: str
    fold: int = 0
    share: float = 1.0

    @property
    def learned(self) -> bool:
        return self.fold > 0

    def __str__(self) -> str:
        """Its name in words.

        Examples
        --------
        >>> print(Piece(name="annomi", writing="no punctuation", fold=2, share=0.5))
        annomi, no punctuation, fold 2 of 5, share 0.5
        """
        about = [self.name, self.writing]
        return ", ".join(
            [*about, f"fold {self.fold} of {FOLDS}, share {self.share:g}"]
            if self.learned
            else [*about, "rules"]
        )


@record
class Done:
    """What a piece came to: labels, and how much they were learned from. ``reason``: why there are none."""

    given: tuple[Annotation, ...]
    encounters: int = 0
    turns: int = 0
    reason: str = ""


def planned(there: Iterable[str], *, learner: bool) -> Iterator[Piece]:
    """The pieces for the sets that there are, those about one set after one another."""
    there = list(there)
    for name in there:
        yield from (Piece(name=name, writing=writing) for writing in WRITINGS)
    for task, lesson in LESSONS.items() if learner else ():
        if sets.home(task) in there:
            for writing in lesson.writings:
                for share in (*lesson.curve, 1.0) if writing == AS_TRANSCRIBED else (1.0,):
                    yield from (
                        Piece(name=task, writing=writing, fold=fold, share=share)
                        for fold in range(1, FOLDS + 1)
                    )
