"""The pictures of the annotator in docs/, taken anew: ``python -m tests.bench.pictures docs``."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
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
CODED = """for move in vuoro.read_annotations({corpus!r} + "/gold.csv", visits):
    if move.turn < "t0044":
        widget.annotate(move.turn, move.code, start=move.start, stop=move.stop)
widget.memo(43, "the clockmaker's word for it")
widget.link("S4", 30, 31, "no_response")
widget.link("S5", 33, 34, "explored")
widget.link("S9", 42, 43, "resolved")
widget.see(*range(1, 44));"""


def picture(notebook: Notebook, theme: str, file: Path) -> None:
    """One picture: some turns coded, a suggestion in focus with its evidence."""
    notebook.run()
    notebook.press("Home", *["ArrowDown"] * 43)
    notebook.tab.locator(".vuoro").scroll_into_view_if_needed()
    notebook.tab.wait_for_timeout(2500)
    taken = BytesIO(notebook.tab.locator(".vuoro").screenshot())
    notebook.close()
    # The surface has few colours; a palette of them is a third of the size.
    Image.open(taken).convert("RGB").quantize(192, dither=Image.Dither.NONE).save(file, optimize=True)


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
