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
from vuoro.chain.examining import Choices, Findings
from vuoro.chain.folder import PROVENANCE

if TYPE_CHECKING:
    import pandas as pd

_RECORDED_PACKAGES = ("vuoro", "pandas", "numpy", "scipy", "pyarrow", "matplotlib", "jinja2", "nltk")


def write_tables(found: Findings, frame: pd.DataFrame, profile: pd.DataFrame, out: Path) -> Iterator[Path]:
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
        "turns", "problems", "professionals", "clients", "invented", "setting", "organisation", "year",
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
                str(meta.get("setting", "")), str(meta.get("organisation", "")), _year(meta),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def _year(meta: Mapping[str, Any]) -> str:
    """The year that the file or its folder says: of `year`, or of a date such as CHAT's 12-NOV-2026."""
    told = " ".join(str(meta.get(name, "")) for name in ("year", "date", "Date"))
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", told)
    return found.group() if found else ""


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


def write_provenance(found: Findings, choices: Choices, written: Iterable[Path], out: Path) -> Path:
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
