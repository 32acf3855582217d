"""A pack on the disk: a folder of pages that needs nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from vuoro.teaching.packs import BadPack, Pack, pages
from vuoro.teaching.sounds import copy

MARK = ".vuoro-pack"
"""A file that says that a folder is a pack of ours, and may be made anew."""


def write(pack: Pack, out: str | Path) -> list[Path]:
    """Make the pages of a pack and write them to a new folder, or over an earlier pack; answers the files.

    Raises
    ------
    BadPack
        There is nothing to show, or the folder holds something that is no pack.
    """
    out = Path(out)
    made = [page for _, some in pages(pack) for page in some]
    names = [page.file for page in made]
    if len(set(names)) < len(names):
        raise BadPack(f"two pages are called {next(n for n in names if names.count(n) > 1)!r}; rename one")
    if out.exists() and any(out.iterdir()) and not (out / MARK).is_file():
        raise BadPack(f"{out} holds files that are no pack; name an empty or a new folder")
    stage = out.with_name(f"{out.name}.unfinished")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    for page in made:
        (stage / page.file).write_text(page.html, encoding="utf-8", newline="\n")
        for sound in page.sounds:
            copy(sound, stage)
    (stage / MARK).write_text("A training pack by vuoro; open index.html.\n", encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    stage.replace(out)
    return [out / name for name in (*names, *(sound.file for page in made for sound in page.sounds))]
