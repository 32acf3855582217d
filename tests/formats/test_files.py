"""Opening files: what the bytes are, and what is refused."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.formats.encodings import NotText, decode
from vuoro.formats.files import LARGEST, READERS, Unreadable, format_of, open_file
from vuoro.registry import NotRegistered

TALK = "Läkaren: Hur mår du?\r\nAsiakas: Ihan hyvää, kiitos.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_byte_order_mark_or_in_utf8_is_read_without_assuming_anything(tmp_path, encoding):
    path = tmp_path / "visit.txt"
    path.write_bytes(TALK.encode(encoding))
    file = open_file(path)
    assert (file.name, file.path, file.text, file.problems) == ("visit.txt", path, TALK, ())
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_utf16_of_the_other_byte_order_is_read(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_bytes(b"\xfe\xff" + TALK.encode("utf-16-be"))
    assert open_file(path).text == TALK


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_and_said_to_be_a_guess(encoding):
    text, problems = decode(TALK.encode(encoding))
    assert text == TALK
    assert [(p.line, p.rule, p.message) for p in problems] == [
        (1, "encoding", f"no byte order mark, so read as {encoding} by its look.")
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("latin-1", "Windows-1252"), ("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman")],
)
def test_an_old_eight_bit_encoding_is_read_and_its_first_line_is_shown(tmp_path, encoding, name):
    path = tmp_path / "visit.txt"
    path.write_bytes(("A: hej\n" + TALK).encode(encoding))
    file = open_file(path)
    assert file.text == "A: hej\n" + TALK
    (problem,) = file.problems
    assert (problem.rule, problem.line, problem.file) == ("encoding", 2, "visit.txt")
    assert problem.text == "Läkaren: Hur mår du?"
    assert problem.message == f"not UTF-8, so read as {name}. If letters look wrong, save the file as UTF-8."


def test_a_foreign_byte_does_not_cost_the_rest_of_the_file_its_letters():
    text, problems = decode("ä\nö\n".encode() + b"caf\xe9\n")
    assert text == "ä\nö\ncafé\n"
    assert [(p.line, p.text) for p in problems] == [(3, "café")]
    assert problems[0].message == "1 bytes are not UTF-8 like the rest, so read as Windows-1252."


def test_a_utf16_file_cut_in_the_middle_of_a_letter_keeps_the_rest():
    text, problems = decode("hej\ndå".encode("utf-16")[:-1])
    assert text == "hej\nd\ufffd"
    assert [(p.line, p.rule) for p in problems] == [(2, "encoding")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "a picture"),
        (b"PK\x03\x04" + bytes(64), "a Word (.docx), Excel (.xlsx) or zip file"),
        (b"{\\rtf1 hej}", "a rich text (.rtf) file"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"ooBinaryFile\x08TextGrid" + bytes(64), "a binary file of Praat's; save it there as a text file"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(tmp_path, data, kind):
    path = tmp_path / "visit.txt"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        open_file(path)
    assert str(refused.value) == (
        f"visit.txt: this is not a text file but {kind}. Export the transcript as plain text (UTF-8)."
    )


def test_bytes_that_no_transcript_has_are_refused():
    with pytest.raises(NotText, match="this is not a text file"):
        decode(bytes(range(256)) * 4)


def test_one_null_character_is_a_problem_and_not_the_end_of_the_file():
    text, problems = decode(b"A: yes\n" * 20 + b"B: n\0o\n")
    assert text.endswith("B: n\0o\n")
    assert [(p.line, p.rule, p.text) for p in problems] == [(21, "encoding", "B: n\0o")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty (0 bytes). Was the export finished?"),
        (b" \n\t", "the file is empty (only white space)."),
    ],
)
def test_an_empty_file_is_said_to_be_empty(tmp_path, data, says):
    path = tmp_path / "visit.txt"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        open_file(path)
    assert str(refused.value) == f"visit.txt: {says}"


def test_a_missing_file_is_named_with_the_nearest_one(tmp_path):
    (tmp_path / "visit.cha").write_text("x")
    with pytest.raises(Unreadable, match=r"visit\.chat: there is no such file\. Did you mean 'visit\.cha'\?"):
        open_file(tmp_path / "visit.chat")
    with pytest.raises(Unreadable, match="there is no folder"):
        open_file(tmp_path / "nowhere" / "visit.cha")


def test_a_folder_a_pipe_and_an_impossible_name_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, says in [
        (tmp_path, "this is a folder"),
        (tmp_path / "pipe", "a device or a pipe"),
        (tmp_path / ("x" * 5000), "it cannot be opened"),
        (Path("a\0b"), "embedded null"),
    ]:
        with pytest.raises(Unreadable, match=says):
            open_file(path)


def test_a_file_larger_than_memory_would_bear_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "recording.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(Unreadable, match=r"recording\.txt: 512 MB is more than a transcript can be"):
        open_file(path)


def test_a_suffix_is_known_in_any_case_and_an_unknown_format_names_the_known_ones():
    known = format_of(Path("A.TEXTGRID"))
    assert known is not None
    assert known.name == "textgrid"
    assert format_of(Path("notes.odt")) is None
    with pytest.raises(NotRegistered, match=r"no format called 'tabel'\. Did you mean 'table'"):
        READERS["tabel"]


@given(st.binary(max_size=400))
def test_any_bytes_become_text_or_are_refused(data):
    try:
        text, problems = decode(data)
    except NotText:
        return
    assert isinstance(text, str)
    assert {problem.rule for problem in problems} <= {"encoding"}


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_out_as_it_went_in(text):
    assert decode(text.encode())[0] == text.removeprefix("\ufeff")
