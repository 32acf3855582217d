"""Looking again at what one has coded oneself: an act that is kept, counted, and compared."""

from __future__ import annotations

import json

import pytest

from vuoro import cli, project
from vuoro.codebooks import editing
from vuoro.project.rules import NotAllowed

TALK = "D: Shall we try it?\nP: I suppose.\nD: Good.\nP: But not on Mondays.\n"


@pytest.fixture
def study(tmp_path):
    talk = tmp_path / "visit.txt"
    talk.write_text(TALK, encoding="utf-8")
    made = project.create(tmp_path / "study", languages=["en"], roles={"D": "professional", "P": "client"})
    project.add(made, [talk])
    return made


def log(study, *told) -> None:
    """Writes aino's log: (week, what was done, fields)."""
    lines = []
    for number, (week, do, fields) in enumerate(told, 1):
        at = f"2026-{1 + week // 4:02}-{1 + 7 * (week % 4):02}T10:00:{number:02}.000000Z"
        always = {"id": f"e{number}", "at": at, "session": "s", "coder": "aino", "encounter": "visit"}
        lines.append(json.dumps({**always, "do": do, **fields}))
    (study.folder / "coders").mkdir(exist_ok=True)
    (study.folder / "coders" / "aino.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


FOUR = [
    (0, "annotate", {"turn": f"t000{n}", "code": code, "start": 0, "stop": 4})
    for n, code in enumerate(("propose", "hedged_accept", "continuer", "reject"), 1)
]


def test_a_move_that_stands_is_looked_at_again_and_can_be_undone(sit):
    desk = sit()
    desk.do({"id": "m1", "do": "annotate", "turn": "t3", "code": "propose"})
    state = desk.do({"id": "l1", "do": "look", "of": "m1"})
    assert list(state.looked) == ["m1"]
    assert [step.do for step in desk.history("m1")] == ["annotate", "look"]
    assert desk.undo().looked == {}
    with pytest.raises(NotAllowed, match="no coding 'm2' to look at again"):
        desk.do({"do": "look", "of": "m2"})


def test_a_move_whose_code_was_edited_is_of_the_new_codebook_once_it_was_looked_at(study):
    desk = project.open_desk(study, "visit", "aino")
    desk.do({"id": "m1", "do": "annotate", "turn": "t0001", "code": "propose"})
    told = editing.edit(
        project.codebook_text(study), "propose", {"definition": "Only of what is new."}, by="a", why="b"
    )
    project.revise(study, told)
    assert [one.step.kind for one in project.pending(study)] == ["look again"]
    project.open_desk(study, "visit", "aino").do({"do": "look", "of": "m1"})
    assert project.pending(study) == []


def test_what_stands_is_changed_or_taken_away_after_three_weeks_is_told_with_its_code_before(study):
    log(
        study, *FOUR,
        (4, "look", {"of": "e1"}),
        (4, "change", {"of": "e2", "fields": {"code": "accept"}}),
        (4, "remove", {"of": "e3"}),
        (1, "look", {"of": "e4"}),
    )  # fmt: skip
    assert [(one.turn, one.before, one.after) for one in project.looked_again(study)] == [
        ("t0001", "propose", "propose"),
        ("t0002", "hedged_accept", "accept"),
        ("t0003", "continuer", "other"),
    ]
    assert len(project.looked_again(study, weeks=1)) == 4


def test_what_was_undone_and_notes_on_a_move_are_no_second_look(study):
    log(
        study, *FOUR,
        (4, "look", {"of": "e1"}),
        (4, "undo", {"of": "e5"}),
        (5, "change", {"of": "e2", "fields": {"note": "hm"}}),
    )  # fmt: skip
    assert project.looked_again(study) == []


def test_a_coders_agreement_with_the_same_coder_is_computed_as_between_coders(study):
    log(
        study, *FOUR,
        *((4, "look", {"of": f"e{n}"}) for n in (1, 3, 4)),
        (4, "change", {"of": "e2", "fields": {"code": "reject"}}),
    )  # fmt: skip
    (row,) = project.with_oneself(project.looked_again(study)).to_dict("records")
    assert (row["coder"], row["moves"], row["observed"]) == ("aino", 4, 0.75)
    # By hand: 3 of 4 alike; expected (1·1 + 1·0 + 1·1 + 1·2) / 16 = 1/4.
    assert row["kappa"] == pytest.approx((0.75 - 0.25) / 0.75)


def test_status_tells_how_often_a_coder_has_looked_again(study, capsys):
    log(study, *FOUR, (4, "look", {"of": "e1"}), (4, "change", {"of": "e2", "fields": {"code": "accept"}}))
    cli.main(["status", str(study.folder)])
    out = capsys.readouterr().out
    assert "4 annotations (0 from suggestions), 0 sequences; 1 looked at again" in out
    assert "aino with aino: of 2 moves looked at again after three weeks or more, 50% stayed" in out
