"""Doing the pieces of a report, in several processes, and keeping each when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from typing import Any

from vuoro import moves
from vuoro.evaluation import sets
from vuoro.evaluation.keeping import Kept
from vuoro.evaluation.pieces import FOLDS, Done, Piece
from vuoro.evaluation.sets import LESSONS, Where
from vuoro.learning import fitting, training
from vuoro.learning.examples import folds
from vuoro.learning.fitting import Shown, TooLittleToLearn
from vuoro.learning.training import SEED


def run(
    pieces: Iterable[Piece],
    where: Where,
    kept: Kept,
    *,
    shown: Many[Shown] = (),
    jobs: int = 1,
    progress: Any = None,
) -> Mapping[Piece, Done]:
    """What every piece comes to, in their order; those that have been kept are not done again."""
    pieces = list(pieces)
    found = {piece: done for piece in pieces if (done := kept.get(piece)) is not None}
    left = [piece for piece in pieces if piece not in found]
    track = progress or (lambda things, **_: things)
    desc = f"{len(found)} pieces kept, the rest" if found else "pieces"
    for piece, done in track(_worked(left, where, shown, jobs), total=len(left), desc=desc):
        kept.keep(piece, done)
        found[piece] = done
    return {piece: found[piece] for piece in pieces}


def _worked(pieces: list[Piece], where: Where, shown: Many[Shown], jobs: int) -> Iterator[tuple[Piece, Done]]:
    do = partial(worked, where=where, shown=shown)
    if jobs < 2:
        yield from ((piece, do(piece)) for piece in pieces)
        return
    with ProcessPoolExecutor(jobs) as pool:
        given = {pool.submit(do, piece): piece for piece in pieces}
        try:
            for one in as_completed(given):
                yield given[one], one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def worked(piece: Piece, where: Where, shown: Many[Shown] = ()) -> Done:
    """Do one piece."""
    if not piece.learned:
        encounters = sets.tasks(where, piece.name, piece.writing)[0].encounters
        return Done(given=tuple(one for encounter in encounters for one in moves.suggest(encounter)))
    try:
        return _learned(piece, where, shown if LESSONS[piece.name].shown else ())
    except TooLittleToLearn as error:
        return Done(given=(), reason=str(error))


def _learned(piece: Piece, where: Where, shown: Many[Shown]) -> Done:
    """A learner that was taught on a share of the other folds, and what it says of this one.

    The folds are those of :func:`vuoro.learning.training.crossed`, which does them one after another.
    """
    lesson, task = LESSONS[piece.name], sets.taught_on(where, piece.name, piece.writing)
    made = sets.examples(where, piece.name, piece.writing)
    known = {encounter.id: encounter for encounter in task.encounters}
    dealt = folds(made, FOLDS, SEED, lesson.together, among=known)
    if piece.fold > len(dealt):
        return Done(given=())
    held = dealt[piece.fold - 1]
    rest = [at for at, id in enumerate(made.ids) if id in known and at not in held]
    own = training.shuffled(rest)[: max(1, round(piece.share * len(rest)))]
    always = [at for at, id in enumerate(made.ids) if id not in known]
    coder = fitting.fit(made.of([*own, *always]), name="cross-validated", language="", shown=shown, seed=SEED)
    said = [one for _, some in training.tried(coder, made.of(held), known) for one in some]
    asked = [one for one in said if one.code in task.named() and task.asks(one.encounter, one.turn)]
    return Done(given=tuple(asked), encounters=len(own), turns=len(made.of(own).rows))
