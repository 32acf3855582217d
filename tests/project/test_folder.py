"""A project is a folder: made, opened, filled, and distrusted."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import project
from vuoro.codebooks import load, read
from vuoro.project import BadSettings, NoProject, ProjectInTheWay
from vuoro.project.names import BadName, coder_name, coder_of, file_stem
from vuoro.project.settings import read_toml, toml

TALK = "D: What brings you in?\nP: The nights.\n"


@pytest.fixture
def study(tmp_path):
    return project.create(tmp_path / "study", languages=["en"], roles={"D": "professional", "P": "client"})


@pytest.fixture
def write(tmp_path):
    def written(name, text=TALK):
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_project_is_opened_as_it_was_made(tmp_path):
    made = project.create(
        tmp_path / "study", name='Käynti "1"', languages=["fi", "sv"], client={"sv": "brukare"},
        roles={"DOC 1": "professional"}, page_language="fi",
    )  # fmt: skip
    opened = project.open(tmp_path / "study")
    assert opened.settings.name == 'Käynti "1"'
    assert opened.settings.languages == ("fi", "sv")
    assert [opened.settings.client_word(one) for one in ("sv", "fi", "en")] == [
        "brukare",
        "asiakas",
        "client",
    ]
    assert opened.settings.roles == {"DOC 1": "professional"}
    assert project.codebook(opened) == load("participation")
    assert repr(made) == repr(opened)


def test_a_project_is_not_made_over_another_one_and_leaves_what_is_there(tmp_path):
    (tmp_path / ".gitattributes").write_text("*.wav filter=lfs", encoding="utf-8")
    project.create(tmp_path)
    assert "*.wav filter=lfs" in (tmp_path / ".gitattributes").read_text("utf-8")
    assert "*.jsonl text eol=lf merge=union" in (tmp_path / ".gitattributes").read_text("utf-8")
    with pytest.raises(ProjectInTheWay, match="there is a project here already"):
        project.create(tmp_path)


def test_a_folder_without_a_project_says_how_to_make_one(tmp_path):
    with pytest.raises(NoProject, match=r"there is no project here .* vuoro new"):
        project.open(tmp_path)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"languages": ["de"]}, "'de' is no language here; there are sv, fi, en"),
        ({"roles": {"D": "doctor"}}, "'D' cannot be 'doctor'; the roles are professional, client"),
        ({"client": {"sv": " "}}, "the word for the client cannot be ' '"),
        ({"page_language": "se"}, "'se' is no language"),
    ],
)
def test_settings_that_cannot_be_are_refused_and_nothing_is_made(tmp_path, settings, why):
    with pytest.raises(BadSettings, match=why):
        project.create(tmp_path / "study", **settings)
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize("text", ["name = ", "languages = 3", 'roles = "x"', "client = [1]"])
def test_damaged_settings_are_told(study, text):
    (study.folder / "project.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=r"project\.toml"):
        project.open(study.folder)


def test_the_latest_version_of_the_codebook_counts(study):
    first = (study.folder / "codebook" / "participation@0.1.yaml").read_text("utf-8")
    for version in ("0.10", "0.9"):
        text = first.replace("version: '0.1'", f"version: '{version}'")
        (study.folder / "codebook" / f"participation@{version}.yaml").write_text(text, encoding="utf-8")
        assert read(text).version == version
    assert project.codebook(study).version == "0.10"


def test_transcripts_are_copied_with_their_digests_and_roles_are_asked_for(study, write):
    added = project.add(study, [write("visit.txt"), write("other.txt", "A: Hello.\nP: Hello.\n")])
    assert {one.id for one in added.encounters} == {"visit", "other"}
    assert added.without_role == {"other": ("A",)}
    listed = {one.name: one for one in project.transcripts(study)}
    assert (study.folder / "transcripts" / "visit" / "visit.txt").read_text("utf-8") == TALK
    assert len(listed["visit"].sha256[0]) == 64
    assert project.problems(study) == []


def test_what_a_folder_says_of_its_transcripts_comes_with_them(study, corpora):
    added = project.add(study, corpora / "g1_return_to_work")
    one = project.encounter(study, "g1_return_to_work")
    assert added.encounters == (one,)
    assert one.invented
    assert one.meta["setting"] == "occupational health"


def test_nothing_is_added_twice_and_another_version_only_when_that_is_said(study, write):
    project.add(study, write("visit.txt"))
    assert "in the project already, as visit" in project.add(study, write("visit.txt")).refused[0].reason
    assert "as visit" in project.add(study, write("copy.txt")).refused[0].reason
    changed = write("visit.txt", TALK + "D: And in the day?\n")
    assert "with other words" in project.add(study, changed).refused[0].reason
    assert len(project.encounter(study, "visit")) == 2
    added = project.add(study, changed, replace_old=True)
    assert added.replaced == ("visit",)
    assert len(project.encounter(study, "visit")) == 3
    kept = list((study.folder / "transcripts" / ".earlier").rglob("visit.txt"))
    assert [path.read_text("utf-8") for path in kept] == [TALK]
    assert project.problems(study) == []


def test_names_that_differ_in_capitals_or_in_how_letters_are_written_are_one(study, write):
    project.add(study, write("käynti.txt"))
    for n, name in enumerate(("KÄYNTI.txt", "ka\u0308ynti.txt")):
        refused = project.add(study, write(name, TALK + f"D: {n}\n")).refused
        assert "in the project already" in refused[0].reason


def test_a_transcript_that_changed_on_disk_is_told_with_what_to_do(study, write):
    project.add(study, write("visit.txt"))
    copy = study.folder / "transcripts" / "visit" / "visit.txt"
    copy.write_text(TALK + "D: And then?\n", encoding="utf-8")
    (problem,) = project.problems(study)
    assert (problem.rule, problem.file) == ("changed-transcript", "visit.txt")
    assert "Put the old file back" in problem.message
    assert "--replace" in problem.message


def test_a_copy_that_was_edited_in_its_place_is_taken_over_as_the_problem_advises(study, corpora):
    project.add(study, corpora / "g1_return_to_work")
    (one,) = project.transcripts(study)
    copy = study.folder / "transcripts" / one.name / one.files[0]
    copy.write_bytes(copy.read_bytes().replace(b"*DOC:\t", b"*DOC:\tn\xc3\xa5 ", 1))
    assert [problem.rule for problem in project.problems(study)] == ["changed-transcript"]
    added = project.add(study, copy, replace_old=True)
    assert (added.refused, added.replaced) == ((), ("g1_return_to_work",))
    assert project.problems(study) == []
    assert project.encounter(study, "g1_return_to_work").invented
    assert not (study.folder / "transcripts" / ".earlier").exists()


def test_a_transcript_that_is_gone_is_told_and_the_others_are_read(study, write):
    project.add(study, [write("visit.txt"), write("other.txt", TALK + "P: Yes.\n")])
    shutil.rmtree(study.folder / "transcripts" / "visit")
    assert [one.rule for one in project.problems(study)] == ["unreadable-transcript"]
    assert [one.id for one in project.encounters(study, on_error=lambda error: None)] == ["other"]


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "..", "", "a\\b", "C:x"])
def test_a_list_that_leads_out_of_the_folder_is_refused(study, write, name):
    project.add(study, write("visit.txt"))
    listed = study.folder / "transcripts.toml"
    for wanted in ("visit.txt", "visit"):
        damaged = listed.read_text("utf-8").replace(
            f'"{wanted}"', toml({"x": name}).partition("= ")[2].strip()
        )
        (study.folder / "damaged").mkdir(exist_ok=True)
        (study.folder / "damaged" / "transcripts.toml").write_text(damaged, encoding="utf-8")
        with pytest.raises(NoProject, match="is no name of a file in transcripts/"):
            project.transcripts(project.Project(folder=study.folder / "damaged", settings=study.settings))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_whose_name_other_systems_cannot_have_is_refused(study, write):
    refused = project.add(study, write("what?: a visit.txt")).refused
    assert "is no name that every system can have" in refused[0].reason
    assert project.transcripts(study) == []


def test_an_encounter_that_is_not_there_is_told_with_those_that_are(study, write):
    with pytest.raises(NoProject, match="there are: none yet; add some with vuoro add"):
        project.encounter(study, "visit")
    project.add(study, write("visit.txt"))
    with pytest.raises(NoProject, match="there is no encounter 'viist'; there are: visit"):
        project.encounter(study, "viist")


def test_logs_that_git_merges_hold_what_both_have_done(study, write, tmp_path):
    def git(*words, at=study.folder):
        who = ["-c", "user.name=aino", "-c", "user.email=aino@example.org", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *who, *words], cwd=at, check=True, capture_output=True)

    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    project.add(study, write("visit.txt"))
    desk = project.open_desk(study, "visit", "aino")
    first, second = (turn.id for turn in desk.encounter.turns)
    desk.do({"id": "e1", "do": "annotate", "turn": first, "code": "invite_open"})
    git("init")
    git("add", ".")
    git("commit", "-m", "begun")
    git("clone", str(study.folder), str(tmp_path / "laptop"), at=tmp_path)
    there = project.open(tmp_path / "laptop")
    project.open_desk(there, "visit", "aino").do(
        {"do": "change", "of": "e1", "fields": {"code": "invite_view"}}
    )
    git("commit", "-am", "on the laptop", at=there.folder)
    desk.do({"do": "annotate", "turn": second, "code": "express_view"})
    git("commit", "-am", "at the desk")
    git("pull", "--no-rebase", "--no-edit", str(there.folder), "main")
    assert [one.code for one in project.annotations(study)] == ["invite_view", "express_view"]
    assert project.problems(study) == []
    assert len(desk.follow().annotations) == 2
    desk.do({"do": "finish"})
    assert project.seen(study) == {"aino": {"visit"}}


def test_a_log_of_nobody_is_told_and_passed_over(study):
    (study.folder / "coders" / "Aino.jsonl").write_text("", encoding="utf-8")
    assert project.coders(study) == []
    assert [one.rule for one in project.problems(study)] == ["foreign-log"]


def test_events_about_an_encounter_that_is_not_there_are_told(study, write):
    project.add(study, write("visit.txt"))
    desk = project.open_desk(study, "visit", "aino")
    desk.do({"do": "see", "turns": [desk.encounter.turns[0].id]})
    listed = study.folder / "transcripts.toml"
    listed.write_text(listed.read_text("utf-8").partition("[[")[0], encoding="utf-8")
    (problem,) = project.problems(study)
    assert (problem.rule, problem.file, problem.text) == ("unknown-encounter", "aino.jsonl", "visit")


names = st.text(min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(names, unique=True, max_size=8))
def test_no_two_coders_have_one_file_and_a_file_says_whose_it_is(given_names):
    coders = {tidy for name in given_names if (tidy := _tidy(name))}
    stems = {coder: file_stem(coder) for coder in coders}
    assert len({stem.casefold() for stem in stems.values()}) == len(coders)
    assert {coder_of(Path(f"{stem}.jsonl")) for stem in stems.values()} == coders
    assert all(Path(stem).name == stem and not stem.startswith(".") for stem in stems.values())


def _tidy(name):
    try:
        return coder_name(name)
    except BadName:
        return ""


plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(plain, plain, max_size=4), st.lists(plain, max_size=3))
def test_what_is_written_as_toml_is_read_back(tmp_path_factory, table, listed):
    path = tmp_path_factory.mktemp("toml") / "x.toml"
    told = {"list": listed, "table": table, "rows": [{"a": "x", "inside": table}]}
    path.write_text(toml(told), encoding="utf-8", newline="")
    assert read_toml(path) == told
