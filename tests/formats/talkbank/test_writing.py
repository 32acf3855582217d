"""CHAT that we write: what came from CHAT as it stood, talk from elsewhere so that CHAT's readers take it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pylangacq
import pytest

from vuoro import formats
from vuoro.formats.chat import read_chat
from vuoro.formats.files import File, Options, Unreadable
from vuoro.formats.talkbank.writing import write_chat
from vuoro.model import Annotation, Encounter, Participant, Problem, Sequence, Source, Turn

CHA = """\
@UTF8
@Begin
@Languages:\tswe, fin
@Participants:\tDOC Anna Doctor, PAT Bo Informant
@Options:\tCA
@ID:\tswe|visit|DOC|||||Doctor|||
@ID:\tswe|visit|PAT|47;|male||||Informant|||
@Comment:\tone
@Date:\t04-MAY-2026
@Comment:\ttwo, and
\ta line more
*DOC:\thur ha du (0.4) mått
\tse:n sist ? \x150_2350\x15
%com:\tlooks up
%com:\tand down
looks away
@Bg:\tdecision
*PAT:\tjo: (.) ⌈int så illa⌉ . \x152200_4100\x15
@New Episode
*DOC:\t⌊nä⌋ . \x152900_2700\x15
@End
"""

INTERVIEW = Encounter(
    id="visit",
    language="sv",
    turns=(
        Turn(id="1", speaker="Läkare 2", raw="  hur ha du:\n(0.4) mått?", text="", start=0.5, end=2),
        Turn(id="2", speaker="PAT", raw="[jo]", text="", start=3, tiers={"gloss@PAT": "[yes]\nyes"}),
        Turn(id="3", speaker="?", raw="", text=""),
    ),
    participants=(
        Participant(
            id="Läkare 2", role="professional", meta={"age": "47;", "role": "Doctor", "tags": ("a",)}
        ),
        Participant(id="PAT", role="client", name="Bo Ek, snickare"),
    ),
    problems=(Problem(line=3, text="???", message="no speaker"),),
    annotations=(
        Annotation(encounter="visit", turn="1", code="invite_view", coder="kaisa", start=2, stop=10),
        Annotation(encounter="visit", turn="2", code="my code", coder="chat", start=0, stop=4),
    ),
    sequences=(
        Sequence(encounter="visit", type="S1", first_turn="1", last_turn="2", outcome="told", coder="kaisa"),
    ),
    source=Source(format="whisper", convention="jefferson"),
    meta={"transcribed": "asr", "media": ("file:///tmp/Besök 1.mp4",), "tags": ["a"]},
)


def read(text: str) -> Encounter:
    (visit,) = read_chat(File(name="visit.cha", path=Path("visit.cha"), text=text, sha256=""), Options())
    return visit


def written(encounter: Encounter) -> str:
    return write_chat(encounter).files[""].decode("utf-8")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_was_read_from_chat_is_written_byte_for_byte(newline):
    text = CHA.replace("\n", newline)
    assert written(read(text)) == text.replace(f"down{newline}looks away", "down").replace(
        f"decision{newline}", f"decision{newline}looks away{newline}"
    )
    assert write_chat(read(text)).losses == ()


def test_the_file_follows_what_was_changed_and_leaves_the_rest():
    visit = read(CHA)
    anna, bo = visit.participants
    changed = replace(
        visit,
        turns=(visit.turns[0], replace(visit.turns[1], start=2.25), visit.turns[2]),
        participants=(replace(anna, name="Aino"), bo),
        annotations=(
            Annotation(encounter="visit", turn="t0003", code="propose", coder="chat", start=1, stop=3),
        ),
    )
    text = written(changed)
    assert "@Participants:\tDOC Aino Doctor, PAT Bo Informant\n" in text
    assert "@Comment:\tone\n@Comment:\ttwo, and\n\ta line more\n" in text
    assert "*PAT:\tjo: (.) ⌈int så illa⌉ .  \x152250_4100\x15\n" in text
    assert "*DOC:\t⌊nä⌋ . \x152900_2700\x15\n%cod:\t$propose:span=1-3\n@End\n" in text
    assert read(text).annotations == changed.annotations


def test_talk_from_elsewhere_gets_headers_codes_and_bullets():
    assert written(INTERVIEW) == (
        "@UTF8\n@Begin\n@Languages:\tswe\n"
        "@Participants:\tLAK2 Läkare_2 Doctor, PAT Bo_Ek_snickare Participant, UNK ? Participant\n"
        "@Options:\tCA\n"
        "@ID:\tswe|visit|LAK2|47;||||Doctor|||\n"
        "@ID:\tswe|visit|PAT|||||Participant||client|\n"
        "@ID:\tswe|visit|UNK|||||Participant|||\n"
        "@Media:\tBesök 1, video\n"
        "@Comment:\tvuoro convention: jefferson\n@Comment:\tvuoro transcribed: asr\n"
        "*LAK2:\thur ha du:\n\t(0.4) mått? \x15500_2000\x15\n"
        "%cod:\t$invite_view:span=0-8:coder=kaisa\n"
        "%xseq:\t$S1:last=1:outcome=told:coder=kaisa\n"
        "*PAT:\t[jo]\n%xglossPAT:\t[yes]\n\tyes\n%cod:\t$my%20code:coder=chat\n"
        "*UNK:\t\n@End\n"
    )


def test_what_chat_cannot_hold_is_told():
    told = [(loss.rule, loss.turn, loss.text) for loss in write_chat(INTERVIEW).losses]
    assert told == [
        ("not-written-speaker", None, "Läkare 2"),
        ("not-written-speaker", None, "?"),
        ("not-written-meta", None, "tags"),
        ("not-written-participant", None, "tags"),
        ("not-written-name", None, "1"),
        ("not-written-tier", None, "gloss@PAT"),
        ("not-written-line", None, "???"),
        ("not-written-space", "1", "  hur ha du:\n(0.4) mått?"),
        ("not-written-time", "2", "[jo]"),
    ]


def test_it_is_read_back_with_its_convention_roles_and_moves():
    again = read(written(INTERVIEW))
    assert (again.source.convention, again.transcribed, again.language) == ("jefferson", "asr", "sv")
    assert again.roles() == {"LAK2": "professional", "PAT": "client", "UNK": "unknown"}
    assert [
        (move.code, move.coder, again.turn(move.turn).raw[move.start : move.stop])
        for move in again.annotations
    ] == [("invite_view", "kaisa", "hur ha d"), ("my code", "chat", "[jo]")]
    assert [(link.last_turn, link.outcome, link.coder) for link in again.sequences] == [
        ("t0002", "told", "kaisa")
    ]  # fmt: skip
    assert [problem.rule for problem in again.problems] == []


SOUND = CHA.replace("%com:\tand down\nlooks away\n", "").replace(" \x152900_2700\x15", "")


@pytest.mark.parametrize("visit", [read(SOUND), INTERVIEW], ids=["chat", "elsewhere"])
def test_pylangacq_reads_it_too(visit):
    text = written(visit)
    theirs = pylangacq.CHAT.from_strs([text])
    ours = read(text)
    theirs = [one for one in theirs.utterances() if one.participant]
    assert [(one.participant, one.time_marks) for one in theirs] == [
        (turn.speaker, (turn.start * 1000, turn.end * 1000) if turn.end else None) for turn in ours
    ]
    codes = [f"%cod:\t{one.tiers['%cod']}" for one in theirs if "%cod" in one.tiers]
    assert codes == re.findall("%cod.*", text)


def test_numbers_of_lines_are_no_talk_in_chat_either(tmp_path):
    (tmp_path / "visit.txt").write_text(
        "1  A: so you\n  2    waited (.) 3 weeks\n3  B: [yes\n", encoding="utf-8"
    )
    visit = formats.read(tmp_path / "visit.txt")
    again = read(written(visit))
    assert [turn.text for turn in again] == [turn.text for turn in visit] == ["so you waited 3 weeks", "yes"]
    assert again.turns[0].raw == "so you\n\twaited (.) 3 weeks"


def test_every_valid_file_of_our_peers_comes_back_equal(testdata):
    """Turn for turn; and byte for byte, but for white space after a tier's colon and the last line's end."""
    compared, same = 0, 0
    for path in sorted((testdata / "formats" / "cha").rglob("*.cha")):
        try:
            file = formats.open_file(path)
            (visit,) = read_chat(file, Options())
        except Unreadable:
            continue
        if visit.problems:
            continue
        text = written(visit)
        again = read(text)
        assert [(turn.raw, turn.speaker, turn.start, turn.end, turn.tiers) for turn in again] == [
            (turn.raw, turn.speaker, turn.start, turn.end, turn.tiers) for turn in visit
        ], path.name
        assert (again.participants, again.problems) == (visit.participants, ()), path.name
        compared += 1
        same += _normal(text) == _normal(file.text)
    assert compared > 700
    assert compared - same < 12


def _normal(text: str) -> str:
    return re.sub(r"(?m)^([*%][^:\t\r\n]*):[ \t]*", r"\1:\t", text).rstrip("\r\n")
