"""A page and figures for each encounter, and the list of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro import plots, review
from vuoro.chain.examining import Choices, Findings
from vuoro.chain.folder import PROVENANCE
from vuoro.chain.pooling import Tell, started, untold
from vuoro.chain.suggesting import ENOUGH_FOR_A_POOL
from vuoro.model import Annotation, Encounter, Sequence, record

if TYPE_CHECKING:
    import pandas as pd


@record
class Sheet:
    """All that one encounter's figures and page are drawn from; travels to another process."""

    encounter: Encounter
    annotations: list[Annotation]
    sequences: list[Sequence]
    measures: pd.DataFrame
    profile: pd.DataFrame
    places: pd.DataFrame
    coders: tuple[str, ...]
    name: str
    out: Path
    language: str
    figures: bool


def sheets(
    found: Findings,
    frame: pd.DataFrame,
    profile: pd.DataFrame,
    places: pd.DataFrame,
    names: Mapping[str, str],
    choices: Choices,
    out: Path,
) -> Iterator[Sheet]:
    annotations = _grouped(found.annotations)
    links = _grouped(found.sequences)
    parts = [dict(tuple(table.groupby("encounter", sort=False))) for table in (frame, profile, places)]
    for encounter in found.encounters:
        of_measures, of_profile, of_places = (
            part.get(encounter.id, table.iloc[:0])
            for part, table in zip(parts, (frame, profile, places), strict=True)
        )
        yield Sheet(
            encounter=encounter,
            annotations=annotations.get(encounter.id, []),
            sequences=links.get(encounter.id, []),
            measures=of_measures,
            profile=of_profile,
            places=of_places,
            coders=found.coders,
            name=names[encounter.id],
            out=out,
            language=choices.page_language,
            figures=choices.figures,
        )


def _grouped(things: Iterable[Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for thing in things:
        groups.setdefault(thing.encounter, []).append(thing)
    return groups


def drawn(sheets: Iterable[Sheet], jobs: int | None, tell: Tell = untold) -> Iterator[list[Path]]:
    """Draw in several processes where that pays; the order, and so every byte, stays the same."""
    sheets = list(sheets)
    workers = jobs or (min(os.cpu_count() or 1, 8) if len(sheets) >= ENOUGH_FOR_A_POOL else 1)
    if workers == 1:
        yield from map(draw, sheets)
        return
    with started(workers, "drawing", tell) as pool:
        yield from pool.map(draw, sheets, chunksize=2)


def draw(sheet: Sheet) -> list[Path]:
    """Write one encounter's figures and page; returns the files written."""
    written: list[Path] = []
    counted = [a for a in sheet.annotations if a.coder in sheet.coders]
    links = [s for s in sheet.sequences if s.coder in sheet.coders]
    timeline_svg = ""
    if sheet.figures:
        timeline = plots.timeline(sheet.encounter, counted, links, language=sheet.language)
        figures: dict[str, Any] = {
            "timeline": timeline.figure,
            "profile": plots.profile(sheet.profile, language=sheet.language, coders=sheet.coders),
        }
        for kind, figure in figures.items():
            for suffix in ("svg", "png"):
                path = sheet.out / "figures" / f"{sheet.name}_{kind}.{suffix}"
                plots.save(figure, path)
                written.append(path)
        timeline_svg = (sheet.out / "figures" / f"{sheet.name}_timeline.svg").read_text("utf-8")
    page = sheet.out / "pages" / f"{sheet.name}.html"
    page.write_text(
        review.page(
            sheet.encounter,
            counted,
            links,
            sheet.measures,
            sheet.profile,
            sheet.places,
            timeline_svg=timeline_svg,
            language=sheet.language,
        ),
        encoding="utf-8",
        newline="\n",
    )
    return [*written, page]


def write_index(
    found: Findings, names: Mapping[str, str], choices: Choices, written: Iterable[Path], out: Path
) -> Path:
    """The first page: every encounter with its page and figures, every table, every file not done."""
    annotations = _grouped(found.annotations)
    files = {path.relative_to(out).as_posix() for path in written}
    rows = [
        review.Listed(
            encounter=encounter,
            page=f"pages/{names[encounter.id]}.html",
            annotations=tuple(a for a in annotations.get(encounter.id, []) if a.coder in found.coders),
            files={
                f"{kind}.{suffix}": file
                for kind in ("timeline", "profile")
                for suffix in ("svg", "png")
                if (file := f"figures/{names[encounter.id]}_{kind}.{suffix}") in files
            },
        )
        for encounter in found.encounters
    ]
    tables_here = {name: name for name in sorted([*files, PROVENANCE]) if "/" not in name}
    path = out / "index.html"
    page = review.index(rows, found.failures, language=choices.page_language, files=tables_here)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path
