"""``vuoro convert``: from whatever is read to whatever is written, with a table of what was not held."""

from __future__ import annotations

import pytest

from vuoro import formats
from vuoro.cli import main

CHA = (
    "@UTF8\n@Begin\n@Languages:\tswe\n@Participants:\tDOC Doctor, PAT Participant\n@Options:\tCA\n"
    "@ID:\tswe|v|DOC|||||Doctor|||\n@ID:\tswe|v|PAT|||||Participant|||\n@Situation:\ta visit\n"
    "*DOC:\tvad (.) tycker du ? \x150_900\x15\n%cod:\t$invite_view\n"
    "*PAT:\tjo: jag vet inte . \x151000_2000\x15\n@End\n"
)
VTT = "WEBVTT\n\n00:00.000 --> 00:00.900\n<v Läkare>Vad tycker du?\n\n00:01.000 --> 00:02.000\n<v Bo>Jo.\n"
TEXT = "Läkare: va:d (0.5) tycker du?\nBo:  [jo:\n   (1.0)\n"
JSON = '{"segments": [{"start": 0, "end": 0.9, "text": "Vad tycker du?"}, {"start": 1, "end": 2, "text": "Jo."}]}'


@pytest.fixture
def talk(tmp_path):
    folder = tmp_path / "talk"
    folder.mkdir()
    for name, text in {"a.cha": CHA, "b.vtt": VTT, "c.txt": TEXT, "d.json": JSON}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("to", sorted(set(formats.WRITERS) - {"haiku", "shout"}))
def test_every_format_that_is_read_becomes_every_format_that_is_written(talk, to, capsys):
    assert main(["convert", str(talk), str(talk.parent / "out"), "--to", to]) in (0, 1)
    told = capsys.readouterr()
    untimed = 1 if to == "textgrid" else 0  # a TextGrid holds nothing without times
    assert told.err.count("not done: ") == told.err.count("not done: c: ") == untimed
    assert f" as {to}, " in told.out


@pytest.mark.parametrize("to", ["vuoro", "chat", "eaf", "convokit", "csv", "parquet", "qdpx"])
def test_the_talk_is_the_same_on_the_other_side(talk, to):
    assert main(["convert", str(talk), str(talk.parent / "out"), "--to", to]) == 0
    before = sorted(formats.read_corpus(talk), key=lambda one: one.id)
    after = sorted(formats.read_corpus(talk.parent / "out"), key=lambda one: one.id)
    assert [[turn.text for turn in one] for one in after] == [[turn.text for turn in one] for one in before]
    assert [[(turn.start, turn.end) for turn in one] for one in after[:2]] == [[(0, 0.9), (1, 2)]] * 2
    assert [(move.code, move.coder) for move in after[0].annotations] == [("invite_view", "chat")]


def test_what_the_format_cannot_hold_is_a_table(talk, capsys):
    assert main(["convert", str(talk / "b.vtt"), str(talk.parent / "b.cha")]) == 0
    assert capsys.readouterr().out == (
        "not held           times  for example\n"
        "speaker                2  b: CHAT's codes are short: 'Läkare' is LAK.\n"
        f"1 files in {talk.parent / 'b.cha'} as chat, 2 losses, 0 files not done\n"
    )


def test_nothing_is_overwritten_unless_one_says_so(talk, capsys):
    target = talk.parent / "out" / "a.cha"
    target.parent.mkdir()
    target.write_text("mine")
    assert main(["convert", str(talk), str(target.parent), "--to", "chat"]) == 2
    assert (target.read_text(), list(target.parent.iterdir())) == ("mine", [target])
    assert "a.cha is there already. Choose another name, or say --overwrite." in capsys.readouterr().err
    assert main(["convert", str(talk), str(target.parent), "--to", "chat", "--overwrite"]) == 0
    assert target.read_bytes() == CHA.encode()


def test_a_file_that_cannot_be_read_does_not_stop_the_others(talk, capsys):
    (talk / "e.cha").write_text("Once upon a time.\n")
    assert main(["convert", str(talk), str(talk.parent / "all.json")]) == 1
    assert [one.id for one in formats.read_corpus(talk.parent / "all.json")] == ["a", "b", "c", "d"]
    assert "not done: e.cha, line 1: no line begins with * or @" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "why"),
    [("out.docx", "nothing is written with that ending. Say which format it is"),
     ("all.eaf", "a eaf file holds one encounter, and there are 4")],
)  # fmt: skip
def test_a_target_that_cannot_be_is_told(talk, target, why, capsys):
    assert main(["convert", str(talk), str(talk.parent / target)]) == 2
    assert why in capsys.readouterr().err
