"""The coders that come with the package, one a language, and which coder is to suggest what."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from functools import lru_cache
from importlib.resources import files
from typing import Any

from vuoro import moves
from vuoro.learning.coder import Coder
from vuoro.learning.coding import explain, suggest
from vuoro.learning.saving import load, parsed
from vuoro.model import LANGUAGES, Annotation, Encounter, VuoroError
from vuoro.moves.detectors import DETECTORS, detected

RULES, LEARNED = "rules", "learned"


class NoLearnedCoder(VuoroError):
    """No coder for this language ships with the package."""


@lru_cache
def default(language: str | None) -> Coder | None:
    """The coder that ships for a language, trained on our own corpora only; None where none does.

    Its ``about["scores"]`` say how often it was right on scenarios that it had not learned from, and
    ``about["rules"]`` how often the rules were.
    """
    file = files("vuoro.learning") / "coders" / f"{language}.json"
    return parsed(file.read_text("utf-8"), file.name) if file.is_file() else None


def combined(encounter: Encounter, coders: Many[str] = (RULES, LEARNED)) -> list[Annotation]:
    """What coders suggest together, each move once and by one coder.

    A learned coder knows what the rules say, so where one is used, it stands for both.

    Parameters
    ----------
    coders : "rules"; "learned", the coder that ships for the language; the file of another; or the name
        of a detector of others, which is a coder of its own. Rules and "learned" together are the learned
        coder where one ships that was measured to be right more often than the rules alone, and the rules
        elsewhere.

    Raises
    ------
    NoLearnedCoder
        "learned" alone, and none ships for the language.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> visit = Encounter(id="visit", language="en", turns=(
    ...     Turn(id="t1", speaker="D", raw="Shall we try it?", text="Shall we try it?"),),
    ...     participants=(Participant(id="D", role="professional"),))
    >>> [(one.code, one.coder) for one in combined(visit, ["rules"])]
    [('propose', 'detector:rules')]
    """
    others = [one for name in _detectors(coders) for one in detected(name, encounter)]
    return others + _ours(encounter, coders)


def _ours(encounter: Encounter, coders: Many[str]) -> list[Annotation]:
    found = [one for file in _files(coders) for one in suggest(_kept(file), encounter)]
    if LEARNED in coders:
        coder = default(encounter.language)
        if coder is None and RULES not in coders:
            raise NoLearnedCoder(
                f"encounter {encounter.id!r}: no coder for {encounter.language or 'an unknown language'} ships "
                "with vuoro; use --coders rules, or train one with `vuoro learn`"
            )
        if coder and (RULES not in coders or better(coder)):
            return found + suggest(coder, encounter)
    if RULES in coders and not found:
        found += moves.suggest(encounter)
    return found


def asked(language: str | None, coders: Many[str] = (RULES, LEARNED)) -> tuple[str, ...]:
    """The names of the coders that :func:`combined` asks about talk in a language, whether they find anything or not.

    Examples
    --------
    >>> asked("da"), asked("sv", ["rules"])
    (('detector:rules',), ('detector:rules',))
    """
    own = [f"detector:{name}" for name in _detectors(coders)]
    own += [f"learned:{_kept(file).name}" for file in _files(coders)]
    coder = default(language) if LEARNED in coders else None
    if coder and (RULES not in coders or better(coder)):
        return (*own, f"learned:{coder.name}")
    return (*own, moves.CODER) if RULES in coders else tuple(own)


def explained(encounter: Encounter, turn: str, coders: Many[str] = (RULES, LEARNED)) -> str:
    """Why each of these coders gave a turn its codes, or none; KeyError if there is no such turn."""
    said = [moves.explain(encounter, turn)] if RULES in coders else []
    shipped = default(encounter.language) if LEARNED in coders else None
    used = [shipped] if shipped else []
    used += [_kept(file) for file in _files(coders)]
    said += [explain(coder, encounter, turn) for coder in used]
    return "\n".join([*said, *(_told(name, encounter, turn) for name in _detectors(coders))])


def _told(name: str, encounter: Encounter, turn: str) -> str:
    found = [one for one in detected(name, encounter) if one.turn == turn]
    lines = [f"  {one.code}: cue {one.cue or 'unnamed'}" for one in found] or ["  no code"]
    return "\n".join([f"{turn} as detector:{name} sees it", *lines])


def better(coder: Coder) -> bool:
    """Whether a coder was right more often than the rules alone, on talk it had not learned from."""
    own, rules = (coder.about.get(name, {}).get("macro", {}).get("f1", 0.0) for name in ("scores", "rules"))
    return bool(own > rules)


def named(coders: Iterable[str], chosen: Many[str]) -> list[dict[str, Any]]:
    """What is to be told of the learned coders among these: trained on what, and how often right.

    ``chosen`` are the files and names that the coders were asked for by.
    """
    there = [coder for language in LANGUAGES if (coder := default(language))]
    there += [_kept(file) for file in _files(chosen)]
    by_name = {f"learned:{coder.name}": coder for coder in there}
    return [{"coder": name, **by_name[name].about} for name in coders if name in by_name]


def _detectors(coders: Many[str]) -> list[str]:
    """Which of these are detectors of others; installed ones are looked for only where one may be meant."""
    others = [name for name in coders if name not in (RULES, LEARNED)]
    return [name for name in others if name in DETECTORS.complete()]


def _files(coders: Many[str]) -> list[str]:
    return [name for name in coders if name not in (RULES, LEARNED, *_detectors(coders))]


@lru_cache
def _kept(file: str) -> Coder:
    return load(file)
