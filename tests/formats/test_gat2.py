"""GAT 2 transcripts have the shape of Jefferson's; the file or the caller says that they are GAT 2."""

from __future__ import annotations

import pytest

from vuoro import formats

TALK = """\
01  A:   °hh ja (.) also ich dachte ja: (-) dass das GEHT-
02       (--)
03  B:   <<p> [hm_hm]>
04  A:        [und ] dann <<lachend> wa ich> da. ((lacht))
"""


@pytest.mark.parametrize(("head", "convention"), [("# convention: gat2\n", None), ("", "gat2")])
def test_the_convention_is_told_by_the_file_or_the_caller(tmp_path, head, convention):
    path = tmp_path / "visit.txt"
    path.write_text(head + TALK, encoding="utf-8")
    visit = formats.read(path, convention=convention)
    assert [(turn.id, turn.speaker, turn.text) for turn in visit] == [
        ("01", "A", "ja also ich dachte ja dass das geht"),
        ("03", "B", "hm hm"),
        ("04", "A", "und dann wa ich da"),
    ]
    assert [(mark.kind, mark.value) for mark in visit.turns[0].marks if mark.kind == "pause"] == [
        ("pause", 0.35),
        ("pause", 0.65),
    ]
    assert (visit.source.convention, visit.problems) == ("gat2", ())
