"""Corpora of any size, the same ones every time: ``python -m tests.bench.generating FOLDER --encounters 1000``.

What people say is taken from the invented encounters of the repository and the examples of the code
book, two to five turns that followed each other at a time, so that questions have answers. When they
say it is drawn: gaps and overlaps between speakers, pauses within turns, all written with the signs of
conversation analysis. Every encounter has a seed of its own, so a corpus of a thousand is the beginning
of one of a hundred thousand, and any of them can be made alone. Nobody ever said any of this.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.bench.transcripts import Said, textgrid

CORPORA = Path(__file__).parents[2] / "corpora"
LANGUAGES = ("sv", "fi", "en")
FORMS = ("cha", "TextGrid")
SIDES = {"professional": "A", "client": "B"}
IN_A_FOLDER = 1_000
WORD = 280
"""Milliseconds that a word takes."""
PAUSES, LOUDER, DRAWN = 0.15, 0.05, 0.05
"""How often a turn has a pause within, a stressed word, a stretched one."""
LONG_TURN = 40
"""Words. Longer turns of the examples are left out, so that encounters of a size are of a length."""

ORGANISATIONS, PROFESSIONALS, YEARS = 12, 10, (2022, 2023, 2024, 2025)


class Move(NamedTuple):
    """What one side says, in words without signs."""

    speaker: str
    words: tuple[str, ...]


class Signs(NamedTuple):
    """How a convention writes an overlap (its first and its second half), stress and a stretched sound."""

    first: tuple[str, str]
    second: tuple[str, str]
    stress: str


SIGNS = {"cha": Signs(("⌈", "⌉"), ("⌊", "⌋"), "↑{}"), "TextGrid": Signs(("[", "]"), ("[", "]"), "↑{}")}


def write(folder: Path, encounters: int, turns: int = 200, forms: tuple[str, ...] = FORMS) -> int:
    """So many encounters in folders of a thousand, in one form and the next; returns how many turns.

    ``FOLDER_about.csv`` beside it tells of each the organisation, the year and whose it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}_about.csv").open("w", encoding="utf-8", newline="\n") as about:
        about.write("encounter,organisation,year,professional\n")
        for number in range(encounters):
            place = folder / f"{number // IN_A_FOLDER:03d}"
            if number % IN_A_FOLDER == 0:
                place.mkdir(exist_ok=True)
                (place / "corpus.toml").write_text(CORPUS, encoding="utf-8")
            form = forms[number % len(forms)]
            name = f"e{number:06d}"
            (place / f"{name}.{form}").write_bytes(encounter(number, turns, form))
            about.write(f"{name},{_whose(number)}\n")
    return encounters * turns


CORPUS = """title = "Generated encounters"
invented = true
notice = "Invented. No such meeting took place; what is said was recombined by a machine."
licence = "CC BY 4.0"
setting = "bench"

[roles]
A = "professional"
B = "client"
"""


def _whose(number: int) -> str:
    organisation = number % ORGANISATIONS
    professional = number // ORGANISATIONS % PROFESSIONALS
    year = YEARS[number // 7 % len(YEARS)]
    return f"Organisation {organisation + 1:02d},{year},p{organisation:02d}{professional}"


def encounter(number: int, turns: int = 200, form: str = "cha") -> bytes:
    """The encounter of that number, as a file of that form."""
    language = LANGUAGES[number % len(LANGUAGES)]
    said = list(timed(moves(language, turns, number), form, number))
    return chat(said, language) if form == "cha" else textgrid(said)


def moves(language: str, turns: int, number: int) -> Iterator[Move]:
    """Turns by two people in turn, by chance from what followed each other somewhere."""
    chance = random.Random(f"talk-{number}")
    pools, made, last = _stretches(language), 0, "B"
    while made < turns:
        for move in chance.choice(pools[last]):
            yield move
            made, last = made + 1, move.speaker
            if made == turns:
                return


def timed(talk: Iterator[Move], form: str, number: int) -> Iterator[Said]:
    """When it is said, and the signs of the form in it: who overlaps with whom is written at both."""
    chance, signs = random.Random(f"times-{number}"), SIGNS[form]
    over, end, ready, overlapped = None, 0, {"A": 0, "B": 0}, False
    for move in talk:
        words = list(move.words)
        start = max(ready[move.speaker] + 1, end + round(chance.gauss(200, 300)))
        overlaps = over is not None and start < end
        if over is not None:
            yield _said(over, signs, overlaps, overlapped)
        if len(words) > 4 and chance.random() < PAUSES:
            words.insert(chance.randrange(2, len(words) - 1), f"({chance.randrange(2, 20) / 10})")
        for often, how in ((LOUDER, signs.stress), (DRAWN, "{}:")):
            if chance.random() < often:
                at = chance.randrange(len(words))
                words[at] = words[at] if words[at].startswith("(") else how.format(words[at])
        end = max(end + 50, start + WORD * (1 + len(words)))
        ready[move.speaker] = end
        over, overlapped = (move.speaker, words, start, end), overlaps
    if over is not None:
        yield _said(over, signs, False, overlapped)


def _said(turn: tuple[str, list[str], int, int], signs: Signs, before_next: bool, after_last: bool) -> Said:
    speaker, words, start, end = turn
    if before_next:
        words[-1] = words[-1].join(signs.first)
    if after_last and len(words) > 1:
        words[0] = words[0].join(signs.second)
    return Said(speaker, " ".join(words), start, end)


def chat(said: list[Said], language: str) -> bytes:
    """A CHAT file with the option CA, a time bullet on every turn."""
    code = {"sv": "swe", "fi": "fin", "en": "eng"}[language]
    lines = [
        "@UTF8", "@Begin", f"@Languages:\t{code}", "@Participants:\tA Doctor, B Patient", "@Options:\tCA",
        f"@ID:\t{code}|bench|A|||||Doctor|||", f"@ID:\t{code}|bench|B|||||Patient|||",
        "@Comment:\tInvented. No such meeting took place.",
        *(f"*{one.speaker}:\t{one.words} \x15{one.start}_{one.end}\x15" for one in said),
        "@End", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


@cache
def _stretches(language: str) -> dict[str, tuple[tuple[Move, ...], ...]]:
    """Stretches of talk that may follow a turn of A, and those that may follow one of B."""
    found = [*_told(language), *_examples(language)]
    return {
        last: tuple(stretch for stretch in found if stretch[0].speaker == other)
        for last, other in (("A", "B"), ("B", "A"))
    }


def _told(language: str) -> Iterator[tuple[Move, ...]]:
    from vuoro import formats

    for told in formats.read_corpus(CORPORA):
        if told.language != language:
            continue
        roles, stretch = told.roles(), []
        for turn in told.turns:
            move = _move(SIDES.get(roles[turn.speaker], ""), turn.text)
            if not move or (stretch and stretch[-1].speaker == move.speaker) or len(stretch) == 5:
                yield from _kept(stretch)
                stretch = []
            if move:
                stretch.append(move)
        yield from _kept(stretch)


def _kept(stretch: list[Move]) -> Iterator[tuple[Move, ...]]:
    if len(stretch) > 1:
        yield tuple(stretch)


def _examples(language: str) -> Iterator[tuple[Move, ...]]:
    """The examples of the code book, each as a turn of the side that does this most."""
    from vuoro import codebooks

    for code in codebooks.load("participation").codes:
        side = "B" if code.who.startswith("client") else "A"
        for example in code.examples.get(language, ()):
            if move := _move(side, example.text):
                yield (move,)


_SIGNS = str.maketrans("", "", '"[]()<>{}&%*+=⌈⌉⌊⌋@')


def _move(speaker: str, text: str) -> Move | None:
    """A turn in words, or None where no side says it, or nothing or too much is said."""
    words = tuple(text.translate(_SIGNS).split())
    return Move(speaker, words) if speaker and 0 < len(words) <= LONG_TURN else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.generating", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encounters", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=200)
    options = parser.parse_args()
    began = time.perf_counter()
    made = write(options.folder, options.encounters, options.turns)
    took = time.perf_counter() - began
    print(f"{made:,} turns in {options.encounters:,} encounters, {took:.1f} s, {made / took:,.0f} turns/s")


if __name__ == "__main__":
    main()
