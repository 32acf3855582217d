"""Tables: a row is a turn, whatever the columns are called and however the cells are quoted."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.files import Options
from vuoro.formats.tables.cells import rows
from vuoro.formats.tables.reading import read_table
from vuoro.model import Encounter, VuoroError

PLAIN = """\
encounter,turn,speaker,role,text
visit,1,D,professional,"Well, what would you like?"
visit,2,P,client,I think I'd wait.
call,1,N,professional,Hur har du haft det?
visit,3,D,professional,Okay then.
call,2,K,client,Jo det är bättre nu.
"""


@pytest.fixture
def read(tmp_path):
    def read(text: str, name: str = "talk.csv", **options: object) -> list[Encounter]:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return formats.read_corpus(path, **options)

    return read


def said(encounter: Encounter) -> list[tuple[str, str, str]]:
    return [(turn.id, turn.speaker, turn.raw) for turn in encounter]


def found(encounter: Encounter) -> list[tuple[str, int | None]]:
    return [(problem.rule, problem.line) for problem in encounter.problems]


def test_the_plain_form_holds_many_encounters_in_the_files_order(read):
    visit, call = read(PLAIN)
    assert (visit.id, visit.language, visit.source.convention) == ("visit", "en", "plain")
    assert said(visit) == [
        ("1", "D", "Well, what would you like?"),
        ("2", "P", "I think I'd wait."),
        ("3", "D", "Okay then."),
    ]
    assert visit.roles() == {"D": "professional", "P": "client"}
    assert [turn.line for turn in visit] == [2, 3, 5]
    assert (call.id, call.language) == ("call", "sv")
    assert said(call) == [("1", "N", "Hur har du haft det?"), ("2", "K", "Jo det är bättre nu.")]
    assert (visit.problems, call.problems) == ((), ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_newlines_are_found_out(read, delimiter, newline):
    rows = [
        ["Samtal", "Tur", "Talare", "Yttrande"],
        ["1", "a", "Läkaren", "Hej; hur, då"],
        ["1", "b", "K", "Jo"],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    (samtal,) = read("\ufeff" + out.getvalue(), "talk.tsv" if delimiter == "\t" else "talk.csv")
    assert said(samtal) == [("a", "Läkaren", "Hej; hur, då"), ("b", "K", "Jo")]
    assert samtal.roles() == {"Läkaren": "professional", "K": "unknown"}


@pytest.mark.parametrize(
    "header",
    [
        "conversation_id,id,speaker,text",
        "transcript_id,utterance_id,interlocutor,utterance_text",
        "Möte,Tur,Talare,Yttrande",
        "Keskustelu,Vuoro,Puhuja,Puhe",
        "Conversation ID,Turn ID,Participant,Utterance",
    ],
)
def test_columns_are_known_in_three_languages(read, header):
    (encounter,) = read(f"{header}\n7,01,A,mm\n")
    assert (encounter.id, said(encounter)) == ("7", [("01", "A", "mm")])


def test_the_user_says_which_column_is_which(read):
    table = "words,notes,nurse\nhej,x,A\n"
    (encounter,) = read(table, columns={"text": "Notes", "speaker": "nurse"})
    assert said(encounter) == [("t0001", "A", "x")]
    assert encounter.turns[0].tiers == {"words": "hej"}
    (encounter,) = read("id,turn\nhej,1\n", columns={"text": "id"})
    assert said(encounter) == [("1", "?", "hej")]
    (encounter,) = read("speaker,start,text\nA,nonsense,hej\n", columns={"start": ""})
    assert (encounter.problems, encounter.turns[0].tiers) == ((), {"start": "nonsense"})


def test_a_table_without_talk_names_its_columns_and_the_option(read):
    with pytest.raises(formats.Unreadable) as refused:
        read("nr,who,was\n1,A,hej\n")
    assert str(refused.value) == (
        "talk.csv, line 1: no column holds the talk. The columns are nr, who, was. "
        "Say which: columns={'text': '...'}."
    )
    with pytest.raises(formats.Unreadable, match=r"there is no column 'word'\. The columns are nr, text\."):
        read("nr,text\n1,hej\n", columns={"speaker": "word"})
    with pytest.raises(formats.Unreadable, match="columns: 'txt' is nothing a table has"):
        read("nr,text\n1,hej\n", columns={"txt": "text"})
    with pytest.raises(formats.Unreadable, match="a header and no row"):
        read("speaker,text\n")
    with pytest.raises(formats.Unreadable, match="no column holds the talk"):
        read(",,\n,,\n")


def test_numbers_of_turns_are_not_taken_for_talk(read):
    table = "vuoro,henkilö,sanat\n1,A,hei\n2,B,no hei\n"
    with pytest.raises(formats.Unreadable, match="The columns are vuoro, henkilö, sanat"):
        read(table)
    (visit,) = read(table, columns={"text": "sanat"})
    assert [(turn.id, turn.text) for turn in visit] == [("1", "hei"), ("2", "no hei")]


def test_a_cell_is_kept_as_it_stands(read):
    table = 'speaker,text\nA," He said ""no"",\n  then (0.5) left "\nB,=cmd()|\'x\'!A1\nA,<script>alert(1)</script>\n'
    (encounter,) = read(table)
    assert [turn.raw for turn in encounter] == [
        ' He said "no",\n  then (0.5) left ',
        "=cmd()|'x'!A1",
        "<script>alert(1)</script>",
    ]
    assert [turn.line for turn in encounter] == [2, 4, 5]


def test_a_cell_whose_quotation_is_odd_costs_no_other_row(read):
    (encounter,) = read('speaker,text\nA,"hej\nB,jo\nA,5" skärm\nB,"nå" sa hon\n')
    assert [turn.raw for turn in encounter] == ['"hej', "jo", '5" skärm', '"nå" sa hon']
    assert found(encounter) == [("stray-quote", 2), ("stray-quote", 5)]


def test_a_tsv_that_does_not_quote_is_read_as_it_stands(read):
    (encounter,) = read('speaker\ttext\nA\t"Hello," he said\nB\t"\n', "talk.tsv")
    assert [turn.raw for turn in encounter] == ['"Hello," he said', '"']
    assert encounter.problems == ()


def test_commas_that_nobody_quoted_are_talk_where_the_text_is_last(read):
    (encounter,) = read("speaker,text\nA,Well, I don't know, maybe\n")
    assert said(encounter) == [("t0001", "A", "Well, I don't know, maybe")]
    assert [(p.rule, p.message) for p in encounter.problems] == [
        ("ragged-row", "4 cells under 2 columns; the last ones were read as talk.")
    ]


def test_rows_too_long_or_too_short_are_kept_where_there_is_talk(read):
    table = "speaker,text,start\nA,hej,1,surplus\nB,jo\n\n,,\nC\n"
    (encounter,) = read(table)
    assert said(encounter) == [("t0001", "A", "hej"), ("t0002", "B", "jo")]
    assert found(encounter) == [("ragged-row", 2), ("ragged-row", 3), ("unread-line", 6)]
    assert encounter.unread()[0].text == "C"


def test_an_empty_text_is_a_problem_and_not_a_turn(read):
    (encounter,) = read("turn,speaker,text\n1,A,hej\n2,B,  \n3,A,nå\n")
    assert [turn.id for turn in encounter] == ["1", "3"]
    assert found(encounter) == [("empty-turn", 3)]


def test_two_turns_of_one_id_are_both_kept(read):
    (encounter,) = read("turn,speaker,text\n1,A,hej\n1,B,hej\n1,A,nå\n")
    assert said(encounter) == [("1", "A", "hej"), ("1~2", "B", "hej"), ("1~3", "A", "nå")]
    assert [(p.rule, p.turn, p.line) for p in encounter.problems] == [
        ("duplicate-turn", "1~2", 3),
        ("duplicate-turn", "1~3", 4),
    ]


def test_a_turn_that_several_coders_repeat_is_one_turn(read):
    table = "transcript_id,utterance_id,interlocutor,utterance_text,annotator_id\n"
    table += "0,1,therapist,Hi.,3\n0,1,therapist,Hi.,7\n0,2,client,Hello.,3\n0,2,client,Hello.,7\n"
    (encounter,) = read(table)
    assert said(encounter) == [("1", "therapist", "Hi."), ("2", "client", "Hello.")]
    assert [(p.rule, p.message) for p in encounter.problems] == [
        (
            "repeated-rows",
            "2 rows repeat a turn, with its id and words (several coders?); each turn was read once.",
        )
    ]


def test_words_for_roles_are_understood_and_others_are_told(read):
    table = (
        "speaker,role,text\nA,Läkare,hej\nB,asiakas,hej\nC,magiker,hej\nC,magiker,nå\nD,,nå\nE,unknown,nå\n"
    )
    (encounter,) = read(table)
    assert encounter.roles() == {
        "A": "professional",
        "B": "client",
        "C": "other",
        "D": "unknown",
        "E": "unknown",
    }
    assert [(p.rule, p.line, p.message) for p in encounter.problems] == [
        ("unknown-role", 4, "the role 'magiker' is not known, and was read as 'other'.")
    ]
    (encounter,) = read(table, roles={"magiker": "companion", "D": "interpreter"})
    assert (encounter.role("C"), encounter.role("D"), found(encounter)) == ("companion", "interpreter", [])


def test_a_speaker_of_two_roles_keeps_the_first(read):
    (encounter,) = read("speaker,role,text\nA,client,hej\nA,professional,nå\n")
    assert (encounter.roles(), found(encounter)) == ({"A": "client"}, [("role-changed", 3)])


def test_without_speakers_the_role_speaks_or_nobody(read):
    (encounter,) = read("role,text\nclient,hej\n")
    assert encounter.roles() == {"client": "client"}
    (encounter,) = read("speaker,text\nA,hej\n,nå\n")
    assert (said(encounter)[1], found(encounter)) == (("t0002", "?", "nå"), [("no-speaker", 3)])


def test_times_are_seconds_or_clock_times(read):
    table = (
        "speaker;text;start;end\nA;a;1,5;2.25\nA;b;00:01:02.5;1:03\nA;c;;9\nA;d;9;8\nA;e;soon;8\nA;f;1e2;\n"
    )
    (encounter,) = read(table)
    assert [(turn.start, turn.end) for turn in encounter] == [
        (1.5, 2.25),
        (62.5, 63.0),
        (None, 9.0),
        (None, None),
        (None, 8.0),
        (100.0, None),
    ]
    assert [(p.rule, p.line, p.turn) for p in encounter.problems] == [
        ("reversed-times", 5, "t0004"),
        ("unreadable-time", 6, "t0005"),
    ]


def test_a_row_that_names_no_encounter_belongs_to_the_one_above(read):
    one, two = read("encounter,text,speaker\n,nå,A\nb,hej,A\n,jo,B\n")
    assert [(e.id, len(e), found(e)) for e in (one, two)] == [
        ("talk", 1, [("no-encounter", 2)]),
        ("b", 2, [("no-encounter", 4)]),
    ]


def test_a_corpus_may_mix_languages_and_conventions(read):
    table = "encounter,language,speaker,text\na,swe,A,mm\nb,,A,no mä oon niinku miettiny et\n"
    table += "c,,A,so:: (0.5) °you°\nc,,B,.hhh >well< (.) ye:s\n"
    assert [(e.language, e.source.convention) for e in read(table)] == [
        ("sv", "plain"),
        ("fi", "plain"),
        ("en", "jefferson"),
    ]


def test_the_line_with_which_a_spreadsheet_begins_is_understood(read):
    (encounter,) = read("sep=;\nspeaker;text\nA;hej, du\n")
    assert (said(encounter), encounter.turns[0].line) == ([("t0001", "A", "hej, du")], 3)


def test_what_a_frame_writes_is_read_again(read, tmp_path):
    (first,) = read('turn,speaker,role,text\n01,A,client,"so:: (0.5) ""you"""\n02,B,professional,.hh well\n')
    path = tmp_path / "again.csv"
    first.frame().to_csv(path, index=False)
    again = formats.read(path)
    assert (again.id, said(again), again.roles()) == (first.id, said(first), first.roles())
    assert [turn.text for turn in again] == [turn.text for turn in first]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=10).filter(
    lambda cell: cell.strip()
)
tables = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("PQ"), cells), min_size=1, max_size=8)


def parsed(text: str) -> list[Encounter]:
    return read_table(formats.File(name="x.csv", path=Path("x.csv"), text=text, sha256=""), Options())


def written(rows: list[tuple[str, str, str]], delimiter: str) -> str:
    out = io.StringIO()
    table = [("encounter", "turn", "speaker", "text")]
    table += [(one[0], str(number), *one[1:]) for number, one in enumerate(rows)]
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue()


@settings(max_examples=200)
@given(tables, st.sampled_from(",;\t"))
def test_what_is_written_is_read(rows, delimiter):
    encounters = parsed(written(rows, delimiter))
    names = list(dict.fromkeys(row[0] for row in rows))
    assert [encounter.id for encounter in encounters] == names
    for encounter in encounters:
        numbered = [(str(number), *row[1:]) for number, row in enumerate(rows) if row[0] == encounter.id]
        assert said(encounter) == numbered
        assert encounter.problems == ()


@settings(max_examples=200)
@given(tables, st.sampled_from(",;\t"), st.data())
def test_a_damaged_table_is_read_or_refused(rows, delimiter, data):
    text = written(rows, delimiter)
    at = data.draw(st.integers(0, len(text)))
    damage = data.draw(st.sampled_from(["", '"', "\n", delimiter, "\u0007", "\0"]))
    keep = data.draw(st.sampled_from([text[at + 1 :], ""]))
    try:
        encounters = parsed(text[:at] + damage + keep)
    except VuoroError:
        return
    assert all(turn.raw for encounter in encounters for turn in encounter)


def test_the_motivational_interviews_are_read_by_guess_and_by_name(testdata):
    path = testdata / "data" / "annomi" / "AnnoMI-part.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = Counter(row["transcript_id"] for row in csv.DictReader(file))
    sessions = formats.read_corpus(path)
    assert {session.id: len(session) for session in sessions} == rows
    assert {tuple(sorted(session.roles().items())) for session in sessions} == {
        (("client", "client"), ("therapist", "professional"))
    }
    assert {(one.language, one.source.convention, one.problems) for one in sessions} == {("en", "plain", ())}
    named = {"encounter": "transcript_id", "turn": "utterance_id", "speaker": "interlocutor"}
    assert formats.read_corpus(path, columns={**named, "text": "utterance_text"}) == sessions


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("rad,vem,utskrift", "turn = rad, speaker = vem, text = utskrift"),
        ("nr,talare,replik", "turn = nr, speaker = talare, text = replik"),
        ("rivi,puhuja,puheenvuoro", "turn = rivi, speaker = puhuja, text = puheenvuoro"),
        ("line,name,talk", "turn = line, speaker = name, text = talk"),
        ("Rivi,Kuka,Vuoro", "speaker = Kuka, text = Vuoro, turn = Rivi"),
        ("Puhuja,Vuoro,Kesto", "speaker = Puhuja, text = Vuoro"),
        ("Turn,Speaker", "speaker = Speaker, text = Turn"),
    ],
)
def test_which_column_was_taken_for_what_is_shown(tmp_path, header, shown):
    path = tmp_path / "visit.csv"
    path.write_text(f"{header}\na1,A,joo\na2,B,niin\n", encoding="utf-8")
    assert formats.read(path).meta == {"columns": shown}


def test_what_the_user_says_of_the_columns_goes_before_their_names(tmp_path):
    path = tmp_path / "visit.csv"
    path.write_text("rad,vem,text,anteckning\n1,A,x,joo\n", encoding="utf-8")
    visit = formats.read(path, columns={"text": "anteckning"})
    assert ([turn.raw for turn in visit], visit.meta["columns"]) == (
        ["joo"],
        "text = anteckning, turn = rad, speaker = vem",
    )


@settings(max_examples=400)
@given(st.text(alphabet='ab",;\n\r ', max_size=30), st.sampled_from(",;"))
def test_rows_are_the_same_whether_read_in_one_stride_or_cell_by_cell(text, delimiter):
    swift = list(rows(text, delimiter))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vuoro.formats.tables.cells._regular", lambda _: re.compile("(?!)"))
        assert swift == list(rows(text, delimiter))
