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
        Annotation(turn="t0005", code="propose", start=0, stop=29, score=0.35, cue="en.shall", evidence=(0, 8), **say),
    ]  # fmt: skip


def browser() -> str | None:
    """Where Chromium is; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


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

    def notebook(self, name: str, cell: str) -> str:
        """Write a notebook of one cell; its address in JupyterLab."""
        code = [{"cell_type": "code", "id": "c", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}]  # fmt: skip
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        book = {"cells": code, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (self.folder / name).write_text(json.dumps(book), encoding="utf-8")
        return f"{self.address}lab/workspaces/{name.removesuffix('.ipynb')}/tree/{name}?token={TOKEN}&reset"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.errors.close()


class Notebook:
    """A notebook in JupyterLab, opened in a browser of its own."""

    def __init__(
        self, chromium, lab: Lab, name: str, cell: str, width: int = 1280, height: int = 900
    ) -> None:
        self.lab, self.name = lab, name
        self.address = lab.notebook(name, cell)
        self.context = chromium.new_context(viewport={"width": width, "height": height})
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(40_000)
        self.heard: list[str] = []
        self.asked: set[str] = set()
        self.tab.on("request", lambda request: self.asked.add(request.url))
        self.tab.on("dialog", lambda dialog: (self._leaving(dialog), dialog.accept()))
        self.tab.on("pageerror", lambda error: self.heard.append(str(error)))
        self.open()

    def open(self) -> None:
        self.tab.goto(self.address)
        self.ready()

    def _leaving(self, dialog) -> None:
        if dialog.type != "beforeunload":  # JupyterLab asks whether to leave a notebook that is not saved
            self.heard.append(dialog.message)

    def ready(self) -> None:
        self.tab.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')

    def run(self, within: str = ".transcript") -> None:
        """Run the cell, as one does after a restart, and go into the transcript, or what else there is."""
        self.tab.evaluate("document.querySelectorAll('.vuoro').forEach((old) => old.remove())")
        for _ in range(5):  # a page that has just come up may lose the first key
            self.tab.locator(".jp-CodeCell .cm-content").first.click()
            self.tab.keyboard.press("Control+Enter")
            for _ in range(40):
                self.tab.wait_for_timeout(200)
                if self.tab.locator(".vuoro .row").count():
                    return self.tab.locator(f".vuoro {within}").focus()
        raise AssertionError("the annotator does not come up")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tab.keyboard.press(key)

    def until(self, condition: str) -> None:
        self.tab.wait_for_function(f"() => {condition}")

    def saved(self, moves: int) -> None:
        """Wait until that many moves stand, all of them saved."""
        self.until(f"document.querySelector('.vuoro .counts')?.innerText.endsWith(' {moves} move{'s' * (moves != 1)}')"
                   " && document.querySelector('.vuoro .saving').innerText === 'saved'")  # fmt: skip

    def log(self, coder: str) -> list[dict]:
        file = self.lab.folder / "annotations" / "coders" / f"{coder}.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    def close(self) -> None:
        self.context.close()


@pytest.fixture(scope="session")
def notebook():
    return Notebook


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    pytest.importorskip("jupyterlab", reason="pip install 'vuoro[lab]'")
    server = Lab(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture
def browse(chromium):
    """Opens an address in a tab whose keys work; ``tab.heard`` is what it asked for and complained of."""
    contexts = []

    def open_tab(address: str, **about):
        context = chromium.new_context(viewport={"width": 1200, "height": 800}, **about)
        contexts.append(context)
        tab = context.new_page()
        tab.heard = []
        tab.on("request", lambda request: tab.heard.append(request.url))
        tab.on("pageerror", lambda error: tab.heard.append(str(error)))
        tab.on("console", lambda message: tab.heard.append(message.text))
        tab.goto(address)
        return tab

    yield open_tab
    for context in contexts:
        context.close()
