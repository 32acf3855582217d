"""Detectors of others: a function from an encounter to moves is one more coder, to be scored as any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from vuoro.model import MACHINES, Annotation, Encounter
from vuoro.registry import Registry

Detector = Callable[[Encounter], Iterable[Annotation]]
DETECTORS: Registry[Detector] = Registry("detector")


def detector(name: str) -> Callable[[Detector], Detector]:
    """Register a function from an encounter to annotations as the coder ``detector:NAME``.

    It may then be named wherever coders are: ``--coders NAME``. A package offers it to everybody by an
    entry point of the same name in the group ``vuoro.detector``.

    Examples
    --------
    >>> @detector("polite")
    ... def thanks(encounter):
    ...     for turn in encounter.turns:
    ...         if turn.text.startswith("Thank you"):
    ...             yield Annotation(encounter=encounter.id, turn=turn.id, code="thanks", coder="",
    ...                              start=0, stop=len(turn.raw), cue="thank you", evidence=(0, 9))
    >>> "polite" in DETECTORS
    True
    """

    def register(function: Detector) -> Detector:
        DETECTORS.add(name, function)
        return function

    return register


def detected(name: str, encounter: Encounter) -> list[Annotation]:
    """What a detector finds, as suggestions by ``detector:NAME``: whatever it says, it poses as nobody else.

    Raises
    ------
    NotRegistered
        there is no detector of that name.
    """
    coder = f"{MACHINES[0]}{name}"
    return [replace(one, coder=coder, status="suggested") for one in DETECTORS[name](encounter)]
