"""The invented answers belong to the invented encounters, say so, and hold what they are for."""

from __future__ import annotations

import pytest

from vuoro import formats, surveys


@pytest.fixture(scope="module")
def answers(corpora):
    folders = [folder.name for folder in corpora.iterdir() if folder.is_dir()]
    return surveys.read(corpora / "experiences.csv", encounters=folders)


def test_every_cell_is_read_and_every_encounter_is_there(answers, corpora):
    assert answers.problems == ()
    assert set(answers.frame["encounter"]) == {folder.name for folder in corpora.iterdir() if folder.is_dir()}


def test_they_are_no_transcript(corpora):
    names = [file.name for group in formats.gather(corpora) for file in group.files]
    assert (len(names), "experiences.csv" in names) == (25, False)


@pytest.mark.parametrize("name", ["experiences.survey.toml", "README.md"])
def test_it_is_said_that_nobody_answered(corpora, name):
    text = (corpora / name).read_text(encoding="utf-8")
    assert "nobody filled in any form" in text or "Nobody answered anything" in text


def test_being_heard_and_having_influence_come_apart(answers):
    mine = answers.frame.query("side == 'client' and answer == 'given'")
    values = mine.pivot_table(index=["encounter", "respondent"], columns="item", values="value")
    turned_down = values.loc["g4_negative_decision_sv"].iloc[0]
    assert (turned_down["heard"], turned_down["influence"]) == (5, 1)


def test_the_form_read_out_is_seen_otherwise_by_staff_than_by_the_client(answers):
    pairs = surveys.pairs(answers, "influence").frame.set_index("encounter")["difference"]
    assert pairs["g2_rehabilitation_meeting_fi"] == 3
    assert pairs["g2_rehabilitation_meeting_contrast_fi"] == 0


def test_missing_answers_doubts_and_what_does_not_apply_all_occur(answers):
    assert set(answers.frame["answer"]) == {"given", "missing", "dont_know", "not_applicable"}
