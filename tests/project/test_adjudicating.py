"""Adjudication: what is in question, what hangs on it, who was right, and what is kept."""

from __future__ import annotations

import pytest

from vuoro import project
from vuoro.agreement import agree
from vuoro.annotations import read_annotations, read_sequences
from vuoro.cli import main
from vuoro.project import NotAllowed, NothingToSettle, disagreements
from vuoro.project.costing import distance

TALK = """\
D: What would you like to take up?
P: The nights, mostly.
D: Shall we try shorter days?
P: Joo, maybe.
D: Fine.
"""
ROLES = {"D": "professional", "P": "client"}


@pytest.fixture
def study(tmp_path):
    (tmp_path / "visit.txt").write_text(TALK, encoding="utf-8")
    made = project.create(tmp_path / "study", languages=["en"], roles=ROLES)
    assert project.add(made, tmp_path / "visit.txt").refused == ()
    return made


@pytest.fixture
def coded(study):
    """Two coders who differ in the answer: aino hears a hedge and doubt, bo plain agreement."""
    for coder, code, outcome in (("aino", "hedged_accept", "hedged"), ("bo", "accept", "accept_plain")):
        desk = project.open_desk(study, "visit", coder)
        turns = list(desk.encounter.turns)
        desk.do({"do": "annotate", "turn": turns[0].id, "code": "invite_open"})
        desk.do({"do": "annotate", "turn": turns[2].id, "code": "propose"})
        desk.do({"do": "annotate", "turn": turns[3].id, "code": code, "note": "maybe"})
        desk.do({"do": "link", "type": "S4", "first_turn": turns[2].id, "last_turn": turns[3].id, "code": "propose",
                 "response_turn": turns[3].id, "outcome": outcome})  # fmt: skip
        desk.do({"do": "memo", "turn": turns[3].id, "text": f"{coder} thinks so"})
        desk.do({"do": "finish"})
    return study


@pytest.fixture
def settling(coded):
    return project.adjudicate(coded, by="chief")


def test_places_come_in_the_order_of_what_hangs_on_them_with_both_codings_and_memos(coded):
    outcome, move = disagreements(coded)
    assert (outcome.type, outcome.between) == ("S4", {"aino": ["hedged"], "bo": ["accept_plain"]})
    assert (outcome.distance, outcome.measures, outcome.cost) == (1.0, ("D10", "D11"), 4.0)
    assert (move.type, move.between) == ("", {"aino": ["hedged_accept"], "bo": ["accept"]})
    assert (move.distance, move.measures, move.sequences) == (0.5, ("D8", "D10", "D11", "D12b"), 1)
    assert move.cost == 3.0
    assert (move.words.strip(), move.speaker) == ("Joo, maybe.", "P")
    assert [one.memo for one in move.codings] == ["aino thinks so", "bo thinks so"]


def test_what_only_one_has_coded_is_a_place_where_the_other_has_seen_the_encounter(coded):
    desk = project.open_desk(coded, "visit", "bo")
    desk.do({"do": "reopen"})
    with pytest.raises(NothingToSettle, match="no encounter was finished by two coders"):
        disagreements(coded)
    id = next(id for id, one in desk.state.annotations.items() if one.code == "invite_open")
    desk.do({"do": "remove", "of": id})
    desk.do({"do": "finish"})
    told = {one.turn: one.between for one in disagreements(coded) if not one.type}
    assert {"aino": ["invite_open"], "bo": ["other"]} in told.values()


def test_unfinished_encounters_are_compared_when_that_is_wanted(study):
    for coder, code in (("aino", "propose"), ("bo", "list_options")):
        desk = project.open_desk(study, "visit", coder)
        desk.do({"do": "annotate", "turn": desk.encounter.turns[2].id, "code": code})
    with pytest.raises(NothingToSettle, match="Finish one, or say unfinished=True"):
        project.adjudicate(study, by="chief")
    assert len(project.adjudicate(study, by="chief", unfinished=True).open) == 1


def test_choosing_one_of_them_settles_the_place_and_touches_nobody_elses_log(coded, settling):
    logs = coded.folder / "coders"
    before = {path.name: path.read_bytes() for path in logs.iterdir()}
    outcome, move = settling.open
    settling.choose(outcome, "aino", note="maybe is a hedge")
    assert settling.open == [move]
    after = {path.name: path.read_bytes() for path in logs.iterdir()}
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"chief.jsonl"}
    again = project.adjudicate(coded, by="chief")
    assert again.settlement(outcome)["between"] == {"aino": ["hedged"], "bo": ["accept_plain"]}
    assert again.settlement(outcome)["note"] == "maybe is a hedge"


def test_the_gold_layer_is_what_they_agree_on_and_what_was_settled(coded, settling):
    outcome, move = settling.open
    settling.choose(outcome, "aino")
    settling.write(move, code="express_doubt", note="neither")
    gold = project.gold(coded)
    assert [one.code for one in gold.annotations] == ["invite_open", "propose", "express_doubt"]
    assert [one.outcome for one in gold.sequences] == ["hedged"]
    assert {(one.coder, one.status) for one in (*gold.annotations, *gold.sequences)} == {
        ("gold", "adjudicated")
    }
    assert gold.open == ()


def test_what_is_open_is_in_no_gold(settling):
    gold = settling.gold()
    assert [one.code for one in gold.annotations] == ["invite_open", "propose"]
    assert gold.sequences == ()
    assert len(gold.open) == 2


def test_that_there_is_nothing_here_can_be_settled_too(settling):
    outcome, move = settling.open
    settling.write(move)
    settling.write(outcome, outcome="doubt")
    assert [one.code for one in settling.gold().annotations] == ["invite_open", "propose"]
    assert [one.outcome for one in settling.gold().sequences] == ["doubt"]


def test_a_third_coding_must_be_one_and_a_coder_must_have_said_something(settling):
    outcome, move = settling.open
    with pytest.raises(NotAllowed, match="has no code 'nod'"):
        settling.write(move, code="nod")
    with pytest.raises(NotAllowed, match="'nodded' is no outcome of S4"):
        settling.write(outcome, outcome="nodded")
    with pytest.raises(NotAllowed, match="'eve' has said nothing about this place; who has: aino, bo"):
        settling.choose(move, "eve")
    assert len(settling.open) == 2


def test_settling_is_undone_the_last_one_first(settling):
    outcome, move = settling.open
    settling.choose(outcome, "aino")
    settling.choose(move, "bo")
    settling.undo()
    assert settling.open == [move]
    settling.undo()
    assert settling.open == [outcome, move]
    with pytest.raises(NotAllowed, match="nothing is settled"):
        settling.undo()


def test_a_place_is_open_again_when_a_coder_thinks_anew(coded, settling):
    outcome, move = settling.open
    settling.choose(move, "aino")
    desk = project.open_desk(coded, "visit", "bo")
    desk.do({"do": "reopen"})
    id = next(id for id, one in desk.state.annotations.items() if one.code == "accept")
    desk.do({"do": "change", "of": id, "fields": {"code": "express_doubt"}})
    desk.do({"do": "finish"})
    settling.reread()
    assert {one.place for one in settling.open} == {outcome.place, move.place}


def test_a_coder_may_settle_and_goes_on_coding_apart_from_it(coded):
    settling = project.adjudicate(coded, by="aino")
    settling.choose(settling.open[1], "bo")
    codes = [one.code for one in project.annotations(coded, ["aino"])]
    assert codes == ["invite_open", "propose", "hedged_accept"]
    assert len(settling.open) == 1


def test_the_tables_for_the_meeting_say_what_was_taken_for_what(settling):
    settling.choose(settling.open[0], "aino", note="a hedge")
    told = project.about(settling).to_dict("split")["data"]
    assert told == [
        ["S4", "accept_plain", "hedged", 1, 0, 1, 0, 0],
        ["move", "accept", "hedged_accept", 1, 0, 0, 0, 1],
    ]
    lines = project.to_bring(settling)
    assert lines["codings"].tolist() == ["aino: hedged; bo: accept_plain", "aino: hedged_accept; bo: accept"]
    assert lines["settled"].tolist() == ["hedged", ""]
    assert "chief: a hedge" in lines["said"][0]
    assert "aino: aino thinks so; maybe" in lines["said"][1]
    confused = project.confused(settling)
    assert confused.query("first_code != second_code")[
        ["first_code", "second_code", "units"]
    ].values.tolist() == [["hedged_accept", "accept", 1]]


def test_the_frame_shows_both_codings_side_by_side_and_nothing_of_it_runs_in_a_page(coded, settling):
    settling.write(settling.open[0], note="<script>alert(1)</script>")
    frame = settling.frame()
    assert frame[["aino", "bo", "for"]].values.tolist() == [
        ["hedged", "accept_plain", "neither"],
        ["hedged_accept", "accept", ""],
    ]
    assert "<script>" not in settling._repr_html_()
    assert repr(settling) == "Adjudication by chief: 1 open, 1 settled, in 1 encounter"


def test_two_proposals_in_one_turn_are_two_places(coded):
    for coder, outcome in (("aino", "counter"), ("bo", "reject")):
        desk = project.open_desk(coded, "visit", coder)
        desk.do({"do": "reopen"})
        third, *_, last = (turn.id for turn in desk.encounter.turns[2:])
        desk.do({"do": "link", "type": "S4", "first_turn": third, "last_turn": last, "code": "propose",
                 "response_turn": last, "outcome": outcome})  # fmt: skip
        desk.do({"do": "finish"})
    settling = project.adjudicate(coded)
    first, second = (one for one in settling.open if one.type)
    settling.choose(second, "bo")
    assert [one.place for one in settling.open if one.type] == [first.place]
    assert len(settling.gold().sequences) == 1


def test_three_coders_are_settled_together(coded):
    desk = project.open_desk(coded, "visit", "cia")
    desk.do({"do": "annotate", "turn": desk.encounter.turns[3].id, "code": "accept"})
    desk.do({"do": "finish"})
    move = next(one for one in disagreements(coded) if one.words.startswith("Joo"))
    assert move.between == {"aino": ["hedged_accept"], "bo": ["accept"], "cia": ["accept"]}
    assert move.distance == pytest.approx((0.5 + 0.5 + 0) / 3)


def test_neighbours_are_half_as_far_apart_and_shared_codes_not_at_all():
    assert distance(["develop_proposal"], ["probe_proposal"]) == 0.5
    assert distance(["express_doubt", "explain"], ["reject", "explain"]) == pytest.approx(1 / 3)
    assert distance(["propose"], ["other"]) == 1.0
    assert distance(["propose"], ["propose"]) == 0.0


def test_who_settles_must_be_said_where_several_have(coded):
    for who in ("chief", "boss"):
        settling = project.adjudicate(coded, by=who)
        settling.choose(settling.open[0], "aino")
    with pytest.raises(NotAllowed, match="who has settled something: boss, chief"):
        project.gold(coded)
    assert len(project.gold(coded, by="boss").open) == 1


def test_the_places_are_those_at_which_agreement_sees_the_coders_differ(tmp_path, corpora):
    """The same coding, compared by another function from the tables."""
    group = corpora / "g1_return_to_work"
    study = project.create(tmp_path / "study")
    project.add(study, group)
    for coder in ("coder_a", "coder_b"):
        files = [group / f"{coder}.csv", group / f"{coder}_sequences.csv"]
        project.receive(study, files, coder=coder, finished=True)
    talk = project.encounters(study)
    marks = [a for c in "ab" for a in read_annotations(group / f"coder_{c}.csv", talk)]
    links = [s for c in "ab" for s in read_sequences(group / f"coder_{c}_sequences.csv")]
    told = agree(talk, marks, links, draws=10)
    moves = {
        (one.turn, *map(", ".join, one.between.values())) for one in disagreements(study) if not one.type
    }
    ends = {
        (one.turn, one.type, *map(" ".join, one.between.values())) for one in disagreements(study) if one.type
    }
    assert moves == set(told.disagreements[["turn", "coder_a", "coder_b"]].itertuples(index=False, name=None))
    others = told.other_outcomes.replace("", "other")[["turn", "type", "coder_a", "coder_b"]]
    assert ends == set(others.itertuples(index=False, name=None))


def test_the_gold_layer_travels_as_a_table_from_the_command_line(coded, settling, capsys):
    settling.choose(settling.open[1], "bo")
    assert main(["annotations", str(coded.folder), "--gold", "chief"]) == 0
    assert "gold: 3 annotations in" in capsys.readouterr().out
    told = read_annotations(coded.folder / "annotations" / "gold.csv", project.encounters(coded))
    assert [(one.code, one.coder, one.status) for one in told][-1] == ("accept", "gold", "adjudicated")


def test_where_nobody_has_settled_anything_gold_is_what_coders_agree_on(coded):
    agreed = project.gold(coded).annotations
    said = [
        {(a.turn, a.code) for a in project.annotations(coded, [coder])} for coder in project.coders(coded)
    ]
    assert {(a.turn, a.code) for a in agreed} == set.intersection(*said)


def test_where_nobody_has_coded_there_is_nothing_to_settle(tmp_path):
    with pytest.raises(project.NothingToSettle):
        project.gold(project.create(tmp_path / "study"))
