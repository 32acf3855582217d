"""What people really hand in: each gets a clear word, and no turn is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.model import Encounter, VuoroError

TABLE = "encounter,turn,speaker,role,text\nv,1,D,professional,Hur mår du?\nv,2,P,client,Jo då.\n"
GRID = """\
File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 3
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "Läkare"
        xmin = 0
        xmax = 3
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1
            text = "Hur mår du?"
        intervals [2]:
            xmin = 1
            xmax = 3
            text = "Jo då."
"""
NAMES = ["visit.csv", "visit.tsv", "visit.TextGrid", "visit.cha", "visit.txt"]


def raws(encounter: Encounter) -> list[str]:
    return [turn.raw for turn in encounter]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_says_so(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"")
    with pytest.raises(formats.Unreadable, match=rf"{name}: the file is empty \(0 bytes\)"):
        formats.read(path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04\x14\0\6\0", bytes(range(32)) * 20]
)
def test_a_picture_or_a_document_is_no_text(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(formats.Unreadable, match=f"{name}: this is not a text file"):
        formats.read(path)


def test_a_document_of_an_unknown_suffix_is_refused_for_what_it_is(tmp_path):
    path = tmp_path / "visit.odt"
    path.write_bytes(b"PK\x03\x04\x14\0\6\0")
    with pytest.raises(formats.Unreadable, match=r"not a text file but a Word \(\.docx\)"):
        formats.read(path)
    path.write_bytes(b"D: Hej!")
    with pytest.raises(formats.Unreadable, match=r"no reader knows the suffix '\.odt'"):
        formats.read(path)


@pytest.mark.parametrize("name", NAMES[:3])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "latin-1"])
def test_every_usual_encoding_gives_the_same_turns(tmp_path, name, encoding):
    text = GRID if name.endswith("Grid") else TABLE.replace(",", "\t" if name.endswith("tsv") else ",")
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    visit = formats.read(path)
    assert raws(visit) == ["Hur mår du?", "Jo då."]
    assert visit.language == "sv"
    assert {problem.rule for problem in visit.problems} <= {"encoding"}


def test_a_truncated_grid_keeps_what_is_whole(tmp_path):
    path = tmp_path / "visit.TextGrid"
    path.write_text(GRID[: GRID.index(" då")], encoding="utf-8")
    visit = formats.read(path)
    assert raws(visit) == ["Hur mår du?"]
    assert [(p.rule, p.line, p.text) for p in visit.problems] == [
        ("unread-line", 22, "Jo"),
        ("truncated", 22, '            text = "Jo'),
    ]


def test_a_truncated_table_keeps_its_last_words(tmp_path):
    path = tmp_path / "visit.csv"
    path.write_text(TABLE.replace("Jo då.", '"Jo då, men'), encoding="utf-8")
    visit = formats.read(path)
    assert raws(visit) == ["Hur mår du?", '"Jo då, men']
    assert {p.rule for p in visit.problems} == {"stray-quote", "ragged-row"}


def test_reversed_times_lose_their_times_and_no_turn(tmp_path):
    path = tmp_path / "visit.TextGrid"
    path.write_text(GRID.replace("xmax = 1\n", "xmax = -1\n"), encoding="utf-8")
    visit = formats.read(path)
    assert [(turn.raw, turn.start, turn.end) for turn in visit] == [
        ("Hur mår du?", None, None),
        ("Jo då.", 1, 3),
    ]
    assert [p.rule for p in visit.problems] == ["reversed-times"]


def test_a_speaker_nobody_has_placed_is_unknown(tmp_path):
    path = tmp_path / "visit.csv"
    path.write_text(TABLE + "v,3,SPK_7,,Jaha.\n", encoding="utf-8")
    assert formats.read(path).roles() == {"D": "professional", "P": "client", "SPK_7": "unknown"}


@pytest.mark.parametrize("name", ["visit.csv", "visit.TextGrid"])
def test_a_turn_of_a_megabyte_is_a_turn(tmp_path, name):
    words = "jo då " * 180_000
    path = tmp_path / name
    path.write_text((GRID if name.endswith("Grid") else TABLE).replace("Jo då.", words), encoding="utf-8")
    visit = formats.read(path)
    assert raws(visit) == ["Hur mår du?", words]
    assert visit.turns[1].text == words.strip()


@pytest.mark.parametrize(
    "nasty", ["<script>alert('x')</script>", "=cmd|'/c calc'!A0", "+1+1", "@SUM(1)", "-2"]
)
@pytest.mark.parametrize("name", ["visit.csv", "visit.TextGrid"])
def test_what_looks_like_code_is_kept_as_it_was_said(tmp_path, name, nasty):
    path = tmp_path / name
    path.write_text((GRID if name.endswith("Grid") else TABLE).replace("Jo då.", nasty), encoding="utf-8")
    assert raws(formats.read(path)) == ["Hur mår du?", nasty]


def test_two_files_with_one_encounter_are_both_read(tmp_path):
    for name in ("first.csv", "second.csv"):
        (tmp_path / name).write_text(TABLE, encoding="utf-8")
    first, second = formats.read_corpus([tmp_path / "first.csv", tmp_path / "second.csv"])
    assert (first.id, second.id, raws(first)) == ("v", "v~2", raws(second))
    assert [p.message for p in second.problems] == [
        "first.csv and second.csv hold an encounter 'v'; the second is 'v~2' here."
    ]


def test_names_with_spaces_and_dots_work(tmp_path):
    folder = tmp_path / "my visits .. 2026"
    folder.mkdir()
    (folder / "visit no. 1 ... final.TextGrid").write_text(GRID, encoding="utf-8")
    (visit,) = formats.read_corpus(folder / ".." / folder.name)
    assert visit.id == "visit no. 1 ... final"
    assert raws(formats.read(f"{folder}/../{folder.name}/visit no. 1 ... final.TextGrid")) == raws(visit)


def test_a_path_that_leads_nowhere_says_what_is_near(tmp_path):
    (tmp_path / "visit.TextGrid").write_text(GRID, encoding="utf-8")
    for call in (formats.read, formats.read_corpus, formats.gather):
        with pytest.raises(
            formats.Unreadable, match=r"there is no such file\. Did you mean 'visit\.TextGrid'"
        ):
            call(tmp_path / "vist.TextGrid")
    with pytest.raises(formats.Unreadable, match="this is a folder"):
        formats.read(tmp_path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [("x.csv", TABLE), ("x.tsv", TABLE), ("x.TextGrid", GRID), ("x.cha", TABLE), ("x.txt", TABLE)]
    ),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
    st.integers(0, 2000),
    st.integers(0, 255),
    st.booleans(),
)
def test_a_cut_or_flipped_file_is_read_or_refused(tmp_path, file, encoding, at, byte, cut):
    name, text = file
    data = bytearray(text.encode(encoding))
    at %= len(data)
    data[at] = byte
    path = tmp_path / name
    path.write_bytes(bytes(data[:at] if cut else data))
    try:
        encounters = formats.read_corpus(path)
    except VuoroError:
        return
    assert all(turn.raw for encounter in encounters for turn in encounter)
