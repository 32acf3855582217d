"""``docs/detection.md``: how often the machine is right, written by the machine from the data themselves.

Nothing in the text is entered by hand: run the command again and the numbers are those of the code
and the data that are there then. There is no date in it, so that it changes only where results do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from vuoro import codebooks
from vuoro.evaluation import encounters, mistakes, prospects, shortfalls, targets
from vuoro.evaluation.markdown import interval, section, share, table
from vuoro.evaluation.scoring import MACRO
from vuoro.evaluation.sets import AS_TRANSCRIBED, LESSONS
from vuoro.evaluation.study import TAUGHT, Study, study
from vuoro.evaluation.trials import LEARNER, RULES, Trial
from vuoro.learning.fitting import Shown
from vuoro.learning.training import SEED

NAMES = {
    "annomi": "AnnoMI, labels of the therapist's utterances (a turn may have several)",
    "annomi_main": "AnnoMI, main label of the therapist's utterances",
    "mrda": "MRDA, understanding checks and suggestions",
    "mrda_responses": "MRDA, acceptance and rejection within six utterances of somebody else's suggestion",
    "sentences_sv": "Swedish sentences, question form",
    "sentences_fi": "Finnish sentences, question form",
    "orders": "MEDIQA-OE on PriMock57, turns in which the doctor names what was ordered",
}
ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
MORE = {"ours": "Our encounters", "practice": "Practice talk"}


def written(
    corpora: Path,
    data: Path,
    *,
    learner: bool = True,
    shown: Many[Shown] = (),
    jobs: int = 2,
    keep: Path | None = None,
    progress: Any = None,
) -> tuple[str, pd.DataFrame]:
    """The whole report, as Markdown, and every error that it counts, as a table.

    Parameters
    ----------
    data : a folder with the public data sets that there are
    learner : without it the report is about the rules alone, and says so
    keep : a folder for what is done already, so that a run that was stopped goes on
    """
    found = study(corpora, data, learner=learner, shown=shown, jobs=jobs, keep=keep, progress=progress)
    return told(found), errors(found)


def errors(found: Study) -> pd.DataFrame:
    """Every turn that a coder got wrong in a trial, with its file and line."""
    return pd.concat(
        one.evaluation.errors.assign(task=one.task, talk=one.writing, by=one.coder)
        for one in found.trials
        if one.task in (*NAMES, *MORE)
    )[["task", "talk", "by", *found.trials[0].evaluation.errors.columns]]


def told(found: Study) -> str:
    """What was found, as Markdown."""
    parts = [
        *_opening(found),
        *section("Goals", _goals(found)),
        *section("Our encounters, code by code", *encounters.codes(found)),
        *section(
            "Our encounters, by language and way of writing",
            encounters.by_part(found),
            encounters.languages(found),
        ),
        *section("Talk that nobody had read", *encounters.unread()),
        *section("Practice talk", *encounters.practised(found)),
        *section("Public data sets", *_public(found)),
        *section("Goals that are missed", *shortfalls.section(found)),
        *section("Learning curves", *prospects.section(found)),
        *section("What is taken for what", *encounters.confusion(found)),
        *section("Mistakes in words", *_mistakes(found)),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(found: Study) -> Iterator[str]:
    whole = found.of("ours", AS_TRANSCRIBED, RULES)[0].evaluation
    yield "# How often the machine is right"
    yield (
        "Written by `vuoro evaluate corpora --datasets DIR --write docs/detection.md`; "
        "with `--errors FILE` beside it, every error that is counted here is listed with its file and line. "
        f"vuoro {version('vuoro')}, codebook {codebooks.load('participation').id}, seed {SEED}. "
        "Do not edit: run it again."
    )
    yield (
        "Scores are per turn: a coder has given it a code or not. F1 weighs precision (how many suggestions "
        "are right) and recall (how many of the reference's are found). Macro is the mean over codes, however "
        "rare. What stands in brackets is a 95 % interval from drawing whole encounters again, "
        "because turns of one encounter resemble each other. *Rules* are the cue tables alone. *Rules + learner* "
        "were learned on other encounters than they are scored on: five folds by encounter, and on our "
        "own corpora by scenario, so that the same story in another language is held back too; there the "
        "practice talk that comes with the package teaches beside. "
        "*No punctuation* is the same talk in lower case without any sign."
    )
    yield (
        f"Our own {whole.encounters} encounters ({whole.turns:,} turns) are **invented**, and both coders of "
        "them were instances of one language model; what they reach between them is the ceiling of two careful "
        "readings by one reader, not of two people. The rules were developed with these encounters in sight, "
        "so their scores on them flatter."
    )
    if not found.of("ours", AS_TRANSCRIBED, LEARNER):
        yield "This run was made with `--coders rules`: the learner was left out."
    if found.missing:
        yield "Not tried, and why:\n\n" + "\n".join(f"- {reason}" for reason in found.missing)


def _goals(found: Study) -> str:
    rows = [row for target in targets.targets() if (row := targets.row(target, found.trials))]
    return table(targets.HEADER, rows, left=2)


def _mistakes(found: Study) -> Iterator[str]:
    for coder in (RULES, LEARNER):
        for task, name in (MORE | NAMES).items():
            for trial in found.of(task, AS_TRANSCRIBED, coder) if task in LESSONS else ():
                yield f"**{name}, {coder}**, what is missed or given too often the most:"
                yield "\n".join(f"- {line}" for line in mistakes.told(trial))


def _public(found: Study) -> Iterator[str]:
    header = ["label", "talk", "coder", "turns", "suggested", "precision", "recall", "F1", ""]
    for task, name in NAMES.items():
        trials = [one for one in found.trials if one.task == task]
        if trials:
            yield f"**{name}**, {_size(trials)}."
            yield table(header, _labels([*trials, *_same(found, task)]), left=3)
    if found.pairs:
        pairs = found.pairs
        yield (
            f"**MRDA, adjacency pairs.** In {pairs.meetings} meetings {pairs.answered} suggestions begin a pair that "
            f"somebody else ends. Given the moves, our linking finds a response to {pairs.linked} of them, and in "
            f"{pairs.same} ({pairs.same / max(1, pairs.answered):.0%}) it is a turn that ends the pair."
        )


def _size(trials: Many[Trial]) -> str:
    sizes = {one.coder: one.evaluation.encounters for one in trials}
    whole = trials[0].evaluation
    text = f"{whole.encounters:,} encounters with {whole.turns:,} turns"
    if sizes.get(LEARNER, whole.encounters) < whole.encounters:
        text += (
            f"; the learner was taught and tried on every {ORDINALS[LESSONS[trials[0].task].every]} by name, "
            f"{sizes[LEARNER]} of them, and the rules on these again"
        )
    return text


def _same(found: Study, task: str) -> list[Trial]:
    """The rules on that part of a task that a learner was tried on, where a learner was."""
    if not found.of(task, AS_TRANSCRIBED, LEARNER):
        return []
    some = [one for one in found.trials if one.task == f"{task}_{TAUGHT}"]
    return [replace(one, coder=f"{one.coder}, on these") for one in some]


def _labels(trials: Iterable[Trial]) -> Iterator[list[str]]:
    for trial in trials:
        scores = trial.evaluation.scores
        for label, row in scores.iterrows():
            if label != MACRO or len(scores) > 2:
                yield [
                    str(label), trial.writing, trial.coder, f"{row['support']:.0f}", f"{row['found']:.0f}",
                    share(row["precision"]), share(row["recall"]), share(row["f1"]), interval(row["low"], row["high"]),
                ]  # fmt: skip
