"""A file without a writer gets other words, and nothing else of it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import formats
from vuoro.formats.retelling import retold
from vuoro.formats.writing import Unwritable

VTT = "WEBVTT\r\n\r\nNOTE kept as it is\r\n\r\n00:00.000 --> 00:02.000\r\n<v Ann>mm\r\n\r\n00:02.000 --> 00:03.000\r\n<v Bo>mm\r\n"


def said(encounter, **words):
    return replace(
        encounter,
        turns=tuple(
            replace(turn, raw=words[turn.id], text=words[turn.id]) if turn.id in words else turn
            for turn in encounter.turns
        ),
    )


def test_only_the_turn_that_changed_is_other_in_the_file(tmp_path):
    path = tmp_path / "visit.vtt"
    path.write_bytes(VTT.encode())
    was = formats.read(path)
    now = said(was, **{was.turns[1].id: "jo"})
    assert retold(path, [was], [now], str) == VTT.replace("<v Bo>mm", "<v Bo>jo").encode()


def test_several_encounters_of_one_table_stay_in_one_table(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text('encounter,speaker,text\na,D,Hello Ann.\nb,D,Hello Bo.\na,P,"Yes, hello."\n')
    was = formats.read_corpus(path)
    now = [said(one, **{one.turns[0].id: "Hello you."}) for one in was]
    assert retold(path, was, now, str).decode() == (
        'encounter,speaker,text\na,D,Hello you.\nb,D,Hello you.\na,P,"Yes, hello."\n'
    )


def test_words_that_would_be_read_as_something_else_are_refused(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text("speaker,text\nD,Hello Ann.\n")
    was = formats.read(path)
    with pytest.raises(Unwritable, match=r"visits\.csv"):
        retold(path, [was], [said(was, **{was.turns[0].id: "one\nD,two"})], str)


def test_a_format_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "visit.vtt"
    path.write_text(VTT)
    was = formats.read(path)
    word = replace(was, source=replace(was.source, format="docx"))
    with pytest.raises(Unwritable, match="is no text"):
        retold(path, [word], [word], str)
