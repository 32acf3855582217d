"""EXMARaLDA: events that follow each other without a gap are a turn, and stay findable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import File, Options
from vuoro.formats.markup.torn import unescaped
from vuoro.formats.timelines.exb import read_exb
from vuoro.model import Encounter, VuoroError

EXB = """<?xml version="1.0" encoding="UTF-8"?>
<basic-transcription>
<head>
<meta-information><project-name>Visits</project-name><referenced-file url="visit.wav"/><comment/></meta-information>
<speakertable>
<speaker id="SPK0"><abbreviation>Läkare</abbreviation><sex value="f"/><languages-used><language lang="swe"/></languages-used></speaker>
<speaker id="SPK1"><abbreviation>Kund</abbreviation><sex value="m"/><languages-used><language lang="swe"/></languages-used></speaker>
</speakertable>
</head>
<basic-body>
<common-timeline>
<tli id="T0" time="0"/><tli id="T1" time="1.5"/><tli id="T2"/><tli id="T3" time="3"/><tli id="T4" time="4"/>
</common-timeline>
<tier id="TIE0" speaker="SPK0" category="v" type="t" display-name="L [v]">
<event start="T0" end="T1">vad tycker du </event>
<event start="T1" end="T2">&amp; an</event>
<event start="T2" end="T3">hörig </event>
<event start="T4" end="T0">då </event>
</tier>
<tier id="TIE1" speaker="SPK1" category="v" type="t" display-name="K [v]">
<event start="T1" end="T2">mm </event>
</tier>
<tier id="TIE2" speaker="SPK0" category="en" type="a" display-name="L [en]">
<event start="T0" end="T3">what do you think</event>
</tier>
<tier id="TIE3" category="nv" type="d" display-name="[nv]">
<event start="T3" end="T4">door</event>
</tier>
</basic-body>
</basic-transcription>
"""


def parsed(text: str) -> Encounter:
    file = File(name="visit.exb", path=Path("visit.exb"), text=text, sha256="")
    return read_exb(file, Options(convention="plain"))[0]


@pytest.fixture
def read(tmp_path):
    def read(text: str, **options: object) -> Encounter:
        path = tmp_path / "visit.exb"
        path.write_bytes(text.encode())
        return formats.read(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[object, ...]]:
    return [(turn.speaker, turn.start, turn.end, turn.raw, turn.line) for turn in encounter]


def told(encounter: Encounter) -> list[tuple[str, str]]:
    return [(problem.rule, problem.text) for problem in encounter.problems]


def test_events_without_a_gap_between_them_are_a_turn(read):
    visit = read(EXB)
    assert said(visit) == [
        ("SPK0", 0, 3, "vad tycker du & anhörig ", 15),
        ("SPK1", 1.5, None, "mm ", 21),
        ("SPK0", None, None, "då ", 18),
    ]
    assert visit.roles() == {"SPK0": "professional", "SPK1": "client"}
    assert (visit.language, visit.source.format) == ("sv", "exb")
    assert told(visit) == [("reversed-times", "då ")]


def test_the_events_of_a_turn_and_what_other_tiers_say_of_it_are_kept(read):
    visit = read(EXB)
    assert [turn.tiers for turn in visit] == [
        {"L en": "what do you think", "events": "0\t1.5\tvad tycker du \n1.5\t\t& an\n\t3\thörig "},
        {},
        {},
    ]
    assert visit.meta == {
        "project-name": "Visits",
        "referenced-file": "visit.wav",
        "tiers": {"nv": ((3, 4, "door"),)},
    }


def test_only_words_are_put_together_with_spaces(read):
    words = EXB.replace("vad tycker du ", "vad").replace("&amp; an", "an").replace("hörig ", "hörig")
    assert read(words.replace("då ", "då")).turns[0].raw == "vad an hörig"


def test_a_speaker_has_one_tier_of_talk(read):
    visit = read(EXB.replace('category="en" type="a"', 'category="pos" type="t"'))
    assert visit.turns[0].tiers["L pos"] == "what do you think"
    assert told(visit)[1] == ("beside-talk", "L pos")


def test_places_that_are_not_on_the_timeline_or_twice_are_told(read):
    visit = read(
        EXB.replace('start="T1" end="T2">mm', 'start="T9" end="T2">mm').replace(
            '<tli id="T4"', '<tli id="T0"'
        )
    )
    assert ("SPK1", None, None, "mm ", 21) in said(visit)
    assert {rule for rule, _ in told(visit)} == {"duplicate-id", "dangling-reference"}


def test_a_time_that_is_no_number_is_told(read):
    visit = read(EXB.replace('"1.5"', '"soon"'))
    assert told(visit)[0] == ("unreadable-time", "soon")
    assert visit.turns[1].start is None


def test_tiers_without_a_speaker_are_told_apart_by_what_they_are_called(read):
    visit = read(EXB.replace(' speaker="SPK0"', "").replace(' speaker="SPK1"', ""))
    assert [turn.speaker for turn in visit] == ["L", "K", "L"]


def test_a_truncated_file_keeps_every_whole_event(read):
    visit = read(EXB[: EXB.index("hörig")])
    assert said(visit) == [("SPK0", 0, None, "vad tycker du & an", 15)]
    assert [rule for rule, _ in told(visit)] == ["truncated"]
    visit = read(EXB[: EXB.index("rig </event>")])
    assert told(visit)[0] == ("unread-line", "hö")


def test_talk_that_lost_its_tag_is_told(read):
    visit = read(EXB.replace('<event start="T1" end="T2">mm', 'event start="T1" end="T2">mm'))
    assert "mm" in visit.unread()[0].text


def test_another_file_is_refused(read):
    with pytest.raises(formats.Unreadable, match="EXMARaLDA"):
        read("<Trans/>")


@settings(max_examples=100)
@given(
    st.integers(0, len(EXB)), st.sampled_from(["", "<", ">", "&", '"', "\x07", "</tier>", "<!--"]), st.data()
)
def test_a_damaged_file_is_read_or_refused(at, other, data):
    upto = data.draw(st.sampled_from([at, at + 1, at + 40, len(EXB)]))
    try:
        visit = parsed(EXB[:at] + other + EXB[upto:])
    except VuoroError:
        return
    assert all(turn.raw.strip() for turn in visit)


def test_no_event_of_the_peers_files_is_lost(testdata):
    read = 0
    for path in sorted((testdata / "formats" / "exb").rglob("*.exb")):
        visit = formats.read(path)
        text = unescaped(path.read_text().replace("<![CDATA[", "").replace("]]>", ""))
        kept = [line for turn in visit for line in turn.tiers.get("events", turn.raw).split("\n")]
        kept += [
            line
            for turn in visit
            for name in turn.tiers
            if name != "events"
            for line in turn.tiers[name].split("\n")
        ]
        kept += [label for labels in visit.meta.get("tiers", {}).values() for *_, label in labels]
        assert all(line.split("\t")[-1] in text for line in kept)
        assert len(kept) == text.count("<event ")
        assert {problem.rule for problem in visit.problems} <= {"beside-talk"}
        read += len(kept)
    assert read == 224
