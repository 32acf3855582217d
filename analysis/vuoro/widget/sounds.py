"""The recording beside a transcript: where it is, and its bytes in pieces."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vuoro.model import VuoroError, record

KINDS: Mapping[str, str] = {
    ".wav": "audio/wav", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".ogg": "audio/ogg",
    ".oga": "audio/ogg", ".opus": "audio/ogg", ".flac": "audio/flac", ".webm": "video/webm",
}  # fmt: skip
"""What browsers can play, by the ending of the file's name."""

PIECE = 1 << 20
"""Bytes of one message; a longer one would keep keys waiting."""


class NoSound(VuoroError):
    """A recording that is not there, or that no browser plays."""


def beside(transcript: Path) -> Path | None:
    """The recording of the same name in the same folder; None where there is none."""
    found = (transcript.with_suffix(ending) for ending in KINDS)
    return next((path for path in found if path.is_file()), None)


@record
class Recording:
    """The sound of an encounter. ``url`` is where a page can fetch it; "" where it must ask for pieces."""

    path: Path
    url: str = ""

    def about(self) -> dict[str, Any]:
        """What the page needs to know: how large it is, its kind as browsers name it, and where it is."""
        size = self.path.stat().st_size
        return {"size": size, "kind": KINDS[self.path.suffix.lower()], "url": self.url}

    def piece(self, start: int, size: int = PIECE) -> bytes:
        """The bytes from ``start`` on, at most ``size`` of them; none behind the end."""
        with self.path.open("rb") as file:
            file.seek(max(0, start))
            return file.read(size)


def recording(path: str | Path) -> Recording:
    """The recording, if it is there and a browser can play it.

    Examples
    --------
    >>> recording("visit.doc")
    Traceback (most recent call last):
        ...
    vuoro.widget.sounds.NoSound: visit.doc: no browser plays that; save the recording as .wav, .mp3, .m4a or .ogg
    """
    path = Path(path)
    if path.suffix.lower() not in KINDS:
        raise NoSound(f"{path}: no browser plays that; save the recording as .wav, .mp3, .m4a or .ogg")
    if not path.is_file():
        raise NoSound(f"{path}: there is no such recording; leave sound= out to annotate without it")
    return Recording(path=path)
