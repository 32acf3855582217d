"""Consent and the leak check decide what enters a pack."""

from __future__ import annotations

import pytest

from vuoro import teaching
from vuoro.privacy import Known, Name
from vuoro.teaching.consent import IN_HOUSE, OPEN, may_be_heard


@pytest.mark.parametrize(
    ("consent", "shown_to"),
    [
        ({}, []),
        ({"consent": "research"}, []),
        ({"consent": "teaching in house"}, [IN_HOUSE]),
        ({"consent": "Teaching-open"}, [IN_HOUSE, OPEN]),
        ({"invented": "yes"}, [IN_HOUSE, OPEN]),
    ],
)
def test_what_was_consented_to_decides_who_may_see_it(meet, consent, shown_to):
    meeting = meet("Hur är det?", "Bra.", **consent)
    assert [who for who in (IN_HOUSE, OPEN) if teaching.allowed([meeting], who)[0]] == shown_to


def test_what_is_left_out_is_told_with_its_reason(meet):
    kept, left_out = teaching.allowed([meet("Hur är det?", "Bra.", id="samtal")], IN_HOUSE)
    assert (kept, left_out) == (
        [],
        [("samtal", "consent is for research, and this pack is for teaching_in_house")],
    )


def test_a_consent_that_nobody_understands_is_none(meet):
    with pytest.raises(
        teaching.NotForTeaching, match="consent 'ja' is none of research, teaching_in_house, teaching_open"
    ):
        teaching.allowed([meet("Hur är det?", "Bra.", consent="ja")], IN_HOUSE)


def test_a_leak_keeps_an_encounter_out_whatever_was_consented_to(meet):
    meeting = meet("Vad är numret?", "Det är 040 123 4567.", consent="teaching_open")
    kept, left_out = teaching.allowed([meeting], IN_HOUSE)
    assert kept == []
    assert left_out[0][1].endswith("may tell who somebody is; pseudonymise it")
    assert "'040 123 4567'" in left_out[0][1]


def test_a_name_of_the_key_keeps_an_encounter_out(meet):
    meeting = meet("Hur är det?", "Alfhild är sjuk.", consent="teaching_open")
    assert teaching.allowed([meeting], OPEN)[0] == [meeting]
    assert teaching.allowed([meeting], OPEN, known=Known(names=(Name(name="Alfhild"),)))[0] == []


@pytest.mark.parametrize(
    ("consent", "heard_by"),
    [
        ({"consent": "teaching_open"}, []),
        ({"consent": "teaching_open", "consent_sound": "teaching_in_house"}, [IN_HOUSE]),
        ({"invented": "yes"}, [IN_HOUSE, OPEN]),
    ],
)
def test_voices_need_a_consent_of_their_own(meet, consent, heard_by):
    meeting = meet("Hur är det?", "Bra.", **consent)
    assert [who for who in (IN_HOUSE, OPEN) if may_be_heard(meeting, who)] == heard_by
