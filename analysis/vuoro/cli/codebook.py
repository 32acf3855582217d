"""``vuoro codebook``: look at a project's codebook, change it, and take codings over to the new version."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, command, pair
from vuoro.model import LANGUAGES


def add(commands: Any) -> None:
    editing = command(
        commands,
        "codebook",
        _show,
        "look at a project's codebook, change it, and take codings over to the new version",
        'vuoro codebook study merge accept hedged_accept --into accept --by aino --why "too few to tell apart"',
    )
    editing.add_argument("folder", metavar="FOLDER", help="the project")
    actions = editing.add_subparsers(metavar="ACTION")
    showing = actions.add_parser("show", help="the codes, and every change so far")
    showing.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the labels")
    _changing(actions, "add", _add, "one more code, from a YAML file with its entry").add_argument("entry")
    edit = _changing(actions, "edit", _edit, "say something else in a field of a code")
    edit.add_argument("code")
    edit.add_argument(
        "--set", type=pair, action="append", default=[], metavar="FIELD=TEXT", required=True,
        help="definition, include, exclude, labels.sv, …; a list is given as YAML: examples.fi.positive='[…]'",
    )  # fmt: skip
    merge = _changing(actions, "merge", _merge, "several codes become one of them")
    merge.add_argument("codes", nargs="+")
    merge.add_argument("--into", required=True, metavar="CODE")
    split = _changing(
        actions, "split", _split, "a code is replaced by new ones, from a YAML file with a list"
    )
    split.add_argument("code")
    split.add_argument("entries")
    retire = _changing(actions, "retire", _retire, "a code is no longer given")
    retire.add_argument("code")
    retire.add_argument("--instead", default="", metavar="CODE")
    migrate = actions.add_parser("migrate", help="what becomes of codings of older versions; --yes does it")
    migrate.add_argument("--yes", action="store_true", help="take the renamed ones over, in each coder's log")
    migrate.set_defaults(command=_migrate, parser=migrate)


def _changing(actions: Any, name: str, function: Any, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=what, description=what)
    parser.add_argument("--by", required=True, metavar="NAME", help="who makes the change")
    parser.add_argument("--why", required=True, metavar="TEXT", help="why, for those who read the history")
    parser.set_defaults(command=_change, change=function, parser=parser)
    return parser


def _show(options: argparse.Namespace) -> int:
    from vuoro import project

    book = project.codebook(project.open(options.folder))
    language = getattr(options, "lang", "en")
    print(f"{book.id}, {book.date}: {len(book.codes)} codes")
    for code in book.codes:
        print(f"  W{code.way} {code.id}: {code.labels[language]}")
    for change in book.changes:
        into = f" into {', '.join(change.into)}" if change.into else ""
        fields = f" ({', '.join(change.fields)})" if change.fields else ""
        print(
            f"  {change.version}, {change.date}, {change.by}: {change.do} {', '.join(change.codes)}{into}{fields}: {change.why}"
        )
    return DONE


def _change(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    told = {"by": options.by, "why": options.why}
    made = project.revise(study, options.change(project.codebook_text(study), options, told))
    print(f"{made.id}: {len(made.codes)} codes")
    return _tell(project.pending(study), options.folder)


def _add(text: str, options: argparse.Namespace, told: Mapping[str, str]) -> str:
    from vuoro.codebooks import editing

    return editing.add(text, _yaml(options.entry), **told)


def _edit(text: str, options: argparse.Namespace, told: Mapping[str, str]) -> str:
    from vuoro.codebooks import editing

    fields = {name: editing.value(name, written) for name, written in options.set}
    return editing.edit(text, options.code, fields, **told)


def _merge(text: str, options: argparse.Namespace, told: Mapping[str, str]) -> str:
    from vuoro.codebooks import editing

    return editing.merge(text, options.codes, options.into, **told)


def _split(text: str, options: argparse.Namespace, told: Mapping[str, str]) -> str:
    from vuoro.codebooks import editing

    return editing.split(text, options.code, _yaml(options.entries), **told)


def _retire(text: str, options: argparse.Namespace, told: Mapping[str, str]) -> str:
    from vuoro.codebooks import editing

    return editing.retire(text, options.code, instead=options.instead, **told)


def _migrate(options: argparse.Namespace) -> int:
    from vuoro import project

    study = project.open(options.folder)
    steps = project.pending(study)
    for one in steps:
        where = f"{one.coder}\t{one.encounter}:{one.step.turn}\t{one.step.annotation.code}"
        becomes = one.step.code or f"one of {', '.join(one.step.choices) or 'the other codes'}"
        print(f"{where}\t{one.step.kind}: {becomes}\t{one.step.why}")
    if not options.yes:
        return _tell(steps, options.folder)
    print(f"{project.migrate(study, steps)} codings taken over; the rest is for their coders")
    return DONE


def _tell(steps: list[Any], folder: str) -> int:
    counts = Counter(one.step.kind for one in steps)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts))
    print(
        f"codings of older versions: {told}; see vuoro codebook {folder} migrate"
        if told
        else "no coding is touched"
    )
    return DONE


def _yaml(path: str) -> Any:
    from vuoro.codebooks import editing

    return editing.entries(Path(path))
