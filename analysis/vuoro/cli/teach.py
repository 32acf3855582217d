"""``vuoro teach``: a training pack, for a room without a network and a trainer without Python."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from vuoro.cli.arguments import DONE, about_files, about_key, about_talk, command, progress, reading
from vuoro.model import LANGUAGES

THEMES = ("invite", "listen", "equal", "decide", "reflect")


def add(commands: Any) -> None:
    teaching = command(
        commands,
        "teach",
        _teach,
        "make a training pack: examples, exercises, move cards and forms as pages for a memory stick",
        "vuoro teach corpora --theme listen --lang sv --out pack",
    )
    teaching.add_argument(
        "paths", nargs="+", metavar="PATH", help="a project, or transcripts with codings beside"
    )
    teaching.add_argument("--theme", choices=THEMES, default="listen", help="which of the five ways")
    teaching.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the pages")
    teaching.add_argument(
        "--minutes", type=int, choices=(30, 60, 90), default=90, help="how long the session is"
    )
    teaching.add_argument("--out", required=True, metavar="DIR", help="a new folder, or an earlier pack")
    teaching.add_argument(
        "--open", action="store_true", help="the pack leaves the house: only what was consented to for that"
    )
    teaching.add_argument(
        "--annotations", nargs="+", default=[], metavar="CSV", help="codings (else those beside)"
    )
    teaching.add_argument(
        "--sequences", nargs="+", default=[], metavar="CSV", help="sequences (else those beside)"
    )
    about_key(teaching)
    about_files(teaching)
    about_talk(teaching)


def _teach(options: argparse.Namespace) -> int:
    from vuoro import privacy, teaching

    audience = "teaching_open" if options.open else "teaching_in_house"
    material, left_out = teaching.gather(
        options.paths,
        audience,
        known=privacy.known_by(options.key) if options.key else privacy.Known(),
        codings=options.annotations,
        sequences=options.sequences,
        follow=lambda groups: progress(groups, total=len(groups), desc="reading"),
        **reading(options),
    )
    for name, why in left_out:
        print(f"left out: {name}: {why}")
    pack = teaching.Pack(
        material=material,
        theme=options.theme,
        language=options.lang,
        minutes=options.minutes,
        audience=audience,
    )
    files = teaching.write(pack, options.out)
    size = sum(file.stat().st_size for file in files) / 1e6
    pages = sum(file.suffix == ".html" for file in files)
    print(
        f"{len(material.encounters)} encounters, {pages} pages, {size:.1f} MB; "
        f"open {Path(options.out) / 'index.html'}"
    )
    return DONE
