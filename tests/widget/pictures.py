"""The pictures of the annotator in docs/, taken anew: ``python -m tests.widget.pictures docs``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.widget.conftest import Lab, Notebook, browser

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora" / "g9_psychiatric_medication_en"
CELL = """import vuoro
from vuoro.widget import annotate
visits = vuoro.read_corpus({corpus!r})
widget = annotate(visits[0], coder="aino", project={folder!r})
{coded}
widget"""
CODED = """for move in vuoro.read_annotations({corpus!r} + "/gold.csv", visits)[:16]:
    widget.annotate(move.turn, move.code, start=move.start, stop=move.stop)
widget.memo(27, "the matter is set here; ask whose agenda")
widget.link("S4", 30, 32, "doubt")
widget.see(*range(1, 33));"""


def picture(notebook: Notebook, theme: str, file: Path) -> None:
    """One picture: some turns coded, a suggestion in focus with its evidence."""
    notebook.run()
    notebook.press("Home", *["ArrowDown"] * 29, "n", "n")
    notebook.tab.locator(".vuoro").scroll_into_view_if_needed()
    notebook.tab.wait_for_timeout(2500)
    notebook.tab.locator(".vuoro").screenshot(path=file)
    notebook.close()


def main(folder: str) -> None:
    with tempfile.TemporaryDirectory() as home, sync_playwright() as started:
        lab = Lab(Path(home))
        chromium = started.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        try:
            for theme in ("light", "dark"):
                lab.settings("themes", theme=f"JupyterLab {theme.capitalize()}")
                told = {"corpus": str(CORPUS), "folder": str(lab.folder / theme)}
                cell = CELL.format(coded=CODED.format(**told), **told)
                notebook = Notebook(chromium, lab, f"{theme}.ipynb", cell, width=1560, height=1150)
                picture(notebook, theme, Path(folder) / f"annotator_{theme}.png")
        finally:
            chromium.close()
            lab.stop()


if __name__ == "__main__":
    main(sys.argv[1])
