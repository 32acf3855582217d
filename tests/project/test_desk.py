"""The desk: what a coder may do, and that it is saved."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from vuoro.model import Annotation, Sequence
from vuoro.project import BadEvent, BadName, NotAllowed, Session, presence, suggestion_key


def codes(state):
    return [(one.turn, one.code, one.start, one.stop) for one in state.annotations.values()]


def suggested(turn="t1", code="invite_open", **more):
    return Annotation(encounter="g1", turn=turn, code=code, coder="detector:rules", start=0, stop=9, **more)


def test_what_was_done_is_there_when_the_desk_is_opened_again(sit):
    desk = sit()
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_open", "attributes": {"position": "opening"}})
    desk.do({"do": "see", "turns": ["t1", "t2"]})
    desk.do({"do": "memo", "turn": "t2", "text": "what nights?"})
    state = sit().state
    assert codes(state) == [("t1", "invite_open", 0, 31)]
    assert state == desk.state
    assert (state.seen, state.memos) == ({"t1", "t2"}, {"t2": "what nights?"})


def test_the_log_holds_who_when_and_which_words(sit, tmp_path):
    sit().do({"id": "e1", "do": "annotate", "turn": "t3", "code": "propose", "start": 0, "stop": 9})
    told = json.loads((tmp_path / "coders" / "aino.jsonl").read_text("utf-8"))
    assert told.pop("at").endswith("Z")
    assert told == {
        "id": "e1", "session": presence.session(), "coder": "aino", "encounter": "g1", "do": "annotate",
        "turn": "t3", "code": "propose", "start": 0, "stop": 9, "quote": "Shall we ",
        "codebook": "participation@0.1",
    }  # fmt: skip


def test_an_event_that_arrives_twice_is_done_once(sit, tmp_path):
    event = {"id": "e1", "do": "annotate", "turn": "t1", "code": "invite_open"}
    assert sit().do(event) == sit().do(event)
    assert len((tmp_path / "coders" / "aino.jsonl").read_bytes().splitlines()) == 1


REFUSED = [
    ({"do": "dance"}, "nothing is called 'dance'; what can be done: annotate"),
    ({"do": "annotate", "turn": "t1"}, "an event needs 'code', which is missing"),
    ({"do": "annotate", "turn": "t9", "code": "propose"}, "encounter 'g1' has no turn 't9'"),
    ({"do": "annotate", "turn": "t1", "code": "nod"}, "codebook participation@0.1 has no code 'nod'; it has invite_open"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "stop": 99}, "turn 't1' has 31 characters; 0 to 99 is no"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "start": 5, "stop": 5}, "5 to 5 is no stretch"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "start": True}, "'start' of an event cannot be True"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "colour": "red"}, "annotate takes no 'colour'; it takes turn"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "confidence": 4}, "confidence is 1 (unsure), 2 or 3"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "attributes": {"basis": "x"}}, "propose has no attribute 'basis'"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "attributes": {"scope": "x"}},
     "'scope' of propose is distal, interaction, not 'x'"),
    ({"do": "annotate", "turn": "t4", "code": "accept", "attributes": {"of": "t9"}}, "'of' of accept is a turn, not 't9'"),
    ({"do": "annotate", "turn": "t1", "code": "propose", "attributes": {"suggested_by": "me"}}, "is not an attribute"),
    ({"do": "annotate", "turn": "t3", "code": "propose"}, "these words of turn 't3' are coded 'propose' already"),
    ({"do": "change", "of": "nothing", "fields": {}}, "there is no annotation 'nothing' to change; was it removed?"),
    ({"do": "change", "of": "e1", "fields": {"coder": "bo"}}, "'coder' cannot be changed; what can: turn, code"),
    ({"do": "remove", "of": "nothing"}, "there is no annotation 'nothing' to remove"),
    ({"do": "link", "type": "S11", "first_turn": "t1", "last_turn": "t2", "outcome": "x"}, "no sequence type 'S11'"),
    ({"do": "link", "type": "S1", "first_turn": "t1", "last_turn": "t2", "outcome": "hedged"},
     "'hedged' is no outcome of S1; its outcomes are extended, minimal"),
    ({"do": "link", "type": "S1", "first_turn": "t2", "last_turn": "t1", "outcome": "minimal"}, "t2, t2, t1 do not"),
    ({"do": "link", "type": "S2", "first_turn": "t1", "last_turn": "t2", "outcome": "confirmed",
      "attributes": {"fate": "dropped"}}, "S2 has no attribute 'fate'; it has corrected, correction_taken"),
    ({"do": "unlink", "of": "nothing"}, "there is no sequence 'nothing' to remove"),
    ({"do": "see", "turns": ["t1", "t9"]}, "has no turn 't9'"),
    ({"do": "undo", "of": "nothing"}, "there is no event 'nothing' in encounter 'g1'"),
    ({"do": "redo", "of": "e1"}, "this was not undone"),
    ({"do": "reopen"}, "encounter 'g1' is not finished"),
    ({"do": "see", "turns": ["t1"], "coder": "bo"}, "this is the desk of aino at g1, not of 'bo'"),
    ({"do": "see", "turns": ["t1"], "encounter": "g2"}, "this is the desk of aino at g1, not of 'g2'"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "why"), REFUSED)
def test_what_does_not_fit_is_refused_in_words_and_leaves_no_trace(sit, tmp_path, event, why):
    desk = sit()
    desk.do({"id": "e1", "do": "annotate", "turn": "t3", "code": "propose"})
    before, log = desk.state, (tmp_path / "coders" / "aino.jsonl").read_bytes()
    with pytest.raises(BadEvent) as refused:
        desk.do(event)
    assert why in str(refused.value)
    assert desk.state == before
    assert (tmp_path / "coders" / "aino.jsonl").read_bytes() == log


def test_a_finished_encounter_is_coded_further_only_when_it_is_reopened(sit):
    desk = sit()
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    desk.do({"do": "finish"})
    for event in (
        {"do": "annotate", "turn": "t3", "code": "propose"},
        {"do": "undo", "of": desk.events[0]["id"]},
    ):
        with pytest.raises(NotAllowed, match="'g1' is finished; reopen it to go on coding"):
            desk.do(event)
    assert desk.undo().finished is False
    assert len(desk.do({"do": "annotate", "turn": "t3", "code": "propose"}).annotations) == 2


def test_undo_and_redo_go_back_and_forth_and_end_where_there_is_nothing(sit):
    desk = sit()
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    desk.do({"do": "annotate", "turn": "t3", "code": "propose"})
    assert codes(desk.undo()) == [("t1", "invite_open", 0, 31)]
    assert codes(desk.undo()) == []
    with pytest.raises(NotAllowed, match="there is nothing to undo"):
        desk.undo()
    desk.redo()
    assert codes(desk.redo()) == [("t1", "invite_open", 0, 31), ("t3", "propose", 0, 26)]
    with pytest.raises(NotAllowed, match="there is nothing to redo"):
        desk.redo()


def test_undo_works_after_the_kernel_was_restarted(sit):
    sit().do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    assert sit().undo().annotations == {}
    assert codes(sit().redo()) == [("t1", "invite_open", 0, 31)]


def test_what_is_done_anew_makes_what_was_undone_unreachable_and_keeps_it_in_the_log(sit):
    desk = sit()
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    desk.undo()
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_view"})
    assert desk.state.redoable == ""
    assert [one["do"] for one in desk.events] == ["annotate", "undo", "annotate"]


def test_history_says_who_changed_what_from_what(sit):
    desk = sit()
    desk.do({"id": "e1", "do": "annotate", "turn": "t3", "code": "list_options"})
    desk.do({"do": "change", "of": "e1", "fields": {"code": "propose", "note": "one option only"}})
    desk.do({"do": "memo", "turn": "t3", "text": "not about it"})
    desk.do({"do": "remove", "of": "e1"})
    desk.undo()
    steps = desk.history("e1")
    told = [(s.do, s.coder, s.before and s.before.code, s.after and s.after.code) for s in steps]
    assert told == [
        ("annotate", "aino", None, "list_options"),
        ("change", "aino", "list_options", "propose"),
        ("remove", "aino", "propose", None),
        ("undo", "aino", None, "propose"),
    ]
    assert [s.at for s in steps] == sorted(s.at for s in steps)


def test_the_attributes_of_another_code_do_not_stay(sit):
    desk = sit()
    desk.do(
        {"id": "e1", "do": "annotate", "turn": "t3", "code": "propose", "attributes": {"scope": "distal"}}
    )
    state = desk.do({"do": "change", "of": "e1", "fields": {"code": "list_options"}})
    assert state.annotations["e1"].attributes == {}
    state = desk.do({"do": "change", "of": "e1", "fields": {"start": 6}})
    assert state.quotes["e1"] == "we try shorter days?"


def test_suggestions_stay_accepted_and_rejected_when_the_machine_runs_again(sit):
    first = [
        suggested(score=0.9),
        suggested("t3", "propose", score=0.8),
        suggested("t4", "accept", score=0.7),
    ]
    desk = sit()
    desk.accept(first[0])
    desk.reject(first[1])
    again = [suggested(score=0.5, cue="en.other"), suggested("t3", "propose"), suggested("t4", "accept")]
    assert list(sit().pending(again).values()) == [again[2]]
    assert [one.attributes for one in desk.state.annotations.values()] == [{"suggested_by": "detector:rules"}]


def test_what_the_coder_coded_unasked_is_not_suggested(sit):
    desk = sit()
    desk.do({"do": "annotate", "turn": "t1", "code": "invite_open", "start": 0, "stop": 9})
    assert desk.pending([suggested()]) == {}


def test_a_suggestion_can_be_taken_over_changed(sit):
    state = sit().accept(suggested(), code="invite_view", confidence=1)
    (one,) = state.annotations.values()
    assert (one.code, one.attributes) == ("invite_view", {"confidence": 1, "suggested_by": "detector:rules"})
    assert list(state.accepted) == [suggestion_key(suggested())]


def test_a_sequence_is_linked_changed_and_taken_away(sit):
    desk = sit()
    link = {"do": "link", "type": "S4", "first_turn": "t3", "response_turn": "t4", "last_turn": "t4"}
    desk.do({"id": "s1", **link, "outcome": "hedged", "code": "propose"})
    state = desk.do({"do": "relink", "of": "s1", "fields": {"outcome": "doubt", "note": "maybe"}})
    assert state.sequences["s1"] == Sequence(
        encounter="g1", type="S4", first_turn="t3", last_turn="t4", response_turn="t4", outcome="doubt",
        code="propose", coder="aino", note="maybe",
    )  # fmt: skip
    assert desk.do({"do": "unlink", "of": "s1"}).sequences == {}


def test_a_hedged_response_owes_the_coder_what_became_of_the_doubt(sit):
    desk = sit()
    link = {"do": "link", "first_turn": "t3", "last_turn": "t4"}
    desk.do({"id": "s1", **link, "type": "S4", "response_turn": "t4", "outcome": "hedged"})
    assert [one.first_turn for one in desk.owed()] == ["t3"]
    desk.do(
        {**link, "type": "S5", "first_turn": "t4", "outcome": "bypassed", "attributes": {"trigger": "hedged"}}
    )
    assert desk.owed() == []
    desk.do({"do": "relink", "of": "s1", "fields": {"outcome": "accept_plain"}})
    assert desk.owed() == []


def test_two_coders_have_two_files_and_do_not_see_each_other(sit, tmp_path):
    sit("aino").do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    sit("Aino").do({"do": "annotate", "turn": "t1", "code": "invite_view"})
    assert sorted(path.name for path in (tmp_path / "coders").iterdir()) == ["+aino.jsonl", "aino.jsonl"]
    assert codes(sit("aino").state) == [("t1", "invite_open", 0, 31)]


def test_two_desks_of_one_coder_hear_of_each_other_without_being_told_to(sit):
    one, other = sit(), sit()
    one.do({"do": "annotate", "turn": "t1", "code": "invite_open"})
    other.do({"do": "annotate", "turn": "t3", "code": "propose"})
    assert one.follow() == other.state
    assert len(one.state.annotations) == 2


def test_a_desk_tells_of_a_torn_line_and_goes_on(sit, tmp_path):
    sit().do({"id": "e1", "do": "annotate", "turn": "t1", "code": "invite_open"})
    path = tmp_path / "coders" / "aino.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id":"e2","at":"2026-')
    desk = sit()
    assert "the last line is torn. It was never told to be saved" in desk.notices[0]
    desk.do({"do": "annotate", "turn": "t3", "code": "propose"})
    assert "what is left of it is kept in aino.torn" in desk.notices[0]
    assert len(sit().state.annotations) == 2


def test_what_a_clock_that_goes_wrong_has_written_stays_before_what_is_done_next(sit, tmp_path, event):
    made = {
        **event("annotate", turn="t1", code="invite_open", start=0, stop=9),
        "at": "2999-01-01T00:00:00.000000Z",
    }
    (tmp_path / "coders").mkdir()
    (tmp_path / "coders" / "aino.jsonl").write_text(json.dumps(made) + "\n", encoding="utf-8")
    assert sit().do({"do": "remove", "of": made["id"]}).annotations == {}
    assert sit().state.annotations == {}


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\u202eb", "detector:rules", "x" * 300])
def test_a_coder_needs_a_name_that_people_can_read(sit, name):
    with pytest.raises(BadName):
        sit(name)


def test_another_process_of_the_same_coder_is_told(sit, tmp_path):
    desk = sit()
    assert desk.notices == ()
    program = (
        "import sys, pathlib; from vuoro.project import presence\n"
        f"presence.enter(pathlib.Path({str(tmp_path)!r}), 'aino'); print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1) as other:
        assert other.stdout.readline() == b"ready\n"
        assert [one.pid for one in desk.others()] == [other.pid]
        assert "aino has this project open elsewhere too: process" in desk.notices[0]
        other.kill()
    assert desk.others() == []


def test_sessions_that_are_over_or_forgotten_or_no_sessions_are_passed_over(tmp_path, sit):
    desk = sit()
    folder = tmp_path / presence.FOLDER
    here = presence.at_work(tmp_path)[0].host
    for name, told in {
        "before": {"pid": 2**30, "host": here},
        "far": {"pid": 1, "host": "elsewhere"},
        "odd": {"pid": "x", "host": "elsewhere"},
    }.items():
        whole = {"coder": "aino", "session": name, "since": "2026-05-04 09:00", **told}
        (folder / f"aino.{name}").write_text(json.dumps(whole), encoding="utf-8")
    (folder / "aino.damaged").write_text("{", encoding="utf-8")
    assert desk.others() == [
        Session(coder="aino", session="far", pid=1, host="elsewhere", since="2026-05-04 09:00")
    ]
