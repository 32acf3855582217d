"""Seeded talk to time readers and detectors on: the same files for every contestant."""

from __future__ import annotations

import random
from collections.abc import Iterator

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


def timed(language: str, count: int, seed: int) -> Iterator[tuple[str, str, int, int]]:
    """Speaker, talk, onset and offset in ms, with runs of one speaker, gaps and overlaps.

    Nobody is done before a turn that began earlier, and a turn begins 0.3 s after the one before it at
    least: where turns fall inside others, definitions of who changes with whom differ.
    """
    chance = random.Random(f"times-{language}-{seed}")
    last, began, until = "B", -300, 0
    for _, words in turns(language, count, seed, signs=0.0):
        goes_on = chance.random() < 0.15
        speaker = last if goes_on else "AB"[last == "A"]
        start = max(began + 300, until + max(0 if goes_on else -500, round(chance.gauss(200, 300))))
        end = max(until + 1, start + 250 * (1 + words.count(" ")) + chance.randrange(100))
        yield speaker, words[:-2], start, end
        last, began, until = speaker, start, end
