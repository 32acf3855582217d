"""Pictures that are byte for byte the same whenever the same data is drawn."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from vuoro.model import VuoroError

NO_TRACE: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What each format would otherwise write about the time and the program."""


class UnknownPicture(VuoroError):
    """A figure can be saved as svg, png or pdf."""


def save(figure: Figure, path: str | Path, *, dpi: float = 120) -> Path:
    """Writes a figure as SVG, PNG or PDF, by the ending of the path, and answers the path.

    Two saves of the same figure are byte-identical with one version of matplotlib.
    Raises :class:`UnknownPicture` for any other ending.
    """
    path = Path(path)
    path.write_bytes(_rendered(figure, path.suffix.lstrip(".").lower(), dpi))
    return path


def picture(figure: Figure) -> str:
    """A figure as the text of an SVG file, to stand in a page."""
    return _rendered(figure, "svg", 72).decode("utf-8")


def _rendered(figure: Figure, format: str, dpi: float) -> bytes:
    if format not in NO_TRACE:
        raise UnknownPicture(f"cannot save a figure as {format!r}. Choose one of {', '.join(NO_TRACE)}")
    # Text stays text in SVG: it can be searched and read aloud, and the file is a quarter of the size.
    settings: dict[Any, Any] = {
        "svg.hashsalt": "vuoro",
        "svg.fonttype": "none",
        # Named at every text of an SVG, so the list is kept short: our font, and kin of its width.
        "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
        # Hinting sharpens small type on coarse screens only, and takes a sixth of the time.
        "text.hinting": "no_hinting",
    }
    # The library's default takes three times as long for a file that is hardly smaller.
    pillow: dict[str, Any] = {"pil_kwargs": {"compress_level": 4}} if format == "png" else {}
    out = BytesIO()
    with matplotlib.rc_context(settings):
        figure.savefig(out, format=format, dpi=dpi, metadata=NO_TRACE[format], **pillow)
    return out.getvalue()
