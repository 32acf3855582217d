"""Browsers, a JupyterLab of our own, and a small invented encounter to annotate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from vuoro.model import Annotation, Encounter, Participant, Turn

TOKEN = "jupyter-of-the-tests"
ADVICE = "no Chromium; install it with `apt-get install chromium`"


def _turns(*said: tuple[str, str]) -> tuple[Turn, ...]:
    return tuple(
        Turn(id=f"t{n:04d}", speaker=who, raw=raw, text=raw, start=2.0 * n, end=2.0 * n + 1.5)
        for n, (who, raw) in enumerate(said, 1)
    )


@pytest.fixture
def visit() -> Encounter:
    """Six turns in which somebody asks, proposes and goes along."""
    return Encounter(
        id="visit",
        language="en",
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
        turns=_turns(
            ("D", "What would you like us to talk about today?"),
            ("P", "Well, the nights. I sleep badly."),
            ("D", "So you sleep badly."),
            ("P", "Yes."),
            ("D", "Shall we try the new tablets? They are mild."),
            ("P", "I suppose we could."),
        ),
    )


@pytest.fixture
def suggested() -> list[Annotation]:
    """What a machine found in it."""
    say = {"encounter": "visit", "coder": "detector:rules", "status": "suggested"}
    return [
        Annotation(turn="t0001", code="invite_open", start=0, stop=43, score=0.9, cue="en.invite_open:x", evidence=(0, 15), **say),
        Annotation(turn="t0003", code="confirm_question", start=0, stop=19, score=0.8, cue="en.so", evidence=(0, 6), **say),
        Annotation(turn="t0005", code="propose", start=0, stop=29, score=0.5, cue="en.shall", evidence=(0, 8), **say),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip(ADVICE)
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        yield launched
        launched.close()


class Lab:
    """A JupyterLab server on this machine, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        home = folder / ".home"
        home.mkdir()
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))
        }
        clean |= {"HOME": str(home), "JUPYTER_NO_CONFIG": "1", "PYTHONDONTWRITEBYTECODE": ""}
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
            f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0",
            "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            f"--LabApp.user_settings_dir={home / 'settings'}", f"--LabApp.workspaces_dir={home / 'workspaces'}",
        ]  # fmt: skip
        self.errors = (folder / ".server.log").open("w")
        self.process = subprocess.Popen(
            command, cwd=folder, env=clean, stdout=self.errors, stderr=self.errors
        )
        self.settings("notification", fetchNews="false")
        self.address = self._wait()

    def _wait(self) -> str:
        for _ in range(300):
            found = sorted((self.folder / ".home").rglob("jpserver-*.json"))
            if found:
                about = json.loads(found[0].read_text() or "{}")
                if about:
                    return str(about["url"])
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.folder / ".server.log").read_text()[-2000:])

    def settings(self, plugin: str, **values: str) -> None:
        """Settings of the user, as the next page that is opened finds them."""
        file = (
            self.folder
            / ".home"
            / "settings"
            / "@jupyterlab"
            / "apputils-extension"
            / f"{plugin}.jupyterlab-settings"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))

    def call(self, method: str, path: str) -> bytes:
        """Ask the server's own interface, as a menu of JupyterLab would."""
        asked = urllib.request.Request(f"{self.address}api/{path}", method=method)
        asked.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(asked, timeout=20) as answered:
            return answered.read()

    def kernel_of(self, name: str) -> str:
        """The id of the kernel of a notebook."""
        sessions = json.loads(self.call("GET", "sessions"))
        return next(one["kernel"]["id"] for one in sessions if one["path"] == name)

    def notebook(self, name: str, *cells: str) -> str:
        """Write a notebook of code cells; its address in JupyterLab."""
        code = [
            {"cell_type": "code", "id": f"c{n}", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
            for n, cell in enumerate(cells)
        ]  # fmt: skip
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        book = {"cells": code, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (self.folder / name).write_text(json.dumps(book), encoding="utf-8")
        return f"{self.address}lab/workspaces/{name.removesuffix('.ipynb')}/tree/{name}?token={TOKEN}&reset"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.errors.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    pytest.importorskip("jupyterlab", reason="pip install 'vuoro[lab]'")
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()
