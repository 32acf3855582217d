"""A project's codebook changes by versions, and codings follow in their coders' own logs."""

from __future__ import annotations

import pytest

from vuoro import cli, project
from vuoro.codebooks import editing

WHO = {"by": "aino", "why": "too few"}
TALK = "D: Shall we try it?\nP: I suppose.\n"


@pytest.fixture
def study(tmp_path):
    talk = tmp_path / "visit.txt"
    talk.write_text(TALK, encoding="utf-8")
    made = project.create(tmp_path / "study", languages=["en"], roles={"D": "professional", "P": "client"})
    project.add(made, [talk])
    for coder, code in (("aino", "hedged_accept"), ("bo", "express_doubt")):
        desk = project.open_desk(made, "visit", coder)
        desk.do({"do": "annotate", "turn": "t0002", "code": code})
    return made


def codes(study, coder) -> list[tuple[str, str]]:
    return [(one.code, one.codebook) for one in project.annotations(study, [coder])]


def test_a_merge_shows_what_it_would_change_and_then_does_it(study):
    project.revise(study, editing.merge(project.codebook_text(study), ["hedged_accept"], "accept", **WHO))
    (step,) = project.pending(study)
    assert (step.coder, step.step.kind, step.step.code) == ("aino", "renamed", "accept")
    assert codes(study, "aino") == [("hedged_accept", "participation@0.1")]
    assert project.migrate(study, [step]) == 1
    assert codes(study, "aino") == [("accept", "participation@0.2")]
    assert codes(study, "bo") == [("express_doubt", "participation@0.1")]
    assert project.pending(study) == []


def test_a_migration_can_be_undone_by_its_coder(study):
    project.revise(study, editing.merge(project.codebook_text(study), ["hedged_accept"], "accept", **WHO))
    project.migrate(study, project.pending(study))
    project.open_desk(study, "visit", "aino").undo()
    assert codes(study, "aino") == [("hedged_accept", "participation@0.1")]


def test_a_coder_who_had_finished_has_finished_after_a_migration(study):
    project.open_desk(study, "visit", "aino").do({"do": "finish"})
    project.revise(study, editing.merge(project.codebook_text(study), ["hedged_accept"], "accept", **WHO))
    assert project.migrate(study, project.pending(study)) == 1
    assert codes(study, "aino") == [("accept", "participation@0.2")]
    assert project.open_desk(study, "visit", "aino").state.finished


def test_two_codes_of_the_same_words_that_become_one_stand_once(study):
    project.open_desk(study, "visit", "aino").do({"do": "annotate", "turn": "t0002", "code": "accept"})
    project.revise(study, editing.merge(project.codebook_text(study), ["hedged_accept"], "accept", **WHO))
    project.migrate(study, project.pending(study))
    assert codes(study, "aino") == [("accept", "participation@0.1")]


def test_what_a_person_must_decide_is_left_alone(study):
    project.revise(study, editing.retire(project.codebook_text(study), "express_doubt", **WHO))
    (step,) = project.pending(study)
    assert step.step.kind == "ask"
    assert project.migrate(study, [step]) == 0


def test_older_versions_stay_beside_the_new_one(study):
    project.revise(study, editing.retire(project.codebook_text(study), "accept", **WHO))
    assert sorted(path.name for path in (study.folder / "codebook").glob("*.yaml")) == [
        "participation@0.1.yaml", "participation@0.2.yaml",
    ]  # fmt: skip


def test_a_change_to_a_version_that_is_no_longer_the_latest_is_refused(study):
    first = project.codebook_text(study)
    project.revise(study, editing.retire(first, "accept", **WHO))
    with pytest.raises(project.VersionInTheWay, match=r"does not follow participation@0\.2"):
        project.revise(study, editing.retire(first, "reject", **WHO))


def test_the_command_changes_shows_and_takes_over(study, capsys):
    folder = str(study.folder)
    merge = [
        "codebook",
        folder,
        "merge",
        "accept",
        "hedged_accept",
        "--into",
        "accept",
        "--by",
        "aino",
        "--why",
        "few",
    ]
    assert cli.main(merge) == 0
    assert "participation@0.2: 19 codes\ncodings of older versions: 1 renamed" in capsys.readouterr().out
    assert cli.main(["codebook", folder, "migrate"]) == 0
    assert "aino\tvisit:t0002\thedged_accept\trenamed: accept" in capsys.readouterr().out
    assert cli.main(["codebook", folder, "migrate", "--yes"]) == 0
    assert "1 codings taken over" in capsys.readouterr().out
    assert cli.main(["codebook", folder, "show", "--lang", "sv"]) == 0
    assert "merge hedged_accept, accept into accept: few" in capsys.readouterr().out


def test_the_command_edits_a_field(study, capsys):
    edit = [
        "codebook",
        str(study.folder),
        "edit",
        "accept",
        "--set",
        "labels.fi=Kyllä",
        "--by",
        "aino",
        "--why",
        "x",
    ]
    assert cli.main(edit) == 0
    assert project.codebook(study).code("accept").labels["fi"] == "Kyllä"
    assert "no coding is touched" in capsys.readouterr().out


def test_a_slip_in_the_command_is_told(study, capsys):
    retire = ["codebook", str(study.folder), "retire", "acept", "--by", "aino", "--why", "x"]
    assert cli.main(retire) == 2
    assert "did you mean 'accept'" in capsys.readouterr().err


def linked(study, coder, code):
    """Link the proposal of turn 1 at a coder's desk, opened by that code."""
    told = {"type": "S4", "first_turn": "t0001", "last_turn": "t0002", "outcome": "hedged", "code": code}
    project.open_desk(study, "visit", coder).do({"do": "link", **told})


def test_a_sequence_follows_the_code_that_opens_it(study):
    linked(study, "aino", "propose")
    project.revise(study, editing.merge(project.codebook_text(study), ["propose"], "list_options", **WHO))
    (step,) = project.pending(study)
    assert (step.step.kind, step.step.turn, step.step.code) == ("renamed", "t0001", "list_options")
    assert project.migrate(study, [step]) == 1
    assert [one.code for one in project.sequences(study)] == ["list_options"]
    assert project.pending(study) == []


def entry(id: str) -> dict:
    """An entry of a codebook."""
    labels = dict.fromkeys(("sv", "fi", "en"), id)
    examples = {language: [f"{id}."] for language in labels}
    return {"id": id, "way": 4, "labels": labels, "definition": f"{id}.", "examples": examples}


def test_a_sequence_whose_code_was_split_follows_what_its_coder_gives_its_first_turn(study):
    linked(study, "aino", "propose")
    parts = [entry("offer"), entry("suggest")]
    project.revise(study, editing.split(project.codebook_text(study), "propose", parts, **WHO))
    (step,) = project.pending(study)
    assert (step.step.kind, step.step.choices) == ("ask", ("offer", "suggest"))
    project.open_desk(study, "visit", "aino").do({"do": "annotate", "turn": "t0001", "code": "offer"})
    assert project.migrate(study, project.pending(study)) == 1
    assert [one.code for one in project.sequences(study)] == ["offer"]


def settled(study):
    """Both have finished; chief has settled turn 2 as aino has it."""
    for coder in ("aino", "bo"):
        project.open_desk(study, "visit", coder).do({"do": "finish"})
    settling = project.adjudicate(study, by="chief")
    settling.choose(settling.open[0], "aino", note="hedged")
    return settling


def test_what_was_settled_follows_and_stays_settled(study):
    settled(study)
    project.revise(study, editing.merge(project.codebook_text(study), ["hedged_accept"], "accept", **WHO))
    assert [(one.coder, one.step.kind) for one in project.pending(study)] == [
        ("aino", "renamed"), ("chief", "renamed"),
    ]  # fmt: skip
    assert project.migrate(study, project.pending(study)) == 2
    settling = project.adjudicate(study, by="chief")
    (place,) = settling.all
    assert settling.open == []
    assert place.between == {"aino": ["accept"], "bo": ["express_doubt"]}
    assert [(one.code, one.codebook) for one in settling.gold().annotations] == [
        ("accept", "participation@0.2")
    ]
    assert settling.settlement(place)["note"] == "hedged"
    assert project.pending(study) == []


def test_what_was_settled_with_a_code_that_was_split_is_left_to_whoever_settled_it(study):
    settled(study)
    parts = [entry("yield_"), entry("go_along")]
    project.revise(study, editing.split(project.codebook_text(study), "hedged_accept", parts, **WHO))
    assert {(one.coder, one.step.kind) for one in project.pending(study)} == {
        ("aino", "ask"),
        ("chief", "ask"),
    }
    assert project.migrate(study, project.pending(study)) == 0


def test_the_command_tells_of_sequences_and_of_what_was_settled(study, capsys):
    linked(study, "aino", "hedged_accept")
    settled(study)
    project.revise(study, editing.merge(project.codebook_text(study), ["hedged_accept"], "accept", **WHO))
    assert cli.main(["codebook", str(study.folder), "migrate", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "aino\tvisit:t0001\thedged_accept\trenamed: accept" in out
    assert "chief\tvisit:t0002\thedged_accept\trenamed: accept" in out
    assert "3 codings taken over" in out
