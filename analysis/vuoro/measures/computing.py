"""From encounters to the table of numbers, and to the places that the numbers rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many

import numpy as np
import pandas as pd

from vuoro.measures.answers import Answer
from vuoro.measures.declare import MEASURES, Measure, in_order, reasons
from vuoro.measures.frames import Codes, positions
from vuoro.measures.study import ALONE, Study
from vuoro.measures.talk import CREDITS, Talk, hear
from vuoro.model import Annotation, Decision, Encounter, Sequence

COLUMNS = (
    "encounter", "measure", "part", "numerator", "denominator", "value", "low", "high",
    "interval", "state", "reason", "coders", "statuses",
)  # fmt: skip


def measure(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    *,
    decisions: Iterable[Decision] = (),
    support: Iterable[Annotation] = (),
    names: Iterable[str] | None = None,
    coders: Many[str] | None = None,
    study: Study = ALONE,
) -> pd.DataFrame:
    """Every measure of every encounter, a row for each number.

    Parameters
    ----------
    encounters : the talk
    annotations, sequences, decisions : what was coded; judgements on other encounters are left out
    support : tokens, repairs and terms, as :func:`vuoro.moves.support.support` finds them. There a
        machine's marks count wherever there are none by a person who counts
    names : ids of measures, all that are registered without it
    coders : whose judgements count. Suggestions of a machine count only where it is named; without
        names, judgements that are confirmed or adjudicated do. Rejected ones never count.
    study : what is known of the whole study, where these encounters are only a part of it; with it, their
        numbers are the same as if all were measured together

    Returns
    -------
    DataFrame
        `encounter`, `measure`, `part` ("" is the headline), `numerator`, `denominator`, `value`,
        `low` and `high` with the kind of `interval`, `state`, `reason`, `coders`, `statuses`.
        `state` is computed (a 0 is then a finding), no_occasion (nothing of the kind could have
        happened) or not_computable; the last two have a `reason`, and NaN for a value. `coders`
        and `statuses` tell whose moves, decisions or marks the number rests on; they are "" where
        only the talk was counted.

    Raises
    ------
    NotRegistered, SeveralCoders, UnknownTurn, DoubleEncounter

    Examples
    --------
    >>> from vuoro.model import Annotation, Encounter, Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> said = ["What matters to you?", "My sleep.", "How long has it been bad?", "Since May."]
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=tuple(
    ...     Turn(id=f"t{n}", speaker="AB"[n % 2], raw=text, text=text) for n, text in enumerate(said)))
    >>> codes = [Annotation(encounter="visit", turn=turn, code=code, coder="aino", start=0, stop=9)
    ...          for turn, code in [("t0", "invite_view"), ("t2", "ask_info")]]
    >>> table = measure([visit], codes, names=["F1", "Q2"])
    >>> table[["measure", "numerator", "denominator", "value", "state", "coders"]]
      measure  numerator  denominator  value           state coders
    0      F1        4.0         14.0    NaN  not_computable
    1      Q2        1.0          2.0    0.5        computed   aino
    >>> table["reason"][0]
    'fewer than 300 words'
    """
    talk = hear(encounters, annotations, sequences, coders, decisions=decisions, support=support, study=study)
    return _frame(talk, list(_answers(talk, names)))


def places(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    *,
    decisions: Iterable[Decision] = (),
    support: Iterable[Annotation] = (),
    names: Iterable[str] | None = None,
    coders: Many[str] | None = None,
    study: Study = ALONE,
) -> pd.DataFrame:
    """The turns that the numbers rest on: encounter, measure, part, turn.

    They are the turns of what was counted in the numerator (for a median, of every value). A number
    that rests on the whole talk, such as a share of words, has no places.
    """
    talk = hear(encounters, annotations, sequences, coders, decisions=decisions, support=support, study=study)
    return _places(talk, list(_answers(talk, names)))


def measured(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation] = (),
    sequences: Iterable[Sequence] = (),
    *,
    decisions: Iterable[Decision] = (),
    support: Iterable[Annotation] = (),
    coders: Many[str] | None = None,
    study: Study = ALONE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The numbers of :func:`measure` and the :func:`places` that they rest on, worked out once for both."""
    talk = hear(encounters, annotations, sequences, coders, decisions=decisions, support=support, study=study)
    answers = list(_answers(talk, None))
    return _frame(talk, answers), _places(talk, answers)


def _places(talk: Talk, answers: Many[tuple[Measure, Answer]]) -> pd.DataFrame:
    rows = [np.unique(answer.rows) for _, answer in answers]
    number = np.repeat(np.arange(len(answers)), [len(some) for some in rows])
    row = np.concatenate([np.zeros(0, dtype=np.int64), *rows])
    order = np.argsort(positions(talk.turns)[row], kind="stable")
    row, number = row[order], number[order]
    return pd.DataFrame(
        {
            "encounter": talk.turns["encounter"].array.take(row).astype("str"),
            "measure": _category([one.id for one, _ in answers], number),
            "part": _category([answer.part for _, answer in answers], number),
            "turn": talk.turns["turn"].to_numpy()[row],
        }
    ).astype({"turn": "str"})


def _answers(talk: Talk, names: Iterable[str] | None) -> Iterator[tuple[Measure, Answer]]:
    names = [names] if isinstance(names, str) else names
    for one in in_order() if names is None else [MEASURES[name] for name in names]:
        lacks = talk.lacks(*one.declaration.needs)
        for answer in one.function(talk):
            yield one, answer.unless(lacks)


def _frame(talk: Talk, answers: Many[tuple[Measure, Answer]]) -> pd.DataFrame:
    """The answers side by side, sorted by encounter; texts as categories, which a million rows need."""
    at = _column(answers, "at", np.int32)
    order = np.argsort(at, kind="stable")
    at = at[order]
    number = np.repeat(np.arange(len(answers), dtype=np.int32), [len(answer.at) for _, answer in answers])[
        order
    ]
    numbers = {name: _column(answers, name, np.float64)[order] for name in COLUMNS[3:8]}
    reason = _column(answers, "reason", np.int16)[order]
    kinds = np.where(np.isnan(numbers["low"]), len(answers), number)
    rests = [tuple(need for need in one.declaration.needs if need in CREDITS) for one, _ in answers]
    credits = list(dict.fromkeys(rests))
    credit = np.array([credits.index(needs) for needs in rests], dtype=np.int64)[number] * len(talk) + at
    return pd.DataFrame(
        {
            "encounter": talk.encounters["encounter"].astype("str").array.take(at),
            "measure": _category([one.id for one, _ in answers], number),
            "part": _category([answer.part for _, answer in answers], number),
            **numbers,
            "interval": _category([*(answer.interval for _, answer in answers), ""], kinds),
            "state": _category([state for state, _ in reasons()], reason),
            "reason": _category([text for _, text in reasons()], reason),
            "coders": _category([who for needs in credits for who in _credited(talk, needs, 0)], credit),
            "statuses": _category([how for needs in credits for how in _credited(talk, needs, 1)], credit),
        }
    )[list(COLUMNS)]


def _credited(talk: Talk, needs: Many[str], which: int) -> list[str]:
    """Whose judgements, or of which status, meet the needs in each encounter; "" where only talk counts."""
    columns = [talk.encounters[CREDITS[need][which]] for need in needs]
    told = zip(*columns, strict=True) if columns else [()] * len(talk)
    return [
        ", ".join(dict.fromkeys(name for one in each for name in one.split(", ") if name)) for each in told
    ]


def _column(answers: Many[tuple[Measure, Answer]], name: str, dtype: type) -> Codes:
    return np.concatenate([np.zeros(0, dtype=dtype), *(getattr(answer, name) for _, answer in answers)])


def _category(labels: Many[str], codes: Codes) -> pd.Categorical:
    number, names = pd.factorize(np.array(labels, dtype=object))
    return pd.Categorical.from_codes(number[codes], categories=names)
