"""``vuoro agreement``: how far coders agree, where they do not, and how much more to code twice."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, about_files, about_talk, command, progress, read_all
from vuoro.model import VuoroError

SHOWN = ("prevalence", "observed", "kappa", "alpha", "alpha_masi", "ac1", "positive", "icc")
MARKING = {
    "u_alpha": "the same words marked with the same codes (unitising alpha)",
    "relevance_alpha": "the same words marked at all",
    "coding_alpha": "the same codes where both mark",
    "boundaries": "units that begin and end with the same words (F1)",
}


def add(commands: Any) -> None:
    agreement = command(
        commands,
        "agreement",
        _agreement,
        "compare coders: coefficients with intervals, and every place where they differ",
        "vuoro agreement talk/ --annotations aino.csv --annotations bo.csv --out agreement",
        also="agree",
    )
    agreement.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    agreement.add_argument(
        "--annotations",
        action="append",
        default=[],
        metavar="CSV",
        help="the coders' annotations (default: every coder_*.csv beside the transcripts)",
    )
    agreement.add_argument(
        "--sequences",
        action="append",
        default=[],
        metavar="CSV",
        help="the coders' sequences (default: every coder_*_sequences.csv beside the transcripts)",
    )
    agreement.add_argument(
        "--decisions",
        action="append",
        default=[],
        metavar="CSV",
        help="the coders' decisions (default: every coder_*_decisions.csv beside the transcripts)",
    )
    agreement.add_argument(
        "--unit",
        choices=("turn", "tcu"),
        default="turn",
        help="what is compared: turns, or turn-constructional units cut by rule (default: turn)",
    )
    agreement.add_argument(
        "--by", choices=("code", "language"), default="code", help="a row a code, or these for each language"
    )
    agreement.add_argument(
        "--gamma",
        action="store_true",
        help="also gamma: the same stretches with the same codes, where these may overlap (takes minutes)",
    )
    agreement.add_argument("--out", metavar="DIR", help="write the tables and a figure to this folder")
    about_files(agreement)
    about_talk(agreement)


def _agreement(options: argparse.Namespace) -> int:
    from vuoro import agreement, project

    coded = _project if project.is_project(options.paths[0]) else _tables
    encounters, given, linked, decided, seen = coded(options)
    ratings = agreement.rate(encounters, given, unit=options.unit, seen=seen)
    found = agreement.agree(
        encounters, given, linked, decisions=decided, unit=options.unit,
        by_language=options.by == "language", seen=seen,
    )  # fmt: skip
    _show(found)
    free = agreement.gammas(encounters, given, seen=seen, progress=progress) if options.gamma else None
    if free is not None:
        _show_gamma(free)
    if options.out:
        _write(found, ratings, free, Path(options.out))
    return DONE


def _project(options: argparse.Namespace) -> tuple[Any, ...]:
    """What the coders of a project have said, and which encounters each has finished or marked something in."""
    from vuoro import project

    study = project.open(options.paths[0])
    encounters = project.encounters(study)
    given = project.annotations(study, encounters=encounters)
    seen = {coder: set(finished) for coder, finished in project.seen(study).items()}
    for one in given:
        seen[one.coder].add(one.encounter)
    linked = project.sequences(study, encounters=encounters)
    return encounters, given, linked, project.decisions(study, encounters=encounters), seen


def _tables(options: argparse.Namespace) -> tuple[Any, ...]:
    from vuoro import annotations as tables
    from vuoro import sequences

    encounters, files = read_all(options)
    marks, links, decided = _files(options, files)
    given = [a for path in marks for a in tables.read_annotations(path, encounters)]
    linked = [s for path in links for s in tables.read_sequences(path)]
    return encounters, given, linked, [d for path in decided for d in sequences.read_decisions(path)], None


def _files(options: argparse.Namespace, files: Iterable[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """The coders' files of annotations, sequences and decisions: those that are named, or those that lie beside."""
    links, decided = ([Path(path) for path in named] for named in (options.sequences, options.decisions))
    if options.annotations:
        return [Path(path) for path in options.annotations], links, decided
    folders = dict.fromkeys(path.parent for path in files)
    beside = [path for folder in folders for path in sorted(folder.glob("coder_*.csv"))]
    kinds = {path: path.stem.rpartition("_")[2] for path in beside}
    marks = [path for path in beside if kinds[path] not in ("sequences", "decisions")]
    if not marks:
        raise VuoroError(
            "there is no coder_*.csv beside the transcripts; name each coder's file with --annotations"
        )
    links = links or [path for path in beside if kinds[path] == "sequences"]
    return marks, links, decided or [path for path in beside if kinds[path] == "decisions"]


def _show(found: Any) -> None:
    for (language, coders), rows in found.coefficients.groupby(["language", "coders"], sort=False):
        marking = rows[rows["coefficient"].isin(MARKING)]
        coding = rows[rows["coefficient"].isin(SHOWN)]
        size = f"{coding['encounters'].max()} encounters, {coding['units'].max()} units"
        print(f"\n{coders}, language {language}: {size}")
        print(_by_code(coding).to_string(na_rep="–"))
        for row in marking.to_dict("records"):
            print(f"  {MARKING[row['coefficient']]}: {_with_interval(row)}, over {row['units']} words")
    if len(found.outcomes):
        print("\nSequences: how often both see one (identified), and then the same outcome")
        for _, rows in found.outcomes[found.outcomes["language"] == "all"].groupby("coders", sort=False):
            print(_by_code(rows.rename(columns={"type": "code"})).to_string(na_rep="–"))
    if len(found.decisions):
        print("\nDecisions: how often both see one (identified), and then what they say of it")
        for _, rows in found.decisions[found.decisions["language"] == "all"].groupby("coders", sort=False):
            print(_by_code(rows.rename(columns={"what": "code"})).to_string(na_rep="–"))
    print(f"\n{found.treatment}")
    _show_conventions()


def _show_conventions() -> None:
    from vuoro import agreement

    print("Intervals come from drawing whole encounters again. What authors ask of a coefficient:")
    table = agreement.conventions().fillna({"from": -1, "to": 9})
    for (low, high, words, source), rows in table.groupby(["from", "to", "words", "source"], sort=False):
        span = (
            f"from {low:.3g}"
            if high == 9
            else f"below {high:.3g}"
            if low == -1
            else f"{low:.3g} to {high:.3g}"
        )
        print(f"  {', '.join(rows['coefficient'])} {span}: {words} ({source})")


def _by_code(rows: Any) -> Any:
    """Coefficients as columns, a row for each code; an interval stands in brackets after its value."""
    shown = rows.assign(shown=[_shown(row) for row in rows.to_dict("records")])
    table = shown.pivot(index="code", columns="coefficient", values="shown")
    order = ("identified", *SHOWN, "alpha_ordinal")
    return table.loc[list(dict.fromkeys(rows["code"])), [name for name in order if name in table]]


def _shown(row: dict[str, Any]) -> str:
    bare = row if row["coefficient"] in ("alpha", "kappa") else {**row, "low": float("nan")}
    return _with_interval(bare)


def _with_interval(row: dict[str, Any]) -> str:
    if row["value"] != row["value"]:
        return "–"
    interval = "" if row["low"] != row["low"] else f" [{row['low']:.2f}, {row['high']:.2f}]"
    return f"{row['value']:.2f}{interval}"


def _show_gamma(free: Any) -> None:
    print("\nGamma: the same stretches with the same codes (Mathet, Widlöcher & Métivier 2015)")
    for row in free.to_dict("records"):
        of = f"{row['units']} units, {row['samples']} random continua"
        why = f"; {row['reason']}" if row["reason"] else ""
        print(f"  {row['encounter']}: {_with_interval({**row, 'value': row['gamma']})}, {of}{why}")


def _write(found: Any, ratings: Any, free: Any, folder: Path) -> None:
    from vuoro import agreement, plots
    from vuoro import annotations as tables

    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "coefficients": found.coefficients,
        "outcomes": found.outcomes,
        "encounters": found.each,
        "confusion": found.confusion,
        "disagreements": found.disagreements,
        "other_outcomes": found.other_outcomes,
        "conventions": agreement.conventions(),
    }
    if len(found.decisions):
        made["decisions"] = found.decisions
    if free is not None:
        made["gamma"] = free
    if len(ratings.encounters) >= agreement.FEWEST:
        made["plan"] = agreement.expected_width(ratings)
    for name, table in made.items():
        tables.write_csv(table, folder / f"{name}.csv")
    together = found.coefficients[found.coefficients["coders"] == " × ".join(found.coders)]
    plots.save(plots.agreement(together), folder / "agreement.svg")
    print(f"\n{len(made)} tables and agreement.svg are in {folder}; disagreements.csv has every place")
