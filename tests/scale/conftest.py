"""Small corpora with everything in them that a run can stumble over, and readers that do harm."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from vuoro import chain, scale
from vuoro.formats import READERS

CHOICES = chain.Choices(coders=("rules",), figures=False)
BATCH = 1_200
"""Bytes: three visits."""

TALK = """turn,speaker,role,text
1,D,professional,So what can I do for you today?
2,P,client,Well I've had this pain in my back for two weeks.
3,D,professional,So you've been in pain since the beginning of the month?
4,P,client,"Yes, and I can't sleep because of it."
5,D,professional,How about we try some physiotherapy?
6,P,client,"Yes, let's do that, I'll ring them tomorrow."
"""

HARM = '''
"""Readers that end the process, always or at first, or raise what nobody expects; work that never ends."""
import os
import re
import signal
from vuoro.formats import read, reader

@reader("deadly", suffixes={".deadly"})
def read_deadly(file, options):
    os._exit(7)

def endless(job, task):
    """It waits where Python cannot interrupt it."""
    re.fullmatch("(a*)*b", "a" * 60)

def quick(job, task):
    return {"done": task.batch.number}

@reader("raising", suffixes={".raising"})
def read_raising(file, options):
    raise KeyError("what nobody thought of")

@reader("mortal", suffixes={".mortal"})
def read_mortal(file, options):
    """It reads a table, but the first two times somebody kills the process meanwhile."""
    for mark in ("first", "second"):
        if not file.path.with_suffix("." + mark).exists():
            file.path.with_suffix("." + mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [read(file.path, format="table")]
'''
HARMFUL = ("deadly", "raising", "mortal")
POINTS = "[vuoro.format]\n" + "".join(f"{name} = harm:read_{name}\n" for name in HARMFUL)


def write_visits(folder: Path) -> Path:
    """Six short visits; a seventh of the same id as another, one that cannot be read, one where nobody is known."""
    for at in range(6):
        ward = folder / f"ward {at % 2}"
        ward.mkdir(parents=True, exist_ok=True)
        (ward / f"visit {at}.csv").write_text(TALK.replace("two weeks", f"{at} weeks"), "utf-8")
    (folder / "ward 1" / "visit 0.csv").write_text(TALK, "utf-8")
    (folder / "ward 1" / "empty.cha").write_bytes(b"")
    (folder / "ward 1" / "strangers.csv").write_text("turn,speaker,text\n1,X,Hello there.\n", "utf-8")
    return folder


@pytest.fixture
def visits(tmp_path) -> Path:
    return write_visits(tmp_path / "visits")


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Path:
    """A folder with those visits and, in `out`, a run over them that ended well."""
    folder = tmp_path_factory.mktemp("finished")
    write_visits(folder / "visits")
    with contextlib.chdir(folder):
        scale.run(["visits"], "out", CHOICES, engine="one", batch=BATCH)
    return folder


@pytest.fixture
def copied(finished, tmp_path, monkeypatch) -> Path:
    """A copy of it, which is where we are."""
    shutil.copytree(finished, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture(scope="session")
def small() -> dict[str, Any]:
    """How those visits are run: by rules, three or four to a batch."""
    return {"choices": CHOICES, "batch": BATCH, "enough": 0, "jobs": 2}


@pytest.fixture
def harm(tmp_path, monkeypatch) -> None:
    """A plug-in with bad readers, which workers find as they would find an installed one."""
    home = tmp_path / "plugin"
    about = home / "harm-1.dist-info"
    about.mkdir(parents=True)
    (home / "harm.py").write_text(HARM, "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: harm\nVersion: 1\n", "utf-8")
    (about / "entry_points.txt").write_text(POINTS, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(home), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(str(home))
    monkeypatch.delitem(sys.modules, "harm", raising=False)
    monkeypatch.setattr(READERS, "_entries", dict(READERS))
    monkeypatch.setattr(READERS, "_complete", False)
