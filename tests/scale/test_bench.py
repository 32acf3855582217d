"""What the benches of this room stand on: the same corpora every time, and a page that several commands write."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.bench import generating, page, paper, watching

from vuoro import formats


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated") / "corpus"
    generating.write(folder, 6, turns=40)
    return folder


def test_a_corpus_is_the_same_every_time_and_the_beginning_of_a_larger_one(corpus, tmp_path):
    generating.write(tmp_path / "corpus", 3, turns=40)
    small = {path.name: path.read_bytes() for path in (tmp_path / "corpus").rglob("e*")}
    large = {path.name: path.read_bytes() for path in corpus.rglob("e*")}
    assert sorted(small) == ["e000000.cha", "e000001.TextGrid", "e000002.cha"]
    assert small == {name: large[name] for name in small}


def test_generated_encounters_are_read_whole_with_roles_times_and_signs(corpus):
    read = formats.read_corpus(corpus)
    assert [(e.id, e.language, e.source.format, len(e)) for e in read[:4]] == [
        ("e000000", "sv", "chat", 40), ("e000001", "fi", "textgrid", 40),
        ("e000002", "en", "chat", 40), ("e000003", "sv", "textgrid", 40),
    ]  # fmt: skip
    assert {problem.rule for e in read for problem in e.problems} == set()
    assert all(e.invented for e in read)
    assert {role for e in read for role in e.roles().values()} == {"professional", "client"}
    assert {"pause", "overlap", "pitch", "lengthening"} <= {m.kind for e in read for t in e for m in t.marks}


def test_some_turns_overlap_and_nobody_overlaps_with_themselves(corpus):
    for talk in formats.read_corpus(corpus):
        turns = sorted(talk.turns, key=lambda turn: turn.start)
        assert any(after.start < before.end for before, after in pairwise(turns))
        for speaker in "AB":
            own = [turn for turn in turns if turn.speaker == speaker]
            assert all(before.end <= after.start for before, after in pairwise(own))


def test_the_table_beside_a_corpus_tells_of_every_encounter(corpus):
    rows = corpus.with_name("corpus_about.csv").read_text("utf-8").splitlines()
    assert rows[:2] == ["encounter,organisation,year,professional", "e000000,Organisation 01,2022,p000"]
    assert len(rows) == 7


def test_a_section_goes_where_it_stood_and_a_new_one_before_the_versions(tmp_path):
    path = tmp_path / "BENCHMARKS.md"
    page.write(path, ["## Speed\n\nfast", "## Versions\n\n1.0"])
    page.write(path, ["## Many encounters\n\nmany"])
    page.write(path, ["## Speed\n\nfaster"])
    sections = path.read_text("utf-8").removeprefix(page.HEAD).split()
    assert sections == ["##", "Speed", "faster", "##", "Many", "encounters", "many", "##", "Versions", "1.0"]


def test_a_year_on_paper_stands_between_its_marks_and_nowhere_else(tmp_path):
    path = tmp_path / "deployment.md"
    path.write_text(f"before\n{paper.BEGIN}\nold\n{paper.END}\nafter\n", encoding="utf-8")
    rates = paper.Rates({"rules": 2000.0}, efficiency=0.9, read=170.0, written=180.0, megabytes=300.0)
    paper.write(path, rates)
    text = path.read_text("utf-8")
    assert text.startswith(f"before\n{paper.BEGIN}\n\nMeasured (")
    assert text.endswith(f"{paper.END}\nafter\n")
    assert "old" not in text
    # 770,000 people, 6 conversations of 200 turns: 924 million turns at 1,800 a second are 143 hours.
    assert "| 6 | 4.6 million | 924 million | rules | 143 | 4.5 | 15 | 157 GB | 166 GB |" in text


def test_growth_is_that_of_the_process_that_grows_most():
    flat, growing = {1: 300.0}, {2: 200.0}
    sizes = tuple((at / 2, {1: flat[1], 2: growing[2] + 3 * at / 2}) for at in range(30))
    assert watching.growth(sizes) == pytest.approx(3.0)
    assert watching.growth(tuple((at, {1: 300.0}) for at, _ in sizes)) == 0.0
