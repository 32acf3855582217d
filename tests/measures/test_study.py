"""A number is of one encounter, whatever is measured beside it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from vuoro import chain, measures
from vuoro.measures.talk import hear
from vuoro.model import Sequence

TEXTS = ("measure", "part", "interval", "state", "reason", "coders", "statuses")
FOLDERS = (
    "g1_return_to_work",
    "g1_return_to_work_fi",
    "g10_youth_guidance_en",
    "g9_psychiatric_medication_sv",
)


@pytest.mark.parametrize("whose", ["machines", "gold"])
def test_encounters_measured_one_by_one_have_the_numbers_of_all_together_to_the_last_bit(corpora, whose):
    gold = {
        "annotations": tuple(str(corpora / folder / "gold.csv") for folder in FOLDERS),
        "sequences": tuple(str(corpora / folder / "gold_sequences.csv") for folder in FOLDERS),
    }
    choices = chain.Choices(coders=("rules",), **(gold if whose == "gold" else {}))
    found = chain.examine([corpora / folder for folder in FOLDERS], choices)
    beside = {
        "decisions": found.decisions,
        "support": found.support,
        "coders": found.coders,
        "study": found.study,
    }
    together, *each = (
        measures.measure(some, found.annotations, found.sequences, **beside).astype(
            dict.fromkeys(TEXTS, "str")
        )
        for some in (found.encounters, *([encounter] for encounter in found.encounters))
    )
    pd.testing.assert_frame_equal(together, pd.concat(each, ignore_index=True), check_exact=True)


def test_a_machine_that_searched_everywhere_looked_here_too(visit):
    study = measures.Study(searched=frozenset({"detector:rules"}))
    danish = replace(visit, id="danish", language="da")
    looked = hear([visit, danish], coders=["detector:rules"], study=study).encounters
    assert looked[["decided", "marked"]].to_numpy().tolist() == [[True, True], [False, False]]
    looked = hear([visit], coders=["aino"], study=study).encounters
    assert looked[["decided", "marked"]].to_numpy().tolist() == [[False, True]]


def test_a_coder_who_notes_corrections_elsewhere_leaves_no_blank_by_mistake(visit, codes, numbers):
    corrected = Sequence(
        encounter="visit", type="S2", first_turn="t04", last_turn="t05", outcome="disconfirmed", coder="aino",
        code="confirm_question",
    )  # fmt: skip
    given = ([visit], codes, [corrected])
    assert numbers("U4", *given) == {"": ("not_computable", "the attribute was not coded")}
    table = measures.measure(*given, names=["U4"], study=measures.Study(noting=frozenset({"aino"})))
    assert table[["numerator", "denominator", "state"]].to_numpy().tolist() == [[0, 1, "computed"]]
