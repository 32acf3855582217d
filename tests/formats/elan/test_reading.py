"""ELAN: each annotation of a speaker is a turn, and what stands below it stays with it."""

from __future__ import annotations

from collections import Counter
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import parse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.elan.reading import read_eaf
from vuoro.formats.files import File, Options
from vuoro.model import Annotation, Encounter, VuoroError

SLOTS = {"ts1": "0", "ts3": "1200", "ts7": None, "ts2": "1500", "ts4": "4000", "ts5": None, "ts6": "9000"}


def aligned(id: str, start: str, end: str, text: str) -> str:
    return (
        f'<ANNOTATION>\n<ALIGNABLE_ANNOTATION ANNOTATION_ID="{id}" TIME_SLOT_REF1="{start}" TIME_SLOT_REF2="{end}">\n'
        f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n"
    )


def referring(id: str, to: str, text: str) -> str:
    return (
        f'<ANNOTATION>\n<REF_ANNOTATION ANNOTATION_ID="{id}" ANNOTATION_REF="{to}">\n'
        f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>\n"
    )


def tier(id: str, *annotations: str, **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<TIER TIER_ID="{id}"{more}>\n{"".join(annotations)}</TIER>\n'


def eaf(*tiers: str, rest: str = "", unit: str = "milliseconds") -> str:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{id}"' + (f' TIME_VALUE="{time}"' if time else "") + "/>\n"
        for id, time in SLOTS.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="K" DATE="2026">\n'
        f'<HEADER TIME_UNITS="{unit}"/>\n<TIME_ORDER>\n{slots}</TIME_ORDER>\n'
        f"{''.join(tiers)}{rest}</ANNOTATION_DOCUMENT>\n"
    )


DOCTOR = tier(
    "Doctor",
    aligned("a1", "ts1", "ts2", "What would you like &amp; need?"),
    aligned("a3", "ts5", "ts6", "Well."),
)
PATIENT = tier("Patient", aligned("a2", "ts3", "ts4", "Just wait."))


def parsed(text: str) -> Encounter:
    file = File(name="visit.eaf", path=Path("visit.eaf"), text=text, sha256="")
    return read_eaf(file, Options(convention="plain"))[0]


@pytest.fixture
def read(tmp_path):
    def read(text: str, **options: object) -> Encounter:
        path = tmp_path / "visit.eaf"
        path.write_bytes(text.encode())
        return formats.read(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[object, ...]]:
    return [(turn.id, turn.speaker, turn.start, turn.end, turn.raw) for turn in encounter]


def told(encounter: Encounter) -> list[tuple[str, str]]:
    return [(problem.rule, problem.text) for problem in encounter.problems]


def test_annotations_of_speakers_are_turns_in_order_of_time(read):
    visit = read(eaf(DOCTOR, PATIENT))
    assert said(visit) == [
        ("a1", "Doctor", 0, 1.5, "What would you like & need?"),
        ("a2", "Patient", 1.2, 4, "Just wait."),
        ("a3", "Doctor", None, 9, "Well."),
    ]
    assert visit.roles() == {"Doctor": "professional", "Patient": "client"}
    assert (visit.id, visit.language, visit.problems) == ("visit", "en", ())
    assert visit.meta == {"author": "K", "date": "2026"}
    assert (visit.source.format, visit.source.convention) == ("eaf", "plain")


def test_a_turn_knows_its_line(read):
    text = eaf(DOCTOR, PATIENT)
    lines = text.splitlines()
    assert all(f'"{turn.id}"' in lines[turn.line - 1] for turn in read(text))


def test_the_participant_of_a_tier_is_the_speaker_and_its_name_may_tell_the_role(read):
    visit = read(eaf(tier("Läkare", aligned("a1", "ts1", "ts2", "Ja."), PARTICIPANT="P1", LANG_REF="swe")))
    assert [turn.speaker for turn in visit] == ["P1"]
    assert (visit.roles(), visit.language) == ({"P1": "professional"}, "sv")
    assert read(eaf(DOCTOR), roles={"Doctor": "client"}).roles() == {"Doctor": "client"}


def test_tiers_below_stay_with_the_turn_through_every_level(read):
    words = tier("words", referring("w1", "a1", "What"), referring("w2", "a1", "would"), PARENT_REF="Doctor")
    glosses = tier("gloss", referring("g1", "w2", "AUX"), PARENT_REF="words")
    parts = tier(
        "parts",
        aligned("p1", "ts3", "ts7", "Just"),
        aligned("p2", "ts7", "ts4", "wait"),
        PARENT_REF="Patient",
    )
    visit = read(eaf(glosses, words, parts, DOCTOR, PATIENT))
    assert {turn.id: turn.tiers for turn in visit} == {
        "a1": {"words": "What\nwould", "gloss": "AUX"},
        "a2": {"parts": "Just\nwait"},
        "a3": {},
    }
    assert visit.problems == ()


def test_codes_on_move_tiers_are_annotations_of_the_whole_turn(read):
    visit = read(
        eaf(
            DOCTOR,
            PATIENT,
            tier(
                "move@Doctor",
                referring("m1", "a1", "ask_info; propose"),
                PARENT_REF="Doctor",
                ANNOTATOR="Kaisa",
            ),
            tier("move-2@Patient", aligned("m2", "ts3", "ts4", "accept"), PARENT_REF="Patient"),
        )
    )
    assert visit.annotations == (
        Annotation(encounter="visit", turn="a1", code="ask_info", coder="Kaisa", start=0, stop=27),
        Annotation(encounter="visit", turn="a1", code="propose", coder="Kaisa", start=0, stop=27),
        Annotation(encounter="visit", turn="a2", code="accept", coder="eaf", start=0, stop=10),
    )
    assert visit.problems == ()


def test_tiers_that_hold_no_talk_are_kept_beside_it_and_told(read):
    gestures = tier("D-hands", aligned("h1", "ts1", "ts2", "points"), LINGUISTIC_TYPE_REF="gesture")
    phases = tier("D-phase", referring("h2", "h1", "stroke"), PARENT_REF="D-hands")
    visit = read(eaf(DOCTOR, gestures, phases))
    assert len(visit) == 2
    assert visit.meta["tiers"] == {"D-hands": ((0, 1.5, "points"),), "D-phase": ((0, 1.5, "stroke"),)}
    assert told(visit) == [("beside-talk", "D-hands")]
    assert len(read(eaf(gestures))) == 1  # where there is nothing else, it may be talk


def test_vocabularies_old_and_new_are_kept(read):
    old = (
        '<CONTROLLED_VOCABULARY CV_ID="POS"><CV_ENTRY DESCRIPTION="noun">n</CV_ENTRY></CONTROLLED_VOCABULARY>'
    )
    new = '<CONTROLLED_VOCABULARY CV_ID="move"><CV_ENTRY_ML CVE_ID="c1"><CVE_VALUE DESCRIPTION="asks" LANG_REF="eng">ask_info</CVE_VALUE></CV_ENTRY_ML></CONTROLLED_VOCABULARY>'
    assert read(eaf(DOCTOR, rest=old + new)).meta["vocabularies"] == {
        "POS": {"n": "noun"},
        "move": {"ask_info": "asks"},
    }


def test_tiers_called_alike_or_not_at_all_get_names(read):
    visit = read(eaf(DOCTOR, tier("Doctor", aligned("b1", "ts1", "ts2", "So.")), tier("")))
    assert list(visit.roles()) == ["Doctor", "Doctor~2", "tier 3"]
    assert told(visit) == [("duplicate-tier", "Doctor"), ("unnamed-tier", "")]


def test_ids_that_are_not_unique_are_told_and_cost_nothing(read):
    visit = read(eaf(DOCTOR, tier("Patient", aligned("a1", "ts3", "ts4", "Just wait."))))
    assert [(turn.id, turn.raw) for turn in visit][:2] == [
        ("a1", "What would you like & need?"),
        ("a1~2", "Just wait."),
    ]
    assert told(visit) == [("duplicate-id", "Just wait.")]
    slot = '<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="700"/>\n</TIME_ORDER>'
    visit = read(eaf(DOCTOR).replace("</TIME_ORDER>", slot))
    assert (visit.turns[0].start, told(visit)) == (0, [("duplicate-id", "ts1")])


def test_references_to_nothing_are_told(read):
    visit = read(
        eaf(
            tier("Doctor", aligned("a1", "ts1", "ts99", "So.")),
            tier("words", referring("w1", "a77", "lost"), PARENT_REF="Doctor"),
            tier("Mother", aligned("a2", "ts3", "ts4", "Yes."), PARENT_REF="nobody"),
        )
    )
    assert said(visit) == [("a1", "Doctor", 0, None, "So."), ("a2", "Mother", 1.2, 4, "Yes.")]
    assert told(visit) == [
        ("dangling-reference", "So."),
        ("dangling-reference", "lost"),
        ("dangling-reference", "Mother"),
    ]


def test_tiers_that_are_their_own_parents_are_read(read):
    one = tier("A", aligned("a1", "ts1", "ts2", "So."), PARENT_REF="B")
    visit = read(eaf(one, tier("B", aligned("a2", "ts3", "ts4", "Yes."), PARENT_REF="A")))
    assert [turn.raw for turn in visit] == ["So.", "Yes."]
    assert told(visit) == [("dangling-reference", "A"), ("dangling-reference", "B")]


def test_reversed_and_unreadable_times_leave_a_turn_without_times(read):
    visit = read(eaf(tier("A", aligned("a1", "ts4", "ts1", "So.")), PATIENT))
    assert said(visit)[1] == ("a1", "A", None, None, "So.")
    assert told(visit) == [("reversed-times", "So.")]
    visit = read(eaf(PATIENT).replace('"1200"', '"soon"'))
    assert said(visit) == [("a2", "Patient", None, 4, "Just wait.")]
    assert told(visit) == [("unreadable-time", "soon")]


def test_frames_are_seconds_too(read):
    assert said(read(eaf(PATIENT, unit="PAL-frames")))[0][2:4] == (48, 160)
    assert told(read(eaf(PATIENT, unit="hours"))) == [("unreadable-time", "hours")]


def test_a_truncated_file_keeps_every_whole_annotation(read):
    text = eaf(DOCTOR, PATIENT)
    visit = read(text[: text.index(" wait.")])
    assert [turn.raw for turn in visit] == ["What would you like & need?", "Well."]
    assert [problem.rule for problem in visit.problems] == ["unread-line", "truncated"]
    assert visit.unread()[0].text == "Just"


@pytest.mark.parametrize(
    ("damage", "instead"),
    [
        ("<ANNOTATION_VALUE>Just", "ANNOTATION_VALUE>Just"),
        ("<ANNOTATION_VALUE>Just", "<ANNOTATION_VALVE>Just"),
    ],
)
def test_talk_that_lost_its_tag_is_told(read, damage, instead):
    visit = read(eaf(DOCTOR, PATIENT).replace(damage, instead))
    assert len(visit) == 2
    assert "Just wait." in visit.unread()[0].text


def test_an_empty_file_of_elan_is_an_encounter_without_turns(read):
    assert said(read(eaf(tier("default")))) == []
    with pytest.raises(formats.Unreadable, match="Is this an ELAN file"):
        read("<Trans/>")


values = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)


@settings(max_examples=100)
@given(st.lists(values, max_size=6), st.data())
def test_a_damaged_file_is_read_or_refused(labels, data):
    escaped = [label.replace("&", "&amp;").replace("<", "&lt;") for label in labels]
    text = eaf(
        tier("A", *(aligned(f"a{n}", "ts1", "ts2", label) for n, label in enumerate(escaped))),
        tier("B", referring("b", "a0", "x"), PARENT_REF="A"),
    )
    at = data.draw(st.integers(0, len(text)))
    other = data.draw(st.sampled_from(["", "<", ">", '"', "&", "\x07", "</TIER>", "<!--", "<![CDATA["]))
    upto = data.draw(st.sampled_from([at, at + 1, at + 30, len(text)]))
    try:
        visit = parsed(text[:at] + other + text[upto:])
    except VuoroError:
        return
    assert all(turn.raw for turn in visit)


def test_no_annotation_of_the_peers_files_is_lost(testdata):
    counts = {}
    for path in sorted((testdata / "formats" / "eaf").rglob("*.eaf")):
        visit = formats.read(path)
        text = unescape(path.read_text())
        assert all(turn.raw in text for turn in visit)
        beside = [problem.rule for problem in visit.problems]
        assert set(beside) <= {"beside-talk"}
        counts[path.name] = (len(visit), len(beside))
    assert counts == {
        "MaureenMarvinRobin.eaf": (4, 0),
        "blank.eaf": (0, 0),
        "example.eaf": (22, 2),
        "fables_01_03_aesop_64kb.eaf": (16, 1),
        "file02.eaf": (8, 0),
        "test.eaf": (8, 1),
        "test2.eaf": (8, 1),
        "turkish.eaf": (9, 0),
    }


def test_turns_and_all_that_is_said_of_them_are_the_annotations_of_the_peers_files(testdata):
    total = 0
    for path in sorted((testdata / "formats" / "eaf").rglob("*.eaf")):
        visit = formats.read(path)
        root = parse(path).getroot()
        beside = {problem.text for problem in visit.problems if problem.rule == "beside-talk"}
        values: Counter[bool] = Counter()
        for tier in root.iter("TIER"):
            is_talk = "PARENT_REF" not in tier.attrib and tier.get("TIER_ID") not in beside
            values[is_talk] += sum(bool((one.text or "").strip()) for one in tier.iter("ANNOTATION_VALUE"))
        assert len(visit) + len(visit.unread()) == values[True]
        said = sum(lines.count("\n") + 1 for turn in visit for lines in turn.tiers.values())
        said += sum(len(labels) for labels in visit.meta.get("tiers", {}).values())
        assert said + len(visit.annotations) == values[False]
        total += values.total()
    assert total == 1167
