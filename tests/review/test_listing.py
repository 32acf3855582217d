"""The list of encounters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from vuoro import review
from vuoro.model import Encounter


@dataclass
class Failure:
    file: str
    reason: str
    line: int | None = None


def test_every_encounter_is_listed_with_what_was_found_in_it(meeting, moves, read):
    row = review.Listed(encounter=meeting, page="pages/möte.html", annotations=tuple(moves))
    page = read(review.index([row], language="sv"))
    assert "möte svenska 3 H yrkesperson, K klient 1 bekräftad, 1 maskinens markering 2" in page.text
    assert [a["href"] for a in page.all("a")][1:] == ["pages/m%C3%B6te.html", "pages/m%C3%B6te.html#problems"]


def test_a_file_that_could_not_be_read_is_listed_with_line_and_reason(meeting, read):
    failures = [Failure("fel.cha", "fel.cha, line 3: no @Begin; add it", 3), Failure("tom.txt", "no turns")]
    text = read(review.index([review.Listed(encounter=meeting)], failures)).text
    assert "fel.cha 3 fel.cha, line 3: no @Begin; add it tom.txt – no turns" in text


def test_reasons_that_name_no_line_need_no_column_for_it(meeting, read):
    page = read(review.index([review.Listed(encounter=meeting)], [Failure("tom.txt", "no turns")]))
    assert "File Reason tom.txt no turns" in page.text


def test_nothing_read_is_said_and_not_left_blank(read):
    assert "No encounter could be read." in read(review.index([])).text


def test_no_path_can_be_more_than_a_path(meeting, read):
    row = review.Listed(encounter=meeting, page="javascript:alert(1)", files={"x": '"><script>'})
    page = read(review.index([row]))
    assert [a["href"] for a in page.all("a")][1:] == [
        "javascript%3Aalert%281%29", "javascript%3Aalert%281%29#problems", "%22%3E%3Cscript%3E"
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_same_list_is_the_same_page(meeting, moves, language):
    rows = [review.Listed(encounter=replace(meeting, id=name), annotations=tuple(moves)) for name in "ab"]
    assert review.index(rows, language=language) == review.index(rows, language=language)


def test_what_nobody_said_and_what_a_machine_heard_is_marked_in_the_list():
    rows = [
        review.Listed(encounter=Encounter(id="a", turns=(), meta={"invented": True})),
        review.Listed(encounter=Encounter(id="b", turns=(), meta={"transcribed": "asr"})),
        review.Listed(encounter=Encounter(id="c", turns=())),
    ]
    page = review.index(rows, language="fi")
    assert page.count("Keksitty kohtaaminen") == 1
    assert page.count("Puheentunnistimen raakateksti") == 1
