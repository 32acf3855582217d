"""Where the tests find real transcripts that the project may not ship."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def testdata() -> Path:
    """The folder of real data and peers' files; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("VUORO_TESTDATA", ROOT.parent / "shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(
            f"no real data in {folder}; set VUORO_TESTDATA to the folder that holds data/ and formats/"
        )
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The invented encounters that the project ships."""
    return ROOT / "corpora"


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium. One for all tests of a process: playwright allows no second one beside it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium; install it with `apt-get install chromium`")
    arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=path, args=arguments)
        yield launched
        launched.close()
