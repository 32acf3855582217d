"""``vuoro learn``: train a coder on a project's confirmed annotations, and say how good it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, about_files, about_talk, command, progress, read_all

FOLDS = 5


def add(commands: Any) -> None:
    learn = command(
        commands,
        "learn",
        _learn,
        "train a coder on confirmed annotations; print cross-validated scores",
        "vuoro learn talk/ --annotations coded.csv --name ours",
    )
    learn.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    learn.add_argument(
        "--annotations",
        action="append",
        required=True,
        metavar="CSV",
        help="people's codings; only confirmed and adjudicated rows teach",
    )
    learn.add_argument("--name", required=True, help="the coder is called learned:NAME")
    learn.add_argument("--out", metavar="FILE", help="where the coder goes (default: NAME.json)")
    learn.add_argument("--curve", metavar="FILE", help="draw the learning curve (.svg or .png)")
    learn.add_argument(
        "--with-drills",
        action="store_true",
        help="let the practice talk that comes with the package teach too, where few encounters are coded yet: "
        "invented excerpts in the languages of the talk, coded with the participation codebook; scores are "
        "of your own encounters only",
    )
    about_files(learn)
    about_talk(learn)


def _learn(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from vuoro import annotations as tables
    from vuoro import evaluation, learning
    from vuoro.learning import examples, practice, training

    encounters, _ = read_all(options)
    gold = [a for path in options.annotations for a in tables.read_annotations(path, encounters)]
    gold = [a for a in gold if a.status in examples.LEARNT_FROM]
    coder = learning.train(encounters, gold, name=options.name, drills=options.with_drills)
    excerpts, moves = practice.beside(encounters, gold) if options.with_drills else ([], [])
    made = examples.gathered([*encounters, *excerpts], [*gold, *moves])
    known = {encounter.id: encounter for encounter in encounters}
    parts = training.crossed(made, known, folds=FOLDS, seed=training.SEED)
    held = [one for _, found in progress(parts, total=len(known), desc="trying") for one in found]
    result = evaluation.evaluate(encounters, gold, held)
    curve = training.learning_curve(made, known)
    coder = replace(coder, about={**coder.about, "scores": scores(result), "curve": curve})
    out = Path(options.out or f"{options.name}.json")
    learning.save(coder, out)
    _tell(coder, result, curve)
    if options.curve:
        from vuoro import plots

        plots.save(plots.learning_curve(curve), Path(options.curve))
    print(f"\nlearned:{coder.name} is in {out}; use it with --coders {out}")
    return DONE


def scores(result: Any) -> dict[str, dict[str, float]]:
    """The scores of an evaluation as a coder's file holds them."""
    return {
        str(code): {
            name: round(float(row[name]), 4)
            for name in ("support", "f1", "low", "high")
            if row[name] == row[name]
        }
        for code, row in result.scores.iterrows()
    }


def _tell(coder: Any, result: Any, curve: Iterable[dict[str, Any]]) -> None:
    print(f"learned:{coder.name}, tried on {result.encounters} encounters that it had not learned from")
    table = result.scores.astype(dict.fromkeys(("support", "found", "hits"), int))
    print(table.to_string(float_format=lambda number: f"{number:.2f}", na_rep="–"))
    fit = coder.about["calibration"]
    print(
        f"\ncalibration error {fit['calibration_error_before']:.3f} before calibration, "
        f"{fit['calibration_error_after']:.3f} after; log loss {fit['log_loss_before']:.3f}, "
        f"{fit['log_loss_after']:.3f}"
    )
    print("learning curve (one fold held back):")
    for point in curve:
        print(f"  {point['encounters']:4d} encounters, {point['turns']:6d} turns: F1 {point['f1']:.2f}")
    for code, count in coder.unlearned.items():
        if count:
            print(_too_few(code, count))


def _too_few(code: str, count: int) -> str:
    from vuoro.learning.fitting import FEWEST, IN_ENCOUNTERS

    more = max(1, FEWEST - count)
    return f"{code}: {count} turns, left to the rules; {more} more, in {IN_ENCOUNTERS} encounters, and it can be learned"
