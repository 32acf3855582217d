"""What a report says of a goal that was missed."""

from __future__ import annotations

import pytest

from vuoro.evaluation import prospects, sets, shortfalls
from vuoro.evaluation.datasets.tasks import Task, label
from vuoro.evaluation.prospects import Point, prospect
from vuoro.evaluation.scoring import f1
from vuoro.evaluation.sets import AS_TRANSCRIBED
from vuoro.evaluation.study import Study
from vuoro.evaluation.targets import targets
from vuoro.evaluation.trials import LEARNER, RULES, scored
from vuoro.model import Annotation, Encounter, Participant, Turn


def trial(
    task, want, have, *, coder=RULES, labels=("check", "suggestion"), said="we could *skip* that", **more
):
    """Turns that have a label by the reference, and by a coder: label to numbers of turns."""
    turns = tuple(Turn(id=f"t{at}", speaker="D", raw=said, text=said, line=at + 1) for at in range(40))
    talk = Encounter(id="Bed_1", turns=turns, participants=(Participant(id="D", role="professional"),))
    asked = Task(
        id=task,
        encounters=(talk,),
        gold=tuple(label(talk, turns[at], code) for code, some in want.items() for at in some),
        labels=dict.fromkeys(labels, ()),
    )
    given = [
        Annotation(encounter="Bed_1", turn=f"t{at}", code=code, coder="x", start=0, stop=1)
        for code, some in have.items()
        for at in some
    ]
    return scored(asked, AS_TRANSCRIBED, coder, given, **more)


def study(*trials, curve=()):
    return Study(trials=trials, curve=tuple(curve), missing=(), humans={}, pairs=None)


WANT = {"suggestion": range(20), "check": range(20, 25)}
HAVE = {"suggestion": (*range(4), 30, 31), "check": range(4, 8)}


def test_a_missed_goal_is_told_with_the_way_to_it_the_confusions_and_lines():
    text = list(shortfalls.section(study(trial("mrda", WANT, HAVE))))
    at = text.index("### MRDA: suggestion, as transcribed")
    assert text[at + 1] == (
        "**Rules** reach .31; the goal is .40. It would take 2 of the 16 missed turns found and no new false alarm."
    )
    assert text[at + 2].startswith(
        "- `suggestion`: 4 of 20 turns found; where it was missed, nothing was suggested in 12 and `check` in 4."
    )
    assert text[at + 4].splitlines() == [
        "- Bed\\_1, line 9 – missed `suggestion`, added nothing (12 alike)",
        "- Bed\\_1, line 5 – missed `suggestion`, added `check` (4 alike)",
        "- Bed\\_1, line 31 – missed nothing, added `suggestion` (2 alike)",
    ]


@pytest.mark.parametrize("name", sets.PUBLIC)
def test_words_of_public_sets_are_not_quoted(name):
    one = trial(name, {"question": range(20)}, {}, labels=("question",))
    assert shortfalls.examples(one, "question") == [
        f"Bed\\_1, line {at} – missed `question`, added nothing (20 alike)" for at in (1, 2, 3)
    ]


def test_words_of_our_own_talk_cannot_become_signs_of_the_page():
    one = trial("ours", {"propose": range(3)}, {}, labels=("propose",))
    assert "“we could \\*skip\\* that”" in shortfalls.examples(one, "propose")[0]


def test_long_turns_are_quoted_in_part():
    one = trial("ours", {"propose": range(3)}, {}, labels=("propose",), said=" ".join("abcdefghijklmnop"))
    assert "“a b c d e f g h i j k l m n …”" in shortfalls.examples(one, "propose")[0]


def test_nothing_is_said_of_goals_that_are_met():
    both = {"suggestion": range(20), "check": range(20, 25)}
    assert list(shortfalls.section(study(trial("mrda", both, both)))) == []


def test_the_way_to_a_goal_leads_there():
    more, fewer = shortfalls.needed(support=100, given=80, hits=40, goal=0.6)
    assert f1(40 + more, 40, 60 - more) >= 0.6 > f1(40 + more - 1, 40, 60 - more + 1)
    assert f1(40, 40 - fewer, 60) >= 0.6 > f1(40, 40 - fewer + 1, 60)


def test_a_mean_is_explained_by_its_lowest_codes():
    one = trial("annomi_main", {"question": range(10), "other": range(10, 20)}, {"question": range(5)},
                labels=("question", "other"))  # fmt: skip
    assert "Lowest" not in shortfalls._low(one)
    wide = trial(
        "annomi_main",
        {name: range(at * 4, at * 4 + 4) for at, name in enumerate("abcd")},
        {"a": range(4), "b": range(4, 6)},
        labels=tuple("abcd"),
    )
    assert shortfalls._low(wide) == (
        "The lowest of the 4 are `c` .00 (4 turns), `d` .00 (4 turns) and `b` .67 (4 turns); "
        "the mean of the others is 1.00."
    )


@pytest.mark.parametrize(
    ("curve", "said"),
    [
        ([(100, 0.3)], ""),
        ([(100, 0.30), (200, 0.35), (400, 0.40)], "the goal would be reached at about 1,600 turns."),
        ([(200, 0.39), (400, 0.40)], "10 doublings away, out of reach by more talk alone."),
        ([(200, 0.42), (400, 0.40)], "brought −.02: more talk of this kind alone will not reach the goal."),
    ],
)
def test_a_curve_says_how_far_the_goal_is(curve, said):
    assert prospect([Point(turns=turns, f1=f1) for turns, f1 in curve], 0.5).endswith(said)


def test_the_learning_curve_of_a_task_is_a_row_with_its_shares():
    target = next(one for one in targets() if one.name == "MRDA: suggestion")
    whole = trial("mrda", WANT, WANT, coder=LEARNER, turns=800.0)
    half = trial("mrda", WANT, HAVE, coder=LEARNER, share=0.5, turns=400.0)
    found = study(whole, curve=[half])
    assert [point.turns for point in prospects.points(target, (*found.trials, *found.curve))] == [400, 800]
    assert list(prospects.section(found))[1].splitlines()[-1] == (
        "| MRDA: suggestion | as transcribed | – | – | .31 | 1.00 | 800 | .50 |"
    )
