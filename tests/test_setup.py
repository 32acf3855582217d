"""The house itself: what is locked, what imports what, and what stays unloaded."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def test_the_image_of_a_hub_has_the_versions_of_the_lock():
    ours = _pins((ROOT / "requirements.lock").read_text("utf-8").splitlines())
    theirs = _pins((ROOT / "deploy/hub.lock").read_text("utf-8").splitlines())
    versions = {(name, marker): number for name, number, marker in ours}
    named = {name for name, _, _ in ours}
    assert {(n, v, m) for n, v, m in theirs if n in named and versions.get((n, m), v) != v} == set()
    assert {"jupyterhub", "pandas", "jupyterlab", "spacy"} <= {name for name, _, _ in theirs}
    assert "pytest" not in {name for name, _, _ in theirs}


def test_the_image_of_a_hub_copies_what_there_is_and_runs_as_nobody_special():
    recipe = (ROOT / "deploy/Containerfile").read_text("utf-8")
    steps = [line.split() for line in re.sub(r"\\\n", " ", recipe).splitlines() if line and line[0] != "#"]
    copied = [
        name for step in steps if step[0] == "COPY" and "--from=built" not in step for name in step[1:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    let_in = (ROOT / "deploy/Containerfile.dockerignore").read_text("utf-8").splitlines()
    assert {f"!{name}" for name in copied} == {line for line in let_in if line.startswith("!")}
    installs = [
        " ".join(step) for step in steps if "install" in step and step[0] == "RUN" and "apt-get" not in step
    ]
    assert all("--require-hashes" in one or "--no-index --no-build-isolation" in one for one in installs)
    assert [step[1] for step in steps if step[0] == "USER"] == ["1000:100"]
    assert steps[-1][0] == "CMD"


def test_the_lock_names_no_registry():
    for name in ("requirements.lock", "environment.yml", "deploy/hub.lock", "tests/bench/peers.lock"):
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


def _imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_what_the_package_imports_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = declared["optional-dependencies"]
    used = [
        *declared["dependencies"],
        *chain.from_iterable(extras[name] for name in extras if name != "test"),
    ]
    names = {canonicalize_name(Requirement(one).name) for one in used}
    package = (ROOT / "analysis" / "vuoro").rglob("*.py")
    modules = {name for path in package for name in _imported(path.read_text("utf-8"))}
    homes = packages_distributions()
    others = {name: homes[name] for name in modules - sys.stdlib_module_names - {"vuoro"} if name in homes}
    assert {"pandas", "spacy", "requests"} <= others.keys()
    assert {m: home for m, home in others.items() if names.isdisjoint(map(canonicalize_name, home))} == {}


def test_imports_point_down():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_every_room_has_its_layer():
    house = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = {name.strip() for layer in house[0]["layers"] for name in layer.split("|")}
    inside = (ROOT / "analysis" / "vuoro").iterdir()
    rooms = {
        f"vuoro.{path.stem}" for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert layers == rooms - {"vuoro.__init__", "vuoro.__main__"}


def test_importing_vuoro_loads_nothing_heavy():
    heavy = "{'spacy', 'nltk', 'matplotlib', 'pandas', 'numpy', 'jupyterlab', 'scipy'}"
    asked = f"import sys, vuoro, vuoro.cli; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_code_is_tidy():
    ruff = Path(sys.executable).with_name("ruff")
    command = [ruff, "check", "analysis", "tests", "hatch_build.py"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_english_is_spelled_as_the_dictionary_has_it():
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout; what is ours to spell is known from git")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    prose = [name for name in listed.splitlines() if not name.startswith(("corpora/", "notebooks/"))]
    command = [
        Path(sys.executable).with_name("codespell"),
        *(name for name in prose if (ROOT / name).exists()),
    ]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.stdout == ""


def test_the_version_is_the_same_everywhere():
    import vuoro

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert {declared, str(cited), newest[1]} == {vuoro.__version__}
    assert f"vuoro:{declared}" in (ROOT / "deploy/Containerfile").read_text("utf-8")


def test_every_public_name_is_there_and_explained():
    import vuoro

    for name in vuoro.__all__:
        assert getattr(vuoro, name).__doc__, name
