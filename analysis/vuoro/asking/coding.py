"""A coder that reads: the moves that a language model finds, one more coder to be scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Sequence as Many
from typing import Any

from vuoro import codebooks
from vuoro.asking.answers import Refused, believed
from vuoro.asking.endpoints import Endpoint, EndpointRefused, NoAnswer, answer, checked
from vuoro.asking.keeping import Kept
from vuoro.asking.prompts import Question, questions
from vuoro.model import Annotation, Encounter, record
from vuoro.privacy import leaks
from vuoro.privacy.finding import NOBODY, Known


@record
class Asked:
    """What came of asking: moves, moves that were refused, and questions that got no answer."""

    annotations: tuple[Annotation, ...]
    refused: tuple[Refused, ...]
    unanswered: tuple[str, ...]


def ask(
    encounters: Iterable[Encounter],
    endpoint: Endpoint,
    kept: Kept,
    *,
    known: Known = NOBODY,
    progress: Callable[..., Iterable[Any]] | None = None,
) -> Asked:
    """The moves that a model finds, as suggestions by the coder ``llm:MODEL``.

    A model is a coder like any other: its suggestions are counted only where it is named, and how
    often it is right is for ``vuoro evaluate`` to say. Answers are kept; a run that was stopped
    goes on where it was. A question that gets no answer is told, and the others go on.

    Raises
    ------
    EndpointRefused
        where the endpoint is not this machine and was not allowed, or talk that would leave the
        machine still tells who somebody is; or where it refuses everything.
    """
    encounters = list(encounters)
    checked(endpoint)
    if not endpoint.here:
        _refuse_names(encounters, endpoint, known)
    codebook = codebooks.load("participation")
    coder = f"llm:{endpoint.model}"
    asked = [question for encounter in encounters for question in questions(encounter, codebook)]
    made: list[Annotation] = []
    refused: list[Refused] = []
    unanswered: list[str] = []
    for question in (progress or _silently)(asked, total=len(asked), desc=f"asking {endpoint.model}"):
        try:
            moves, doubtful = believed(question, _answered(question, endpoint, kept), codebook, coder)
        except NoAnswer as trouble:
            unanswered.append(str(trouble))
            continue
        made += moves
        refused += doubtful
    return Asked(annotations=tuple(made), refused=tuple(refused), unanswered=tuple(unanswered))


def _answered(question: Question, endpoint: Endpoint, kept: Kept) -> Any:
    known = kept.get(endpoint, question)
    if known is not None:
        return known
    said = answer(endpoint, question)
    kept.keep(endpoint, question, said)
    return said


def _refuse_names(encounters: Many[Encounter], endpoint: Endpoint, known: Known) -> None:
    for encounter in encounters:
        found = () if encounter.invented else leaks(encounter, known)
        if found:
            first = found[0]
            raise EndpointRefused(
                f"{encounter.id}, line {first.line}: {first.kind} {first.text!r} may tell who somebody is, and "
                f"{endpoint.url} is not this machine. Pseudonymise first (vuoro pseudonymise), or use a model here"
            )


def _silently(things: Iterable[Any], **_: Any) -> Iterable[Any]:
    return things
