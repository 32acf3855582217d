"""Which files are transcripts, which belong together, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from vuoro import formats

TABLE = "speaker,text\nDoctor,How are you?\nPatient,I'm not too bad.\n"
GRID = """\
File type = "ooTextFile"
Object class = "TextGrid"

0
9
<exists>
1
"IntervalTier"
"{tier}"
0
9
2
{start}
{end}
"{text}"
8
9
""
"""


def grid(tier: str, start: float, end: float, text: str) -> str:
    return GRID.format(tier=tier, start=start, end=end, text=text)


@pytest.fixture
def folder(tmp_path):
    """A folder that is filled with ``folder("name", "text", ...)``."""

    def fill(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return fill


def gathered(path: Path) -> list[tuple[str, list[str]]]:
    groups = formats.gather(path)
    return [(group.name, [file.relative_to(path).as_posix() for file in group.files]) for group in groups]


def test_a_folder_is_walked_in_order_and_only_transcripts_are_taken(folder):
    top = folder(
        **{
            "b.csv": TABLE,
            "a/z.csv": TABLE,
            "a/deep/y.TEXTGRID": grid("A", 0, 1, "hi"),
            ".hidden.csv": TABLE,
            ".git/x.csv": TABLE,
            "README.csv": TABLE,
            "licence.csv": TABLE,
            "notes.md": "x",
            "vuoro.toml": "x",
            "media.json": "{}",
            "sound.wav": "x",
            "visits-gold.csv": TABLE,
            "annotations.csv": "encounter,turn,code,coder,text\n",
            "measures.csv": "encounter,measure,value\n",
        }
    )
    assert gathered(top) == [("y", ["a/deep/y.TEXTGRID"]), ("z", ["a/z.csv"]), ("b", ["b.csv"])]


def test_a_table_that_has_been_mapped_as_a_survey_is_no_talk(folder):
    top = folder(**{"visit.csv": TABLE, "experiences.csv": TABLE, "experiences.survey.toml": "[columns]\n"})
    assert gathered(top) == [("visit", ["visit.csv"])]


def test_a_file_that_is_named_is_always_taken(folder):
    top = folder(**{"visits-gold.csv": TABLE, "README.csv": TABLE})
    assert [group.name for group in formats.gather([top / "README.csv", top / "visits-gold.csv"])] == [
        "README",
        "visits-gold",
    ]


def test_a_file_comes_once_though_its_folder_is_named_too(folder):
    top = folder(**{"a.csv": TABLE, "b.csv": TABLE})
    assert [group.name for group in formats.gather([top / "b.csv", top, top / "." / "a.csv"])] == ["b", "a"]


def test_folders_that_hold_each_other_come_to_an_end(folder):
    top = folder(**{"a/a.csv": TABLE})
    (top / "a" / "up").symlink_to(top)
    (top / "a" / "self.csv").symlink_to("self.csv")
    assert gathered(top)[0] == ("a", ["a/a.csv"])


@pytest.mark.parametrize(
    "names",
    [
        ["visit_doctor", "visit_patient"],
        ["visit-A", "visit-B"],
        ["visit.spk1", "visit.spk2"],
        ["visit_asiakas", "visit_sosiaalityöntekijä", "visit_tulkki"],
        ["visit_left", "visit_right"],
    ],
)
def test_the_files_of_the_speakers_are_one_group(folder, names):
    files = [f"{name}.TextGrid" for name in names]
    top = folder(**{file: grid("A", 0, 1, "hi") for file in files})
    assert gathered(top) == [("visit", files)]


@pytest.mark.parametrize(
    "names",
    [
        ["visit_1", "visit_2"],
        ["visit01", "visit02"],
        ["visit_doctor"],
        ["visit_doctor", "call_patient"],
        ["doctor", "patient"],
        ["x/visit_doctor", "y/visit_patient"],
    ],
)
def test_other_files_stay_by_themselves(folder, names):
    files = [f"{name}.TextGrid" for name in names]
    top = folder(**{file: grid("A", 0, 1, "hi") for file in files})
    assert sorted(gathered(top)) == sorted((Path(name).name, [f"{name}.TextGrid"]) for name in names)


def test_the_files_of_the_speakers_become_one_encounter(folder):
    top = folder(
        **{
            "visit_doctor.TextGrid": grid("Doctor", 3, 4, "And you would rather wait?"),
            "visit_patient.TextGrid": grid("Ann", 1, 2, "I'm not sure that I want it."),
        }
    )
    (visit,) = formats.read_corpus(top)
    assert (visit.id, visit.language, visit.problems) == ("visit", "en", ())
    assert [(turn.id, turn.speaker, turn.start, turn.line) for turn in visit] == [
        ("t0001", "Ann", 1, 15),
        ("t0002", "Doctor", 3, 15),
    ]
    assert visit.roles() == {"Ann": "client", "Doctor": "professional"}
    assert {person.id: person.meta["file"] for person in visit.participants} == {
        "Doctor": "visit_doctor.TextGrid",
        "Ann": "visit_patient.TextGrid",
    }
    assert visit.source.files == ("visit_doctor.TextGrid", "visit_patient.TextGrid")
    assert len(visit.source.sha256) == 2


def test_tiers_called_alike_are_told_apart_by_their_files(folder):
    top = folder(
        **{
            "visit_A.TextGrid": grid("Speaker", 3, 4, "And then?"),
            "visit_B.TextGrid": grid("Speaker", 4, 3, "Well."),
        }
    )
    (visit,) = formats.read_corpus(top, roles={"a": "professional", "B": "client"})
    assert visit.roles() == {"B": "client", "A": "professional"}
    assert [(p.rule, p.turn, p.file) for p in visit.problems] == [
        ("reversed-times", "t0001", "visit_B.TextGrid")
    ]
    assert [(turn.id, turn.raw) for turn in visit] == [("t0001", "Well."), ("t0002", "And then?")]


def test_files_of_several_speakers_are_not_joined(folder):
    two = grid("D", 0, 1, "hi").replace("\n1\n", "\n2\n", 1) + grid("P", 1, 2, "hi").split("\n1\n", 1)[1]
    top = folder(**{"visit_A.TextGrid": two, "visit_B.TextGrid": grid("D", 0, 1, "hi")})
    assert [(one.id, list(one.roles())) for one in formats.read_corpus(top)] == [
        ("visit_A", ["D", "P"]),
        ("visit_B", ["D"]),
    ]


def test_speakers_files_share_the_convention_that_all_of_them_show(folder):
    jefferson = "so:: (0.5) °you° .hh >waited<"
    top = folder(
        **{
            "visit_A.TextGrid": grid("D", 0, 1, jefferson),
            "visit_B.TextGrid": grid("P", 1, 2, "Yes."),
        }
    )
    (visit,) = formats.read_corpus(top)
    assert visit.source.convention == "jefferson"
    assert [turn.text for turn in visit] == ["so you waited", "Yes"]


def test_two_encounters_of_one_id_are_both_kept_and_the_second_renamed(folder):
    named = "encounter,speaker,text\nvisit,A,hej\n"
    top = folder(**{"a/visit.csv": TABLE, "b/visit.csv": TABLE, "c/other.csv": named})
    encounters = formats.read_corpus(top)
    assert [encounter.id for encounter in encounters] == ["visit", "visit~2", "visit~3"]
    assert [(p.rule, p.file, p.message) for one in encounters for p in one.problems] == [
        (
            "duplicate-encounter",
            "visit.csv",
            "two files called visit.csv, in different folders, hold an encounter 'visit'; "
            "the second is 'visit~2' here.",
        ),
        (
            "duplicate-encounter",
            "other.csv",
            "visit.csv and other.csv hold an encounter 'visit'; the second is 'visit~3' here.",
        ),
    ]


def test_one_encounter_is_asked_for_and_several_are_there(folder):
    path = folder(**{"talk.csv": "encounter,speaker,text\na,A,hej\nb,A,hej\n"}) / "talk.csv"
    with pytest.raises(formats.Unreadable) as refused:
        formats.read(path)
    assert str(refused.value) == (
        "talk.csv: there are 2 encounters in it (a, b ...). read_corpus reads them all."
    )


def test_a_format_is_chosen_by_name_before_suffix(folder):
    top = folder(**{"talk.txt": TABLE, "talk.odt": TABLE})
    assert len(formats.read(top / "talk.txt", format="table")) == 2
    with pytest.raises(
        formats.Unreadable, match=r"no reader knows the suffix '\.odt'\. Say which format it is"
    ):
        formats.read(top / "talk.odt")


def test_what_decoding_assumed_is_told_in_every_encounter(folder):
    path = folder(**{"talk.csv": ""}) / "talk.csv"
    path.write_bytes("encounter,speaker,text\na,A,då\nb,A,nå\n".encode("latin-1"))
    problems = [(one.id, p.rule, p.file) for one in formats.read_corpus(path) for p in one.problems]
    assert problems == [("a", "encoding", "talk.csv"), ("b", "encoding", "talk.csv")]


def test_options_reach_the_reader(folder):
    path = folder(**{"talk.csv": "who,what\nX,yes\n"}) / "talk.csv"
    visit = formats.read(
        path,
        language="Swedish",
        roles={"x": "brukare"},
        convention="jefferson",
        columns={"text": "what"},
    )
    assert (visit.language, visit.roles(), visit.source.convention) == ("sv", {"X": "client"}, "jefferson")


def test_the_first_file_that_cannot_be_read_ends_the_reading(folder):
    visits = folder(**{"a.txt": "A: Jo?\nB: Nå.\n", "b.txt": ""})
    with pytest.raises(formats.Unreadable, match=r"b\.txt: the file is empty"):
        formats.read_corpus(visits)


def test_unless_somebody_takes_the_errors_and_the_others_are_read(folder):
    visits = folder(**{"a.txt": "A: Jo?\nB: Nå.\n", "b.txt": "", "c.cha": "no line of CHAT"})
    failures: list[formats.Unreadable] = []
    read = formats.read_corpus(visits, on_error=failures.append)
    assert [encounter.id for encounter in read] == ["a"]
    assert [str(failure) for failure in failures] == [
        "b.txt: the file is empty (0 bytes). Was the export finished?",
        "c.cha, line 1: no line begins with * or @. Is this a CHAT file?",
    ]


def test_of_a_group_the_speakers_whose_files_are_whole_are_kept(folder):
    visits = folder(
        **{"visit_doctor.TextGrid": "", "visit_patient.TextGrid": grid("Patient", 0, 1, "Jo då.")}
    )
    failures: list[formats.Unreadable] = []
    (visit,) = formats.read_corpus(visits, on_error=failures.append)
    assert ([turn.raw for turn in visit], visit.id) == (["Jo då."], "visit_patient")
    assert [failure.file for failure in failures] == ["visit_doctor.TextGrid"]
