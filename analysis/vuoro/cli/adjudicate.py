"""``vuoro adjudicate``: what coders differ in, one place after another, in a browser or in a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import DONE, command, seen
from vuoro.cli.surfaces import about_serving, serve
from vuoro.model import VuoroError

if TYPE_CHECKING:
    from vuoro.project import Adjudication, Disagreement

AROUND = 2
"""Turns that are shown before and after the place."""

HELP = """  1, 2 …     as that coder has it
  CODE       another code (or outcome, for a sequence)
  -          nothing: no code, no sequence
  s          leave it open and go on      u  take the last one back      q  stop
A note goes behind a colon, and stays in the log: 2: she asks before she proposes"""


def add(commands: Any) -> None:
    settling = command(
        commands,
        "adjudicate",
        _adjudicate,
        "settle what the coders of a project differ in, in a browser, that on which most hangs first",
        "vuoro adjudicate study --by chief",
    )
    settling.add_argument("folder", metavar="FOLDER", help="the project")
    settling.add_argument(
        "--by", required=True, metavar="NAME", help="who settles; it goes into this person's log"
    )
    settling.add_argument("--coder", action="append", default=[], help="only between these coders")
    settling.add_argument("--unfinished", action="store_true", help="also encounters that were begun only")
    settling.add_argument(
        "--list", action="store_true", help="only list the places, and what each coder says"
    )
    settling.add_argument(
        "--terminal", action="store_true", help="ask about one place after another in the terminal instead"
    )
    settling.add_argument("--blind", action="store_true", help="do not show which coder has said what")
    about_serving(settling)
    settling.add_argument("--meeting", metavar="DIR", help="write the tables for the codebook meeting")


def _adjudicate(options: argparse.Namespace) -> int:
    from vuoro import project

    settling = project.adjudicate(
        options.folder, by=options.by, coders=options.coder or None, unfinished=options.unfinished
    )
    if options.meeting:
        _write(settling, Path(options.meeting))
    elif options.list:
        for place in settling.all:
            print(_headline(settling, place))
    elif options.terminal:
        _settle(settling, input)
    else:
        _serve(settling, options)
    print(settling)
    return DONE


def _serve(settling: Adjudication, options: argparse.Namespace) -> None:
    from vuoro.widget.settling import Settling

    language = options.surface or settling.project.settings.page_language
    shown = Settling(settling, language=language, blind=options.blind)
    serve(
        [shown.title], lambda number: shown, options, f"{len(settling.open)} places to settle as {options.by}"
    )


def _settle(settling: Adjudication, ask: Callable[[str], str]) -> None:
    """Ask about each open place until there is none, or somebody stops."""
    print(HELP)
    left = list(settling.open)
    while left:
        place = left[0]
        _show(settling, place, len(left))
        try:
            said = ask("> ").strip()
        except EOFError:
            return
        if said == "q":
            return
        try:
            left = _answered(settling, left, said)
        except VuoroError as error:
            print(f"  {error}")


def _answered(settling: Adjudication, left: list[Disagreement], said: str) -> list[Disagreement]:
    """What is still to be asked about, after an answer to the first of them."""
    place, *rest = left
    choice, _, note = (part.strip() for part in said.partition(":"))
    if choice in ("", "?"):
        print(HELP)
        return left
    if choice == "s":
        return rest
    if choice == "u":
        settling.undo()
        return list(settling.open)
    if choice == "-":
        settling.write(place, note=note)
    elif choice.isdecimal() and 1 <= int(choice) <= len(place.codings):
        settling.choose(place, place.codings[int(choice) - 1].coder, note=note)
    else:
        settling.write(place, note=note, **{"outcome" if place.type else "code": choice})
    return rest


def _show(settling: Adjudication, place: Disagreement, left: int) -> None:
    talk = next(one.encounter for one in settling.compared if one.encounter.id == place.encounter)
    at = next(n for n, turn in enumerate(talk.turns) if turn.id == place.turn)
    print(f"\n{left} left · {_headline(settling, place)}")
    for turn in talk.turns[max(0, at - AROUND) : at + AROUND + 1]:
        print(
            f"{'>' if turn.id == place.turn else ' '} {turn.id:>8} {seen(turn.speaker)}: {' '.join(seen(turn.raw).split())}"
        )
    for number, coding in enumerate(place.codings, 1):
        memo = "; ".join(text for text in (coding.memo, *(one.note for one in coding.judgements)) if text)
        print(f"  {number}  {coding.coder}: {', '.join(coding.told)}{f'  – {memo}' if memo else ''}")


def _headline(settling: Adjudication, place: Disagreement) -> str:
    what = place.type or "move"
    between = "; ".join(f"{one.coder} {', '.join(one.told)}" for one in place.codings)
    settled = "" if settling.settlement(place) is None else f" – settled: {settling.row(place)['settled']}"
    return f"{place.encounter}:{place.turn} {what} (cost {place.cost:.1f}): {between}{settled}"


def _write(settling: Adjudication, folder: Path) -> None:
    from vuoro import annotations as tables
    from vuoro import project

    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "places": settling.frame(),
        "about": project.about(settling),
        "confused": project.confused(settling),
        "to_bring": project.to_bring(settling),
    }
    for name, table in made.items():
        tables.write_csv(table, folder / f"{name}.csv")
    print(f"{', '.join(f'{name}.csv' for name in made)} in {folder}")
