"""The coding tier: codes that we know are moves, everything else stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.formats.chat import read_chat
from vuoro.formats.files import File, Options
from vuoro.formats.talkbank import codingtier
from vuoro.model import Annotation, Encounter, Sequence

CHA = """\
@Begin
*DOC:\thow have you been ? \x150_900\x15
%com:\tlooks up
%cod:\t$IMP $invite_open:span=0-17:coder=kaisa:status=suggested:score=0.5:+focus=a%20b:+n==3
\t$propose
%xseq:\t$S1:last=1:response=1:outcome=told:gap=0.25
*PAT:\tbad .
%cod:\t$NOM $ADJ
@End
"""


def read(text: str) -> Encounter:
    (visit,) = read_chat(File(name="visit.cha", path=Path("visit.cha"), text=text, sha256=""), Options())
    return visit


def test_a_known_code_is_a_move_with_all_that_is_said_of_it():
    invited, proposed = read(CHA).annotations
    assert invited == Annotation(
        encounter="visit", turn="t0001", code="invite_open", coder="kaisa", start=0, stop=17,
        status="suggested", score=0.5, attributes={"focus": "a b", "n": 3},
    )  # fmt: skip
    assert proposed == Annotation(
        encounter="visit", turn="t0001", code="propose", coder="chat", start=0, stop=27
    )


def test_a_sequence_stands_under_its_first_turn():
    assert read(CHA).sequences == (
        Sequence(encounter="visit", type="S1", first_turn="t0001", last_turn="t0002", outcome="told",
                 coder="chat", response_turn="t0002", gap=0.25),
    )  # fmt: skip


def test_other_codes_stay_on_the_tier_verbatim():
    assert [turn.tiers for turn in read(CHA)] == [{"%com": "looks up", "%cod": "$IMP"}, {"%cod": "$NOM $ADJ"}]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("$propose:span=3-99", "the span lies outside the turn, which has 27 characters"),
        ("$propose:status=maybe", "status 'maybe' is none of suggested, confirmed, adjudicated, rejected"),
        ("$propose:mood=good", "a code has no 'mood' here"),
        ("$propose:score=high", "the score is no number"),
        ("$propose:+n==[", "'=[' is no attribute's value"),
    ],
)
def test_a_code_of_ours_that_cannot_be_is_told_and_left(code, why):
    visit = read(CHA.replace("$propose", code))
    assert visit.turns[0].tiers["%cod"].endswith(code)
    assert [(p.rule, p.line, p.message) for p in visit.problems] == [
        ("undeclared-speaker", 2, visit.problems[0].message),
        ("unread-code", 2, why),
        ("undeclared-speaker", 7, visit.problems[2].message),
    ]


def test_a_response_that_the_file_does_not_have_is_told():
    visit = read(CHA.replace("response=1", "response=2"))
    assert visit.sequences == ()
    assert "response=2 is no turn of this file" in [problem.message for problem in visit.problems]


def test_a_code_of_another_codebook_is_a_move_if_it_names_a_coder():
    visit = read(CHA.replace("$NOM", "$NOM:coder=anna").replace("$propose", "$propose:xyz"))
    assert [(move.code, move.coder) for move in visit.annotations] == [
        ("invite_open", "kaisa"),
        ("NOM", "anna"),
    ]
    assert [dict(turn.tiers) for turn in visit][1:] == [{"%cod": "$ADJ"}]


@given(st.text("$:=+%-0123456789 \tabc\x15", max_size=30))
def test_whatever_stands_on_the_tier_is_read_or_left(said):
    visit = read(CHA.replace("$IMP", f"$propose{said}"))
    assert len(visit.turns) + len(visit.unread()) == 2
    assert len(visit.annotations) >= 1


def test_the_codes_of_a_file_without_any_are_not_looked_for(monkeypatch):
    monkeypatch.setattr(codingtier, "read", None)
    assert len(read("@Begin\n*DOC:\thow are you ?\n%com:\tlooks up\n@End\n").turns) == 1
