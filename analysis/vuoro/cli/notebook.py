"""``vuoro notebook``: the course of notebooks, and a run of one on a project."""

from __future__ import annotations

import argparse
import json
from textwrap import fill
from typing import Any

from vuoro.cli.arguments import DONE, command, pair


def add(commands: Any) -> None:
    notebook = command(
        commands,
        "notebook",
        _notebook,
        "list the notebooks of the course with their questions, or run one on a project and keep it there",
        "vuoro notebook agree --project study",
    )
    notebook.add_argument("name", nargs="?", metavar="NAME", help="a number, a name, or part of one")
    notebook.add_argument(
        "--project", metavar="DIR", help="run a copy on this project; it is kept in DIR/notebooks/"
    )
    notebook.add_argument(
        "--copy",
        metavar="DIR",
        help="copy the course and the corpora that it reads into DIR, to work in there",
    )
    notebook.add_argument(
        "--set",
        type=pair,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what stands in its first cell, such as LANGUAGE=fi or ENCOUNTER=visit",
    )


def _notebook(options: argparse.Namespace) -> int:
    from vuoro import course
    from vuoro.model import VuoroError

    if options.copy:
        print(f"Open the first one: jupyter lab {course.copy(options.copy) / '00_start_here.ipynb'}")
        return DONE
    if options.name and options.project:
        kept = course.run(options.name, options.project, {name: _value(text) for name, text in options.set})
        print(f"kept with its outputs: {kept}; talk stands in them, so keep it as you keep the transcripts")
        return DONE
    if options.project or options.set:
        raise VuoroError("say which notebook, and --project DIR; `vuoro notebook` lists them")
    for one in [course.notebook(options.name)] if options.name else course.notebooks():
        print(fill(f"{one.name}: {one.question}", 100, subsequent_indent="    "))
    if options.name:
        _tell(course.notebook(options.name))
    return DONE


def _tell(one: Any) -> None:
    for name, value in one.parameters.items():
        print(f"  {name} = {value!r}")
    print(f"open it: jupyter lab {one.path}")
    if one.takes_project:
        print(f"run it on a project: vuoro notebook {one.name} --project DIR")


def _value(text: str) -> Any:
    """What was written, as a number, list or truth value where it is one in JSON, else as it stands."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
