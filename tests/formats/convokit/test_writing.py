"""A ConvoKit corpus that we write: ConvoKit's own fields, and everything else in ``meta``."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from vuoro import formats
from vuoro.formats.convokit.writing import write_convokit
from vuoro.model import Annotation, Encounter, Mark, Participant, Sequence, Source, Turn

VISIT = Encounter(
    id="visit",
    language="sv",
    turns=(
        Turn(id="t1", speaker="DOC", raw="vad (.) tycker du?", text="vad tycker du", start=0.5, end=2.0,
             marks=(Mark(kind="micropause", start=4, stop=7),), pieces=((0, 0, 3), (4, 8, 9)), line=7),
        Turn(id="t2", speaker="PAT", raw="jo", text="jo", start=2.5, end=3.0, line=8, tiers={"%com": "nods"}),
    ),
    participants=(
        Participant(id="DOC", role="professional", name="Anna", meta={"age": "47;"}),
        Participant(id="PAT", role="client"),
    ),
    annotations=(
        Annotation(encounter="visit", turn="t2", code="accept", coder="kaisa", start=0, stop=2),
        Annotation(encounter="visit", turn="t1", code="invite_view", coder="detector:x", start=0, stop=17,
                   status="suggested", score=0.5),
        Annotation(encounter="visit", turn="t1", code="invite_view", coder="kaisa", start=0, stop=17),
    ),
    sequences=(
        Sequence(encounter="visit", type="S1", first_turn="t1", last_turn="t2", outcome="told", coder="kaisa"),
    ),
    source=Source(files=("visit.cha",), format="chat", convention="jefferson", sha256=("0" * 64,)),
    meta={"Location": "Vasa"},
)  # fmt: skip
OTHER = replace(VISIT, id="other", annotations=(), sequences=(), meta={})

FIELDS = {"id", "speaker", "conversation_id", "reply_to", "timestamp", "text"}
"""What ConvoKit's documentation calls mandatory of an utterance."""


def parts(*encounters: Encounter) -> dict[str, object]:
    files = write_convokit(encounters).files
    utterances = [json.loads(line) for line in files["utterances.jsonl"].decode().splitlines()]
    return {name: json.loads(data) for name, data in files.items() if name.endswith(".json")} | {
        "utterances": utterances
    }


def test_the_fields_are_those_that_convokit_documents():
    corpus = parts(VISIT, OTHER)
    utterances = corpus["utterances"]
    assert set(corpus) == {"utterances", "speakers.json", "conversations.json", "corpus.json", "index.json"}
    assert all(one.keys() == FIELDS | {"meta", "vectors"} for one in utterances)
    ids = [one["id"] for one in utterances]
    assert len(ids) == len(set(ids)) == 4
    assert {one["conversation_id"] for one in utterances} == set(corpus["conversations.json"]) <= set(ids)
    assert {one["speaker"] for one in utterances} == set(corpus["speakers.json"])
    assert {one["reply_to"] for one in utterances} <= {None, *ids}
    index = corpus["index.json"]
    assert {"utterances-index", "speakers-index", "conversations-index", "overall-index", "version"} <= set(
        index
    )
    assert set(index["utterances-index"]) == {name for one in utterances for name in one["meta"]}
    assert index["utterances-index"]["start"] == ["<class 'float'>"]


def test_an_utterance_has_the_words_and_its_meta_what_was_transcribed_and_judged():
    first, second = parts(VISIT)["utterances"]
    judged = first["meta"].pop("annotations")
    assert first == {
        "id": "t1", "conversation_id": "t1", "text": "vad tycker du", "speaker": "DOC", "reply_to": None,
        "timestamp": 0.5, "vectors": [],
        "meta": {
            "start": 0.5, "stop": 2.0, "role": "professional", "turn": "t1", "said_by": "DOC",
            "codes": ["invite_view"], "raw": "vad (.) tycker du?",
            "marks": [{"kind": "micropause", "start": 4, "stop": 7}], "pieces": [[0, 0, 3], [4, 8, 9]],
            "line": 7,
            "sequences": [{"number": 0, "encounter": "visit", "type": "S1", "first_turn": "t1",
                           "last_turn": "t2", "outcome": "told", "coder": "kaisa"}],
        },
    }  # fmt: skip
    assert [(one["number"], one["coder"]) for one in judged] == [(1, "detector:x"), (2, "kaisa")]
    assert (second["reply_to"], second["meta"]["tiers"]) == ("t1", {"%com": "nods"})


def test_two_speakers_of_one_name_are_two_speakers_unless_convokit_says_so():
    assert set(parts(VISIT, OTHER)["speakers.json"]) == {"visit/DOC", "visit/PAT", "other/DOC", "other/PAT"}
    theirs = [replace(one, source=Source(format="convokit")) for one in (VISIT, OTHER)]
    assert set(parts(*theirs)["speakers.json"]) == {"DOC", "PAT"}


def test_a_corpus_on_disk_comes_back_equal(tmp_path):
    formats.write([VISIT, OTHER], tmp_path / "corpus", format="convokit")
    assert formats.read_corpus(tmp_path / "corpus") == [VISIT, OTHER]


def test_what_convokit_said_itself_goes_back_to_where_it_was(tmp_path):
    line = {"id": "u1", "speaker": "ann", "conversation_id": "u1", "reply_to": None, "timestamp": 1260,
            "text": "Jo: bra.", "meta": {"topic": "hälsa", "tags": ["a"], "n": 3, "said": "3.50"}}  # fmt: skip
    (tmp_path / "utterances.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (read,) = formats.read_corpus(tmp_path)
    (again,) = parts(read)["utterances"]
    assert {name: again["meta"][name] for name in line["meta"]} == line["meta"]
    assert (again["timestamp"], again["speaker"], again["id"]) == (1260, "ann", "u1")
    formats.write([read], tmp_path / "corpus", format="convokit")
    assert formats.read_corpus(tmp_path / "corpus") == [read]


def test_what_was_added_or_damaged_later_is_kept_or_told(tmp_path):
    formats.write([VISIT], tmp_path / "corpus", format="convokit")
    path = tmp_path / "corpus" / "utterances.jsonl"
    first, second = path.read_text(encoding="utf-8").splitlines()
    changed = json.loads(first)
    changed["meta"] |= {"politeness": {"please": 1}, "marks": "none"}
    added = json.loads(second)
    added["meta"]["politeness"] = {"please": 1}
    lines = (json.dumps(changed), json.dumps(added), "{cut")
    path.write_text("\n".join(lines), encoding="utf-8")
    (visit,) = formats.read_corpus(tmp_path / "corpus")
    assert [(turn.id, turn.tiers) for turn in visit] == [
        ("t2", {"%com": "nods", "politeness": '{"please": 1}'})
    ]
    assert [problem.rule for problem in visit.problems] == [
        "unread-line", "unread-line", "unread-annotation", "unread-annotation"
    ]  # fmt: skip


@pytest.mark.parametrize(("version", "why"), [("2", "update vuoro"), ('"x"', "update vuoro")])
def test_a_newer_corpus_is_refused_with_the_cure(tmp_path, version, why):
    formats.write([VISIT], tmp_path / "corpus", format="convokit")
    (tmp_path / "corpus" / "corpus.json").write_text(f'{{"vuoro": {version}}}', encoding="utf-8")
    with pytest.raises(formats.Unreadable, match=why):
        formats.read_corpus(tmp_path / "corpus")


def test_an_encounter_without_a_turn_is_told():
    written = write_convokit([VISIT, Encounter(id="empty", turns=())])
    assert [(loss.rule, loss.text) for loss in written.losses] == [("not-written-encounter", "empty")]
