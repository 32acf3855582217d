"""How long it takes until the first word: ``python -m tests.bench.starting``.

Wall-clock seconds of fresh processes, one after another in turn, so that a slow moment of the machine hits
all of them; medians. Import times are read as a difference to ``import pandas``, the command's as a ratio
to a Python that does nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench import page

ROUNDS = 9
IMPORT, HELP = 0.3, 0.5
"""The goals, in seconds: what `import vuoro` may take more than `import pandas`, and `vuoro --help` in all."""

VUORO = Path(sys.executable).with_name("vuoro")
COMMANDS = {
    "nothing": (sys.executable, "-c", "pass"),
    "pandas": (sys.executable, "-c", "import pandas"),
    "vuoro": (sys.executable, "-c", "import vuoro"),
    "both": (sys.executable, "-c", "import pandas, vuoro"),
    "help": (str(VUORO), "--help"),
    "run help": (str(VUORO), "run", "--help"),
}

ABOUT = f"""## Start-up

Wall-clock seconds of fresh processes in turn, medians of {ROUNDS} (`python -m tests.bench.starting`). The goals:
`import vuoro` at most {IMPORT} s beyond `import pandas`, and `vuoro --help` under {HELP} s."""


def section(rounds: int = ROUNDS) -> str:
    """The section of the page, with its table."""
    return f"{ABOUT}\n\n{table(rounds)}"


def table(rounds: int = ROUNDS) -> str:
    """What starts, how long that takes, and against what to read it."""
    seconds = measured(rounds)
    nothing, pandas = seconds["nothing"], seconds["pandas"]
    return page.table(
        [
            _row("`python -c pass`", nothing, nothing, "–"),
            _row("`import pandas`", pandas, nothing, "–"),
            _row("`import vuoro`", seconds["vuoro"], nothing, _beyond(seconds["vuoro"] - pandas)),
            _row("`import pandas, vuoro`", seconds["both"], nothing, _beyond(seconds["both"] - pandas)),
            _row("`vuoro --help`", seconds["help"], nothing, f"**{seconds['help']:.2f} s** (< {HELP} s)"),
            _row(
                "`vuoro run --help`",
                seconds["run help"],
                nothing,
                f"**{seconds['run help']:.2f} s** (< {HELP} s)",
            ),
        ]
    )


def _row(what: str, seconds: float, nothing: float, goal: str) -> dict[str, str]:
    ratio = f"{seconds / nothing:.1f}"
    return {"what": what, "seconds": f"{seconds:.3f}", "against `python -c pass`": ratio, "goal": goal}


def _beyond(seconds: float) -> str:
    return f"**{seconds:+.2f} s** beyond pandas (≤ {IMPORT} s)"


def measured(rounds: int) -> dict[str, float]:
    """The median seconds of each command; a round that nobody counts fills the caches."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, command in COMMANDS.items():
            spent = _seconds(command)
            if number:
                times[name].append(spent)
    return {name: median(spent) for name, spent in times.items()}


def _seconds(command: tuple[str, ...]) -> float:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = perf_counter()
    subprocess.run(command, env=clean, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - began


if __name__ == "__main__":
    print(table())
