"""The peers' side of the bench; runs in their environment, imports nothing of ours.

Prints one JSON line: CPU seconds of the work alone, peak memory of the process, and how
much was read, so that nobody is fast by reading less.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = list[Any]
"""The turns of a file, or whatever the peer has for them."""


def pylangacq(path: Path) -> Read:
    import pylangacq

    return pylangacq.read_chat(str(path), strict=False).utterances()


def praatio(path: Path) -> Read:
    from praatio import textgrid

    grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
    return [entry for tier in grid.tiers for entry in tier.entries]


def pympi(path: Path) -> Read:
    from pympi import Elan

    document = Elan.Eaf(str(path))
    return [one for tier in document.get_tier_names() for one in document.get_annotation_data_for_tier(tier)]


def pysubs2(path: Path) -> Read:
    import pysubs2

    return list(pysubs2.load(str(path)))


def webvtt(path: Path) -> Read:
    import webvtt

    return [(cue.voice, cue.start_in_seconds, cue.text) for cue in webvtt.read(str(path))]


def convokit(folder: Path) -> Read:
    import convokit

    return list(convokit.Corpus(filename=str(folder)).iter_utterances())


def pandas(path: Path) -> Read:
    import pandas

    return list(pandas.read_csv(path).itertuples())


def docx(path: Path) -> Read:
    import docx

    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def openpyxl(path: Path) -> Read:
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True).active
    return list(sheet.iter_rows(min_row=2, values_only=True))


def xml(path: Path) -> Read:
    """No peer, a bound: the standard library's parser, and the elements that hold talk."""
    from xml.etree.ElementTree import parse

    tag = {".exb": "event", ".trs": "Turn"}[path.suffix]
    return [element.attrib for element in parse(path).iter(tag)]


def plain_json(path: Path) -> Read:
    """No peer, a bound: the standard library's parser."""
    return json.loads(path.read_bytes())["segments"]


def lines(path: Path) -> Read:
    """No peer, a bound: lines, cut at their first colon."""
    return [line.partition(": ") for line in path.read_text("utf-8").splitlines()]


JOBS: dict[str, Callable[[Path], Read]] = {
    "pylangacq": pylangacq,
    "praatio": praatio,
    "pympi": pympi,
    "pysubs2": pysubs2,
    "webvtt": webvtt,
    "convokit": convokit,
    "pandas": pandas,
    "docx": docx,
    "openpyxl": openpyxl,
    "xml": xml,
    "json": plain_json,
    "lines": lines,
}


def main() -> None:
    name, folder, warm = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    job = JOBS[name]
    paths = [folder] if name == "convokit" else sorted(folder.iterdir())
    job(warm)  # imports and first uses
    began = time.process_time()
    done = [job(path) for path in paths]
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "megabytes": peak, "done": sum(map(len, done))}))


if __name__ == "__main__":
    main()
