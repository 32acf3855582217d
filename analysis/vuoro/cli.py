"""The ``vuoro`` command: a thin face over the functions of the package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from typing import Any

from vuoro import __version__
from vuoro.model import LANGUAGES, ROLES, VuoroError

DONE, SOME_FAILED, UNUSABLE = 0, 1, 2


def main(arguments: Many[str] | None = None) -> int:
    """Run the command; returns 0, 1 if some files could not be used, 2 if nothing could be done."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except VuoroError as error:
        print(f"vuoro: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("vuoro: stopped", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    from vuoro import chain

    choices = chain.Choices(
        format=options.format,
        language=options.language,
        convention=options.convention,
        roles=dict(options.role),
        columns=dict(options.column),
        annotations=tuple(options.annotations),
        count=tuple(options.count),
        page_language=options.lang,
        figures=not options.no_figures,
        jobs=options.jobs,
    )
    report = chain.run(options.paths, options.out, choices, progress=_progress)
    for failure in report.failures:
        where = "" if failure.file in failure.reason else f"{failure.file}: "
        print(f"not done: {where}{failure.reason}", file=sys.stderr)
    print(
        f"{report.encounters} encounters, {report.turns} turns, {report.annotations} moves, "
        f"{report.sequences} sequences, {report.problems} problems, {len(report.failures)} files not done"
    )
    print(f"Read {report.out / 'index.html'}; tables, figures and {chain.PROVENANCE} lie beside it.")
    if report.failures:
        return SOME_FAILED if report.encounters else UNUSABLE
    return DONE


def _explain(options: argparse.Namespace) -> int:
    from vuoro import formats, moves

    path, _, place = options.place.rpartition(":")
    if not path:
        raise VuoroError(f"{options.place!r}: say FILE:TURN, for example visit.cha:t0012")
    read = formats.read_corpus([path], language=options.language, roles=dict(options.role))
    for encounter in read:
        if any(place == turn.id for turn in encounter.turns):
            print(moves.explain(encounter, place))
            return DONE
    for encounter in read:
        for turn in encounter.turns:
            if place == str(turn.line):
                print(moves.explain(encounter, turn.id))
                return DONE
    raise VuoroError(f"{path}: no turn and no line {place!r} begins a turn; turns are {_some(read)}")


def _some(encounters: Iterable[Any]) -> str:
    ids = [turn.id for encounter in encounters for turn in encounter.turns]
    return f"{ids[0]} to {ids[-1]}" if ids else "none"


def _measures(options: argparse.Namespace) -> int:
    from vuoro import measures

    table = measures.catalogue(options.lang)
    for row in table.to_dict("records"):
        print(f"{row['measure']:4} {row['label']} [{row['unit']}; {row['kind']}] {row['source']}")
        print(f"     {row['caveat']}")
    return DONE


def _progress(things: Iterable[Any], *, total: int, desc: str) -> Iterator[Any]:
    from tqdm import tqdm

    return iter(
        tqdm(things, total=total, desc=desc, file=sys.stderr, mininterval=0.2 if sys.stderr.isatty() else 15)
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def _role(text: str) -> tuple[str, str]:
    speaker, role = _pair(text)
    if role not in ROLES:
        raise argparse.ArgumentTypeError(f"{role!r} is not a role; the roles are {', '.join(ROLES)}")
    return speaker, role


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vuoro",
        description="Did the client get to take part? Annotates and measures transcribed service encounters.",
    )
    parser.add_argument("--version", action="version", version=f"vuoro {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = _command(
        commands,
        "run",
        _run,
        "annotate and measure transcripts; write tables, figures and pages",
        "vuoro run interviews/ --out results --role H=professional --role A=client",
    )
    run.add_argument(
        "paths", nargs="+", metavar="PATH", help="transcripts, or folders of them, in any mix of formats"
    )
    run.add_argument(
        "--out", required=True, metavar="DIR", help="where the results go: a new folder, or an earlier run's"
    )
    run.add_argument("--format", help="read everything as this format (else the file name decides)")
    run.add_argument(
        "--convention",
        choices=("jefferson", "gat2", "chat", "plain"),
        help="how the talk is transcribed (else guessed)",
    )
    run.add_argument(
        "--column",
        type=_pair,
        action="append",
        default=[],
        metavar="text=NAME",
        help="which column of a table is the text, speaker, turn, encounter, role, start or end",
    )
    run.add_argument(
        "--annotations",
        action="append",
        default=[],
        metavar="CSV",
        help="people's codings; these are then counted",
    )
    run.add_argument(
        "--count", action="append", default=[], metavar="CODER", help="whose annotations the measures count"
    )
    run.add_argument("--lang", choices=LANGUAGES, default="en", help="language of pages and figures")
    run.add_argument("--no-figures", action="store_true", help="tables and pages only")
    run.add_argument("--jobs", type=int, metavar="N", help="processes for drawing (default: as many as pay)")
    _about_talk(run)

    explain = _command(
        commands,
        "explain",
        _explain,
        "say why a turn was given its code, or none",
        "vuoro explain visit.cha:t0012",
    )
    explain.add_argument(
        "place", metavar="FILE:TURN", help="a turn id, or the line of the file on which the turn begins"
    )
    _about_talk(explain)

    listed = _command(
        commands,
        "measures",
        _measures,
        "list the measures, their units and cautions",
        "vuoro measures --lang fi",
    )
    listed.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the list")
    return parser


def _command(commands: Any, name: str, function: Any, what: str, example: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=what, description=what, epilog=f"example: {example}"
    )
    command.set_defaults(command=function)
    return command


def _about_talk(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language", choices=LANGUAGES, help="language of the talk (else from the file, or guessed)"
    )
    command.add_argument(
        "--role",
        type=_role,
        action="append",
        default=[],
        metavar="SPEAKER=ROLE",
        help=f"who is who, where the file does not say: {', '.join(ROLES)}",
    )


if __name__ == "__main__":
    sys.exit(main())
