"""Seeded talk to time readers and detectors on: the same files for every contestant."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

WORDS = {
    "sv": "jag du det är inte int att och har men så för på med vi kan ska om den som en ett till när där "
    "väldigt jobbet läkaren sover mediciner tänker tycker känner igen veckan sedan kanske lite mycket ångest",
    "fi": "mä sä se on ei että ja mut niin kun kyllä joo oon oot voi pitää meillä teillä siellä täällä "
    "sitten tosi vähän paljon lääkkeet nukkunut töissä viikko kuntoutus suunnitelma aattelin tuntuu haluaisin",
    "en": "i you it is not that and have but so for with we can should if the a when there very work doctor "
    "sleep tablets think feel again week since maybe little much anxious pain going been would like know",
}
OPENERS = {
    "sv": (
        "vad tänker du om",
        "så du har",
        "ska vi pröva",
        "jo det gör vi",
        "hur länge har du",
        "mm",
        "jag vet int om",
    ),
    "fi": (
        "mitä mieltä sä oot",
        "eli sulla on",
        "kokeillaanko",
        "joo tehään niin",
        "kauanko sulla on",
        "joo",
        "en mä tiiä",
    ),
    "en": (
        "what do you think about",
        "so you've been",
        "shall we try",
        "yeah let's do that",
        "how long have you",
        "mm",
        "i don't know if",
    ),
}


SIGNS = {
    "chat": ("(0.4) {}", "(.) {}", "⌈{}⌉", "↑{}", "{}:", "°{}°", "∆{}∆"),
    "jefferson": ("(0.4) {}", "(.) {}", "[{}]", "↑{}", "{}:", "°{}°", ">{}<"),
}
ENDS = {"chat": (" .", " .", " .", " ?"), "jefferson": (".", ".", ".", "?")}


def turns(
    language: str, count: int, seed: int, *, signs: float = 0.12, convention: str = "chat"
) -> Iterator[tuple[str, str]]:
    """Speaker and talk, `signs` of the turns with transcription signs in them."""
    chance = random.Random(f"{language}-{seed}")
    words = WORDS[language].split()
    for number in range(count):
        talk = [chance.choice(OPENERS[language])] if chance.random() < 0.35 else []
        talk += chance.choices(words, k=min(60, 1 + int(chance.expovariate(1 / 11))))
        if chance.random() < signs:
            at = chance.randrange(len(talk))
            talk[at] = chance.choice(SIGNS[convention]).format(talk[at])
        yield "AB"[number % 2], " ".join(talk) + chance.choice(ENDS[convention])


def write_chat(folder: Path, files: int, turns_each: int) -> None:
    """CHAT files with main lines wrapped at 78 columns and time bullets on every turn."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        lines = [
            "@UTF8",
            "@Begin",
            "@Languages:\tswe",
            "@Participants:\tA Anna Doctor, B Bo Patient",
            "@ID:\tswe|bench|A|||||Doctor|||",
            "@ID:\tswe|bench|B|||||Patient|||",
            "@Options:\tCA",
        ]
        at = 0
        for speaker, talk in turns("sv", turns_each, number):
            stop = at + 300 * (1 + talk.count(" "))
            lines += _wrapped(f"*{speaker}:\t{talk} \x15{at}_{stop}\x15")
            at = stop + 150
        (folder / f"e{number:04d}.cha").write_text("\n".join([*lines, "@End", ""]), encoding="utf-8")


def _wrapped(line: str) -> Iterator[str]:
    while len(line) > 78 and (cut := line.rfind(" ", 8, 78)) > 0:
        yield line[:cut]
        line = "\t" + line[cut + 1 :]
    yield line


def write_textgrid(folder: Path, files: int, turns_each: int) -> None:
    """TextGrids in the long form, a tier for each of two speakers, silences as empty intervals."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        tiers: dict[str, list[tuple[float, float, str]]] = {"A": [], "B": []}
        at = 0.0
        for speaker, talk in turns("sv", turns_each, number, convention="jefferson"):
            stop = round(at + 0.3 * (1 + talk.count(" ")), 3)
            tiers[speaker].append((at, stop, talk))
            at = round(stop + 0.15, 3)
        (folder / f"e{number:04d}.TextGrid").write_text(_grid(tiers, at), encoding="utf-8")


def _grid(tiers: dict[str, list[tuple[float, float, str]]], end: float) -> str:
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", f"xmax = {end} "]
    lines += ["tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]
    for position, (name, labels) in enumerate(tiers.items(), start=1):
        intervals = list(_filled(labels, end))
        lines += [f"    item [{position}]:", '        class = "IntervalTier" ', f'        name = "{name}" ']
        lines += [
            "        xmin = 0 ",
            f"        xmax = {end} ",
            f"        intervals: size = {len(intervals)} ",
        ]
        for place, (start, stop, label) in enumerate(intervals, start=1):
            lines += [
                f"        intervals [{place}]:",
                f"            xmin = {start} ",
                f"            xmax = {stop} ",
            ]
            lines.append(f'            text = "{label}" ')
    return "\n".join([*lines, ""])


def _filled(labels: list[tuple[float, float, str]], end: float) -> Iterator[tuple[float, float, str]]:
    at = 0.0
    for start, stop, label in labels:
        if start > at:
            yield at, start, ""
        yield start, stop, label
        at = stop
    if end > at:
        yield at, end, ""
