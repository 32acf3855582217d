"""The main job, end to end: a folder of transcripts in, tables, figures and pages out.

Reading, suggesting, linking and measuring are the functions of the rooms below; what is
here is their order, what is written where, and what happens when one file is bad: it is
reported with its reason, and all the others are done.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro import annotations as tables
from vuoro import codebooks, formats, learning, measures, plots, review, sequences
from vuoro.language import terms
from vuoro.model import MACHINES, NOTHING, Annotation, Decision, Encounter, Sequence, VuoroError, record
from vuoro.moves.support import support

if TYPE_CHECKING:
    import pandas as pd

PROVENANCE = "provenance.json"
STAGE = ".unfinished"
_RECORDED_PACKAGES = ("vuoro", "pandas", "numpy", "scipy", "pyarrow", "matplotlib", "jinja2", "nltk", "spacy")
_ENOUGH_FOR_A_POOL = 6


class OutputInTheWay(VuoroError):
    """The output folder holds something that no run of ours has written."""


@record
class Choices:
    """What the user decided about a run; everything has a sensible silence."""

    format: str | None = None
    language: str | None = None
    convention: str | None = None
    roles: Mapping[str, str] = NOTHING
    columns: Mapping[str, str] = NOTHING
    transcribed: str | None = None
    annotations: tuple[str, ...] = ()
    count: tuple[str, ...] = ()
    coders: tuple[str, ...] = ("rules", "learned")
    page_language: str = "en"
    figures: bool = True
    jobs: int | None = None
    terms: str | None = None


@record
class Failure:
    """A file that could not be used, and why; the message names file, line and remedy."""

    file: str
    reason: str


@record
class Report:
    """What a run did: counts for people, and the folder where everything lies."""

    out: Path
    encounters: int
    turns: int
    annotations: int
    sequences: int
    problems: int
    failures: tuple[Failure, ...] = ()


@record
class Findings:
    """Everything that is known of a corpus before it is written down.

    ``support`` is the support layer (continuers, repairs, terms), kept apart from the moves.
    ``set_aside`` are encounters that could be read but not coded; their problems are told too.
    """

    encounters: list[Encounter]
    annotations: list[Annotation]
    sequences: list[Sequence]
    coders: tuple[str, ...]
    failures: tuple[Failure, ...]
    set_aside: tuple[Encounter, ...] = ()
    support: tuple[Annotation, ...] = ()
    decisions: tuple[Decision, ...] = ()


def run(
    paths: Many[str | Path], out: str | Path, choices: Choices | None = None, *, progress: Any = None
) -> Report:
    """Annotate and measure every transcript in `paths`, and write the results to `out`.

    Parameters
    ----------
    paths : files and folders, any mix of formats
    out : a new or empty folder, or one that an earlier run wrote (it is then replaced)
    choices : languages, roles, whose annotations count, and so on
    progress : ``progress(iterable, total=, desc=)``, such as ``tqdm.tqdm``; silent if None

    Returns
    -------
    Report
        ``failures`` lists the files that could not be used; all others were done.

    Raises
    ------
    OutputInTheWay
        if `out` holds files that no run has written; nothing is touched then.
    """
    choices = choices or Choices()
    out = Path(out)
    track = progress or _silently
    earlier = _earlier_run(out)
    found = examine(paths, choices, progress=progress)
    coded = (found.encounters, found.annotations, found.sequences)
    beside: dict[str, Any] = {
        "decisions": found.decisions,
        "support": found.support,
        "coders": found.coders,
    }
    frame = measures.measure(*coded, **beside)
    profile = measures.profile(frame, language=choices.page_language)
    places = measures.places(*coded, **beside)
    stage = _stage(out)
    written = [*_write_tables(found, frame, profile, stage)]
    names = formats.file_names(encounter.id for encounter in found.encounters)
    sheets = _sheets(found, frame, profile, places, names, choices, stage)
    for files in track(_drawn(sheets, choices.jobs), total=len(found.encounters), desc="pages"):
        written += files
    written.append(_write_index(found, names, choices, written, stage))
    written.append(_write_provenance(found, choices, written, stage))
    _publish(written, stage, earlier, out)
    return Report(
        out=out,
        encounters=len(found.encounters),
        turns=sum(map(len, found.encounters)),
        annotations=len(found.annotations),
        sequences=len(found.sequences),
        problems=sum(len(encounter.problems) for encounter in found.encounters),
        failures=found.failures,
    )


def examine(paths: Many[str | Path], choices: Choices, *, progress: Any = None) -> Findings:
    """Read, annotate and link every encounter, without writing anything."""
    track = progress or _silently
    failures: list[Failure] = []
    groups = formats.gather(paths)
    read: list[Encounter] = []
    for group in track(groups, total=len(groups), desc="reading"):
        try:
            read += _read(group, choices)
        except (VuoroError, OSError) as error:
            failures.append(Failure(file=group.name, reason=str(error)))
    encounters: list[Encounter] = []
    suggested: list[Annotation] = []
    set_aside: list[Encounter] = []
    for encounter in track(formats.distinct(read), total=len(read), desc="moves"):
        try:
            suggested += learning.combined(encounter, choices.coders)
            encounters.append(encounter)
        except VuoroError as error:
            failures.append(Failure(file=", ".join(encounter.source.files), reason=str(error)))
            set_aside.append(encounter)
    human = [a for path in choices.annotations for a in tables.read_annotations(path, encounters)]
    here = {encounter.id for encounter in encounters}
    in_the_files = [a for encounter in encounters for a in encounter.annotations]
    everything = [*in_the_files, *(a for a in human if a.encounter in here), *suggested]
    own = terms.read_file(choices.terms) if choices.terms else ()
    forms = tuple(a for encounter in encounters for a in support(encounter, own))
    links = _linked(encounters, [*everything, *forms])
    decided = [d for e in encounters for d in sequences.decisions(e, everything, links)]
    return Findings(
        encounters=encounters,
        annotations=everything,
        sequences=links,
        support=forms,
        decisions=tuple(decided),
        coders=choices.count or _whose([*everything, *forms]),
        failures=tuple(failures),
        set_aside=tuple(set_aside),
    )


def _silently(things: Iterable[Any], **_: Any) -> Iterable[Any]:
    return things


def _read(group: formats.Group, choices: Choices) -> list[Encounter]:
    return formats.read_group(
        group,
        format=choices.format,
        language=choices.language,
        convention=choices.convention,
        roles=choices.roles,
        columns=choices.columns,
        transcribed=choices.transcribed,
    )


def _whose(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """People's judgements where there are any, the machine's where there are none."""
    coders = dict.fromkeys(a.coder for a in annotations)
    people = tuple(coder for coder in coders if not coder.startswith(MACHINES))
    return people or tuple(coders)


def _linked(encounters: Iterable[Encounter], annotations: Iterable[Annotation]) -> list[Sequence]:
    """The sequences that stand in the files, and for coders who have none there, those that follow."""
    encounters = list(encounters)
    told = [sequence for encounter in encounters for sequence in encounter.sequences]
    done = {(sequence.encounter, sequence.coder) for sequence in told}
    by_coder: dict[tuple[str, str], list[Annotation]] = {}
    for annotation in annotations:
        if (annotation.encounter, annotation.coder) not in done:
            by_coder.setdefault((annotation.encounter, annotation.coder), []).append(annotation)
    known = {encounter.id: encounter for encounter in encounters}
    return told + [
        sequence
        for (encounter, coder), theirs in by_coder.items()
        for sequence in sequences.link(known[encounter], theirs, coder=coder)
    ]


def _earlier_run(out: Path) -> list[Path]:
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


def _stage(out: Path) -> Path:
    """A fresh folder inside `out`, so that a run that dies leaves the earlier results whole."""
    stage = out / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    for folder in ("pages", "figures"):
        (stage / folder).mkdir(parents=True)
    return stage


def _publish(written: Iterable[Path], stage: Path, earlier: Iterable[Path], out: Path) -> None:
    for path in earlier:
        path.unlink()
    for path in written:
        target = out / path.relative_to(stage)
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
    shutil.rmtree(stage)


def _write_tables(found: Findings, frame: pd.DataFrame, profile: pd.DataFrame, out: Path) -> Iterator[Path]:
    import pandas as pd

    rows = tables.annotation_rows(found.annotations, found.encounters)
    links = tables.sequence_rows(found.sequences)
    tables.write_jsonl(rows, out / "annotations.jsonl")
    tables.write_jsonl(links, out / "sequences.jsonl")
    tables.write_csv(tables.frame(rows, tables.ANNOTATION_COLUMNS), out / "annotations.csv")
    tables.write_csv(tables.frame(links, tables.SEQUENCE_COLUMNS), out / "sequences.csv")
    layer = tables.annotation_rows(found.support, found.encounters)
    tables.write_csv(tables.frame(layer, tables.ANNOTATION_COLUMNS), out / "support.csv")
    decided = sequences.decision_rows(found.decisions)
    tables.write_csv(pd.DataFrame(decided, columns=list(sequences.DECISION_COLUMNS)), out / "decisions.csv")
    tables.write_csv(frame, out / "measures.csv")
    frame.to_parquet(out / "measures.parquet", index=False)
    tables.write_csv(profile, out / "profile.csv")
    tables.write_csv(_problems(found), out / "problems.csv")
    tables.write_csv(_encounters(found), out / "encounters.csv")
    for name in (
        "encounters.csv",
        "annotations.jsonl",
        "sequences.jsonl",
        "annotations.csv",
        "sequences.csv",
        "support.csv",
        "decisions.csv",
        "measures.csv",
        "measures.parquet",
        "profile.csv",
        "problems.csv",
    ):
        yield out / name


def _encounters(found: Findings) -> pd.DataFrame:
    """What was read, a row each: where from, in which language, by whom it was transcribed."""
    import pandas as pd

    columns = (
        "encounter", "files", "format", "convention", "language", "transcribed", "engine",
        "turns", "problems", "professionals", "clients", "invented",
    )  # fmt: skip
    rows = []
    for e in found.encounters:
        roles = list(e.roles().values())
        source, meta = e.source, e.meta
        rows.append(
            (
                e.id, ", ".join(source.files), source.format, source.convention, e.language or "",
                e.transcribed, str(meta.get("engine", "")), len(e.turns), len(e.problems),
                roles.count("professional"), roles.count("client"), e.invented,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def _problems(found: Findings) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (encounter.id, p.file, p.line, p.rule, p.turn or "", p.message, p.text[:200])
        for encounter in (*found.encounters, *found.set_aside)
        for p in encounter.problems
    ]
    rows += [("", failure.file, None, "not-read", "", failure.reason, "") for failure in found.failures]
    table = pd.DataFrame(rows, columns=["encounter", "file", "line", "rule", "turn", "message", "text"])
    return table.astype({"line": "Int64"})


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


def _sheets(
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


def _drawn(sheets: Iterable[Sheet], jobs: int | None) -> Iterator[list[Path]]:
    """Draw in several processes where that pays; the order, and so every byte, stays the same."""
    sheets = list(sheets)
    workers = jobs or (min(os.cpu_count() or 1, 8) if len(sheets) >= _ENOUGH_FOR_A_POOL else 1)
    if workers == 1:
        yield from map(draw, sheets)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(draw, sheets, chunksize=2)


def draw(sheet: Sheet) -> list[Path]:
    """Write one encounter's figures and page; returns the files written."""
    written: list[Path] = []
    counted = [a for a in sheet.annotations if a.coder in sheet.coders]
    links = [s for s in sheet.sequences if s.coder in sheet.coders]
    timeline_svg = ""
    if sheet.figures:
        figures = {
            "timeline": plots.timeline(sheet.encounter, counted, links, language=sheet.language).figure,
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


def _write_index(
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


def _write_provenance(found: Findings, choices: Choices, written: Iterable[Path], out: Path) -> Path:
    """What a methodologist needs to run it again. No clock, so that two runs are alike."""
    codebook = codebooks.load("participation")
    about = {
        "vuoro": version("vuoro"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _RECORDED_PACKAGES},
        "codebook": f"{codebook.name}@{codebook.version}",
        "counted_coders": list(found.coders),
        "learned_coders": [dict(learned) for learned in learning.named(found.coders, choices.coders)],
        "options": {
            name: _plain(getattr(choices, name)) for name in Choices.__dataclass_fields__ if name != "jobs"
        },
        "inputs": [
            {
                "encounter": e.id,
                "format": e.source.format,
                "convention": e.source.convention,
                "language": e.language,
                "transcribed": e.transcribed,
                "files": [
                    {"name": name, "sha256": digest}
                    for name, digest in zip(e.source.files, e.source.sha256, strict=True)
                ],
            }
            for e in found.encounters
        ],
        "failures": [{"file": failure.file, "reason": failure.reason} for failure in found.failures],
        "outputs": [
            {"file": path.relative_to(out).as_posix(), "sha256": sha256(path.read_bytes()).hexdigest()}
            for path in sorted(written)
        ],
    }
    path = out / PROVENANCE
    path.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return path


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
