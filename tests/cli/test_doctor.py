"""The doctor says what works, and which command adds what does not."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError

import pytest

from vuoro.cli import installed, main


def states(**wanted: str) -> dict[str, str]:
    found = {finding.what: finding.state for finding in installed.examined()}
    return {what: found[what] for what in wanted}


@pytest.fixture
def without(monkeypatch):
    """Makes packages seem not to be installed."""
    real = installed.version

    def hide(*names: str) -> None:
        def version(name: str) -> str:
            if name in names:
                raise PackageNotFoundError(name)
            return real(name)

        monkeypatch.setattr(installed, "version", version)

    return hide


def test_a_whole_installation_has_nothing_broken(capsys):
    assert main(["doctor"]) == 0
    assert "✗" not in capsys.readouterr().out


def test_a_missing_extra_is_told_with_the_command_that_adds_it(without, capsys):
    without("statsmodels")
    assert main(["doctor"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "– [models] to train a coder, to compare groups with mixed models: statsmodels not there" in said
    assert "→ pip install 'vuoro[models]'" in said


def test_a_missing_core_package_is_a_broken_installation(without, capsys):
    without("pandas")
    assert main(["doctor"]) == 2
    assert "✗ core           pandas is not there" in capsys.readouterr().out


def test_without_a_browser_only_printing_is_missing(monkeypatch):
    monkeypatch.setattr(installed.shutil, "which", lambda name: None)
    assert states(browser="", core="") == {"browser": "missing", "core": "works"}


def test_a_folder_in_which_one_cannot_write_is_told(monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(installed.tempfile, "TemporaryFile", refuse)
    (finding,) = [found for found in installed.examined() if found.what == "this folder"]
    assert (finding.state, finding.remedy) == ("broken", "go to a folder of your own")


def test_a_program_gets_the_same_as_json(capsys):
    main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [one["what"] for one in told] == [finding.what for finding in installed.examined()]
    assert set(told[0]) == {"what", "state", "says", "remedy"}
