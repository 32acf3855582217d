"""A page as PDF, printed by a browser that is on this machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from vuoro.model import VuoroError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PATIENCE = 120


class CannotPrint(VuoroError):
    """There is no browser to print with, or it did not print."""


def pdf(page: Path, out: Path) -> Path:
    """Print an HTML file to a PDF with tags for screen readers; answers its path.

    Raises
    ------
    CannotPrint
        says what to install, or what the browser said.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise CannotPrint(
            f"no browser to print {page.name} with; install Chromium (apt-get install chromium), "
            "or open the page and print it from there"
        )
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own: a browser that is already open would take the page and print nothing.
        done = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--no-pdf-header-footer", f"--print-to-pdf={out.resolve()}", page.resolve().as_uri()],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    if done.returncode or not out.is_file():
        raise CannotPrint(f"{browser} did not print {page}: {done.stderr.strip()[-300:]}")
    return out
