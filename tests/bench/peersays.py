"""What peers make of some files, for the table of faults; runs in their environment, imports nothing of ours.

``python peersays.py READER FILE...`` prints a JSON line for each file: its turns (speaker,
words, start, end), what was said about it, and the error that ended the reading.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Turn = tuple[str, str, Any, Any]


def pylangacq(path: Path) -> Iterator[Turn]:
    import pylangacq

    for one in pylangacq.read_chat(str(path), strict=False).utterances():
        yield one.participant, " ".join(token.word for token in one.tokens), *(one.time_marks or (None, None))


def praatio(path: Path) -> Iterator[Turn]:
    from praatio import textgrid

    for tier in textgrid.openTextgrid(str(path), includeEmptyIntervals=False).tiers:
        for start, end, label in tier.entries:
            yield tier.name, label, start, end


def textgrid(path: Path) -> Iterator[Turn]:
    import textgrid

    for tier in textgrid.TextGrid.fromFile(str(path)):
        for one in tier:
            yield tier.name, one.mark, one.minTime, one.maxTime


def tgt(path: Path) -> Iterator[Turn]:
    import tgt

    for tier in tgt.read_textgrid(str(path)):
        for one in tier:
            yield tier.name, one.text, one.start_time, one.end_time


def pympi_textgrid(path: Path) -> Iterator[Turn]:
    from pympi import Praat

    for tier in Praat.TextGrid(str(path), codec="utf-8").get_tiers():
        for start, end, label in tier.get_all_intervals():
            yield tier.name, label, start, end


def pympi(path: Path) -> Iterator[Turn]:
    from pympi import Elan

    document = Elan.Eaf(str(path))
    for tier in document.get_tier_names():
        for start, end, label, *_ in document.get_annotation_data_for_tier(tier):
            yield tier, label, start, end


def webvtt(path: Path) -> Iterator[Turn]:
    import webvtt

    read = webvtt.from_srt if path.suffix == ".srt" else webvtt.read
    for one in read(str(path)):
        yield one.voice or "", one.text, one.start, one.end


def pysubs2(path: Path) -> Iterator[Turn]:
    import pysubs2

    for one in pysubs2.load(str(path)):
        yield one.name, one.plaintext, one.start, one.end


def convokit(path: Path) -> Iterator[Turn]:
    import convokit

    for one in convokit.Corpus(filename=str(path.parent)).iter_utterances():
        yield one.speaker.id, one.text, one.meta.get("start"), one.meta.get("stop")


def pandas(path: Path) -> Iterator[Turn]:
    import pandas

    for one in pandas.read_csv(path).itertuples():
        yield one.speaker, one.text, one.start, one.end


READERS: dict[str, Callable[[Path], Iterator[Turn]]] = {
    "pylangacq": pylangacq,
    "praatio": praatio,
    "textgrid": textgrid,
    "tgt": tgt,
    "pympi TextGrid": pympi_textgrid,
    "pympi": pympi,
    "webvtt-py": webvtt,
    "pysubs2": pysubs2,
    "ConvoKit": convokit,
    "pandas": pandas,
}


def say(reader: Callable[[Path], Iterator[Turn]], path: Path) -> dict[str, Any]:
    """Turns with words, and everything that was printed, logged or warned of on the way."""
    heard, turns, error = io.StringIO(), [], ""
    logging.basicConfig(stream=heard, level=logging.WARNING, force=True)
    with (
        warnings.catch_warnings(record=True) as warned,
        contextlib.redirect_stdout(heard),
        contextlib.redirect_stderr(heard),
    ):
        warnings.simplefilter("always")
        try:
            turns = [
                [str(who), " ".join(str(words).split()), _time(start), _time(end)]
                for who, words, start, end in reader(path)
            ]
        except BaseException as failure:  # Rust panics are no Exceptions
            error = f"{type(failure).__name__}: {failure}"
    ours = [one for one in warned if not issubclass(one.category, (DeprecationWarning, FutureWarning))]
    told = [heard.getvalue(), *(str(one.message) for one in ours)]
    return {
        "turns": [one for one in turns if one[1]],
        "told": "\n".join(filter(None, told))[:500],
        "error": error[:500],
    }


def _time(value: Any) -> str:
    return "" if value is None else str(value)


def main() -> None:
    reader = READERS[sys.argv[1]]
    for path in sys.argv[2:]:
        print(json.dumps(say(reader, Path(path))), flush=True)


if __name__ == "__main__":
    main()
