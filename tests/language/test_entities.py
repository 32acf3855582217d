"""A spaCy model of the user's own may mark names."""

from __future__ import annotations

import pytest
import spacy

from vuoro.language.entities import NoModel, recogniser


def test_a_pipeline_with_entities_is_asked_for_places_in_the_text():
    pipeline = spacy.blank("fi")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zubaidan"}])
    assert list(recogniser(pipeline)("oltiin Zubaidan luona")) == [(7, 15, "PERSON")]


def test_a_pipeline_that_marks_no_names_is_refused():
    with pytest.raises(NoModel, match="marks no names"):
        recogniser(spacy.blank("sv"))


def test_a_model_that_is_not_there_comes_with_the_command_that_installs_it():
    with pytest.raises(NoModel, match="python -m spacy download sv_core_news_none"):
        recogniser("sv_core_news_none")
