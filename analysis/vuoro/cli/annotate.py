"""``vuoro annotate``: the annotator in a browser, without JupyterLab."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import DONE, about_files, about_talk, command, reading
from vuoro.cli.surfaces import about_serving, serve

if TYPE_CHECKING:
    from vuoro.model import Encounter
    from vuoro.widget.sitting import Sitting


def add(commands: Any) -> None:
    annotate = command(
        commands,
        "annotate",
        _annotate,
        "code a transcript, or those of a project, in a browser; it is served to this machine only",
        "vuoro annotate study --coder aino",
    )
    annotate.add_argument("path", metavar="FILE|PROJECT", help="a transcript, or the folder of a project")
    annotate.add_argument(
        "--coder", required=True, metavar="NAME", help="who codes; each has a log of their own"
    )
    annotate.add_argument(
        "--logs",
        default="annotations",
        metavar="FOLDER",
        help="where the log of a single transcript goes (default: annotations)",
    )
    annotate.add_argument(
        "--blind", action="store_true", help="show no suggestions and no other coder's moves"
    )
    annotate.add_argument("--no-suggestions", action="store_true", help="let no machine suggest anything")
    annotate.add_argument(
        "--sound", metavar="FILE", help="the recording (else one of the same name beside the transcript)"
    )
    about_serving(annotate)
    about_files(annotate)
    about_talk(annotate)


def _annotate(options: argparse.Namespace) -> int:
    encounters, opened = _project(options) if _is_project(options.path) else _file(options)
    serve(
        [one.id for one in encounters], opened, options, f"{len(encounters)} to annotate as {options.coder}"
    )
    return DONE


def _is_project(path: str) -> bool:
    from vuoro.project.settings import NAME

    return (Path(path) / NAME).is_file()


def _project(options: argparse.Namespace) -> tuple[list[Encounter], Callable[[int], Sitting]]:
    from vuoro import project

    study = project.open(options.path)
    encounters = project.encounters(study)
    return encounters, lambda number: _sitting(encounters[number], study, options, options.sound)


def _file(options: argparse.Namespace) -> tuple[list[Encounter], Callable[[int], Sitting]]:
    from vuoro import formats
    from vuoro.widget.sounds import beside

    encounters = [
        one
        for group in formats.gather([options.path])
        for one in formats.read_group(group, **reading(options))
    ]
    sound = options.sound or (beside(Path(options.path)) if len(encounters) == 1 else None)
    return encounters, lambda number: _sitting(encounters[number], options.logs, options, sound)


def _sitting(encounter: Encounter, place: Any, options: argparse.Namespace, sound: Any) -> Sitting:
    from dataclasses import replace

    from vuoro.widget.opening import laid
    from vuoro.widget.sitting import Sitting

    sitting = Sitting(
        **laid(
            encounter, options.coder, place, not options.no_suggestions, options.blind, options.surface, sound
        )
    )
    if sitting.sound:  # the page fetches it from us, in the stretches that it plays
        sitting.sound = replace(sitting.sound, url="sound")
    return sitting
