"""The types that the package promises (py.typed) are held to, strictly."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_a_type_checker_has_nothing_to_say():
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-color-output"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (checked.stdout, checked.returncode) == ("", 0)


def test_it_is_strict_with_every_module_of_ours():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
    assert asked["strict"] is True
    assert asked["files"] == ["analysis/vuoro"]
    ours = [one for one in asked["overrides"] if any(name.startswith("vuoro") for name in one["module"])]
    assert [(one["module"], one["disable_error_code"]) for one in ours] == [
        (["vuoro.measures.*"], ["call-overload"])
    ]
