"""The recording of a clip: found beside its transcript, and copied into a pack no longer than it need be."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Iterable, Mapping
from pathlib import Path

from vuoro.model import Encounter, record

KINDS = (".wav", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".flac")
"""What browsers can play, by the ending of the file's name."""


@record
class Sound:
    """A recording beside a page: its name in the pack, where it is from, and the seconds that are wanted of it."""

    file: str
    path: Path
    start: float
    end: float


def recordings(paths: Iterable[Path], encounters: Iterable[Encounter]) -> dict[str, Path]:
    """The recording of each encounter that has one: of its transcript's name and in the same folder.

    Where two transcripts are called alike we cannot tell whose it is, and nobody's voice is played.
    """
    named: dict[str, list[Path]] = {}
    for path in paths:
        named.setdefault(path.name, []).append(path)
    found = {}
    for encounter in encounters:
        here = [path for name in encounter.source.files for path in named.get(name, ())]
        lying = [path.with_suffix(kind) for path in here for kind in KINDS]
        if len(here) == 1 and (heard := next((path for path in lying if path.is_file()), None)):
            found[encounter.id] = heard
    return found


def sound(
    heard: Mapping[str, Path], encounter: Encounter, first: int, last: int, name: str
) -> tuple[Sound, ...]:
    """The sound of turns ``first`` to ``last``; empty without a recording, or where a turn has no times."""
    turns = encounter.turns[first : last + 1]
    times = [time for turn in turns for time in (turn.start, turn.end) if time is not None]
    if encounter.id not in heard or len(times) < 2 * len(turns):
        return ()
    path = heard[encounter.id]
    return (Sound(file=f"{name}{path.suffix.lower()}", path=path, start=min(times), end=max(times)),)


def begins(sound: Sound) -> float:
    """Where in its recording the file in the pack begins: only .wav can be cut without a library."""
    return sound.start if _cuttable(sound.path) else 0.0


def copy(sound: Sound, folder: Path) -> None:
    """Put the sound beside its page; of a .wav only the stretch that is wanted."""
    if not _cuttable(sound.path):
        shutil.copyfile(sound.path, folder / sound.file)
        return
    with wave.open(str(sound.path), "rb") as whole, wave.open(str(folder / sound.file), "wb") as part:
        rate, frames = whole.getframerate(), whole.getnframes()
        first = min(frames, round(sound.start * rate))
        whole.setpos(first)
        part.setparams(whole.getparams())
        part.writeframes(whole.readframes(min(frames, round(sound.end * rate)) - first))


def _cuttable(path: Path) -> bool:
    try:
        with wave.open(str(path), "rb"):
            return True
    except (wave.Error, EOFError):
        return False
