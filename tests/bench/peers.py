"""The peers' side of the bench; runs in their environment, imports nothing of ours.

Prints one JSON line: CPU seconds of the work alone, peak memory of the process, and how
much was read, so that nobody is fast by reading less.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def chat_pylangacq(folder: Path) -> list[list[Any]]:
    import pylangacq

    return [
        pylangacq.read_chat(str(path), strict=False).utterances() for path in sorted(folder.glob("*.cha"))
    ]


def textgrid_praatio(folder: Path) -> list[list[Any]]:
    from praatio import textgrid

    grids = (
        textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
        for path in sorted(folder.glob("*.TextGrid"))
    )
    return [[entry for tier in grid.tiers for entry in tier.entries] for grid in grids]


def main() -> None:
    job = {"chat": chat_pylangacq, "textgrid": textgrid_praatio}[sys.argv[1]]
    __import__({"chat": "pylangacq", "textgrid": "praatio.textgrid"}[sys.argv[1]])
    began = time.process_time()
    done = job(Path(sys.argv[2]))
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "megabytes": peak, "done": sum(map(len, done))}))


if __name__ == "__main__":
    main()
