"""JSON: segments of talk are turns, whoever wrote them; other JSON is no transcript."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.model import Encounter, VuoroError

WHISPER = {
    "text": " Vad tycker du? Jag vet inte.",
    "segments": [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " Vad tycker du?", "avg_logprob": -0.2},
        {"id": 1, "start": 2.5, "end": 3.0, "text": " Jag vet inte.", "avg_logprob": -0.3},
    ],
    "language": "sv",
}
WHISPERX = {
    "segments": [
        {
            "start": 0.1,
            "end": 1.0,
            "text": " So?",
            "words": [{"word": "So?", "start": 0.1, "end": 0.4, "score": 0.9, "speaker": "SPEAKER_01"}],
            "speaker": "SPEAKER_01",
        },
        {"start": 1.0, "end": 1.5, "text": " Yes.", "words": [{"word": "Yes."}], "speaker": "SPEAKER_00"},
    ],
    "word_segments": [],
    "language": "en",
}
CPP = {
    "result": {"language": "fi"},
    "transcription": [
        {
            "timestamps": {"from": "00:00:00,000", "to": "00:00:01,500"},
            "offsets": {"from": 0, "to": 1500},
            "text": " Joo.",
        }
    ],
}
TRANSFORMERS = {"text": "Yes.", "chunks": [{"timestamp": [0.5, 1.0], "text": " Yes."}]}
DOTE = {
    "lines": [
        {
            "startTime": "0:00:01.250",
            "endTime": "0:00:02,5",
            "speakerDesignation": "Doctor",
            "text": "so:: (0.5) you",
        },
        {"startTime": "0:01:00.000", "endTime": "0:01:01.0", "speakerDesignation": "ANN", "text": "(.) ye:s"},
    ]
}


@pytest.fixture
def read(tmp_path):
    def read(value: object, **options: object) -> Encounter:
        path = tmp_path / "visit.json"
        text = value if isinstance(value, str) else json.dumps(value, indent=1)
        path.write_text(text, encoding="utf-8")
        return formats.read(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[object, ...]]:
    return [(turn.speaker, turn.start, turn.end, turn.raw) for turn in encounter]


@pytest.mark.parametrize(
    ("value", "turns", "language", "meta"),
    [
        (
            WHISPER,
            [("?", 0, 2.5, "Vad tycker du?"), ("?", 2.5, 3, "Jag vet inte.")],
            "sv",
            {"transcribed": "asr", "engine": "whisper"},
        ),
        (
            WHISPERX,
            [("SPEAKER_01", 0.1, 1, "So?"), ("SPEAKER_00", 1, 1.5, "Yes.")],
            "en",
            {"transcribed": "asr", "engine": "whisperx"},
        ),
        (CPP, [("?", 0, 1.5, "Joo.")], "fi", {"transcribed": "asr", "engine": "whisper.cpp"}),
        (TRANSFORMERS, [("?", 0.5, 1, "Yes.")], None, {"transcribed": "asr", "engine": "whisper"}),
        (DOTE, [("Doctor", 1.25, 2.5, "so:: (0.5) you"), ("ANN", 60, 61, "(.) ye:s")], "en", {}),
        ([{"start": 1, "end": 2, "text": "Yes.", "speaker": 3}], [("3", 1, 2, "Yes.")], None, {}),
    ],
    ids=["whisper", "whisperx", "whisper.cpp", "transformers", "DOTE", "list"],
)
def test_segments_are_turns_whoever_wrote_them(read, value, turns, language, meta):
    visit = read(value)
    assert said(visit) == turns
    assert (visit.language, visit.meta, visit.source.format) == (language, meta, "json")
    assert {problem.rule for problem in visit.problems} <= {"no-speaker"}


def test_the_times_of_words_are_kept(read):
    assert [turn.tiers for turn in read(WHISPERX)] == [
        {"words": "0.1\t0.4\tSo?\tSPEAKER_01"},
        {"words": "\t\tYes."},
    ]


def test_a_turn_knows_its_line(read):
    text = json.dumps(WHISPER, indent=1)
    lines = text.splitlines()
    assert [lines[turn.line - 1].strip() for turn in read(text)] == [
        '"text": " Vad tycker du?",',
        '"text": " Jag vet inte.",',
    ]


def test_signs_of_conversation_analysis_are_read_in_dote(read):
    assert [turn.text for turn in read(DOTE)] == ["so you", "yes"]


def test_times_that_cannot_be_are_told(read):
    visit = read(
        {"segments": [{"start": 3, "end": 2, "text": "So."}, {"start": "soon", "end": None, "text": "Yes."}]}
    )
    assert said(visit) == [("?", None, None, "So."), ("?", None, None, "Yes.")]
    assert [problem.rule for problem in visit.problems] == ["reversed-times", "no-speaker", "unreadable-time"]


def test_a_truncated_file_keeps_every_whole_segment_and_tells_of_the_cut_one(read):
    text = json.dumps(WHISPER, indent=1)
    visit = read(text[: text.index("vet inte.", 60)])
    assert [turn.raw for turn in visit] == ["Vad tycker du?"]
    assert [problem.rule for problem in visit.problems] == ["no-speaker", "unread-line", "truncated"]
    assert " Jag" in visit.unread()[0].text


def test_damage_in_one_segment_costs_only_that_one(read):
    visit = read(json.dumps(WHISPERX, indent=1).replace('" So?",', "So?,"))
    assert [turn.raw for turn in visit] == ["Yes."]
    assert [problem.rule for problem in visit.problems] == ["unread-line", "malformed"]
    assert "So?" in visit.unread()[0].text


@pytest.mark.parametrize(
    "other",
    [
        "{}",
        "[]",
        "3",
        '"talk"',
        '{"name": "x", "segments": 3}',
        '[{"text": "x", "timestamp": null}]',
        "[" * 100_000,
        '{"a":' * 100_000,
        "no json",
        "9" * 5000,
    ],
)
def test_other_json_is_refused(read, other):
    with pytest.raises(formats.Unreadable):
        read(other)


def test_in_a_folder_only_transcripts_are_taken(tmp_path):
    (tmp_path / "talk.json").write_text(json.dumps(WHISPER))
    (tmp_path / "settings.json").write_text('{"segments": 3}')
    (tmp_path / "broken.json").write_text("{")
    assert [group.name for group in formats.gather(tmp_path)] == ["talk"]


def test_half_a_character_is_told_by_its_sign(read):
    assert said(read('[{"start": 1, "end": 2, "text": "a\\ud800b"}]')) == [("?", 1, 2, "a\ufffdb")]


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "segments",
                    "text",
                    "start",
                    "end",
                    "words",
                    "speaker",
                    "lines",
                    "result",
                    "timestamp",
                    "offsets",
                    "language",
                    "word",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=100)
@given(values, st.data())
def test_any_json_is_read_or_refused(tmp_path_factory, value, data):
    text = json.dumps(value)
    path = tmp_path_factory.mktemp("json") / "x.json"
    path.write_text(text[: data.draw(st.sampled_from([len(text), len(text) // 2]))])
    try:
        formats.read(path)
    except VuoroError:
        return
