"""``vuoro next``: which turns to code next, so that a coder gains most from them."""

from __future__ import annotations

import argparse
from typing import Any

from vuoro.cli.arguments import DONE, about_files, about_talk, command, read_all

WIDTH = 60


def add(commands: Any) -> None:
    following = command(
        commands,
        "next",
        _next,
        "order the turns that nobody has coded by how much they would teach",
        "vuoro next talk/ --annotations coded.csv --coder ours.json --most 50",
    )
    following.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    following.add_argument(
        "--annotations", action="append", default=[], metavar="CSV", help="what has been coded already"
    )
    following.add_argument(
        "--coder", metavar="FILE", help="the coder so far (default: one is learned, where there is enough)"
    )
    following.add_argument("--most", type=int, default=30, metavar="N", help="turns to print (default 30)")
    about_files(following)
    about_talk(following)


def _next(options: argparse.Namespace) -> int:
    from vuoro import annotations as tables
    from vuoro.learning import choosing

    encounters, _ = read_all(options)
    done = [a for path in options.annotations for a in tables.read_annotations(path, encounters)]
    coder = _coder(options, encounters, done)
    places = choosing.next_places(encounters, done, coder)
    for place in places[: options.most]:
        rules, learner = ", ".join(place.rules) or "–", ", ".join(place.learner) or "–"
        print(f"{place.encounter}:{place.turn}\t{place.why}\trules: {rules}\tlearner: {learner}")
        print(f"    {place.text[:WIDTH]}")
    print(f"{min(len(places), options.most)} of {len(places)} turns that nobody has judged")
    return DONE


def _coder(options: argparse.Namespace, encounters: Any, done: Any) -> Any:
    from vuoro import learning

    if options.coder:
        return learning.load(options.coder)
    try:
        return learning.train(encounters, done, name="so far")
    except (learning.TooLittleToLearn, learning.NeedsScikitLearn) as error:
        print(f"no coder yet ({error}); turns are taken from every cue alike")
        return None
