"""Measures that need a model which is not in the package: uptake (U10) and agency (E9). Experimental.

They are declared, and not computed until somebody brings the model: no model is better than one
that was never tried on talk of this kind in this language. A package offers one by an entry point
with the language as its name, in the group ``vuoro.uptake`` or ``vuoro.clauses``.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from functools import cache
from importlib.metadata import entry_points
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from vuoro.measures.answers import NOWHERE, Answer, proportion, quantiles, reason_where
from vuoro.measures.declare import measure
from vuoro.measures.frames import Codes, positions
from vuoro.measures.talk import Talk
from vuoro.model import VuoroError
from vuoro.registry import Registry

Exchange = tuple[str, str]

UPTAKE: Registry[Callable[[Many[Exchange]], Many[float]]] = Registry("uptake")
"""By language: exchanges (the client's turn, the professional's next) to their uptake, a number each."""

CLAUSES: Registry[Callable[[Many[str]], Many[Many[str]]]] = Registry("clauses")
"""By language: turns of the professional to the part of the client in every clause about the client's future.

A part is one of :data:`PARTS`; a turn without such a clause has none.
"""

PARTS = ("agent", "patient", "agentless")

QUARTILES = {"": 0.5, "q25": 0.25, "q75": 0.75}

FEWEST = 5
"""Words of the client's turn below which there is little to take up."""


class WrongAnswer(VuoroError):
    """A model has not answered with one thing for each that it was given, or with a part that is none."""


@measure("U10")
def uptake(talk: Talk) -> list[Answer]:
    """How far the professional's next turn builds on the client's, by a model: the median. Experimental.

    Meant for the pointwise Jensen-Shannon divergence between a reply given its turn and a reply to
    any turn, estimated by next utterance classification. The package has no such model, and none is
    known for Swedish or Finnish; the published one was trained on mathematics classrooms in the
    United States. Exchanges are counted in which the client's turn has five words or more.

    References
    ----------
    Demszky et al. 2021 (abstract, and the description of the data with its five words, checked).
    """
    rows = _replies(talk)
    said = [(talk.texts[row - 1], talk.texts[row]) for row in rows.tolist()]
    scores, missing = _judged(talk, UPTAKE, rows, said)
    table = pd.DataFrame({"encounter": talk.turns["encounter"].array.take(rows), "row": rows})
    table = table[~missing[positions(table)]]
    table = table.assign(uptake=np.array([one for one in scores if one is not None], dtype=float))
    answers = quantiles(talk, table, "uptake", QUARTILES, nothing="no_exchange")
    return [answer.unless(reason_where(missing, "no_model")) for answer in answers]


@measure("E9")
def agency(talk: Talk) -> list[Answer]:
    """The client's part in what the professional says of the client's future; the shares sum to 1. Experimental.

    `agent` (*you can begin*), `patient` (*we will move you*), or `agentless`: a passive, or a Finnish
    zero person. Telling them apart needs a parser, and for the Finnish passive that stands for *we*
    also a judgement; the package has neither, so somebody must bring a reader of clauses.

    References
    ----------
    Ours.
    """
    spoken = (talk.turns["side"] == "P").to_numpy() & ~talk.turns["continuer"].to_numpy()
    rows = np.flatnonzero(spoken) if _known(CLAUSES, talk) else NOWHERE
    found, missing = _judged(talk, CLAUSES, rows, [talk.texts[row] for row in rows.tolist()])
    parts = [(row, part) for row, each in zip(rows.tolist(), found, strict=True) for part in each or ()]
    if wrong := {part for _, part in parts} - set(PARTS):
        raise WrongAnswer(
            f"a reader of clauses answered {wrong.pop()!r}; it must be one of {', '.join(PARTS)}"
        )
    at = np.array([row for row, _ in parts], dtype=np.int64)
    clauses = pd.DataFrame({"encounter": talk.turns["encounter"].array.take(at), "row": at})
    kind = np.array([part for _, part in parts], dtype=object)
    answers = [proportion(talk, clauses[kind == part], clauses, part, nothing="no_clause") for part in PARTS]
    return [answer.unless(reason_where(missing, "no_parse")) for answer in answers]


def _replies(talk: Talk) -> Codes:
    """The professional's turns, continuers apart, that directly follow a client's of some length."""
    turns, at = talk.turns, positions(talk.turns)
    if not _known(UPTAKE, talk):
        return NOWHERE
    side = turns["side"].to_numpy()
    told = (side[:-1] == "C") & (turns["words"].to_numpy()[:-1] >= FEWEST)
    reply = (side[1:] == "P") & ~turns["continuer"].to_numpy()[1:] & (at[1:] == at[:-1])
    return 1 + np.flatnonzero(told & reply)


def _known(models: Registry[Any], talk: Talk) -> dict[str, Any]:
    """The models that somebody brought, for the languages of the talk."""
    brought = {*models, *_offered(f"vuoro.{models.kind}")}
    return {language: models[language] for language in set(talk.encounters["language"]) & brought}


@cache
def _offered(group: str) -> frozenset[str]:
    """The languages for which installed packages offer a model; looked up once, since it takes long."""
    return frozenset(point.name for point in entry_points(group=group))


def _judged(
    talk: Talk, models: Registry[Any], rows: Codes, given: Many[Any]
) -> tuple[list[Any], npt.NDArray[np.bool_]]:
    """What the models say of each row, None where there is no model; and which encounters have none."""
    known = _known(models, talk)
    languages = talk.encounters["language"].to_numpy()
    spoken = languages[positions(talk.turns)[rows]]
    answers: list[Any] = [None] * len(rows)
    for language, model in known.items():
        places = np.flatnonzero(spoken == language).tolist()
        told = list(model([given[place] for place in places]))
        if len(told) != len(places):
            raise WrongAnswer(
                f"the {models.kind} model for {language!r} answered {len(told)} times to {len(places)} turns; "
                "it must answer once for each"
            )
        for place, one in zip(places, told, strict=True):
            answers[place] = one
    return answers, ~np.isin(languages, list(known))
