"""The tables of a run, and what a methodologist needs to run it again."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro import annotations as tables
from vuoro import codebooks, learning, sequences
from vuoro.chain.examining import Choices, Failure, Findings
from vuoro.chain.folder import PROVENANCE
from vuoro.model import Encounter

if TYPE_CHECKING:
    import pandas as pd

_RECORDED_PACKAGES = ("vuoro", "pandas", "numpy", "scipy", "pyarrow", "matplotlib", "jinja2", "nltk")


ENCOUNTER_COLUMNS = (
    "encounter", "files", "format", "convention", "language", "transcribed", "engine",
    "turns", "problems", "professionals", "clients", "invented", "setting", "organisation", "year",
)  # fmt: skip
PROBLEM_COLUMNS = ("encounter", "file", "line", "rule", "turn", "message", "text")


def write_tables(found: Findings, frame: pd.DataFrame, profile: pd.DataFrame, out: Path) -> Iterator[Path]:
    tables.write_jsonl(tables.annotation_rows(found.annotations, found.encounters), out / "annotations.jsonl")
    tables.write_jsonl(tables.sequence_rows(found.sequences), out / "sequences.jsonl")
    frame.to_parquet(out / "measures.parquet", index=False)
    made = as_tables(found, frame, profile)
    for name, table in made.items():
        tables.write_csv(table, out / f"{name}.csv")
    yield from (out / name for name in ("annotations.jsonl", "sequences.jsonl", "measures.parquet"))
    yield from (out / f"{name}.csv" for name in made)


def as_tables(found: Findings, frame: pd.DataFrame, profile: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """All that a run finds, by the name of the table, rows in the order of the encounters.

    What stands in a cell depends on its row alone, so that the tables of the parts of a corpus, one after
    another, are the tables of the corpus.
    """
    import pandas as pd

    decided = pd.DataFrame(sequences.decision_rows(found.decisions), columns=list(sequences.DECISION_COLUMNS))
    return {
        "encounters": _encounters(found),
        "annotations": tables.frame(
            tables.annotation_rows(found.annotations, found.encounters), tables.ANNOTATION_COLUMNS
        ),
        "sequences": tables.frame(tables.sequence_rows(found.sequences), tables.SEQUENCE_COLUMNS),
        "support": tables.frame(
            tables.annotation_rows(found.support, found.encounters), tables.ANNOTATION_COLUMNS
        ),
        "decisions": decided.astype({"options_named": "Int64", "commitment": "Int64"}),
        "measures": frame,
        "profile": profile,
        "problems": _problems(found),
    }


def _encounters(found: Findings) -> pd.DataFrame:
    """What was read, a row each: where from, in which language, by whom it was transcribed."""
    import pandas as pd

    rows = []
    for e in found.encounters:
        roles = list(e.roles().values())
        source, meta = e.source, e.meta
        rows.append(
            (
                e.id, ", ".join(source.files), source.format, source.convention, e.language or "",
                e.transcribed, str(meta.get("engine", "")), len(e.turns), len(e.problems),
                roles.count("professional"), roles.count("client"), e.invented,
                str(meta.get("setting", "")), str(meta.get("organisation", "")), _year(meta),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(ENCOUNTER_COLUMNS))


def _year(meta: Mapping[str, Any]) -> str:
    """The year that the file or its folder says: of `year`, or of a date such as CHAT's 12-NOV-2026."""
    told = " ".join(str(meta.get(name, "")) for name in ("year", "date", "Date"))
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", told)
    return found.group() if found else ""


def _problems(found: Findings) -> pd.DataFrame:
    import pandas as pd

    rows = [row for thing in found.met for row in _problem_rows(thing)]
    table = pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))
    return table.astype({"line": "Int64"})


def _problem_rows(thing: Encounter | Failure) -> list[tuple[Any, ...]]:
    if isinstance(thing, Failure):
        return [("", thing.file, None, "not-read", "", thing.reason, "")]
    return [(thing.id, p.file, p.line, p.rule, p.turn or "", p.message, p.text[:200]) for p in thing.problems]


def write_provenance(found: Findings, choices: Choices, written: Iterable[Path], out: Path) -> Path:
    """What a methodologist needs to run it again. No clock, so that two runs are alike."""
    about = {
        **written_with(),
        "counted_coders": list(found.coders),
        "learned_coders": [dict(learned) for learned in learning.named(found.coders, choices.coders)],
        "options": options(choices),
        "inputs": [origin(encounter) for encounter in found.encounters],
        "failures": [{"file": failure.file, "reason": failure.reason} for failure in found.failures],
        "outputs": [
            {"file": path.relative_to(out).as_posix(), "sha256": sha256(path.read_bytes()).hexdigest()}
            for path in sorted(written)
        ],
    }
    path = out / PROVENANCE
    path.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return path


def written_with() -> dict[str, Any]:
    """Versions of the package, of what it stands on, and of the codebook."""
    codebook = codebooks.load("participation")
    return {
        "vuoro": version("vuoro"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _RECORDED_PACKAGES},
        "codebook": f"{codebook.name}@{codebook.version}",
    }


def options(choices: Choices) -> dict[str, Any]:
    """What the user decided, without how many processes did it, which changes nothing."""
    return {name: _plain(getattr(choices, name)) for name in Choices.__dataclass_fields__ if name != "jobs"}


def origin(encounter: Encounter) -> dict[str, Any]:
    """Where an encounter was read from, with the digests of its files, unless it was changed since."""
    source = encounter.source
    digests = [{"sha256": digest} for digest in source.sha256] or [{} for _ in source.files]
    return {
        "encounter": encounter.id,
        "format": source.format,
        "convention": source.convention,
        "language": encounter.language,
        "transcribed": encounter.transcribed,
        "files": [{"name": name, **digest} for name, digest in zip(source.files, digests, strict=True)],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
