"""The main job on good files, on bad files, and twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from vuoro import annotations, chain, measures, project, sequences
from vuoro.cli import main

TALK = """encounter,turn,speaker,role,text
visit 1,1,D,professional,So what can I do for you today?
visit 1,2,P,client,Well I've had this pain in my back for two weeks.
visit 1,3,D,professional,So you've been in pain since the beginning of the month?
visit 1,4,P,client,"Yes, and I can't sleep because of it."
visit 1,5,D,professional,How about we try some physiotherapy?
visit 1,6,P,client,"Yes, let's do that, I'll ring them tomorrow."
"""


@pytest.fixture
def talk(tmp_path) -> Path:
    path = tmp_path / "in" / "clinic.csv"
    path.parent.mkdir()
    path.write_text(TALK, encoding="utf-8")
    return path


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_a_folder_becomes_tables_figures_and_pages(talk, tmp_path):
    report = chain.run([talk.parent], tmp_path / "out")
    assert (report.encounters, report.turns, report.problems, report.failures) == (1, 6, 0, ())
    assert sorted(_everything(tmp_path / "out")) == [
        "annotations.csv",
        "annotations.jsonl",
        "decisions.csv",
        "encounters.csv",
        "figures/visit_1_profile.png",
        "figures/visit_1_profile.svg",
        "figures/visit_1_timeline.png",
        "figures/visit_1_timeline.svg",
        "index.html",
        "measures.csv",
        "measures.parquet",
        "pages/visit_1.html",
        "problems.csv",
        "profile.csv",
        "provenance.json",
        "sequences.csv",
        "sequences.jsonl",
        "support.csv",
    ]


def test_the_moves_of_a_plain_visit_are_found(talk, tmp_path):
    chain.run([talk], tmp_path / "out", chain.Choices(figures=False, coders=("rules",)))
    found = pd.read_csv(tmp_path / "out" / "annotations.csv", dtype={"turn": str})
    assert list(found.columns[:12]) == (
        [
            "encounter",
            "turn",
            "speaker",
            "role",
            "code",
            "coder",
            "status",
            "score",
            "start",
            "stop",
            "cue",
            "evidence",
        ]
    )
    moves = {"1": "invite_open", "3": "confirm_question", "5": "propose", "6": "accept"}
    assert moves.items() <= dict(zip(found["turn"], found["code"], strict=True)).items()
    assert set(found["status"]) == {"suggested"}
    links = pd.read_csv(tmp_path / "out" / "sequences.csv", dtype=str)
    assert list(links.columns[:6]) == ["encounter", "type", "first_turn", "last_turn", "outcome", "coder"]
    assert {tuple(row) for row in links[["type", "first_turn", "outcome"]].to_numpy()} == {
        ("S1", "1", "minimal"),
        ("S2", "3", "expanded"),
        ("S4", "5", "accept_elaborated"),
    }


def test_two_runs_are_byte_identical(talk, tmp_path):
    chain.run([talk], tmp_path / "one", chain.Choices(jobs=1))
    chain.run([talk], tmp_path / "two", chain.Choices(jobs=2))
    assert _everything(tmp_path / "one") == _everything(tmp_path / "two")


def test_processes_change_neither_suggestions_nor_their_order_nor_what_failed(talk, tmp_path):
    (talk.parent / "strangers.csv").write_text("turn,speaker,text\n1,X,Hello there.\n", encoding="utf-8")
    one, two = (chain.examine([talk.parent], chain.Choices(jobs=jobs, language="en")) for jobs in (1, 2))
    assert one == two
    assert [len(encounter) for encounter in one.encounters] == [6]
    assert [failure.file for failure in one.failures] == ["strangers.csv"]
    assert "who is the professional" in one.failures[0].reason


def test_a_second_run_replaces_the_first_and_touches_nothing_else(talk, tmp_path):
    out = tmp_path / "out"
    chain.run([talk], out, chain.Choices(figures=False))
    talk.write_text(TALK.replace("visit 1", "visit 2"), encoding="utf-8")
    chain.run([talk], out, chain.Choices(figures=False))
    assert [path.name for path in (out / "pages").iterdir()] == ["visit_2.html"]
    (out / "my notes.txt").write_text("mine")
    with pytest.raises(chain.OutputInTheWay, match=r"my notes\.txt"):
        chain.run([talk], out)
    assert (out / "my notes.txt").read_text() == "mine"


def test_provenance_names_versions_inputs_and_every_output(talk, tmp_path):
    chain.run([talk], tmp_path / "out", chain.Choices(figures=False, coders=("rules",)))
    about = json.loads((tmp_path / "out" / "provenance.json").read_text("utf-8"))
    assert about["codebook"].startswith("participation@")
    assert about["counted_coders"] == ["detector:rules"]
    assert [file["name"] for entry in about["inputs"] for file in entry["files"]] == ["clinic.csv"]
    assert {entry["file"] for entry in about["outputs"]} == set(_everything(tmp_path / "out")) - {
        "provenance.json"
    }


def test_peoples_codings_are_counted_instead_of_the_machines(talk, tmp_path):
    coded = tmp_path / "aino.csv"
    coded.write_text("encounter,turn,code,coder\nvisit 1,1,invite_open,aino\n", encoding="utf-8")
    chain.run([talk], tmp_path / "out", chain.Choices(figures=False, annotations=(str(coded),)))
    measured = pd.read_csv(tmp_path / "out" / "measures.csv")
    assert set(measured["coders"].dropna()) == {"aino"}


BAD = {
    "empty.cha": b"",
    "binary.txt": bytes(range(256)) * 4,
    "nobody.txt": "X: hej hej hur mår du\nY: jo tack det är bra med mig\n".encode(),
    "notable.csv": b"a,b\n1,2\n",
}


@pytest.fixture
def mixed(talk) -> Path:
    for name, content in BAD.items():
        (talk.parent / name).write_bytes(content)
    return talk.parent


def test_peoples_sequences_stand_for_those_that_would_follow_from_their_codings(corpora):
    folder = corpora / "g1_return_to_work"
    coded = chain.Choices(annotations=(str(folder / "gold.csv"),), coders=("rules",))
    settled = replace(coded, sequences=(str(folder / "gold_sequences.csv"),))
    followed, given = (
        [s for s in chain.examine([folder], c).sequences if s.coder == "gold"] for c in (coded, settled)
    )
    assert given == annotations.read_sequences(folder / "gold_sequences.csv")
    assert given != followed


def test_bad_files_are_told_and_the_others_are_done(mixed, tmp_path, capsys):
    code = main(["run", str(mixed), "--out", str(tmp_path / "out"), "--no-figures"])
    told = capsys.readouterr()
    assert code == 1
    assert "1 encounters, 6 turns" in told.out
    assert "Traceback" not in told.err
    for name in BAD:
        assert name in told.err
    assert "--role X=" in told.err


def test_nothing_usable_is_an_error_of_its_own(tmp_path, capsys):
    (tmp_path / "empty.cha").write_bytes(b"")
    assert main(["run", str(tmp_path / "empty.cha"), "--out", str(tmp_path / "out")]) == 2
    assert main(["run", str(tmp_path / "nowhere.cha"), "--out", str(tmp_path / "out2")]) == 2
    assert "nowhere.cha" in capsys.readouterr().err


def test_hostile_talk_stays_talk(tmp_path):
    evil = "<script>alert(1)</script> =cmd()|' /C calc'!A0"
    path = tmp_path / ".. strange name.csv"
    path.write_text(f'encounter,turn,speaker,role,text\n../e,1,=D,professional,"{evil}"\n', encoding="utf-8")
    chain.run([path], tmp_path / "out", chain.Choices(figures=False, language="en"))
    (page,) = (tmp_path / "out" / "pages").iterdir()
    assert "<script>alert" not in page.read_text("utf-8")
    for table in (tmp_path / "out").glob("*.csv"):
        assert not [
            cell
            for line in table.read_text("utf-8").splitlines()
            for cell in line.split(",")
            if cell[:1] == "="
        ]


def test_the_problems_of_a_file_set_aside_are_told_too(talk, tmp_path):
    text = "@UTF8\n@Begin\n@Languages:\teng\n*X:\thow are you ? \x15900_100\x15\n*Y:\tfine .\n@End\n"
    (talk.parent / "nobody.cha").write_text(text, encoding="utf-8")
    report = chain.run([talk.parent], tmp_path / "out", chain.Choices(figures=False))
    told = pd.read_csv(tmp_path / "out" / "problems.csv")
    assert [failure.file for failure in report.failures] == ["nobody.cha"]
    assert {"reversed-times", "undeclared-speaker", "not-read"} <= set(told["rule"])


def test_raw_recogniser_output_is_said_so_on_the_page_and_in_the_tables(talk, tmp_path):
    out = tmp_path / "out"
    assert main(["run", str(talk), "--out", str(out), "--transcribed", "asr", "--no-figures"]) == 0
    assert pd.read_csv(out / "encounters.csv")["transcribed"].tolist() == ["asr"]
    assert "Raw output of a speech recogniser" in (out / "pages" / "visit_1.html").read_text("utf-8")
    measures = pd.read_csv(out / "measures.csv").set_index("measure")
    assert measures.loc["F6", "reason"].iloc[0].startswith("not reliable: raw output of a speech recogniser")


def test_what_the_folder_says_of_an_encounter_stands_in_the_table(talk, tmp_path):
    told = 'setting = "clinic"\norganisation = "East"\ndate = "12 November 2026"\n'
    (talk.parent / "corpus.toml").write_text(told, encoding="utf-8")
    chain.run([talk.parent], tmp_path / "out", chain.Choices(figures=False))
    (visit,) = pd.read_csv(tmp_path / "out" / "encounters.csv", dtype=str).to_dict("records")
    assert [visit[name] for name in ("setting", "organisation", "year")] == ["clinic", "East", "2026"]


def test_codings_that_stand_in_a_transcript_are_counted(tmp_path, monkeypatch):
    """A coder's moves and sequences that a file brings are not linked a second time."""
    from vuoro import formats
    from vuoro.model import Annotation, Sequence

    (tmp_path / "visit.csv").write_text(TALK, encoding="utf-8")
    visit = formats.read(tmp_path / "visit.csv")
    move = Annotation(encounter=visit.id, turn="5", code="propose", coder="aino", start=0, stop=5)
    link = Sequence(
        encounter=visit.id, type="S4", first_turn="5", last_turn="6", outcome="doubt", coder="aino"
    )
    coded = replace(visit, annotations=(move,), sequences=(link,))
    reader = formats.files.Format(name="coded", suffixes=(), function=lambda f, o: [coded])
    monkeypatch.setitem(formats.READERS._entries, "coded", reader)
    found = chain.examine([tmp_path / "visit.csv"], chain.Choices(format="coded"))
    assert found.coders == ("aino",)
    assert [s.outcome for s in found.sequences if s.coder == "aino"] == ["doubt"]


SAID = """\
D: We will use an HbA1c, that's your average sugar.
P: Sorry?
D: Your average sugar.
P: Mm.
D: Shall we try the frobnicator?
P: Yes, let's do that.
"""


def test_the_support_layer_has_its_own_table_and_is_no_move(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(SAID, encoding="utf-8")
    own = tmp_path / "own.tsv"
    own.write_text("term\tlanguage\nfrobnicator\ten\n", encoding="utf-8")
    roles = {"D": "professional", "P": "client"}
    choices = chain.Choices(roles=roles, language="en", figures=False, terms=str(own))
    report = chain.run([path], tmp_path / "out", choices)
    layer = pd.read_csv(tmp_path / "out" / "support.csv", dtype=str)
    moves = pd.read_csv(tmp_path / "out" / "annotations.csv", dtype=str)
    assert layer["code"].tolist() == ["jargon_term", "repair_initiation", "continuer", "jargon_term"]
    assert layer["evidence"].tolist()[::3] == ["HbA1c", "frobnicator"]
    assert set(layer["code"]).isdisjoint(moves["code"])
    assert report.annotations == len(moves)


def test_the_measures_are_given_the_support_layer_and_say_whose_it_is(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(SAID, encoding="utf-8")
    roles = {"D": "professional", "P": "client"}
    chain.run([path], tmp_path / "out", chain.Choices(roles=roles, language="en", figures=False))
    measured = pd.read_csv(tmp_path / "out" / "measures.csv").set_index("measure").loc[["E3", "E4"]]
    assert measured[["numerator", "denominator", "state", "coders"]].to_numpy().tolist() == [
        [1, 17, "computed", "detector:rules"],
        [1, 1, "computed", "detector:rules"],
    ]


def test_decisions_are_written_and_read_back(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(SAID, encoding="utf-8")
    roles = {"D": "professional", "P": "client"}
    chain.run([path], tmp_path / "out", chain.Choices(roles=roles, language="en", figures=False))
    made = chain.examine([path], chain.Choices(roles=roles, language="en")).decisions
    assert tuple(sequences.read_decisions(tmp_path / "out" / "decisions.csv")) == made
    assert made[-1].topic.startswith("Shall we try")


def test_a_project_is_run_with_what_its_coders_have_said(talk, tmp_path):
    study = project.create(tmp_path / "study", languages=["en"])
    project.add(study, [talk])
    (visit,) = project.encounters(study)
    desk = project.open_desk(study, visit.id, "aino")
    desk.do({"do": "annotate", "turn": visit.turns[0].id, "code": "invite_open"})
    found = chain.examine([study.folder], chain.Choices(coders=("rules",)))
    assert found.coders == ("aino",)
    assert [(a.turn, a.code) for a in found.annotations if a.coder == "aino"] == [("1", "invite_open")]


def coded_study(talk, tmp_path) -> project.Project:
    """A project in which aino has coded a proposal and what the client said to it."""
    study = project.create(tmp_path / "study", languages=["en"])
    project.add(study, [talk])
    (visit,) = project.encounters(study)
    desk = project.open_desk(study, visit.id, "aino")
    for turn, code in zip(visit.turns[-2:], ("propose", "accept"), strict=True):
        desk.do({"do": "annotate", "turn": turn.id, "code": code})
    return study


def credited(found) -> set[str]:
    """Whose the features are that D8 counts."""
    frame = measures.measure(
        found.encounters, found.annotations, found.sequences, decisions=found.decisions, coders=found.coders
    )
    return set(frame[(frame["measure"] == "D8") & (frame["state"] == "computed")]["coders"])


def test_decisions_that_rules_make_of_a_persons_moves_are_called_the_rules(talk, tmp_path):
    found = chain.examine([coded_study(talk, tmp_path).folder], chain.Choices(coders=("rules",)))
    assert [one.attributes["made_by"] for one in found.decisions if one.coder == "aino"] == ["rules"]
    assert credited(found) == {"rules (aino)"}


def test_decisions_that_a_person_has_coded_take_the_place_of_the_rules(talk, tmp_path):
    study = coded_study(talk, tmp_path)
    (visit,) = project.encounters(study)
    first, last = (turn.id for turn in visit.turns[-2:])
    project.open_desk(study, visit.id, "aino").do(
        {
            "do": "decide", "first_turn": first, "last_turn": last, "outcome": "client_decided",
            "options_named": 2, "features": {"b1": "y"},
        }
    )  # fmt: skip
    found = chain.examine([study.folder], chain.Choices(coders=("rules",)))
    assert [one.outcome for one in found.decisions if one.coder == "aino"] == ["client_decided"]
    assert credited(found) == {"aino"}


def test_decisions_in_a_table_are_peoples_too(talk, tmp_path):
    study = coded_study(talk, tmp_path)
    (visit,) = project.encounters(study)
    first, last = (turn.id for turn in visit.turns[-2:])
    header = "encounter,first_turn,last_turn,outcome,coder\n"
    table = tmp_path / "decided.csv"
    table.write_text(
        header + f"{visit.id},{first},{last},dropped,aino\nelsewhere,1,1,dropped,aino\n", "utf-8"
    )
    found = chain.examine([study.folder], chain.Choices(coders=("rules",), decisions=(str(table),)))
    assert [one.outcome for one in found.decisions if one.coder == "aino"] == ["dropped"]
