"""The file of a transcript with other words in it, and everything else as it was.

For formats that have no writer: what a turn said is found in the file, line by line, and replaced by what
it says now. Whether that went well is not argued but seen: the new file is read again, and unless
it holds the same turns as the encounter, there is none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from vuoro.formats.files import READERS, File, open_file
from vuoro.formats.folders.gathering import Group
from vuoro.formats.reading import read_group
from vuoro.formats.writing import Unwritable
from vuoro.model import Encounter, Turn, VuoroError

Change = Callable[[str], str]


def retold(path: Path, was: Sequence[Encounter], now: Sequence[Encounter], elsewhere: Change) -> bytes:
    """The bytes of a text file whose talk is that of ``now`` instead of ``was``, its encounters.

    ``elsewhere`` changes what is not talk: labels, headers, comments. The file is written as UTF-8.

    Raises
    ------
    Unwritable
        The file is no text, a turn's words are not in it as they are in the encounter, or what came
        out is not read as ``now``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from vuoro.formats.reading import read
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "visit.vtt")
    ...     _ = path.write_text("WEBVTT\\n\\n00:00.000 --> 00:01.000\\n<v Ann>Kerttu is here.\\n")
    ...     was = read(path)
    ...     said = replace(was.turns[0], raw="Aino is here.", text="Aino is here.")
    ...     print(retold(path, [was], [replace(was, turns=(said,))], str).decode().splitlines()[-1])
    <v Ann>Aino is here.
    """
    format = was[0].source.format
    if format not in READERS or READERS[format].binary:
        raise Unwritable(f"{path.name}: its format has no writer and is no text.")
    file = open_file(path)
    text = "".join(_pieces(file, zip(_turns(was), _turns(now), strict=True), elsewhere))
    _check(path, text, now)
    return text.encode("utf-8")


def _turns(encounters: Iterable[Encounter]) -> list[Turn]:
    """The turns of all encounters as they stand in their file."""
    return sorted((turn for one in encounters for turn in one.turns), key=lambda turn: turn.line or 0)


def _pieces(file: File, turns: Iterable[tuple[Turn, Turn]], elsewhere: Change) -> Iterator[str]:
    """The file from its beginning to its end: what stands between turns, and what turns say."""
    lines = [0, *accumulate(len(line) for line in file.text.splitlines(keepends=True))]
    at = 0
    for old, new in turns:
        known = lines[old.line - 1] if old.line and old.line <= len(lines) else 0
        start = file.text.find(old.raw, max(at, known))
        if start < 0:
            raise Unwritable(f"{file.name}, line {old.line}: what is said there cannot be found again.")
        yield elsewhere(file.text[at:start])
        yield new.raw
        at = start + len(old.raw)
    yield elsewhere(file.text[at:])


def _check(path: Path, text: str, now: Sequence[Encounter]) -> None:
    """Unwritable where the new file is not read as the encounters it is to hold."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy" + path.suffix)
        copy.write_text(text, encoding="utf-8", newline="")
        try:
            read = read_group(
                Group(name="copy", files=(copy,)),
                format=now[0].source.format,
                language=now[0].language,
                convention=now[0].source.convention or None,
            )
        except VuoroError as error:
            raise Unwritable(f"{path.name}: with other words in it, it cannot be read: {error}") from None
    told = [(turn.speaker, turn.raw) for turn in _turns(read)]
    if told != [(turn.speaker, turn.raw) for turn in _turns(now)]:
        raise Unwritable(f"{path.name}: with other words in it, the file is read as something else.")
