"""``docs/detection.md``: how often the machine is right, written by the machine from the data themselves.

Nothing in the text is entered by hand: run the command again and the numbers are those of the code
and the data that are there then. There is no date in it, so that it changes only where results do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from vuoro import codebooks
from vuoro.evaluation import mistakes, targets
from vuoro.evaluation.markdown import interval, section, share, table
from vuoro.evaluation.scoring import MACRO, NONE, Evaluation
from vuoro.evaluation.study import LEARNT, Study, study
from vuoro.evaluation.trials import AS_TRANSCRIBED, BARE, LEARNER, RULES, Trial
from vuoro.learning import shipped
from vuoro.learning.fitting import Shown
from vuoro.learning.training import SEED
from vuoro.model import LANGUAGES

NAMES = {
    "annomi": "AnnoMI, labels of the therapist's utterances (a turn may have several)",
    "annomi_main": "AnnoMI, main label of the therapist's utterances",
    "mrda": "MRDA, understanding checks and suggestions",
    "mrda_responses": "MRDA, acceptance and rejection within six utterances of somebody else's suggestion",
    "sentences_sv": "Swedish sentences, question form",
    "sentences_fi": "Finnish sentences, question form",
    "orders": "MEDIQA-OE on PriMock57, turns in which the doctor names what was ordered",
}
PARTS = {"sv": "Swedish", "fi": "Finnish", "en": "English"}
WAYS = {
    "signs": "written with transcription signs",
    "punctuated": "written with punctuation",
    "bare": "written without punctuation",
}


def written(
    corpora: Path,
    data: Path,
    *,
    learner: bool = True,
    shown: Many[Shown] = (),
    jobs: int = 2,
    progress: Any = None,
) -> str:
    """The whole report, as Markdown; `data` is a folder with the public data sets that there are.

    Without ``learner`` the report is about the rules alone, and says so.
    """
    return told(study(corpora, data, learner=learner, shown=shown, jobs=jobs, progress=progress))


def told(found: Study) -> str:
    """What was found, as Markdown."""
    parts = [
        *_opening(found),
        *section("Goals", _goals(found)),
        *section("Our encounters, code by code", *_codes(found)),
        *section("Our encounters, by language and way of writing", _by_part(found), _languages(found)),
        *section("Talk that nobody had read", *_unread()),
        *section("What is taken for what", *_confusion(found)),
        *section("Mistakes in words", *_mistakes(found)),
        *section("Public data sets", *_public(found)),
        *section("Learning curve", *_curve(found)),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(found: Study) -> Iterator[str]:
    whole = _trial(found, "ours", AS_TRANSCRIBED, RULES).evaluation
    yield "# How often the machine is right"
    yield (
        "Written by `vuoro evaluate corpora --datasets DIR --write docs/detection.md`; "
        f"vuoro {version('vuoro')}, codebook {codebooks.load('participation').id}, seed {SEED}. "
        "Do not edit: run it again."
    )
    yield (
        "Scores are per turn: a coder has given it a code or not. F1 weighs precision (how many suggestions "
        "are right) and recall (how many of the reference's are found). Macro is the mean over codes, however "
        "rare. What stands in brackets is a 95 % interval from drawing whole encounters again, "
        "because turns of one encounter resemble each other. *Rules* are the cue tables alone. *Rules + learner* "
        "were learned on other encounters than they are scored on: five folds by encounter, and on our "
        "own corpora by scenario, so that the same story in another language is held back too. "
        "*No punctuation* is the same talk in lower case without any sign."
    )
    yield (
        f"Our own {whole.encounters} encounters ({whole.turns:,} turns) are **invented**, and both coders of "
        "them were instances of one language model; what they reach between them is the ceiling of two careful "
        "readings by one reader, not of two people. The rules were developed with these encounters in sight, "
        "so their scores on them flatter."
    )
    if not _of(found, "ours", AS_TRANSCRIBED, LEARNER):
        yield "This run was made with `--coders rules`: the learner was left out."
    if found.missing:
        yield "Not found, and so not tried:\n\n" + "\n".join(f"- {reason}" for reason in found.missing)


def _goals(found: Study) -> str:
    rows = [row for target in targets.targets() if (row := targets.row(target, found.trials))]
    return table(targets.HEADER, rows, left=2)


def _codes(found: Study) -> Iterator[str]:
    tried = _tried(found, "ours")
    ceiling = found.humans.get("ours")
    header = ["code", "turns"]
    for coder in tried:
        header += [f"precision, {coder}", "recall", "F1", ""]
    human = ["coder b against a"] if ceiling else []
    first = next(iter(tried.values()))
    yield table([*header, *human], (_code(code, tried.values(), ceiling) for code in _order(first)))
    for name, one in tried.items():
        load = one.load
        yield (
            f"{name.capitalize()}: {load['suggestions']:.0f} suggestions, {load['per_turn']:.2f} a turn, "
            f"{load['per_1000_words']:.0f} in 1,000 words, {load['per_hour']:.0f} in an hour of talk "
            "(in the encounters that have times)."
        )


def _unread() -> Iterator[str]:
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


def _tried(found: Study, task: str) -> dict[str, Evaluation]:
    """The evaluation of each coder that was tried on a task, as transcribed."""
    asked = (task, AS_TRANSCRIBED)
    return {one.coder: one.evaluation for one in found.trials if (one.task, one.writing) == asked}


def _code(code: str, tried: Iterable[Evaluation], ceiling: Evaluation | None) -> list[str]:
    tried = list(tried)
    support: Any = tried[0].scores.loc[code, "support"]
    cells = [f"`{code}`" if code != MACRO else code, f"{support:.0f}"]
    for one in tried:
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


def _by_part(found: Study) -> str:
    asked = [
        (writing, coder)
        for writing in (AS_TRANSCRIBED, BARE)
        for coder in (RULES, LEARNER)
        if _of(found, "ours", writing, coder)
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


def _languages(found: Study) -> str:
    """F1 of each code in each language, rules and learner."""
    trials = {
        (language, coder): one.scores
        for language in LANGUAGES
        for coder, one in _tried(found, f"ours_{language}").items()
    }
    codes = _order(_trial(found, "ours", AS_TRANSCRIBED, RULES).evaluation)
    header = ["code", *(f"{language}, {coder}" for language, coder in trials)]
    rows = [
        [code, *(share(_f1(one, code)) if code in one.index else "" for one in trials.values())]
        for code in codes
    ]
    return "F1 of each code in each language.\n\n" + table(header, rows)


def _confusion(found: Study) -> Iterator[str]:
    trial = _trial(found, "ours", AS_TRANSCRIBED, RULES)
    confusion: Any = trial.evaluation.confusion
    codes = [code for code in _order(trial.evaluation) if code != MACRO]
    numbers = {code: str(at) for at, code in enumerate(codes, 1)}
    columns = [*codes, NONE]
    rows = [
        [
            f"{numbers.get(code, '')} `{code}`",
            *(_count(int(confusion.loc[code].get(other, 0))) for other in columns),
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


def _mistakes(found: Study) -> Iterator[str]:
    for trial in (one for coder in (RULES, LEARNER) for one in _of(found, "ours", AS_TRANSCRIBED, coder)):
        coder = trial.coder
        yield f"**Our encounters, {coder}**, the codes with the most turns missed or given too often:"
        yield "\n".join(f"- {line}" for line in mistakes.told(trial))
    for task in LEARNT:
        for trial in _of(found, task, AS_TRANSCRIBED, RULES):
            yield f"**{NAMES[task]}, rules**:"
            yield "\n".join(f"- {line}" for line in mistakes.told(trial))


def _public(found: Study) -> Iterator[str]:
    header = ["label", "talk", "coder", "turns", "suggested", "precision", "recall", "F1", ""]
    for task, name in NAMES.items():
        trials = [one for one in found.trials if one.task == task]
        if trials:
            yield f"**{name}**, {_size(trials)}."
            yield table(header, _labels(trials), left=3)
    if found.pairs:
        pairs = found.pairs
        yield (
            f"**MRDA, adjacency pairs.** In {pairs.meetings} meetings {pairs.answered} suggestions begin a pair that "
            f"somebody else ends. Given the moves, our linking finds a response to {pairs.linked} of them, and in "
            f"{pairs.same} ({pairs.same / max(1, pairs.answered):.0%}) it is a turn that ends the pair."
        )


def _size(trials: Many[Trial]) -> str:
    sizes = {coder: one for coder in (RULES, LEARNER) for one in trials if one.coder == coder}
    first = sizes[RULES].evaluation
    text = f"{first.encounters:,} encounters with {first.turns:,} turns"
    learner = sizes.get(LEARNER)
    if learner and learner.evaluation.encounters != first.encounters:
        text += f"; the learner was taught and tried on {learner.evaluation.encounters} of them"
    return text


def _labels(trials: Iterable[Trial]) -> Iterator[list[str]]:
    for trial in trials:
        scores = trial.evaluation.scores
        for label, row in scores.iterrows():
            if label != MACRO or len(scores) > 2:
                yield [
                    str(label), trial.writing, trial.coder, f"{row['support']:.0f}", f"{row['found']:.0f}",
                    share(row["precision"]), share(row["recall"]), share(row["f1"]), interval(row["low"], row["high"]),
                ]  # fmt: skip


def _curve(found: Study) -> Iterator[str]:
    if found.curve:
        yield (
            "How much talk the learner needs: F1 over all codes pooled on one fold of our encounters that is held "
            "back, after learning from growing shares of the rest."
        )
        rows = [
            [str(point["encounters"]), f"{point['turns']:,}", share(point["f1"])] for point in found.curve
        ]
        yield table(["encounters", "turns", "F1, pooled"], rows, left=0)
        first, last = found.curve[0], found.curve[-1]
        gained = last["f1"] - first["f1"]
        yield (
            f"From {first['turns']:,} to {last['turns']:,} turns it gains {gained:.2f}. "
            + _prospect(found.curve)
        )


def _prospect(curve: Many[dict[str, Any]]) -> str:
    """What the last step of the curve says about coding more."""
    if len(curve) < 2:
        return ""
    step = curve[-1]["f1"] - curve[-2]["f1"]
    more = curve[-1]["turns"] - curve[-2]["turns"]
    flat = (
        "so more talk of this kind would still help"
        if step > 0.01
        else "so more talk of this kind alone hardly helps"
    )
    return f"The last {more:,} turns brought {step:+.2f}, {flat}."


def _of(found: Study, task: str, writing: str, coder: str) -> list[Trial]:
    asked = (task, writing, coder)
    return [one for one in found.trials if (one.task, one.writing, one.coder) == asked]


def _trial(found: Study, task: str, writing: str, coder: str) -> Trial:
    return _of(found, task, writing, coder)[0]
