"""ConvoKit corpora: a folder is a corpus, a conversation an encounter, and a damaged line costs itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vuoro
from vuoro import formats
from vuoro.model import VuoroError


def utterance(
    id: str, speaker: str, text: str, conversation: str = "u1", **others: object
) -> dict[str, object]:
    return {
        "id": id, "speaker": speaker, "conversation_id": conversation, "reply_to": None, "timestamp": None,
        "text": text, "meta": {}, "vectors": [], **others,
    }  # fmt: skip


TALK = [
    utterance("u1", "ann", "Hur har du (maybe) haft det?", meta={"start": 0.5, "stop": 2, "topic": "hälsa"}),
    utterance("w1", "ann", "Så, vad tycker du?", "w1", timestamp=1260),
    utterance("u2", "bo", "Jo: bra, tack.", reply_to="u1", meta={"start": 2.25, "stop": 3, "tags": ["a"]}),
]
SPEAKERS = {"ann": {"meta": {"role": "Läkare", "name": "Ann"}, "vectors": []}, "bo": {"role": "patient"}}
CONVERSATIONS = {"u1": {"meta": {"title": "Besök"}, "vectors": []}, "w1": {"meta": {}}}


@pytest.fixture
def corpus(tmp_path):
    def corpus(utterances: str, **parts: object):
        (tmp_path / "utterances.jsonl").write_text(utterances, encoding="utf-8")
        for name, part in parts.items():
            text = part if isinstance(part, str) else json.dumps(part)
            (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        return vuoro.read_corpus(tmp_path)

    return corpus


def lines(*utterances: dict[str, object]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in utterances)


def found(encounter):
    return [(problem.rule, problem.line, problem.turn) for problem in encounter.problems]


def test_a_folder_of_utterances_is_a_corpus_and_a_conversation_an_encounter(corpus):
    about = {"speakers": SPEAKERS, "conversations": CONVERSATIONS, "corpus": {"language": "sv"}, "index": {}}
    visit, other = corpus(lines(*TALK), **about)
    assert [(turn.id, turn.speaker, turn.raw, turn.start, turn.end) for turn in visit] == [
        ("u1", "ann", "Hur har du (maybe) haft det?", 0.5, 2.0),
        ("u2", "bo", "Jo: bra, tack.", 2.25, 3.0),
    ]
    assert [dict(turn.tiers) for turn in visit] == [{"topic": "hälsa"}, {"reply_to": "u1", "tags": '["a"]'}]
    assert [turn.line for turn in visit] == [1, 3]
    assert visit.roles() == {"ann": "professional", "bo": "client"}
    assert (visit.id, visit.language, visit.meta["title"], visit.problems) == ("u1", "sv", "Besök", ())
    assert (visit.source.format, visit.source.files) == ("convokit", ("utterances.jsonl",))
    assert (other.id, [turn.id for turn in other], other.turns[0].tiers) == (
        "w1",
        ["w1"],
        {"timestamp": "1260"},
    )


def test_the_talk_is_read_without_the_files_beside_it(corpus):
    visit, _ = corpus(lines(*TALK), speakers="{damaged")
    assert len(visit) == 2
    assert [(problem.rule, problem.file) for problem in visit.problems] == [("unread-part", "speakers.json")]


def test_turns_stand_in_the_order_of_their_starts(corpus):
    visit, _ = corpus(lines(*reversed(TALK)))
    assert [turn.id for turn in visit] == ["u1", "u2"]


def test_every_line_is_a_turn_or_a_problem(corpus):
    damaged = (
        lines(TALK[0])
        + '{"id": "u3", "text": "cut o\n[1]\n{"id": "u4"}\n\n'
        + lines(
            utterance("u1", "bo", "again"),
            utterance("u5", "", " "),
            utterance("u6", "", "mm", reply_to="u9"),
            utterance("u7", "bo", "jo", meta={"start": 4, "stop": 3}),
        )
    )
    (visit,) = corpus(damaged)
    assert [(turn.id, turn.speaker, turn.start) for turn in visit] == [
        ("u1", "ann", 0.5),
        ("u1~2", "bo", None),
        ("u6", "?", None),
        ("u7", "bo", None),
    ]
    assert found(visit) == [
        ("unread-line", 2, None),
        ("unread-line", 3, None),
        ("unread-line", 4, None),
        ("duplicate-turn", 6, "u1~2"),
        ("empty-turn", 7, None),
        ("no-speaker", 8, "u6"),
        ("reversed-times", 9, "u7"),
        ("dangling-reference", 8, "u6"),
    ]


def test_other_lines_of_json_in_a_folder_are_no_transcripts(corpus, tmp_path):
    (tmp_path / "data.jsonl").write_text('{"text": "hej"}\n', encoding="utf-8")
    assert [encounter.id for encounter in corpus(lines(*TALK))] == ["u1", "w1"]
    assert [group.files for group in formats.gather(tmp_path)] == [(tmp_path / "utterances.jsonl",)]


def test_a_file_without_utterances_is_refused_with_a_reason(corpus):
    with pytest.raises(formats.Unreadable, match=r"utterances\.jsonl, line 1: no line is an utterance"):
        corpus('{"a": 1}\n')
    with pytest.raises(formats.Unreadable, match="no line is an utterance"):
        corpus("[" * 100_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=4
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([*TALK[0], "user", "root"]), JSON),
    st.integers(0, 400),
    st.text(max_size=3),
)
def test_whatever_stands_in_the_fields_is_read_or_told(corpus, strange, at, other):
    text = lines(TALK[0], {**TALK[2], **strange})
    damaged = text[:at] + other.encode("utf-8", "replace").decode() + text[at + 3 :]
    try:
        encounters = corpus(damaged)
    except VuoroError:
        return
    assert sum(len(one) + len(one.problems) for one in encounters) > 0
