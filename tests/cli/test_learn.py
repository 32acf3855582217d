"""``vuoro learn`` and ``vuoro next``: from a folder and a coding to a coder, and to the next turns to code."""

from __future__ import annotations

import csv

import pytest

from vuoro import learning
from vuoro.cli import main

QUESTIONS = ("do you sleep", "where does it hurt", "how long has it been")
ECHOES = ("so it scares you", "it feels heavy", "you sound worn out")
COLUMNS = ("encounter", "turn", "speaker", "role", "text")


@pytest.fixture
def folder(tmp_path):
    """Six encounters of twelve turns, coded by aino."""
    with (tmp_path / "talk.csv").open("w", encoding="utf-8", newline="") as talk:
        rows = csv.writer(talk)
        rows.writerow(COLUMNS)
        coded = ["encounter,turn,code,coder"]
        for visit in range(6):
            for n in range(12):
                said = [QUESTIONS[n % 3], "yes I do", ECHOES[(n + visit) % 3], "no not now"][n % 4]
                rows.writerow((f"v{visit}", f"t{n}", "DP"[n % 2], ("professional", "client")[n % 2], said))
                if n % 2 == 0:
                    coded.append(f"v{visit},t{n},{('question', 'reflection')[n // 2 % 2]},aino")
    (tmp_path / "coded.csv").write_text("\n".join(coded) + "\n", encoding="utf-8")
    return tmp_path


def learn(folder, *more):
    paths = [str(folder / "talk.csv"), "--annotations", str(folder / "coded.csv")]
    return main(
        ["learn", *paths, "--language", "en", "--name", "toy", "--out", str(folder / "toy.json"), *more]
    )


def test_a_coder_is_learned_saved_with_its_scores_and_its_curve_drawn(folder, capsys):
    assert learn(folder, "--curve", str(folder / "curve.svg")) == 0
    told = capsys.readouterr().out
    assert "learned:toy, tried on 6 encounters that it had not learned from" in told
    assert "calibration error" in told
    coder = learning.load(folder / "toy.json")
    assert coder.about["scores"]["macro"]["f1"] == 1.0
    assert coder.about["trained_on"]["codes"] == {"question": 18, "reflection": 18}
    assert "turns learned from" in (folder / "curve.svg").read_text("utf-8")


def test_too_little_coding_is_said_and_nothing_is_written(folder, capsys):
    few = (folder / "coded.csv").read_text("utf-8").splitlines()[:4]
    (folder / "coded.csv").write_text("\n".join(few) + "\n", encoding="utf-8")
    assert learn(folder) == 2
    assert "there are 1 coded encounters with 3 confirmed codes" in capsys.readouterr().err
    assert not (folder / "toy.json").exists()


def test_practice_talk_with_other_codes_is_refused_and_the_way_out_named(folder, capsys):
    assert learn(folder, "--with-drills") == 2
    assert "practice talk has no code 'question', 'reflection'" in capsys.readouterr().err
    assert not (folder / "toy.json").exists()


def test_the_next_turns_are_those_that_nobody_has_judged(folder, capsys):
    learn(folder)
    capsys.readouterr()
    coded = (folder / "coded.csv").read_text("utf-8").splitlines()
    (folder / "some.csv").write_text("\n".join(coded[:7]) + "\n", encoding="utf-8")
    arguments = ["next", str(folder / "talk.csv"), "--language", "en", "--most", "2"]
    assert (
        main([*arguments, "--annotations", str(folder / "some.csv"), "--coder", str(folder / "toy.json")])
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "2 of 66 turns that nobody has judged"
    assert "rules and learner disagree" in lines[0]


def test_without_a_coder_the_turns_come_from_every_cue(folder, capsys):
    assert main(["next", str(folder / "talk.csv"), "--language", "en", "--most", "1"]) == 0
    assert capsys.readouterr().out.startswith("no coder yet (")
