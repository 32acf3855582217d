"""The report says what was tried, what was reached, and what was not there."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from vuoro.evaluation import encounters, mistakes, report, study, targets
from vuoro.evaluation.datasets.tasks import Task, label
from vuoro.evaluation.sets import AS_TRANSCRIBED, part
from vuoro.evaluation.trials import LEARNER, RULES, Trial, scored
from vuoro.model import Annotation, Encounter, Participant, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))


def talk(id, turns=40):
    said = tuple(
        Turn(id=f"t{at}", speaker="DP"[at % 2], raw="Ja visst.", text="Ja visst.") for at in range(turns)
    )
    return Encounter(id=id, turns=said, language="sv", participants=PEOPLE)


@pytest.fixture
def task():
    encounter = talk("v")
    gold = [label(encounter, encounter.turns[at], "question") for at in range(20)]
    return Task(
        id="sentences_sv", encounters=(encounter,), gold=tuple(gold), labels={"question": ("ask_info",)}
    )


def given(code, turns, cue="sv.ask_info:x"):
    return [
        Annotation(encounter="v", turn=f"t{at}", code=code, coder="detector:rules", start=0, stop=4, cue=cue)
        for at in turns
    ]


@pytest.fixture
def trial(task) -> Trial:
    return scored(task, AS_TRANSCRIBED, RULES, given("question", range(15, 25)))


def test_a_mistake_is_told_with_its_numbers_and_the_cue_behind_it(trial):
    assert list(mistakes.told(trial)) == [
        "`question`: 5 of 20 turns found; where it was missed, nothing was suggested in 15. "
        "Of its 10 suggestions 5 are false alarms (precision .50), 5 where the reference has no code. "
        "The cues behind most of them: `sv.ask_info:x` (5)."
    ]


@pytest.mark.parametrize(("goal", "said"), [(0.33, "met"), (0.34, "missed"), (None, "")])
def test_a_goal_is_met_by_the_score_that_is_printed(trial, goal, said):
    assert targets.verdict(trial, "question", goal) == said


def test_a_target_shows_what_was_reached_and_nothing_where_nothing_was_tried(trial):
    target = targets.Target(
        name="x", task=trial.task, label="question", writing=AS_TRANSCRIBED, rules=0.9, human=0.95
    )
    assert targets.row(target, [trial]) == [
        "x",
        AS_TRANSCRIBED,
        "–",
        ".95",
        ".33",
        ".90",
        "missed",
        "–",
        "–",
        "",
    ]
    assert targets.row(target, []) == []


def test_every_target_is_about_a_task_that_there_is():
    ours = {"ours", *(f"ours_{name}" for name in (*encounters.PARTS, *encounters.WAYS))}
    assert {target.task for target in targets.targets()} <= {*report.NAMES, *ours}


def test_part_of_a_task_keeps_only_what_is_asked_about_its_encounters(task):
    more = Task(
        id="x", encounters=(*task.encounters, talk("w")), gold=task.gold, places={("v", "t1"), ("w", "t1")}
    )
    some = part(more, "second", lambda encounter: encounter.id == "w")
    assert (some.id, some.gold, some.places) == ("x_second", (), {("w", "t1")})


def test_the_report_without_public_data_is_about_our_corpora_and_says_what_is_missing(
    corpora, tmp_path, monkeypatch
):
    monkeypatch.setattr(study, "SETS", ("ours", "annomi"))
    small = tmp_path / "corpora"
    small.mkdir()
    for name in ("g4_negative_decision_sv", "g4_negative_decision_fi"):
        shutil.copytree(corpora / name, small / name)
    text, errors = report.written(small, tmp_path / "none", learner=False, jobs=1)
    assert "Our own 2 encounters (212 turns) are **invented**" in text
    assert "- none: there is no AnnoMI-full.csv or AnnoMI*.csv in it or below it" in text
    assert "| Swedish | 1 | 102 |" in text
    assert "This run was made with `--coders rules`: the learner was left out." in text
    assert "### Our encounters, Swedish: 20 codes, macro, as transcribed" in text
    assert set(errors["talk"]) == {"as transcribed", "no punctuation"}
    assert set(errors["task"]) == {"ours"}
    assert errors["line"].notna().all()


def test_practice_talk_stands_beside_our_encounters_and_says_what_it_is(task):
    tried = [
        scored(replace(task, id=name), AS_TRANSCRIBED, coder, given("question", some))
        for name, coder, some in (
            ("practice", RULES, range(20)),
            ("practice", LEARNER, range(10)),
            ("ours", RULES, range(5)),
        )
    ]
    found = study.Study(trials=tuple(tried), curve=(), missing=(), humans={}, pairs=None)
    said, shown = encounters.practised(found)
    assert "coded once, by the language model that wrote it" in said
    assert shown.splitlines()[-1] == "| all | 1 | 40 | 1.00 | – | .67 | .40 |"
