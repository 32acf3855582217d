"""The fixed set of damaged files: we tell what is wrong, lose nothing in silence, and never the whole file."""

from __future__ import annotations

import pytest
from tests.bench import damages, faults
from tests.bench.faults import Heard, Verdict, verdict
from tests.bench.transcripts import FORMS

SOUND = Heard([("A", "so?", "0", "1"), ("B", "yes", "1", "2")])


@pytest.fixture(scope="module")
def ours() -> dict[tuple[str, str], Verdict]:
    return {(one.form, one.fault): by["vuoro"] for one, by in faults.verdicts(None)}


def test_nothing_is_lost_in_silence_and_no_file_is_killed(ours):
    assert {where: found for where, found in ours.items() if found.word not in ("read", "told")} == {}


def test_of_the_turns_still_in_a_file_at_most_one_is_not_read_as_it_stands(ours):
    assert {where: found for where, found in ours.items() if found.kept < found.left - 1} == {}


def test_every_fault_is_tried_in_every_format(ours):
    assert {form: sum(one == form for one, _ in ours) for form in damages.FAULTS} == {
        form: len(damages.COMMON) + len(of_it) for form, of_it in damages.FAULTS.items()
    }


@pytest.mark.parametrize("form", damages.FAULTS)
def test_the_sound_file_is_read_whole_and_without_a_word(form, tmp_path):
    path = tmp_path / FORMS[form].name
    path.write_bytes(damages.sound(form))
    heard = faults.ours(path)
    assert (len(heard.turns), heard.told, heard.error) == (damages.TURNS, "", "")


@pytest.mark.parametrize(
    ("heard", "left", "word"),
    [
        (SOUND, 2, "read"),
        (SOUND._replace(turns=SOUND.turns[::-1]), 2, "read"),
        (SOUND._replace(turns=SOUND.turns[:1]), 2, "silent loss"),
        (SOUND._replace(turns=SOUND.turns[:1], told="line 2: what?"), 2, "told"),
        (SOUND._replace(turns=[("A", "so?", "0", "1"), ("B", "yes", "2", "1")]), 2, "silent loss"),
        (Heard([], error="ValueError"), 2, "killed the file"),
        (Heard([]), 2, "killed the file"),
        (Heard([], error="it is empty"), 0, "told"),
        (Heard([]), 0, "silent loss"),
    ],
)
def test_a_verdict_is_a_comparison_with_the_sound_file(heard, left, word):
    assert verdict(SOUND, heard, left).word == word
