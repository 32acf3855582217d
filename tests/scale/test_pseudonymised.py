"""A run that pseudonymises: nobody of the transcripts stands in the results, whoever did the work."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pandas as pd
import pytest

from vuoro import chain, scale
from vuoro.cli import main
from vuoro.privacy import BadKey, BadNames, Key, Name, read_key, write_key
from vuoro.privacy.edition import edition
from vuoro.scale import running, working
from vuoro.scale.resuming import Changed

RULES = chain.Choices(coders=("rules",), figures=False)
BATCH = 900
"""Bytes: two encounters."""

CHAT = """@UTF8
@Begin
@Languages:\tfin
@Participants:\tDOC Kerttu Doctor, PAT Pekka Patient
@Options:\tCA
@Media:\tVirtanen_Maija, audio
@Comment:\tVirtanen_Maija.cha is of Kerttu Virtanen
*DOC:\tno hei (.) mä oon Kert:tu Virtanen mitä sä haluaisit
%com:\tKerttu waves
*PAT:\tPekka (0.4) soitinks mä ⌈Virtaselle⌉ eilen
*DOC:\t⌊joo⌋ se 131052-308T on sun tunnus eiks niin
*PAT:\tmut rautaparralle pitäis kyllä soittaa
*DOC:\tmitä jos mä soitan Rautaparralle huomenna
*PAT:\tjoo tehdään niin
*DOC line that no reader understands, Kerttu
@End
"""
TALK = """turn,speaker,role,text
1,Margaret,professional,So what can I do for you today?
2,P,client,Well I've had this pain since I met Oakhurst in London.
3,Margaret,professional,"You told me, so you've been in pain since the beginning of the month?"
4,P,client,"Yes, and I can't sleep because of it, call me at 040 123 4567."
5,Margaret,professional,"Margaret Oakhurst here, how about we try some physiotherapy?"
6,P,client,"Yes, let's do that, I'll ring Oakhurst tomorrow."
"""
PLANTED = (
    "kert", "virta", "pekka", "maija", "rautapar", "oakhurst", "margaret",
    "131052", "4567", "korhonen", "svensson",
)  # fmt: skip
STRANGER = "turn,speaker,text\n1,Svensson,Hello there.\n"

STOPPED = """
from pathlib import Path
from vuoro import chain, scale
if __name__ == "__main__":
    scale.run(["visits"], "out", chain.Choices(coders=("rules",), figures=False), engine={engine!r}, jobs=2,
              batch=900, enough=0, check=True,
              pseudonymising=scale.Pseudonymising(key=Path("keys/key.json"), corpus="visits", names=("names.txt",)))
"""


def write_people(folder: Path) -> Path:
    """Visits that are called after people, in two wards; one that cannot be read, one where nobody is known."""
    for ward, others in (("ward 1", ("131052-308T", "MOakhurst")), ("ward 2", ("131052-308T", "margaret-2"))):
        here = folder / "visits" / ward
        here.mkdir(parents=True)
        (here / "Virtanen_Maija.cha").write_text(CHAT, "utf-8")
        for name in others:
            (here / f"{name}.csv").write_text(TALK, "utf-8")
    (folder / "visits" / "ward 2" / "Korhonen_Pekka.cha").write_bytes(b"")
    (folder / "visits" / "ward 2" / "Svensson.csv").write_text(STRANGER, "utf-8")
    (folder / "names.txt").write_text("Rautaparta\nMargaret Oakhurst\n", "utf-8")
    return folder


def hidden(**more) -> scale.Pseudonymising:
    return scale.Pseudonymising(
        **{"key": Path("keys/key.json"), "corpus": "visits", "names": ("names.txt",), **more}
    )


def run(out="out", engine="one", choices=RULES, paths=("visits",), **more) -> scale.Report:
    """A run over the visits, where we are."""
    more.setdefault("pseudonymising", hidden())
    return scale.run(paths, out, choices, engine=engine, jobs=2, batch=BATCH, enough=0, check=True, **more)


def papers(out="out", **more) -> Path:
    return hidden(**more).papers(Path(out))


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def told(folder: Path) -> str:
    """All that stands under a folder, names of files and cells of tables too, in lower case."""
    said = []
    for path in sorted(folder.rglob("*")):
        said.append(path.name)
        if path.suffix == ".parquet":
            said.append(pd.read_parquet(path).to_csv())
        elif path.is_file():
            said.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(said).lower()


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A folder with the visits and a run over them that pseudonymised and ended well."""
    folder = write_people(tmp_path_factory.mktemp("people"))
    with contextlib.chdir(folder):
        run()
    return folder


@pytest.fixture
def there(tmp_path, monkeypatch) -> Path:
    """A folder with the visits, where we are."""
    monkeypatch.chdir(write_people(tmp_path))
    return tmp_path


def test_nobody_of_the_transcripts_stands_in_the_results(first):
    everything = told(first / "out")
    assert [name for name in PLANTED if name in everything] == []
    assert {"ackerman", "alice"} <= set(everything.replace('"', " ").replace(",", " ").split())


def test_the_same_people_have_the_same_pseudonyms_in_every_batch(first):
    moves = scale.table(first / "out", "annotations")
    calls = moves[moves["evidence"].str.contains("pain since I met")]
    assert set(calls["evidence"]) == {"Well I've had this pain since I met Ackerman in London."}
    assert calls["encounter"].tolist() == ["e000001", "e000002", "e000004", "e000007"]
    assert set(moves["speaker"]) == {"Alice", "DOC", "P", "PAT"}


def test_who_is_who_lies_with_the_key_for_its_owner_only(first):
    place = hidden(key=first / "keys/key.json").papers(first / "out")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (place.parent, place)] == [0o700, 0o700]
    assert stat.S_IMODE((first / "keys/key.json").stat().st_mode) == 0o600
    with (place / "encounters.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[:3] == [
        ["encounter", "was", "files"],
        ["e000001", "131052-308T", "visits/ward 1/131052-308T.csv"],
        ["e000002", "MOakhurst", "visits/ward 1/MOakhurst.csv"],
    ]
    assert rows[4][:2] == ["e000004", "131052-308T~2"]
    assert "Korhonen_Pekka.cha,Korhonen_Pekka.cha: the file is empty" in (place / "left_out.csv").read_text()
    assert sorted(path.name for path in place.iterdir()) == [
        ".left_out", "encounters.csv", "journal.jsonl", "key.json", "key_before.json", "left_out.csv",
    ]  # fmt: skip


def test_a_file_that_is_not_done_is_told_without_its_name(first):
    problems = scale.table(first / "out", "problems")
    not_read = problems[problems["rule"] == "not-read"]
    assert not_read["file"].tolist() == ["file 00002-000", "e000005"]
    assert not_read["message"].tolist()[0].startswith("file 00002-000: not read, or set aside")


def test_what_a_reader_says_when_it_fails_is_kept_from_the_results(there, monkeypatch):
    as_always = working.read

    def read(group, choices):
        if group.name == "MOakhurst":
            raise KeyError("Oakhurst at 040 123 4567")
        return as_always(group, choices)

    monkeypatch.setattr(working, "read", read)
    report = run(paths=["visits/ward 1"])
    assert [failure.file for failure in report.failures] == ["file 00000-001"]
    assert "KeyError: 'Oakhurst at 040 123 4567'" in (papers() / "left_out.csv").read_text("utf-8")
    assert [name for name in PLANTED if name in told(Path("out"))] == []


def test_provenance_tells_by_which_rules_and_that_nobody_has_read_it(first):
    about = json.loads((first / "out/provenance.json").read_text("utf-8"))
    said = about["pseudonymised"]
    assert said == {"rules": edition(), "read_by_a_person": False, "replaced": 75, "doubtful": 4}
    assert about["options"]["pseudonymised"]["names"][0].startswith("sha256:")
    assert about["inputs"][0]["files"] == [{"name": "e000001"}]


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_another_engine_writes_the_same_bytes_and_the_same_key(first, there, engine):
    if engine == "dask":
        pytest.importorskip("distributed", reason="install with `pip install 'vuoro[scale]'`")
    run(engine=engine)
    assert written(Path("out")) == written(first / "out")
    assert Path("keys/key.json").read_bytes() == (first / "keys/key.json").read_bytes()


@pytest.mark.parametrize("engine", ["one", "processes"])
def test_a_run_that_is_killed_goes_on_with_the_same_people(first, there, engine):
    Path("script.py").write_text(STOPPED.format(engine=engine), "utf-8")
    killed = subprocess.Popen([sys.executable, "script.py"])
    journal, until = papers() / "journal.jsonl", monotonic() + 120
    while monotonic() < until and not (journal.exists() and b'"did": "done"' in journal.read_bytes()):
        sleep(0.005)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert [name for name in PLANTED if name in told(Path("out"))] == []
    report = run()
    assert 0 < report.resumed < report.batches
    assert written(Path("out")) == written(first / "out")
    assert Path("keys/key.json").read_bytes() == (first / "keys/key.json").read_bytes()


def two_steps(folder: str, *more: str) -> None:
    """What one machine does: a plan, the plan carried out, in `safe`."""
    said = ["pseudonymise", "visits", "--names", "names.txt", *more]
    assert main([*said, "--plan", "plan.csv"]) == 0
    assert main([*said, "--apply", "plan.csv", "--key", "one.json", "--out", folder]) == 0


def test_the_numbers_are_those_of_pseudonymising_first_and_running_then(first, there, capsys):
    Path("visits/ward 2/Korhonen_Pekka.cha").unlink()  # which one machine would stop at
    run()
    two_steps("safe")
    run("plain", paths=["safe/encounters.json"], pseudonymising=None)
    ids = dict(zip(*(scale.table(out, "encounters")["encounter"] for out in ("plain", "out")), strict=True))
    assert list(ids.items())[1:3] == [("MOakhurst", "e000002"), ("Salmela_Elli", "e000003")]
    for name in ("encounters", "annotations", "sequences", "decisions", "measures", "profile", "places"):
        ours, theirs = scale.table("out", name), scale.table("plain", name)
        theirs["encounter"] = theirs["encounter"].map(ids)
        # A file keeps its name there, and a second file of the same name is a problem to be told.
        ours, theirs = (
            table.drop(columns=["files", "problems"], errors="ignore") for table in (ours, theirs)
        )
        pd.testing.assert_frame_equal(ours, theirs)
    assert read_key("keys/key.json", "visits") == read_key("one.json", "visits")


def test_a_plan_that_somebody_has_read_is_carried_out(there, capsys):
    main(["pseudonymise", "visits/ward 1", "--corpus", "visits", "--plan", "plan.csv"])
    rows = list(csv.reader(Path("plan.csv").read_text("utf-8-sig").splitlines()))
    at = {name: place for place, name in enumerate(rows[0])}
    for row in rows[1:]:
        if row[at["found"]] == "Oakhurst":
            row[at["replacement"]] = "Elm"
        if row[at["found"]] == "Margaret":
            row[at["apply"]] = "no"
    with open("plan.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    report = run(paths=["visits/ward 1"], pseudonymising=hidden(plan="plan.csv", names=()))
    moves = scale.table("out", "annotations")
    assert "since I met Elm in London" in " ".join(moves["evidence"])
    assert set(moves["speaker"]) == {"DOC", "PAT", "Margaret", "P"}
    assert report.failures == ()
    about = json.loads(Path("out/provenance.json").read_text("utf-8"))
    assert about["pseudonymised"]["read_by_a_person"] is True
    assert read_key("keys/key.json", "visits").of("Oakhurst").pseudonym == "Elm"


def test_what_the_plan_does_not_know_or_leaves_half_done_is_left_out_with_the_reason(there, capsys):
    main(
        ["pseudonymise", "visits/ward 1", "--names", "names.txt", "--corpus", "visits", "--plan", "plan.csv"]
    )
    lines = Path("plan.csv").read_text("utf-8-sig").splitlines(keepends=True)
    once = next(at for at, line in enumerate(lines) if ",MOakhurst,3,name,Oakhurst" in line)
    Path("plan.csv").write_text("".join(lines[:once] + lines[once + 1 :]), "utf-8")
    Path("visits/ward 1/new.csv").write_text(TALK, "utf-8")
    report = run(paths=["visits/ward 1"], pseudonymising=hidden(plan="plan.csv"))
    reasons = {failure.file: failure.reason for failure in report.failures}
    assert reasons == {
        "e000002": "e000002: the leak check finds 1 name in it still",
        "e000004": "e000004: the plan has no row about it, and would have 5 name, 1 phone; "
        "make a new plan, or rows that say no",
    }
    assert "talk 2: Oakhurst" in (papers() / "left_out.csv").read_text("utf-8")
    assert "oakhurst" not in told(Path("out"))


def test_what_people_have_coded_moves_with_the_words(there):
    Path("codes.csv").write_text(
        "encounter,turn,code,coder,start,stop,evidence_start,evidence_stop,note\n"
        "MOakhurst,5,propose,aino,24,60,24,36,Oakhurst asks\n"
        "131052-308T~2,6,accept,aino,0,20,,,\n",
        "utf-8",
    )
    Path("links.csv").write_text(
        "encounter,type,first_turn,last_turn,outcome,coder,note\n"
        "MOakhurst,S4,5,6,accept_elaborated,aino,Margaret was glad\n",
        "utf-8",
    )
    Path("decided.csv").write_text(
        "encounter,first_turn,last_turn,outcome,coder,topic\nMOakhurst,5,6,adopted,aino,what Oakhurst does\n",
        "utf-8",
    )
    people = replace(RULES, annotations=("codes.csv",), sequences=("links.csv",), decisions=("decided.csv",))
    run(choices=people)
    moves = scale.table("out", "annotations").query("coder == 'aino'")
    assert moves[["encounter", "turn", "start", "stop", "evidence", "note"]].to_numpy().tolist() == [
        ["e000002", "5", 21, 57, "how about we", "Ackerman asks"],
        ["e000004", "6", 0, 20, "", ""],
    ]
    assert scale.table("out", "sequences").query("coder == 'aino'")["note"].tolist() == ["Alice was glad"]
    assert scale.table("out", "decisions").query("coder == 'aino'")["topic"].tolist() == [
        "what Ackerman does"
    ]
    assert [name for name in PLANTED if name in told(Path("out"))] == []


def test_options_that_name_people_are_told_with_their_pseudonyms(there):
    Path("visits/ward 2/Korhonen_Pekka.cha").unlink()
    Path("Oakhurst codes.csv").write_text("encounter,turn,code,coder\n", "utf-8")
    choices = replace(RULES, roles={"Svensson": "client"}, annotations=("Oakhurst codes.csv",))
    run(choices=choices, paths=["visits/ward 2"])
    options = json.loads(Path("out/provenance.json").read_text("utf-8"))["options"]
    assert list(options["roles"].values()) == ["client"]
    assert [name for name in PLANTED if name in told(Path("out"))] == []


def test_results_that_somebody_threw_away_are_made_again_and_others_only_told(there):
    report = run(paths=["visits/ward 1"])
    made = written(Path("out"))
    assert run(paths=["visits/ward 1"]).resumed == report.batches
    shutil.rmtree("out")
    assert run(paths=["visits/ward 1"]).resumed == 0
    assert written(Path("out")) == made


def test_a_later_run_with_the_same_key_keeps_the_pseudonyms(first, there):
    shutil.copytree(first / "keys", "keys")
    Path("visits/ward 1/Virtanen_Maija.cha").rename("visits/ward 1/new.cha")
    run("later", paths=["visits/ward 1/new.cha"])
    assert read_key("keys/key.json", "visits") == read_key(first / "keys/key.json", "visits")


def test_a_key_that_somebody_else_wrote_meanwhile_is_not_overwritten(there):
    def bar(desc: str, **_):
        if desc == "reading":
            other = Key(corpus="visits", names=(Name(name="Zubaida", pseudonym="Alice"),))
            write_key(other, "keys/key.json", out="out")
        return running._NoBar()

    with pytest.raises(BadKey, match=r"has changed since the run began; begin --afresh"):
        run(bar=bar)
    run(afresh=True)
    assert read_key("keys/key.json", "visits").names[0].name == "Zubaida"


def test_what_cannot_be_used_is_told_before_anything_is_touched(there):
    with pytest.raises(BadKey, match="Keep it somewhere else"):
        run(pseudonymising=hidden(key=Path("out/key.json")))
    with pytest.raises(BadNames, match=r"none\.txt"):
        run(pseudonymising=hidden(names=("none.txt",)))
    assert not Path("out").exists()


def test_a_run_goes_on_only_with_the_same_names(there):
    run()
    Path("names.txt").write_text("Rautaparta\n", "utf-8")
    with pytest.raises(Changed, match=r"names\.txt has changed"):
        run()


def test_the_command_says_that_nobody_has_read_it_and_where_who_is_who_stands(there, capsys):
    said = ["run", "visits/ward 1", "--out", "out", "--engine", "one", "--coders", "rules"]
    assert main([*said, "--pseudonymise", "--names", "names.txt"]) == 0
    told = capsys.readouterr()
    assert "37 names and numbers replaced, 2 less likely ones left" in told.out
    assert "Nobody has read what was replaced" in told.out
    assert "a rare diagnosis, a family) is not found" in told.out
    assert "Who is who stands in out.key.json" in told.out
    assert read_key("out.key.json", "ward 1").of("Oakhurst").pseudonym == "Ackerman"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--pseudonymise"], "--pseudonymise is for a run with --engine"),
        (["--engine", "one", "--key", "key.json"], "--key is for a run with --pseudonymise"),
    ],
)
def test_options_that_do_not_go_together_are_told(there, capsys, options, says):
    assert main(["run", "visits", "--out", "out", *options]) == 2
    assert says in capsys.readouterr().err
