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
    known = privacy.known_by(options.key) if options.key else privacy.Known()
    encounters, material = _material(options)
    kept, left_out = teaching.allowed(encounters, audience, known=known)
    for name, why in left_out:
        print(f"left out: {name}: {why}")
    pack = teaching.Pack(
        material=material(kept, audience),
        theme=options.theme,
        language=options.lang,
        minutes=options.minutes,
        audience=audience,
    )
    files = teaching.write(pack, options.out)
    size = sum(file.stat().st_size for file in files) / 1e6
    print(
        f"{len(kept)} encounters, {len(files)} pages, {size:.1f} MB; open {Path(options.out) / 'index.html'}"
    )
    return DONE


def _material(options: argparse.Namespace) -> tuple[list[Any], Any]:
    """The encounters, and a function that makes material of those of them that may be shown."""
    from vuoro import formats, project, teaching

    first = Path(options.paths[0])
    if (first / "project.toml").is_file():
        study = project.open(first)
        judged, linked = project.annotations(study), project.sequences(study)
        if len(project.coders(study)) > 1:
            gold = project.gold(study)
            judged, linked = [*judged, *gold.annotations], [*linked, *gold.sequences]
        lying = list((first / "transcripts").rglob("*"))
        return list(project.encounters(study)), lambda kept, audience: teaching.Material(
            kept, judged, linked, _recordings(lying, kept, audience)
        )
    groups = formats.gather(options.paths)
    encounters = formats.distinct(
        encounter
        for group in progress(groups, total=len(groups), desc="reading")
        for encounter in formats.read_group(group, **reading(options))
    )
    paths = [path for group in groups for path in group.files]
    codings, links = teaching.beside(paths)
    if options.annotations:
        codings, links = [Path(p) for p in options.annotations], [Path(p) for p in options.sequences]
    return encounters, lambda kept, audience: teaching.read(
        kept, codings, links, _recordings(paths, kept, audience)
    )


def _recordings(paths: list[Path], kept: list[Any], audience: str) -> dict[str, Path]:
    """The sound files beside the transcripts of those whose voices may be played."""
    from vuoro.teaching.consent import may_be_heard
    from vuoro.teaching.sounds import recordings

    return recordings(paths, [one for one in kept if may_be_heard(one, audience)])
