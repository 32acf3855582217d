"""noScribe and aTrain: what people get from them is read with speakers, times and pauses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.jefferson import read_jefferson
from vuoro.formats.recognisers.noscribe import read_noscribe
from vuoro.model import VuoroError

HTML = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0//EN" "http://www.w3.org/TR/REC-html40/strict.dtd">
<html ><head ><meta name="qrichtext" content="1" /></head>
<body > <div class="WordSection1" ><p style="font-weight: 600" >Visit: day 1</p><p ><span >Transcribed with noScribe vers. 0.7\
<br />Audio file: ./visit.mp3<br />(Language: Swedish (sv) | Speaker detection: auto | Mark pause: 1)</span></p>\
<p ><a name="ts_0_12140_" >(12 seconds pause) </a></p>
<p ><a name="ts_12140_22800_S01" >S01: <span style="color: #78909C" >[00:00:12]</span> Så, nu är vi här.</a>\
<a name="ts_22800_24360_S01" > (..)</a><a name="ts_24360_30010_S01" > Vad &amp; hur?</a>\
<a name="ts_30090_30910_//S02" > //S02: Fint.</a><a name="ts_31870_33510_S01" >// Jag vet inte.</a></p>
<p ><a name="ts_36190_36330_S00" >S00: <span >[00:00:36]</span> Ja.</a></p>
<p >Noted by hand</p>
</div></body></html>
"""
TEXT = """\
Visit: day 1

Transcribed with noScribe vers. 0.7
Audio file: ./visit.mp3
(Language: Swedish (sv) | Speaker detection: auto | Mark pause: 1)

(12 seconds pause)

S01: [00:00:12] Så, nu är vi här. (..) Vad & hur? //S02: Fint. // Jag vet inte.

S00: [00:00:36] Ja.
"""
ATRAIN = "Transcription for 2026-05-visit\n\nSPEAKER_00\nSå, nu är vi här.\nVad & hur?\n\nSPEAKER_01\nJa.\n"
STAMPED = (
    "Transcription for 2026-05-visit\n\nSPEAKER_00\n[00:00:12] - Så, nu är vi här.\n[00:00:24] - Vad & hur?\n"
    "\nSPEAKER_01\n[00:00:36] - Ja.\n"
)
MAXQDA = (
    "Transcription for 2026-05-visit\n\nSPEAKER_00\n[00:00:12] - Så, nu är vi här. [00:00:24] - Vad & hur? "
    "\n\nSPEAKER_01\n[00:00:36] - Ja. "
)
NOBODY = "Transcription for 2026-05-visit\n\n\nSå, nu är vi här.\nJa.\n"


@pytest.fixture
def read(tmp_path):
    def read(text: str, name: str = "visit.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return formats.read(tmp_path / name)

    return read


def said(visit):
    return [(turn.speaker, turn.start, turn.end, turn.raw) for turn in visit]


def test_in_html_each_stretch_has_its_own_times_and_overlaps_are_turns(read):
    visit = read(HTML, "visit.html")
    assert said(visit) == [
        ("S01", 12.14, 30.01, "Så, nu är vi här. (..) Vad & hur?"),
        ("S02", 30.09, 30.91, "Fint."),
        ("S01", 31.87, 33.51, "Jag vet inte."),
        ("S00", 36.19, 36.33, "Ja."),
    ]
    assert visit.turns[0].tiers == {
        "segments": "12.14\t22.8\tSå, nu är vi här.\n22.8\t24.36\t(..)\n24.36\t30.01\tVad & hur?"
    }
    assert [turn.tiers.get("overlap") for turn in visit] == [None, "//", None, None]
    assert [turn.line for turn in visit] == [4, 4, 4, 5]
    assert (visit.language, visit.transcribed, visit.meta["engine"]) == ("sv", "asr", "noScribe")
    assert visit.meta["header"].splitlines()[0] == "Visit: day 1"
    assert visit.meta["header"].endswith("(12 seconds pause)")
    assert [(problem.rule, problem.line, problem.text) for problem in visit.problems] == [
        ("unread-line", 6, "Noted by hand")
    ]


def test_what_the_editor_saves_is_read_the_same(read):
    """Qt closes a link before the text that it names."""
    edited = (
        HTML.replace('_S01" >', '_S01"></a>').replace('_S00" >', '_S00"></a>').replace('S02" >', 'S02"></a>')
    )
    assert said(read(edited, "edited.html")) == said(read(HTML, "visit.html"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_in_text_a_paragraph_has_its_start(read, newline):
    visit = read(TEXT.replace("\n", newline))
    assert said(visit) == [
        ("S01", 12, None, "Så, nu är vi här. (..) Vad & hur?"),
        ("S02", None, None, "Fint."),
        ("S01", None, None, "Jag vet inte."),
        ("S00", 36, None, "Ja."),
    ]
    assert [turn.line for turn in visit] == [9, 9, 9, 11]
    assert (visit.language, visit.transcribed) == ("sv", "asr")


def test_a_pause_between_turns_is_kept_with_the_turn_above(read):
    visit = read(
        HTML.replace("Noted by hand", '<a name="ts_40000_49000_">(9 seconds pause)</a>'), "visit.html"
    )
    assert visit.turns[3].tiers == {"pause": "(9 seconds pause)"}


def test_a_time_in_the_middle_of_talk_is_no_talk(read):
    visit = read(TEXT.replace("Jag vet", "Jag [00:01:00] vet"))
    assert (visit.turns[2].raw, visit.turns[2].tiers) == ("Jag vet inte.", {})
    visit = read(TEXT.replace("nu är", "nu [00:01:00] är"))
    assert visit.turns[0].tiers["segments"] == "12.0\t\tSå, nu\n60.0\t\tär vi här. (..) Vad & hur?"


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (ATRAIN, [("SPEAKER_00", None), ("SPEAKER_00", None), ("SPEAKER_01", None)]),
        (STAMPED, [("SPEAKER_00", 12), ("SPEAKER_00", 24), ("SPEAKER_01", 36)]),
        (MAXQDA, [("SPEAKER_00", 12), ("SPEAKER_00", 24), ("SPEAKER_01", 36)]),
    ],
    ids=["plain", "timestamps", "maxqda"],
)
def test_each_text_of_atrain_has_the_same_turns(read, text, turns):
    visit = read(text)
    assert [(turn.speaker, turn.start) for turn in visit] == turns
    assert [turn.raw for turn in visit] == ["Så, nu är vi här.", "Vad & hur?", "Ja."]
    assert (visit.transcribed, visit.meta["engine"]) == ("asr", "aTrain")


def test_without_speakers_nobody_is_named_and_that_is_told(read):
    visit = read(NOBODY)
    assert [(turn.speaker, turn.raw) for turn in visit] == [("?", "Så, nu är vi här."), ("?", "Ja.")]
    assert [problem.rule for problem in visit.problems] == ["no-speaker"]


def test_other_html_is_no_transcript(tmp_path, read):
    (tmp_path / "index.html").write_text("<html><body><p>Results</p></body></html>")
    (tmp_path / "visit.html").write_text(HTML)
    assert [group.name for group in formats.gather(tmp_path)] == ["visit"]
    with pytest.raises(Unreadable, match="no link says who speaks when"):
        formats.read(tmp_path / "index.html")


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([HTML, TEXT, STAMPED]),
    st.integers(0, 1400),
    st.integers(0, 40),
    st.text('<>/"_[]:\n (', max_size=4),
)
def test_damage_is_told_and_never_thrown(text, at, cut, noise):
    damaged = text[:at] + noise + text[at + cut :]
    path = formats.reading.Path("visit.html")
    file = File(name="visit", path=path, text=damaged, sha256="")
    try:
        (visit,) = (read_noscribe if text is HTML else read_jefferson)(file, Options())
    except VuoroError:
        return
    assert len(visit) + len(visit.problems) > 0


def test_a_turn_that_ends_before_it_begins_is_kept_without_times(read):
    visit = read(HTML.replace("ts_36190_36330_S00", "ts_36190_330_S00"), "visit.html")
    assert said(visit)[-1] == ("S00", None, None, "Ja.")
    assert [(one.rule, one.turn) for one in visit.problems if one.rule == "reversed-times"] == [
        ("reversed-times", visit.turns[-1].id)
    ]
