"""CHAT files: tiers become turns, and nothing that was transcribed is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import formats
from vuoro.formats.chat import read_chat
from vuoro.formats.files import File, Options, Unreadable
from vuoro.model import Encounter, VuoroError

CHA = """\
@UTF8
@Begin
@Languages:\tswe, fin
@Participants:\tDOC Anna Doctor, PAT Bo Patient
@ID:\tswe|visit|DOC|||||Doctor|||
@Options:\tCA
*DOC:\thur ha du (0.4) mått
\tse:n sist ? \x150_2350\x15
%com:\tlooks up
*PAT:\tjo: (.) ⌈int så illa⌉ . \x152200_4100\x15
*DOC:\t⌊nä⌋ . \x152900_2700\x15
*MAM:\tnå han sover int .
*PAT jo
@End
"""


def read(text: str) -> Encounter:
    (encounter,) = read_chat(
        File(name="visit.cha", path=Path("visit.cha"), text=text, sha256="0" * 64), Options()
    )
    return encounter


@pytest.fixture
def visit() -> Encounter:
    return read(CHA)


def test_every_line_is_accounted_for(visit):
    assert len(visit.turns) + len(visit.unread()) == CHA.count("\n*")
    assert [(problem.line, problem.text) for problem in visit.unread()] == [(13, "*PAT jo")]


def test_raw_is_the_file_and_text_its_words(visit):
    first = visit.turns[0]
    assert first.raw == "hur ha du (0.4) mått\n\tse:n sist ? \x150_2350\x15"
    assert first.text == "hur ha du mått sen sist"
    assert all(turn.raw in CHA for turn in visit)


def test_what_is_no_word_is_a_mark(visit):
    first = visit.turns[0]
    assert [(mark.kind, first.raw[mark.start : mark.stop]) for mark in first.marks] == [
        ("pause", "(0.4)"),
        ("line_break", "\n\t"),
        ("lengthening", ":"),
        ("terminator", "?"),
        ("bullet", "\x150_2350\x15"),
    ]
    assert next(mark.value for mark in first.marks if mark.kind == "pause") == 0.4


def test_a_span_of_words_leads_back_to_what_was_transcribed(visit):
    first = visit.turns[0]
    at = first.text.index("sen")
    start, stop = first.in_raw(at, at + 3)
    assert first.raw[start:stop] == "se:n"
    assert first.in_text(start, stop) == (at, at + 3)


def test_bullets_are_seconds(visit):
    assert [(turn.start, turn.end) for turn in visit.turns[:2]] == [(0.0, 2.35), (2.2, 4.1)]


def test_time_that_runs_backwards_is_told_and_the_turn_kept(visit):
    assert (visit.turns[2].text, visit.turns[2].start) == ("nä", None)
    assert [problem.turn for problem in visit.problems if problem.rule == "reversed-times"] == ["t0003"]


def test_a_stranger_is_told_and_the_turn_kept(visit):
    assert visit.turns[3].speaker == "MAM"
    (problem,) = (problem for problem in visit.problems if problem.rule == "undeclared-speaker")
    assert problem.message == "'MAM' is not among @Participants (DOC, PAT); kept."


def test_dependent_tiers_stay_with_their_turn_verbatim(visit):
    assert visit.turns[0].tiers == {"%com": "looks up"}
    assert not visit.turns[1].tiers


def test_a_header_within_the_talk_keeps_its_place():
    gem = read(CHA.replace("*MAM:", "@Bg:\tdecision\n*MAM:"))
    assert gem.turns[2].tiers == {"@Bg": "decision"}
    assert "Bg" not in gem.meta


def test_several_bullets_are_one_stretch_of_time():
    talk = read("@Begin\n*DOC:\tso \x150_900\x15 you waited . \x15900_2350\x15\n@End\n")
    assert [(turn.start, turn.end, turn.text) for turn in talk] == [(0.0, 2.35, "so you waited")]


def test_a_bullet_that_is_no_time_is_told_and_the_turn_kept():
    talk = read("@Begin\n*DOC:\tso . \x15100x200\x15\n@End\n")
    assert [(turn.start, turn.text) for turn in talk] == [(None, "so")]
    assert [problem.turn for problem in talk.problems if problem.rule == "unreadable-time"] == ["t0001"]


def test_the_headers_say_who_spoke_and_in_which_language(visit):
    assert visit.language == "sv"
    assert {person.id: (person.name, person.role) for person in visit.participants} == {
        "DOC": ("Anna", "professional"),
        "PAT": ("Bo", "client"),
    }


def test_windows_line_ends_are_line_ends(visit):
    windows = read(CHA.replace("\n", "\r\n"))
    assert [turn.text for turn in windows] == [turn.text for turn in visit]
    assert all(turn.raw in CHA.replace("\n", "\r\n") for turn in windows)


@pytest.mark.parametrize(
    ("without", "rule"),
    [("@Begin\n", "missing-begin"), ("@End\n", "missing-end")],
)
def test_a_missing_frame_is_told(without, rule):
    assert rule in {problem.rule for problem in read(CHA.replace(without, "")).problems}


def test_a_line_that_fits_nowhere_is_told_with_its_text():
    damaged = read(CHA.replace("%com:\tlooks up", "looks up"))
    assert [(p.line, p.text) for p in damaged.problems if p.rule == "stray-line"] == [(9, "looks up")]


def test_a_file_that_is_not_chat_says_so():
    with pytest.raises(Unreadable, match=r"visit.cha, line 1: no line begins with \* or @"):
        read("Once upon a time.\n")


def test_a_truncated_file_keeps_every_turn_that_is_there(visit):
    cut = read(CHA[: CHA.index("*MAM")])
    assert [turn.raw for turn in cut] == [turn.raw for turn in visit.turns[:3]]
    assert "missing-end" in {problem.rule for problem in cut.problems}


@given(st.integers(0, len(CHA)), st.integers(0, len(CHA)), st.text("*:\t\n@%\x15 ⌈(a", max_size=5))
def test_damage_never_loses_a_turn_line(start, stop, noise):
    damaged = CHA[:start] + noise + CHA[max(start, stop) :]
    try:
        encounter = read(damaged)
    except VuoroError:
        assert not damaged.lstrip("\n").startswith(("*", "@"))
        return
    lines = sum(line.startswith("*") for line in damaged.splitlines())
    assert len(encounter.turns) + len(encounter.unread()) == lines


def test_peers_files_cut_in_the_middle_still_account_for_every_turn_line(testdata):
    for path in sorted((testdata / "formats" / "cha").rglob("*.cha")):
        text = path.read_bytes().decode("utf-8", "replace")
        cut = text[: len(text) // 2]
        try:
            encounter = read(cut)
        except Unreadable:
            assert "\n*" not in cut, path.name
            continue
        lines = sum(
            line.startswith("*") for line in cut.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )
        assert len(encounter.turns) + len(encounter.unread()) == lines, path.name


def test_our_peers_files_are_read_without_losing_a_turn_line(testdata):
    """Half of these files are broken on purpose; what is wrong with each is told, not thrown."""
    read_files = 0
    for path in sorted((testdata / "formats" / "cha").rglob("*.cha")):
        try:
            file = formats.open_file(path)
            (encounter,) = read_chat(file, Options())
        except Unreadable:
            continue
        read_files += 1
        lines = sum(
            line.startswith("*") for line in file.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        )
        assert len(encounter.turns) + len(encounter.unread()) == lines, path.name
        assert all(turn.raw in file.text for turn in encounter), path.name
    assert read_files > 700
