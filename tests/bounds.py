"""The lowest and the newest versions that pyproject.toml allows: resolved, installed, and worked with.

    python -m tests.bounds lowest    # in an environment of its own, .venv-lowest
    python -m tests.bounds newest --python 3.13

The wheel is what is tested. Nothing is built from source, so that a bound below which there are no wheels
for this Python is not tried, and nobody waits for a compiler.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
UV = Path(sys.executable).with_name("uv")
RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("lab", "llm", "models", "nlp", "scale")

TOOLS = ("hypothesis", "pingouin", "polars", "pytest", "pytest-xdist")
"""Of the extra `test`, what the tests below need; at the bounds of the extra, too."""

TESTED = (
    "tests/test_chain.py",
    "tests/estimates/test_comparing.py",
    "tests/estimates/test_pooling.py",
    "tests/formats/tables",
    "tests/language",
    "tests/learning",
    "tests/measures/test_frames.py",
    "tests/measures/test_intervals.py",
    "tests/measures/test_tables.py",
    "tests/plots/test_profile.py",
    "tests/plots/test_timeline.py",
    "tests/scale/test_queries.py",
    "tests/surveys",
    "tests/widget/test_opening.py",
)
"""Where other people's packages matter: frames, intervals, models, figures, Parquet, DuckDB, Dask."""


def resolved(resolution: str, python: str, to: Path) -> Path:
    """A list of versions, with hashes left out, for a version of Python that need not be installed."""
    listed = to / f"{resolution}-{python}.txt"
    wanted = to / "wanted.in"
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][
        "test"
    ]
    wanted.write_text("\n".join(one for one in tools if one.partition(">")[0] in TOOLS), "utf-8")
    command = [UV, "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:",
               "--python-version", python, "--resolution", resolution, "--output-file", listed,
               *(part for extra in EXTRAS for part in ("--extra", extra)),
               ROOT / "pyproject.toml", wanted]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return listed


def installed(listed: Path, version: str, environment: Path) -> Path:
    """The Python of an environment with those versions and our wheel."""
    python = environment / "bin" / "python"
    to = listed.parent / "built"
    subprocess.run(
        [UV, "venv", "--quiet", "--clear", "--no-python-downloads", "--python", version, environment],
        check=True,
    )
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", to], cwd=ROOT, check=True,
                   capture_output=True)  # fmt: skip
    install = [UV, "pip", "install", "--quiet", "--no-deps", "--python", python]
    subprocess.run([*install, "--requirements", listed], check=True)
    subprocess.run([*install, *to.glob("*.whl")], check=True)
    return python


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("which", choices=RESOLUTIONS)
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser.add_argument("--python", choices=PYTHONS, default=here, help="another Python than this one")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        lists = {python: resolved(RESOLUTIONS[asked.which], python, Path(folder)) for python in PYTHONS}
        python = installed(lists[asked.python], asked.python, ROOT / f".venv-{asked.which}")
    print(
        f"The {asked.which} versions resolve for Python {', '.join(PYTHONS)}; they are tried on {asked.python}.",
        flush=True,
    )
    left = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [python, "-m", "pytest", "-q", "-n", "auto", *TESTED], cwd=ROOT, env=left
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
