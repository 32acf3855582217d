"""Files that are written whole: after a crash there is the old one or the new one, and nothing between."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":  # Windows opens no folders, and writes names through
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place, bring it to the disk, and put it into its place."""
    data = content.encode() if isinstance(content, str) else content
    handle, beside = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _umask() -> int:
    """What the user takes away from the rights of a new file, which ``mkstemp`` does not ask."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
