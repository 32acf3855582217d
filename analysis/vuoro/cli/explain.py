"""``vuoro explain``: why a turn was given its code, or none."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from vuoro.cli.arguments import DONE, about_coders, about_talk, command
from vuoro.model import VuoroError


def add(commands: Any) -> None:
    explain = command(
        commands,
        "explain",
        _explain,
        "say why a turn was given its code, or none",
        "vuoro explain visit.cha:t0012",
    )
    explain.add_argument(
        "place", metavar="FILE:TURN", help="a turn id, or the line of the file on which the turn begins"
    )
    about_coders(explain)
    about_talk(explain)


def _explain(options: argparse.Namespace) -> int:
    from vuoro import formats, learning

    path, _, place = options.place.rpartition(":")
    if not path:
        raise VuoroError(f"{options.place!r}: say FILE:TURN, for example visit.cha:t0012")
    read = formats.read_corpus([path], language=options.language, roles=dict(options.role))
    for encounter in read:
        if any(place == turn.id for turn in encounter.turns):
            print(learning.explained(encounter, place, options.coders))
            return DONE
    for encounter in read:
        for turn in encounter.turns:
            if place == str(turn.line):
                print(learning.explained(encounter, turn.id, options.coders))
                return DONE
    raise VuoroError(f"{path}: no turn and no line {place!r} begins a turn; turns are {_some(read)}")


def _some(encounters: Iterable[Any]) -> str:
    ids = [turn.id for encounter in encounters for turn in encounter.turns]
    return f"{ids[0]} to {ids[-1]}" if ids else "none"
