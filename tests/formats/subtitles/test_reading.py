"""Subtitles: what a voice says in a cue is a turn, and damage costs no talk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import File, Options
from vuoro.formats.markup.torn import unescaped
from vuoro.formats.subtitles.reading import _careful, _read, _regular
from vuoro.model import Encounter, VuoroError

VTT = """WEBVTT - A visit
Language: sv

NOTE by Kaisa

00:01.000 --> 00:02.500 align:start
<v Läkare>Vad tycker du &amp; ni?</v>

c2
01:00:02.000 --> 01:00:04.000
<v.loud Anna>Jag vet inte,
<i>faktiskt</i>
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
Doctor: What would you like?

2
00:00:02,000 --> 00:00:04,000
Anna: Just wait,
if I may.
Doctor: Yes.
3
00:00:05,000 --> 00:00:06,000
Anna: Note: it is late.
"""


@pytest.fixture
def read(tmp_path):
    def read(text: str, suffix: str = ".vtt", **options: object) -> Encounter:
        path = tmp_path / f"visit{suffix}"
        path.write_bytes(text.encode())
        return formats.read(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[object, ...]]:
    return [(turn.speaker, turn.start, turn.end, turn.raw, turn.line) for turn in encounter]


def told(encounter: Encounter) -> list[tuple[str, int | None, str]]:
    return [(problem.rule, problem.line, problem.text) for problem in encounter.problems]


def test_voices_are_speakers_and_tags_are_kept_beside_the_talk(read):
    visit = read(VTT)
    assert said(visit) == [
        ("Läkare", 1, 2.5, "Vad tycker du & ni?", 7),
        ("Anna", 3602, 3604, "Jag vet inte,\nfaktiskt", 11),
    ]
    assert [turn.tiers for turn in visit] == [
        {"settings": "align:start"},
        {"id": "c2", "payload": "<v.loud Anna>Jag vet inte,\n<i>faktiskt</i>"},
    ]
    assert (visit.language, visit.roles()) == ("sv", {"Läkare": "professional", "Anna": "unknown"})
    assert visit.meta == {"header": "- A visit\nLanguage: sv", "about": ("NOTE by Kaisa",)}
    assert visit.problems == ()


def test_two_voices_in_a_cue_are_two_turns(read):
    visit = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>So?</v>\n<v B>Yes.</v>\n")
    assert said(visit) == [("A", 1, 2, "So?", 4), ("B", 1, 2, "Yes.", 5)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_labels_are_speakers_wherever_in_a_cue_they_stand(read, newline):
    visit = read(SRT.replace("\n", newline), ".srt")
    assert said(visit) == [
        ("Doctor", 1, 2.5, "What would you like?", 3),
        ("Anna", 2, 4, f"Just wait,{newline}if I may.", 7),
        ("Doctor", 2, 4, "Yes.", 9),
        ("Anna", 5, 6, "Note: it is late.", 12),
    ]


def test_the_labels_of_a_recogniser_tell_that_it_was_one(read):
    visit = read(
        "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_00]: So?\n\n2\n00:00:02,000 --> 00:00:03,000\n[SPEAKER_01]: Yes.\n",
        ".srt",
    )
    assert [(turn.speaker, turn.raw) for turn in visit] == [("SPEAKER_00", "So?"), ("SPEAKER_01", "Yes.")]
    assert visit.meta == {"transcribed": "asr"}


def test_where_nobody_is_named_a_colon_is_talk_and_it_is_told_once(read):
    visit = read("WEBVTT\n\n00:01.000 --> 00:02.000\nNote: it is late.\n\n00:02.000 --> 00:03.000\nYes.\n")
    assert [(turn.speaker, turn.raw) for turn in visit] == [("?", "Note: it is late."), ("?", "Yes.")]
    assert told(visit) == [("no-speaker", 4, "Note: it is late.")]


def test_times_of_sbv_are_read(read):
    visit = read("0:00:01.000,0:00:02.500\nDoctor: So?\nWell?\n", ".sbv")
    assert said(visit) == [("Doctor", 1, 2.5, "So?\nWell?", 2)]


@pytest.mark.parametrize(
    ("times", "rule"),
    [
        ("00:00:05.000 --> 00:00:04.000", "reversed-times"),
        ("00:00:05.000 --> 00:00:0x.000", "unreadable-time"),
        ("later", None),
    ],
)
def test_talk_whose_times_are_damaged_has_none(read, times, rule):
    visit = read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>So?\n\n{times}\n<v B>Yes.\n")
    assert visit.turns[1].start is visit.turns[1].end is None
    assert visit.turns[1].raw.endswith("Yes.") or visit.turns[2].raw == "Yes."
    assert [problem.rule for problem in visit.problems][:1] == [rule or "missing-times"]


def test_a_file_that_ends_in_its_times_is_truncated(read):
    visit = read(VTT + "\n01:00:05.000 --> 01:0")
    assert len(visit) == 2
    assert told(visit) == [("truncated", 14, "01:00:05.000 --> 01:0")]


def test_a_file_that_ends_in_its_words_may_be_cut_off_and_says_so(read):
    cut, whole = "00:01.000 --> 00:02.000\n<v A>So we", "00:01.000 --> 00:02.000\n<v A>So we?"
    assert told(read(f"WEBVTT\n\n{cut}")) == [("truncated", 4, "So we")]
    assert told(read(f"WEBVTT\n\n{cut}\n")) == told(read(f"WEBVTT\n\n{whole}")) == []


def test_a_file_without_times_is_refused_and_one_without_cues_is_empty(read):
    with pytest.raises(formats.Unreadable, match="no line in it has times"):
        read("some text\n", ".srt")
    assert said(read("WEBVTT\n")) == []


@pytest.mark.parametrize(
    "line", [" " * 200_000, "-->" * 50_000, "00:" * 50_000, "<v " * 50_000, "A: " * 50_000]
)
def test_a_long_line_does_not_hold_anybody_up(read, line):
    assert (
        len(read(f"WEBVTT\n\n00:01.000 --> 00:02.000\nSo.\n{line}\n\n00:02.000 --> 00:03.000\nYes.\n")) >= 2
    )


talk = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20)


@settings(max_examples=150)
@given(st.lists(talk, max_size=5), st.sampled_from(["webvtt", "srt", "sbv"]), st.data())
def test_a_damaged_file_is_read_or_refused(talks, kind, data):
    between = "," if kind == "sbv" else " --> "
    cues = [f"{n}\n0:00:0{n}.000{between}0:00:0{n}.500\n{one}\n" for n, one in enumerate(talks)]
    text = "\n".join(["WEBVTT\n", *cues])
    at = data.draw(st.integers(0, len(text)))
    other = data.draw(st.sampled_from(["", "\n", "\r", "-->", "<v A>", "<", "\x07", "&", "[A]: "]))
    upto = data.draw(st.sampled_from([at, at + 1, at + 20, len(text)]))
    file = File(name="x", path=Path("x"), text=text[:at] + other + text[upto:], sha256="")
    try:
        visit = _read(file, Options(convention="plain"), kind)[0]
    except VuoroError:
        return
    assert all(turn.raw.strip() for turn in visit)


numbers = st.sampled_from(["", "1\n", "12\n", "c2\n", " \n"])
times = st.sampled_from(
    [
        "00:00:01.000 --> 00:00:02.500",
        "01:02.003 --> 01:02.003",
        "00:00:03.000 --> 00:00:01.000",
        "00:00:01.000 --> 00:00:02.500 align:start",
        "0:01.000 -->  0:02.000",
    ]
)
lines = st.sampled_from(
    [
        "so?",
        "A: so?",
        "Bo: well: I",
        "[S1]: hi",
        "A:",
        "A: ",
        " A: no",
        "note: x",
        "3",
        "x\x0by",
        "\u2028",
        "->",
        "<v A>so?</v>",
        "<v A>so",
        "<v.loud Bo B>I <i>see</i></v>",
        "<v  >x",
        "so</v>",
        "<v A>",
        "{\\an8}up",
        "R&amp;D",
        "<v A>a</v><v Bo>b</v>",
        "<v A>a</v> ",
        "00:00:01.000 --> 00:00:02.500",
        "<c>",
        " ",
        "",
        "NOTE x",
    ]
)
payloads = st.lists(lines, min_size=1, max_size=3).map("\n".join)
ends = st.sampled_from(["\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n"])
cues = st.lists(st.tuples(numbers, times, payloads, ends), min_size=1, max_size=6)


@settings(max_examples=400)
@given(
    cues, st.sampled_from(["webvtt", "srt"]), st.sampled_from(["WEBVTT\n\n", "WEBVTT x\nLanguage: sv\n\n"])
)
def test_a_regular_file_says_the_same_either_way(cues, kind, header):
    body = "".join(f"{number}{time}\n{payload}{end}" for number, time, payload, end in cues)
    text = header + body if kind == "webvtt" else body.replace(".", ",")
    swift = _regular(text, kind)
    if swift is not None:
        assert swift == _careful(File(name="x", path=Path("x"), text=text, sha256=""), kind)


@pytest.mark.parametrize("kind", ["webvtt", "srt"])
def test_what_programs_write_is_regular(kind):
    cues = [
        "1\n00:00:01,000 --> 00:00:02,000\nA: so?\n",
        "2\n00:00:02,500 --> 00:00:03,000\nB: well,\nI see\n",
    ]
    text = (
        "\n".join(cues)
        if kind == "srt"
        else "\n".join(["WEBVTT\n", *cues]).replace(",0", ".0").replace(",5", ".5")
    )
    said = _regular(text, kind).said
    assert [(one.speaker, one.raw, one.start) for one in said] == [
        ("A", "so?", 1.0),
        ("B", "well,\nI see", 2.5),
    ]


def test_no_cue_of_the_peers_files_is_lost(testdata):
    counts = {}
    for kind in ("vtt", "srt", "sbv"):
        for path in sorted((testdata / "formats" / kind).rglob(f"*.{kind}")):
            try:
                visit = formats.read(path)
            except formats.Unreadable:
                counts[path.name] = None
                continue
            text = unescaped(path.read_text(encoding="utf-8-sig"))
            assert all(turn.tiers.get("payload", turn.raw) in text for turn in visit)
            counts[path.name] = (len(visit), len(visit.unread()))
    assert {name: count for name, count in counts.items() if count is None} == dict.fromkeys(
        [
            "empty.vtt",
            "invalid_format.sbv",
            "invalid_format1.srt",
            "invalid_format2.srt",
            "invalid_format3.srt",
        ]
    )
    assert sum(count[0] for count in counts.values() if count) == 977
    assert sum(count[1] for count in counts.values() if count) == 0


def test_noscribe_marks_overlap_by_slashes_which_are_no_part_of_a_name(read):
    cues = ("<v S01>S01: Så, vad &amp; hur?", "<v //S02>//S02: Fint.", "<v S01>// Jag vet inte.")
    timed = (f"{at}\n00:00:0{at}.000 --> 00:00:0{at + 1}.000\n{cue}\n\n" for at, cue in enumerate(cues, 1))
    visit = read("WEBVTT Intervju\n\nNOTE\nTranscribed with noScribe vers. 0.6\n\n" + "".join(timed))
    assert [(turn.speaker, turn.raw, turn.tiers.get("overlap")) for turn in visit] == [
        ("S01", "Så, vad & hur?", None),
        ("S02", "Fint.", "//"),
        ("S01", "Jag vet inte.", None),
    ]
    assert [turn.tiers["payload"] for turn in visit] == [
        "S01: Så, vad & hur?",
        "//S02: Fint.",
        "// Jag vet inte.",
    ]
    assert (visit.meta["transcribed"], visit.meta["engine"]) == ("asr", "noScribe")
