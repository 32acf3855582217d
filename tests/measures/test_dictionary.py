"""The data dictionary in docs is what the command writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from vuoro import measures
from vuoro.measures.declare import in_order
from vuoro.model import LANGUAGES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_in_docs_is_up_to_date(language):
    page = (DOCS / f"measures.{language}.md").read_text("utf-8")
    assert page == measures.dictionary(language), (
        f"vuoro measures --lang {language} --write docs/measures.{language}.md"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_its_entry_and_its_caution(language):
    page = measures.dictionary(language)
    for one in in_order():
        assert f"### {one.id} · {one.declaration.label[language]}" in page
        assert one.declaration.caveat[language] in page
