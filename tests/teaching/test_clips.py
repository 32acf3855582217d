"""Which clips are chosen, where they stop, what is said of them, and which stand side by side."""

from __future__ import annotations

import tomllib
import wave
from dataclasses import replace
from importlib.resources import files

import pytest

from vuoro import codebooks, teaching, wording
from vuoro.model import LANGUAGES, Mark, Source, Turn
from vuoro.teaching import clips
from vuoro.teaching.clips.pairing import designs
from vuoro.teaching.sounds import Sound, copy, recordings, sound

TALK = ("Hur har det gått?", "Bra.", "Hur mår du?", "Jag är trött.", "Så du orkar inte?", "Nä, jo.", "Mm.", "Just så.",
        "Vi kan ta en paus.", "Gärna.", "Då gör vi så.", "Bra.")  # fmt: skip


@pytest.fixture
def meeting(meet):
    return meet(*TALK)


@pytest.fixture
def pack(meeting, coded, linked):
    """A pack of one meeting with a formulation that is qualified in the turn after."""
    moves = coded(meeting, {1: "invite_open", 5: "confirm_question"})
    links = [linked(meeting, "S2", 5, 6, "confirm_question", "qualified")]
    return teaching.Pack(material=teaching.Material([meeting], moves, links), theme="listen", language="sv")


def of_theme(pack: teaching.Pack) -> list[clips.Clip]:
    return clips.clips(pack.material, pack.way, pack.language, clips.MOST)


def test_a_clip_is_of_eight_to_thirty_turns_and_stops_before_the_professionals_move(pack):
    (clip,) = of_theme(pack)
    assert (clip.first, clip.last, clip.stop, clip.place.outcome) == (0, 9, 4, "qualified")


def test_where_the_client_opens_the_clip_stops_before_the_professionals_answer(meeting, coded, linked):
    links = [linked(meeting, "S5", 4, 5, "express_doubt", "explored")]
    material = teaching.Material([meeting], coded(meeting, {4: "express_doubt"}), links)
    assert [clip.stop for clip in clips.clips(material, 4, "sv", 6)] == [4]


def test_a_clients_move_that_opens_nothing_is_no_clip(meeting, coded):
    assert clips.clips(teaching.Material([meeting], coded(meeting, {4: "express_doubt"})), 4, "sv", 6) == []


def test_a_meeting_that_is_shorter_than_a_clip_is_shown_whole(meet, coded):
    short = meet("Hej.", "Hej.", "Så du är trött?", "Ja.")
    (clip,) = clips.clips(teaching.Material([short], coded(short, {3: "confirm_question"})), 2, "sv", 6)
    assert (clip.first, clip.last) == (0, 3)


def test_what_cannot_be_stopped_before_is_no_clip(meet, coded):
    first = meet("Så du är trött?", "Ja.", "Mm.", "Ja.")
    assert clips.clips(teaching.Material([first], coded(first, {1: "confirm_question"})), 2, "sv", 6) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", teaching.THEMES)
def test_our_corpora_give_six_clips_of_several_meetings_in_the_packs_language(ours, theme, language):
    found = clips.clips(ours, teaching.THEMES[theme], language, 6)
    assert (len(found), len({clip.encounter for clip in found}) >= 4) == (6, True)
    assert {ours.encounter(clip.encounter).language for clip in found} == {language}
    assert all(
        8 <= clip.last - clip.first + 1 <= 30 and clip.first < clip.stop <= clip.last for clip in found
    )
    assert all(ours.encounter(c.encounter).role(ours.encounter(c.encounter).turns[c.stop].speaker) == "professional"
               for c in found)  # fmt: skip


def test_clips_of_a_theme_end_differently(ours):
    found = clips.clips(ours, 4, "sv", 6)
    assert len({clip.place.outcome for clip in found}) >= 5


def test_other_languages_come_where_ones_own_has_too_little(meet, coded):
    swedish, finnish = meet(*TALK, id="a"), meet(*TALK, id="b", language="fi")
    moves = [*coded(swedish, {5: "confirm_question"}), *coded(finnish, {5: "confirm_question"})]
    found = clips.clips(teaching.Material([swedish, finnish], moves), 2, "fi", 6)
    assert [clip.encounter for clip in found] == ["b", "a"]


def test_what_is_heard_is_only_what_the_transcriber_noted(meeting, coded):
    raw = "(1.2) nä (0.7) [jo] hehe"
    turn = replace(
        meeting.turns[5], raw=raw, text="nä jo", pieces=((0, 6, 3), (3, 16, 2)),
        marks=(Mark(kind="pause", start=0, stop=5, value=1.2), Mark(kind="pause", start=9, stop=14, value=0.7),
               Mark(kind="overlap", start=15, stop=19, value="["), Mark(kind="laughter", start=20, stop=24, value="hehe")),
    )  # fmt: skip
    talk = replace(meeting, turns=(*meeting.turns[:5], turn, *meeting.turns[6:]))
    material = teaching.Material([talk], coded(talk, {5: "confirm_question"}))
    pack = teaching.Pack(material=material, theme="listen", language="sv")
    assert clips.commentary(pack, of_theme(pack)[0].place).heard == (
        "Före tur 6 är det tyst i 1,2 s.",
        "I tur 6 finns en paus på 0,7 s.",
        "Tur 6 är bara ”nä jo”.",
        "I tur 6 talar två på samma gång.",
        "I tur 6 hörs skratt.",
    )


def test_where_nothing_is_noted_that_is_said_and_no_more(pack):
    (said,) = [clips.commentary(replace(pack, language="en"), clip.place) for clip in of_theme(pack)]
    assert said.heard == ("Turn 6 is only ‘Nä, jo’.",)
    assert said.shows == ("6", "K", "Nä, jo.")
    assert said.does[1] == "The client agrees to a part and changes a part."


@pytest.mark.parametrize(("convention", "told"), [("jefferson", True), ("plain", False)])
def test_a_question_mark_is_a_tone_only_where_it_is_a_sign(meeting, coded, convention, told):
    marks = (Mark(kind="contour", start=16, stop=17, value="?"),)
    turns = [replace(turn, marks=marks) if "orkar" in turn.raw else turn for turn in meeting.turns]
    talk = replace(meeting, turns=tuple(turns), source=Source(convention=convention))
    pack = teaching.Pack(
        material=teaching.Material([talk], coded(talk, {5: "confirm_question"})), language="sv"
    )
    heard = clips.commentary(pack, of_theme(pack)[0].place).heard
    assert ("Tur 5 slutar med stigande ton." in heard) is told


def test_a_place_that_somebody_heard_otherwise_tells_the_other_view(meeting, coded):
    gold = coded(meeting, {5: "confirm_question"}, "gold", "adjudicated")
    each = [*coded(meeting, {5: "confirm_question"}, "a"), *coded(meeting, {5: "ask_info"}, "b")]
    pack = teaching.Pack(material=teaching.Material([meeting], [*gold, *each]), language="en")
    said = clips.commentary(pack, of_theme(pack)[0].place)
    assert (said.contested, said.others) == (True, ("Information question",))
    assert (
        "Another view: somebody who coded it heard Information question."
        in next(iter(clips.review(pack))).html
    )


def test_every_outcome_of_the_codebooks_sequences_has_a_sentence_in_three_languages(ours):
    ways = codebooks.load("participation").ways_by_code
    did = told()["did"]
    seen = {(link.type, link.outcome) for link in ours.sequences if link.code in ways}
    assert [one for one in seen if one[1] not in did[one[0]]] == []
    assert {tuple(texts) for group in did.values() for texts in group.values()} == {("sv", "fi", "en")}
    assert {outcome for kind in did.values() for outcome in kind} - {"any"} <= set(wording.NAMES["outcome"])


def told() -> dict:
    path = files("vuoro.teaching") / "clips" / "voices.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design", designs(), ids=lambda design: design.name)
def test_our_corpora_hold_every_pair_in_every_language(ours, design, language):
    theme = next(name for name, way in teaching.THEMES.items() if way in design.ways)
    pack = teaching.Pack(material=ours, theme=theme, language=language)
    pair = next(pair for pair in clips.pairs(pack) if pair.design == design)
    one, other = (ours.encounter(side.place.move.encounter) for side in (pair.one, pair.other))
    assert one.language == other.language == language
    assert (one.id, pair.one.place.at) != (other.id, pair.other.place.at)


def test_a_pair_is_of_two_designs_of_one_place(ours):
    pack = teaching.Pack(material=ours, theme="listen", language="fi")
    bases = [
        [side.place.move.attributes["basis"] for side in (pair.one, pair.other)]
        for pair in clips.pairs(pack)
        if pair.design.name == "record_or_talk"
    ]
    assert bases == [["record_or_third_party", "client_talk"]]


def test_there_is_no_pair_where_one_of_the_designs_is_missing(pack):
    assert list(clips.pairs(pack)) == []


def test_a_translation_stands_below_its_turn(pack):
    (meeting,) = pack.material.encounters
    turns = tuple(
        replace(turn, tiers={"%eng": "How are you?"}) if turn.id == "t0003" else turn for turn in meeting
    )
    material = teaching.Material(
        [replace(meeting, turns=turns)], pack.material.settled, pack.material.sequences
    )
    page = next(iter(clips.review(replace(pack, material=material))))
    assert page.html.count('<p class="translated" dir="auto" lang="en">How are you?</p>') == 1


def test_a_translation_into_the_language_of_the_talk_is_none():

    assert clips.translation(SAID, "fi", "sv") == ("Hei.", "fi")
    assert clips.translation(replace(SAID, tiers={"%swe": "Hej."}), "fi", "sv") == ("", "")


SAID = Turn(id="t1", speaker="K", raw="Hej.", text="Hej.", tiers={"%eng": "Hello.", "%fin": "Hei."})


def waves(path, seconds: float):
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 1000, 0, "NONE", ""))
        file.writeframes(bytes(range(100)) * int(10 * seconds))
    return path


def test_only_the_stretch_of_a_clip_is_copied(tmp_path):
    path = waves(tmp_path / "whole.wav", 10)
    copy(Sound(file="part.wav", path=path, start=2.5, end=4.0), tmp_path)
    with wave.open(str(tmp_path / "part.wav"), "rb") as part:
        assert (part.getnframes(), part.readframes(1)) == (1500, b"\x00")


def test_there_is_no_sound_without_a_recording_or_without_times(meeting, tmp_path):
    path = waves(tmp_path / "möte.wav", 1)
    timed = replace(
        meeting, turns=tuple(replace(turn, start=n, end=n + 0.5) for n, turn in enumerate(meeting))
    )
    assert sound({}, timed, 0, 3, "clip") == ()
    assert sound({"möte": path}, meeting, 0, 3, "clip") == ()
    assert sound({"möte": path}, timed, 1, 3, "clip") == (
        Sound(file="clip.wav", path=path, start=1, end=3.5),
    )


def test_a_recording_is_of_the_transcript_beside_it_and_of_no_other(meet, tmp_path):
    one, two = (tmp_path / name / "visit.txt" for name in "ab")
    for path in (one, two):
        path.parent.mkdir()
    heard = waves(one.with_suffix(".wav"), 1)
    meeting = replace(meet("Hej."), source=Source(files=("visit.txt",)))
    assert recordings([one], [meeting]) == {"möte": heard}
    assert recordings([one, two], [meeting]) == {}
