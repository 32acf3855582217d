"""The part of a report that is about invented talk: our encounters, by code, language and way of writing, and practice talk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from vuoro import codebooks
from vuoro.evaluation.markdown import NOTHING, interval, share, table
from vuoro.evaluation.scoring import MACRO, NONE, Evaluation
from vuoro.evaluation.sets import AS_TRANSCRIBED, BARE, PRACTICE
from vuoro.evaluation.study import Study
from vuoro.evaluation.trials import LEARNER, RULES, Trial
from vuoro.learning import shipped
from vuoro.model import LANGUAGES

PARTS = {"sv": "Swedish", "fi": "Finnish", "en": "English"}
WAYS = {
    "signs": "written with transcription signs",
    "punctuated": "written with punctuation",
    "bare": "written without punctuation",
}


def codes(found: Study) -> Iterator[str]:
    """Every code with its scores, by each coder, and how much there is to look at."""
    there = tried(found, "ours")
    ceiling = found.humans.get("ours")
    header = ["code", "turns"]
    for coder in there:
        header += [f"precision, {coder}", "recall", "F1", ""]
    human = ["coder b against a"] if ceiling else []
    first = next(iter(there.values()))
    yield table([*header, *human], (_code(code, there.values(), ceiling) for code in _order(first)))
    for name, one in there.items():
        load = one.load
        yield (
            f"{name.capitalize()}: {load['suggestions']:.0f} suggestions, {load['per_turn']:.2f} a turn, "
            f"{load['per_1000_words']:.0f} in 1,000 words, {load['per_hour']:.0f} in an hour of talk "
            "(in the encounters that have times)."
        )


def unread() -> Iterator[str]:
    """What the files of the shipped coders say of themselves and of the rules."""
    yield (
        "Four of the ten scenarios (g4, g8, g9, g10) were left unread by those who wrote the rules, and were held "
        "back from the learned coders that ship with the package when these were tried on them. What both reach "
        "there, macro-F1, is the best guess at what they reach on yours. (`python -m vuoro.cli.defaults corpora "
        "docs/learning.md` trains and tries them again; that page has the codes one by one, and what practice "
        "talk adds.)"
    )
    rows = []
    for language in LANGUAGES:
        coder = shipped.default(language)
        if coder:
            own, rules = (coder.about[name][MACRO] for name in ("scores", "rules"))
            turns = f"{own['support']:.0f}"
            rows.append([PARTS[language], f"`{coder.name}`", turns, share(rules["f1"]), share(own["f1"])])
    yield table(["language", "coder", "codes in the reference", "rules", "learned coder"], rows, left=2)


def tried(found: Study, task: str) -> dict[str, Evaluation]:
    """The evaluation of each coder that was tried on a task, as transcribed."""
    asked = (task, AS_TRANSCRIBED)
    return {one.coder: one.evaluation for one in found.trials if (one.task, one.writing) == asked}


def _code(code: str, coders: Iterable[Evaluation], ceiling: Evaluation | None) -> list[str]:
    coders = list(coders)
    support: Any = coders[0].scores.loc[code, "support"]
    cells = [f"`{code}`" if code != MACRO else code, f"{support:.0f}"]
    for one in coders:
        row: Any = one.scores.loc[code]
        cells += [
            share(row["precision"]),
            share(row["recall"]),
            share(row["f1"]),
            interval(row["low"], row["high"]),
        ]
    return [*cells, share(_f1(ceiling.scores, code))] if ceiling else cells


def _order(evaluation: Evaluation) -> list[str]:
    """The codes in the codebook's order, then what it does not have, then the mean."""
    book = [code.id for code in codebooks.load("participation").codes]
    there = [str(code) for code in evaluation.scores.index if code != MACRO]
    return [*sorted(there, key=lambda code: book.index(code) if code in book else len(book)), MACRO]


def by_part(found: Study) -> str:
    """The mean over the codes in each language and each way of writing."""
    asked = [
        (writing, coder)
        for writing in (AS_TRANSCRIBED, BARE)
        for coder in (RULES, LEARNER)
        if found.of("ours", writing, coder)
    ]
    header = ["encounters", "number", "turns", *(f"{coder}, {writing}" for writing, coder in asked)]
    rows = []
    for name, title in {"": "all", **PARTS, **WAYS}.items():
        task = f"ours_{name}" if name else "ours"
        there = {(one.writing, one.coder): one for one in found.trials if one.task == task}
        if there:
            first = there[AS_TRANSCRIBED, RULES].evaluation
            human = found.humans.get(task)
            ceiling = share(_f1(human.scores, MACRO)) if human else ""
            scores = [_macro(there[one]) for one in asked]
            rows.append([title, str(first.encounters), f"{first.turns:,}", *scores, ceiling])
    return "Macro-F1 over the codes.\n\n" + table([*header, "coder b against a"], rows)


def _f1(scores: pd.DataFrame, code: str) -> float:
    found: Any = scores.loc[code, "f1"]
    return float(found)


def _macro(trial: Trial) -> str:
    row: Any = trial.evaluation.scores.loc[MACRO]
    around = interval(row["low"], row["high"])
    return share(row["f1"]) + (f" ({around})" if row["low"] == row["low"] else "")


def languages(found: Study) -> str:
    """F1 of each code in each language, rules and learner."""
    trials = {
        (language, coder): one.scores
        for language in LANGUAGES
        for coder, one in tried(found, f"ours_{language}").items()
    }
    ordered = _order(tried(found, "ours")[RULES])
    header = ["code", *(f"{language}, {coder}" for language, coder in trials)]
    rows = [
        [code, *(share(_f1(one, code)) if code in one.index else "" for one in trials.values())]
        for code in ordered
    ]
    return "F1 of each code in each language.\n\n" + table(header, rows)


def confusion(found: Study) -> Iterator[str]:
    """What was taken for what, by the rules."""
    (trial,) = found.of("ours", AS_TRANSCRIBED, RULES)
    cells: Any = trial.evaluation.confusion
    ordered = [code for code in _order(trial.evaluation) if code != MACRO]
    numbers = {code: str(at) for at, code in enumerate(ordered, 1)}
    columns = [*ordered, NONE]
    rows = [
        [
            f"{numbers.get(code, '')} `{code}`",
            *(_count(int(cells.loc[code].get(other, 0))) for other in columns),
        ]
        for code in columns
    ]
    yield (
        "Rules on our encounters. Rows: what the reference says; columns: what was suggested, by the numbers of "
        "the rows. A turn that got its code counts there alone; one that did not counts under every other code it got, "
        "or under (none)."
    )
    yield table(["reference", *numbers.values(), NONE], rows)


def _count(number: int) -> str:
    return str(number) if number else ""


def practised(found: Study) -> Iterator[str]:
    """Rules and learner on practice talk, language by language, beside what the rules reach on our encounters."""
    if not found.of(PRACTICE, AS_TRANSCRIBED, RULES):
        return
    yield (
        "The practice talk that comes with the package is invented, was coded once, by the language model that "
        "wrote it with its codes in mind, and is plainer than talk that happens: what is reached on it says how "
        "well written moves are recognised, and nothing about a service. Every other excerpt was read for the "
        "rules; these are those that were not. The learner was taught on the read ones, without what the rules "
        "say there, and on four fifths of these, and tried on the rest, in turn. The rules on our encounters "
        "stand beside, for comparison. Macro-F1 over the codes."
    )
    rows = []
    for name, title in {"": "all", **PARTS}.items():
        task, ours = (f"{one}_{name}" if name else one for one in (PRACTICE, "ours"))
        asked = [(task, writing, RULES) for writing in (AS_TRANSCRIBED, BARE)]
        asked += [(task, AS_TRANSCRIBED, LEARNER), (ours, AS_TRANSCRIBED, RULES)]
        trials = [next(iter(found.of(*one)), None) for one in asked]
        if trials[0]:
            size = trials[0].evaluation
            scores = [_macro(one) if one else NOTHING for one in trials]
            rows.append([title, str(size.encounters), f"{size.turns:,}", *scores])
    header = [
        "language",
        "excerpts",
        "turns",
        "rules",
        "rules, no punctuation",
        LEARNER,
        "rules, our encounters",
    ]
    yield table(header, rows)
