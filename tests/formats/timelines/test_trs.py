"""Transcriber: each speaker of a turn has a turn, with the times and remarks inside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import File, Options
from vuoro.formats.markup.torn import unescaped
from vuoro.formats.timelines.trs import read_trs
from vuoro.model import Encounter, Mark, VuoroError

TRS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE Trans SYSTEM "trans-14.dtd">
<Trans scribe="K" audio_filename="visit" xml:lang="sv">
<Topics><Topic id="to1" desc="diet"/></Topics>
<Speakers>
<Speaker id="spk1" name="Läkare" type="female"/>
<Speaker id="spk2" name="Kund" type="male"/>
</Speakers>
<Episode>
<Section type="report" topic="to1" startTime="0" endTime="9">
<Turn startTime="0" endTime="4.5" speaker="spk1">
<Sync time="0"/>
vad tycker du
<Event desc="laughter" type="noise" extent="instantaneous"/>
 &amp; ni
<Sync time="3"/>
då
</Turn>
<Turn speaker="spk1 spk2" startTime="4.5" endTime="6">
<Sync time="4.5"/>
<Who nb="1"/>
hm
<Who nb="2"/>
jag vet inte
<Sync time="5"/>
<Who nb="2"/>
faktiskt
</Turn>
<Turn startTime="6" endTime="9">
<Sync time="6"/>
<Event desc="music" type="noise" extent="begin"/>
</Turn>
</Section>
</Episode>
</Trans>
"""


def parsed(text: str) -> Encounter:
    file = File(name="visit.trs", path=Path("visit.trs"), text=text, sha256="")
    return read_trs(file, Options(convention="plain"))[0]


@pytest.fixture
def read(tmp_path):
    def read(text: str, **options: object) -> Encounter:
        path = tmp_path / "visit.trs"
        path.write_bytes(text.encode())
        return formats.read(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[object, ...]]:
    return [(turn.speaker, turn.start, turn.end, turn.raw, turn.line) for turn in encounter]


def told(encounter: Encounter) -> list[tuple[str, str]]:
    return [(problem.rule, problem.text) for problem in encounter.problems]


def test_every_speaker_of_a_turn_has_a_turn(read):
    visit = read(TRS)
    assert said(visit) == [
        ("spk1", 0, 4.5, "vad tycker du\n& ni\ndå", 11),
        ("spk1", 4.5, 6, "hm", 19),
        ("spk2", 4.5, 6, "jag vet inte\nfaktiskt", 19),
    ]
    assert visit.turns[0].text == "vad tycker du & ni då"
    assert visit.roles() == {"spk1": "professional", "spk2": "client"}
    assert (visit.language, visit.source.format, visit.problems) == ("sv", "trs", ())


def test_times_and_remarks_inside_a_turn_are_kept_where_they_stand(read):
    visit = read(TRS)
    assert [turn.tiers for turn in visit] == [{"sync": "0\n0\n3"}, {}, {"sync": "4.5\n5"}]
    assert [mark for mark in visit.turns[0].marks if mark.kind == "event"] == [
        Mark(kind="event", start=14, stop=14, value="noise: laughter")
    ]
    assert visit.meta == {
        "recording": "visit",
        "scribe": "K",
        "sections": ((0, 9, "report", "diet"),),
        "remarks": ((6, "noise: music (begin)"),),
    }


def test_speakers_whom_nobody_declared_or_named_are_kept_and_told(read):
    visit = read(
        TRS.replace('"spk1 spk2"', '"spk1 spk9"').replace('endTime="4.5" speaker="spk1"', 'endTime="4.5"')
    )
    assert [turn.speaker for turn in visit] == ["?", "spk1", "spk9"]
    assert told(visit) == [
        ("no-speaker", "vad tycker du\n& ni\ndå"),
        ("undeclared-speaker", "jag vet inte\nfaktiskt"),
    ]


@pytest.mark.parametrize(("time", "rule"), [("0.1", "reversed-times"), ("soon", "unreadable-time")])
def test_times_that_cannot_be_are_told(read, time, rule):
    visit = read(TRS.replace('startTime="4.5" endTime="6"', f'startTime="4.5" endTime="{time}"'))
    assert visit.turns[1].end is None
    assert [found for found, _ in told(visit)] == [rule, rule]


def test_a_truncated_file_keeps_every_whole_stretch_and_tells_of_the_cut_one(read):
    visit = read(TRS[: TRS.index(" vet inte")])
    assert [turn.raw for turn in visit] == ["vad tycker du\n& ni\ndå", "hm"]
    assert told(visit) == [("unread-line", "jag"), ("truncated", "<Trans> <Episode> <Section> <Turn>")]


def test_talk_outside_a_turn_is_told(read):
    visit = read(TRS.replace('<Turn startTime="0"', 'Turn startTime="0"'))
    assert len(visit) == 2
    assert [text for rule, text in told(visit) if rule == "unread-line"][1:] == [
        "vad tycker du",
        "& ni",
        "då",
    ]


def test_another_file_is_refused_and_entities_too(read):
    with pytest.raises(formats.Unreadable, match="Is this a Transcriber file"):
        read("<ANNOTATION_DOCUMENT/>")
    with pytest.raises(formats.Unreadable, match="declares entities"):
        read(TRS.replace('"trans-14.dtd">', '"trans-14.dtd" [<!ENTITY a "b">]>'))


@settings(max_examples=100)
@given(
    st.integers(0, len(TRS)), st.sampled_from(["", "<", ">", "&", '"', "\x07", "</Turn>", "<!--"]), st.data()
)
def test_a_damaged_file_is_read_or_refused(at, other, data):
    upto = data.draw(st.sampled_from([at, at + 1, at + 40, len(TRS)]))
    try:
        visit = parsed(TRS[:at] + other + TRS[upto:])
    except VuoroError:
        return
    assert all(turn.raw for turn in visit)


def test_no_stretch_of_the_peers_files_is_lost(testdata):
    stretches = {}
    for path in sorted((testdata / "formats" / "trs").rglob("*.trs")):
        visit = formats.read(path)
        text = unescaped(path.read_text())
        assert visit.problems == ()
        assert all(line in text for turn in visit for line in turn.raw.split("\n"))
        body = text[text.index("<Episode>") :]
        letters = sum(len("".join(piece.partition(">")[2].split())) for piece in body.split("<"))
        assert sum(len("".join(turn.raw.split())) for turn in visit) == letters
        stretches[path.name] = len(visit)
    assert stretches == {
        "fuc_31411.trs": 1,
        "fuc_31412.trs": 1,
        "fuc_33412.trs": 8,
        "fuc_3410.trs": 172,
        "fuc_4110.trs": 13,
        "fuc_4120.trs": 14,
    }
