"""The house itself: what is locked, what imports what, and what stays unloaded."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([\w.-]+)==([\w.+!-]+)(?:\s*;\s*(.+?))?\s*\\?$")


def _pins(lines: list[str]) -> set[tuple[str, ...]]:
    return {found.groups("") for line in lines if (found := PIN.match(line.strip()))}


def test_conda_users_get_the_versions_of_the_lock():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"][-1]["pip"]
    locked = _pins((ROOT / "requirements.lock").read_text("utf-8").splitlines())
    assert listed[-1] == "-e ."
    assert _pins(listed[:-1]) == locked
    assert len(locked) == len(listed) - 1


def test_the_lock_names_no_registry():
    for name in ("requirements.lock", "environment.yml", "tests/bench/peers.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|index-url|find-links", text), name


def test_every_declared_dependency_is_locked():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*declared["dependencies"], *chain.from_iterable(declared["optional-dependencies"].values())]
    names = {re.split(r"[<>=!~ \[;]", entry)[0].lower() for entry in wanted}
    locked = {
        name.lower() for name, *_ in _pins((ROOT / "requirements.lock").read_text("utf-8").splitlines())
    }
    assert names <= locked
    assert {"jupyterlab", "pandas", "spacy", "nltk", "matplotlib", "nbval"} <= names


def test_imports_point_down():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_importing_vuoro_loads_nothing_heavy():
    heavy = "{'spacy', 'nltk', 'matplotlib', 'pandas', 'numpy', 'jupyterlab', 'scipy'}"
    asked = f"import sys, vuoro, vuoro.cli; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_code_is_tidy():
    ruff = Path(sys.executable).with_name("ruff")
    checked = subprocess.run([ruff, "check", "analysis", "tests"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_every_public_name_is_there_and_explained():
    import vuoro

    for name in vuoro.__all__:
        assert getattr(vuoro, name).__doc__, name
