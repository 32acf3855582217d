"""Five hundred damaged files of every format: each is read or refused, and none holds anybody up.

The bench runs ten thousand, in bounded memory: ``python -m tests.bench.fuzz``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.bench import fuzz, monsters

from vuoro import formats
from vuoro.formats.files import LONGEST, READERS

CASES, EACH = 500, 50
PATIENCE = 30.0
"""Seconds. The bench allows 5; a busy machine that runs the tests may take longer."""


@pytest.fixture(scope="module")
def seeds() -> list[fuzz.Seed]:
    """Of our own making; and real files, where they are."""
    return fuzz.seeds(fuzz.testdata())


def test_every_reader_has_a_seed(seeds):
    suffixes = {Path(name).suffix.lower() for name, _ in seeds}
    ours = {
        name: one for name, one in READERS.items() if one.function.__module__.startswith("vuoro.formats.")
    }
    assert [name for name, one in ours.items() if suffixes.isdisjoint(one.suffixes)] == []


def test_every_seed_is_read_as_it_is_before_anything_is_done_to_it(seeds, tmp_path):
    own = fuzz.seeds()
    assert Counter(fuzz.judged(name, data, tmp_path, PATIENCE) for name, data in own) == {"read": len(own)}


@pytest.mark.parametrize("first", range(0, CASES, EACH))
def test_a_damaged_file_is_read_or_refused(seeds, tmp_path, first):
    wrong = {}
    for number in range(first, first + EACH):
        name, data, how = fuzz.case(number, seeds)
        verdict = fuzz.judged(name, data, tmp_path, PATIENCE)
        if verdict not in ("read", "refused"):
            wrong[number, name, how] = verdict
    assert wrong == {}


def test_a_case_is_the_same_whenever_it_is_made(seeds):
    assert [fuzz.case(number, seeds) for number in range(20)] == [
        fuzz.case(number, seeds) for number in range(20)
    ]


SMALL = {
    "entities": list(monsters.entities()),
    "depth": [one for one in monsters.depths(5_000) if "never" not in one.what],
    "swelling archives": list(monsters.bombs(70 << 20)),
}


@pytest.mark.parametrize("kind", SMALL)
def test_what_is_made_to_harm_is_refused(kind, tmp_path):
    verdicts = {
        (one.what, one.name, fuzz.judged(one.name, one.data, tmp_path, PATIENCE)) for one in SMALL[kind]
    }
    assert {verdict for _, _, verdict in verdicts} == {"refused"}, verdicts


def test_a_line_of_many_megabytes_is_refused_before_anybody_looks_for_signs_in_it(tmp_path):
    talk = "(0.5) [jo: " * (LONGEST // 11 + 1)
    path = tmp_path / "visit.txt"
    path.write_text(f"A: Hej!\nB: {talk}\n", encoding="utf-8")
    with pytest.raises(formats.Unreadable, match=r"visit\.txt, line 2: the line is 8 MB long"):
        formats.read(path)
    path = tmp_path / "visit.json"
    path.write_text(f'{{"segments": [{{"start": 0, "end": 1, "text": "{talk}"}}]}}', encoding="utf-8")
    with pytest.raises(formats.Unreadable, match=r"visit\.json: a string in it is 8 MB long"):
        formats.read(path)


def test_elements_without_number_are_refused_before_they_fill_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("vuoro.formats.markup.parsing.MOST", 1000)
    verdicts = {
        one.name: fuzz.judged(one.name, one.data, tmp_path, PATIENCE) for one in monsters.many_tags(1000)
    }
    assert (verdicts["visit.exb"], verdicts["visit.trs"]) == ("refused", "refused")
