"""The folder of results: never half written, never mixed with what is not ours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from vuoro.model import VuoroError

PROVENANCE = "provenance.json"
STAGE = ".unfinished"


class OutputInTheWay(VuoroError):
    """The output folder holds something that no run of ours has written."""


def earlier_run(out: Path) -> list[Path]:
    """The files of an earlier run, as its provenance lists them; an error if there are any others."""
    if out.exists() and not out.is_dir():
        raise OutputInTheWay(f"{out} is a file; name a folder with --out")
    listed: list[Path] = []
    provenance = out / PROVENANCE
    if provenance.is_file():
        try:
            names = [entry["file"] for entry in json.loads(provenance.read_text("utf-8"))["outputs"]]
        except (ValueError, KeyError, TypeError) as error:
            raise OutputInTheWay(
                f"{provenance} is not readable ({error}); name another folder with --out"
            ) from error
        listed = [out / name for name in (*names, PROVENANCE)]
    there = {path for path in out.rglob("*") if path.is_file() and STAGE not in path.relative_to(out).parts}
    foreign = sorted(there.difference(listed))
    if foreign:
        raise OutputInTheWay(
            f"{out} holds files that no run has written ({foreign[0].relative_to(out)}); "
            "name an empty or a new folder with --out"
        )
    return [path for path in listed if path in there]


def stage(out: Path) -> Path:
    """A fresh folder inside `out`, so that a run that dies leaves the earlier results whole."""
    stage = out / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    for folder in ("pages", "figures"):
        (stage / folder).mkdir(parents=True)
    return stage


def publish(written: Iterable[Path], stage: Path, earlier: Iterable[Path], out: Path) -> None:
    for path in earlier:
        path.unlink()
    for path in written:
        target = out / path.relative_to(stage)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    shutil.rmtree(stage)
