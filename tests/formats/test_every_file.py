"""Every file of the test data: no line of talk is lost, and each turn stands in its file as it is."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.bench import survey
from tests.bench.survey import Seen, files, look, page


@pytest.fixture(scope="module")
def seen(testdata) -> list[Seen]:
    return [look(path) for path in files(testdata)]


def test_every_line_of_talk_is_a_turn_or_told(seen):
    assert [
        (one.path.name, one.lines, one.accounted) for one in seen if one.lines not in (None, one.accounted)
    ] == []


def test_the_count_that_is_not_ours_counts_something_in_every_format(seen):
    lines: Counter[str] = Counter()
    for one in seen:
        lines[one.format] += one.lines or 0
    assert +lines == {
        "chat": 1671,
        "eaf": 110,
        "exb": 200,
        "sbv": 21,
        "srt": 21,
        "table": 6866,
        "textgrid": 6261,
        "trs": 209,
        "webvtt": 935,
    }


def test_each_turn_is_found_again_in_its_file(seen):
    assert [(one.path.name, raw) for one in seen for raw in one.lost] == []


def test_what_cannot_be_read_is_refused_by_name_and_in_one_line(seen):
    refused = [one for one in seen if one.refused]
    assert Counter(one.format for one in refused if one.format != "none of ours") == {
        "chat": 2,
        "convokit": 2,
        "jefferson": 63,
        "json": 1,
        "sbv": 1,
        "srt": 3,
        "table": 2,
        "webvtt": 1,
    }
    assert [one for one in refused if not one.refused.startswith(one.path.name) or "\n" in one.refused] == []


def test_of_chat_only_empty_files_are_refused(seen):
    refused = {one.path.name: one.refused for one in seen if one.refused and one.format == "chat"}
    assert refused == {
        name: f"{name}: the file is empty (0 bytes). Was the export finished?"
        for name in ("E003_auto_1.cha", "E003_empty_string.cha")
    }


def test_a_page_has_a_row_for_each_format_and_says_which_have_no_file(tmp_path):
    path = tmp_path / "visit.cha"
    path.write_text("@UTF8\n@Begin\n*A:\thello .\n*B\n@End\n", encoding="utf-8")
    (tmp_path / "formats").mkdir()
    path.rename(tmp_path / "formats" / "visit.cha")
    text = page(map(look, files(tmp_path)), ["chat", "eaf"])
    assert "| chat | 1 | 2 | 2 | 1 | 1 | 1 | 2 | 0 |" in text
    assert "The test data hold no file of these formats: eaf." in text
    assert "| chat | undeclared-speaker 1, unread-line 1 |" in text


def test_the_page_in_the_documentation_is_what_the_command_writes():
    text = (survey.ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert text.startswith("# What our readers make of files that others wrote")
    assert "python -m tests.bench.survey --write docs/formats.md" in text
