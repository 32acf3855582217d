"""What a coder does through the annotator, without a browser: the same methods that its messages end in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro import codebooks, project
from vuoro.model import Annotation
from vuoro.project import Desk, NotAllowed
from vuoro.widget.messages import answer
from vuoro.widget.opening import laid
from vuoro.widget.sitting import NoSuchPlace, Sitting


@pytest.fixture
def sit(visit, suggested, tmp_path):
    """A sitting of a coder in one folder; the same coder finds everything again."""

    def sit(coder: str = "aino", **options) -> Sitting:
        desk = Desk(visit, coder, tmp_path, codebooks.load("participation"))
        return Sitting(desk, suggestions=suggested, **options)

    return sit


def asked(sitting: Sitting, kind: str, **fields):
    return answer(sitting, {"ask": kind, "re": "1", **fields})


def codes(sitting: Sitting) -> list[tuple[str, str, int, int]]:
    return [(one.turn, one.code, one.start, one.stop) for one in sitting.moves]


def test_what_is_coded_is_there_when_the_coder_comes_back(sit):
    first = sit()
    first.accept(1)
    first.annotate("t0005", "propose", words="Shall we try the new tablets?", confidence=1)
    first.memo(5, "first mention")
    first.link("S4", 5, 6, "hedged")
    again = sit()
    assert codes(again) == [("t0001", "invite_open", 0, 43), ("t0005", "propose", 0, 29)]
    assert [(one.type, one.first_turn, one.response_turn, one.outcome) for one in again.sequences] == [
        ("S4", "t0005", "t0006", "hedged")
    ]
    assert again.desk.state.memos == {"t0005": "first mention"}
    assert [one.turn for one in again.suggestions()] == ["t0003"]


def test_it_says_how_far_the_coder_has_come_in_every_language(sit):
    told = {}
    for language in ("en", "sv", "fi"):
        sitting = sit(language=language)
        sitting.see(1, 2)
        told[language] = repr(sitting)
    assert told == {
        "en": "Annotator('visit', coder='aino', 2 of 6 turns seen · 3 suggestions left · 0 moves)",
        "sv": "Annotator('visit', coder='aino', 2 av 6 turer sedda · 3 förslag kvar · 0 drag)",
        "fi": "Annotator('visit', coder='aino', 2/6 vuoroa nähty · 3 ehdotusta jäljellä · 0 siirtoa)",
    }


def test_a_blind_coder_is_told_of_nobody_elses_judgement(sit, suggested):
    theirs = [replace(suggested[0], coder="birgitta", status="confirmed")]
    opened = asked(sit(blind=True, others=theirs), "open")
    seeing = asked(sit(others=theirs), "open")
    assert opened["marks"] == {}
    assert {one["kind"] for marks in seeing["marks"].values() for one in marks} == {"ghost", "other"}


def test_a_suggestion_that_was_decided_on_does_not_come_back(sit):
    sitting = sit()
    sitting.reject(1)
    sitting.accept(3, confidence=3)
    assert [one.turn for one in sit().suggestions()] == ["t0005"]


def test_undo_takes_back_one_thing_at_a_time_and_redo_brings_it_again(sit):
    sitting = sit()
    for turn in (1, 3, 5):
        sitting.accept(turn)
    sitting.undo()
    sitting.undo()
    assert [one.turn for one in sitting.moves] == ["t0001"]
    sitting.redo()
    assert [one.turn for one in sitting.moves] == ["t0001", "t0003"]


def test_a_decision_that_is_sent_twice_is_done_once(sit):
    sitting = sit()
    sitting.accept(1)
    sitting.accept(3)
    for _ in range(2):
        replies = [
            asked(sitting, "do", id="d1", do="annotate", turn="t0002", code="express_view"),
            asked(sitting, "do", id="d2", do="undo"),
        ]
    assert [reply["tell"] for reply in replies] == ["done", "done"]
    assert [one.turn for one in sitting.moves] == ["t0001", "t0003"]


def test_a_change_tells_the_page_only_what_has_changed(sit):
    sitting = sit()
    asked(sitting, "open")
    told = asked(
        sitting, "do", id="d1", do="accept", of=next(iter(sitting.desk.pending(sitting.suggestions(3))))
    )
    assert list(told["marks"]) == [2]
    assert [(one["id"], one["kind"], one["code"]) for one in told["marks"][2]] == [
        ("d1", "own", "confirm_question")
    ]
    assert told["counts"] | {"told": ""} == {
        "turns": 6,
        "seen": 0,
        "left": 2,
        "moves": 1,
        "finished": False,
        "told": "",
    }


def test_accepting_with_another_code_keeps_no_attribute_of_the_first(sit, suggested):
    sitting = sit()
    sitting = Sitting(sitting.desk, suggestions=[replace(suggested[0], attributes={"position": "opening"})])
    key = next(iter(sitting.desk.pending(sitting.suggestions())))
    asked(sitting, "do", id="d1", do="accept", of=key, code="ask_info")
    assert [
        (one.code, one.attributes["suggested_by"], "position" in one.attributes) for one in sitting.moves
    ] == [("ask_info", "detector:rules", False)]


def test_a_suggestion_that_only_the_page_still_has_is_accepted_as_it_was(sit):
    told = {"turn": "t0004", "code": "accept", "start": 0, "stop": 4, "suggested_by": "llm:away"}
    sitting = sit()
    asked(sitting, "do", id="d1", do="accept", of="gone", **told)
    assert [(one.code, one.attributes["suggested_by"]) for one in sitting.moves] == [("accept", "llm:away")]


def test_words_that_were_chosen_in_the_plain_view_are_found_in_the_transcript(visit, tmp_path):
    turn = replace(
        visit.turns[1], raw="so (0.5) you sleep", text="so you sleep", pieces=((0, 0, 3), (3, 9, 9))
    )
    desk = Desk(replace(visit, turns=(turn,)), "aino", tmp_path, codebooks.load("participation"))
    sitting = Sitting(desk)
    asked(
        sitting,
        "do",
        id="d1",
        do="annotate",
        turn=turn.id,
        code="confirm_question",
        span=[3, 12],
        side="text",
    )
    (move,) = sitting.moves
    assert turn.raw[move.start : move.stop] == "you sleep"


def test_what_is_refused_says_why_and_changes_nothing(sit):
    sitting = sit()
    sitting.finish()
    refused = [
        asked(sitting, "do", id="d1", do="annotate", turn="t0001", code="explain"),
        asked(sitting, "do", id="d2", do="accept", of="nothing"),
        asked(sitting, "dance"),
        asked(sitting, "do"),
    ]
    assert [reply["tell"] for reply in refused] == ["refused"] * 4
    assert refused[0]["why"] == "encounter 'visit' is finished; reopen it to go on coding"
    assert (refused[0]["id"], codes(sitting)) == ("d1", [])


def test_a_disk_that_is_full_refuses_nothing_for_good(sit, monkeypatch):
    sitting = sit()
    with monkeypatch.context() as full:
        full.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        told = asked(sitting, "do", id="d1", do="memo", turn="t0001", text="hm")
    assert told["tell"] == "trouble"
    assert "No space left" in told["why"]
    assert asked(sitting, "do", id="d1", do="memo", turn="t0001", text="hm")["tell"] == "done"
    assert sitting.desk.state.memos == {"t0001": "hm"}


def test_turns_are_found_by_words_codes_speakers_and_outcomes(sit):
    sitting = sit()
    sitting.accept(5)
    sitting.link("S4", 5, 6, "hedged")
    found = {wanted: asked(sitting, "find", text=wanted)["rows"] for wanted in ("sleep", "P: sleep", "ehdotus", "propose D:", "varauksellinen", "#4", "nowhere", "")}  # fmt: skip
    assert found == {
        "sleep": [1, 2], "P: sleep": [1], "ehdotus": [4], "propose D:": [4], "varauksellinen": [4, 5], "#4": [3],
        "nowhere": [], "": [],
    }  # fmt: skip


def test_a_sequence_is_offered_as_the_linker_reads_it(sit):
    sitting = sit()
    sitting.accept(5)
    sitting.annotate(6, "hedged_accept")
    (offer,) = asked(sitting, "offers", turn="t0005", code="propose")["offers"][-1:]
    assert (offer["type"], offer["last"], offer["outcome"], offer["proposed"]) == ("S4", 5, "hedged", True)


def test_a_coder_who_links_a_hedged_acceptance_is_reminded_of_the_doubt(sit):
    sitting = sit(language="sv")
    link = {"do": "link", "type": "S4", "first_turn": "t0005", "last_turn": "t0006"}
    said = [
        asked(sitting, "do", id=id, outcome=outcome, **link, code=code)["said"]
        for id, outcome, code in (("d1", "hedged", "propose"), ("d2", "accept_plain", "list_options"))
    ]
    assert said == [
        "Länkat. Vad som hände med tvivlet är en egen sekvens (S5): länka den också.",
        "Länkat.",
    ]
    assert [link["due"] for link in asked(sitting, "open")["links"]] == [True, False]
    assert asked(sitting, "do", id="d3", do="finish")["said"] == (
        "Slutfört; men vad som hände med tvivlet i tur 6 är inte kodat (S5)."
    )


def test_the_page_is_told_what_a_notebook_does_meanwhile(sit):
    sitting, heard = sit(), []
    sitting.listeners.append(heard.append)
    sitting.accept(1)
    sitting.memo(2, "nights")
    assert [(list(change["marks"]), change["memos"]) for change in heard] == [([0], {}), ([], {1: "nights"})]


def test_a_number_that_was_typed_is_a_number_and_a_turn_is_named_by_its_number(sit):
    sitting = sit()
    options, doubt = sitting.annotate(5, "list_options"), sitting.annotate(6, "explore_doubt")
    for move, attributes in ((options, {"n_options": "2"}), (doubt, {"trigger": "4"})):
        of = sitting.id_of(move)
        told = asked(sitting, "do", id=f"d{of}", do="change", of=of, fields={"attributes": attributes})
        assert told["tell"] == "done", told
    assert [dict(one.attributes) for one in sitting.moves] == [{"n_options": 2}, {"trigger": "t0004"}]


def test_history_tells_each_step_with_its_time_and_coder(sit):
    sitting = sit()
    move = sitting.annotate(2, "express_view")
    sitting.change(move, code="explain")
    lines = asked(sitting, "history", of=next(iter(sitting.desk.state.annotations)))["lines"]
    assert [line[1] for line in lines] == [
        "annotate: Own view, experience or wish",
        "change: Explaining and giving grounds",
    ]


def test_a_move_of_the_coder_shows_as_a_frame(sit):
    sitting = sit()
    sitting.accept(3)
    row = sitting.frame().iloc[0]
    assert (row.turn, row.speaker, row.role, row.code, row.coder) == (
        "t0003",
        "D",
        "professional",
        "confirm_question",
        "aino",
    )


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (lambda s: s.accept(2), "turn 't0002' has no suggestion that is left"),
        (lambda s: s.memo(77, "x"), "encounter 'visit' has no turn 77; it has 6 turns"),
        (lambda s: s.annotate(2, "explain", words="not said"), "turn 't0002' has no words 'not said'"),
    ],
)
def test_a_place_that_is_not_there_is_told(sit, named, message):
    with pytest.raises(NoSuchPlace, match=message):
        named(sit())


def test_rules_are_the_desks(sit):
    with pytest.raises(NotAllowed, match=r"codebook participation@0\.1 has no code 'dance'"):
        sit().annotate(1, "dance")


def test_in_a_project_the_codebook_the_colleague_and_the_language_are_the_projects(visit, tmp_path):
    study = project.create(tmp_path, page_language="fi")
    Sitting(**laid(visit, "birgitta", study, False, False)).annotate(2, "express_view")
    sitting = Sitting(**laid(visit, "aino", tmp_path, [], False))
    opened = asked(sitting, "open")
    assert (opened["language"], opened["marks"][1][0]["coder"], opened["marks"][1][0]["kind"]) == (
        "fi",
        "birgitta",
        "other",
    )


def test_a_turn_that_is_gone_from_the_transcript_breaks_nothing(visit, sit, tmp_path):
    sit().accept(1)
    sit().link("S1", 1, 2, "minimal")
    shorter = replace(visit, turns=visit.turns[1:])
    sitting = Sitting(Desk(shorter, "aino", tmp_path, codebooks.load("participation")))
    opened = asked(sitting, "open")
    assert (opened["marks"], opened["links"], sitting.moves) == ({}, [], [])


def test_a_move_of_somebody_else_is_not_found_among_ones_own(sit):
    strange = Annotation(encounter="visit", turn="t0001", code="explain", coder="birgitta", start=0, stop=5)
    with pytest.raises(NoSuchPlace, match=r"aino has coded no such thing"):
        sit().remove(strange)


def test_attributes_values_and_definitions_are_told_in_the_coders_language(sit):
    from vuoro.widget.messages import opened

    told = opened(sit(language="fi"), {})
    assert told["terms"]["names"]["new_topic"] == "uusi aihe"
    assert told["terms"]["values"]["polar"] == "kyllä/ei-kysymys"
    invite = next(code for code in told["codes"] if code["id"] == "invite_open")
    assert (invite["definedIn"], invite["definition"]) == (
        "fi", "Annat asiakkaan valita, mistä puhutaan ja kuinka pitkälle.",
    )  # fmt: skip
    assert opened(sit(language="en"), {})["codes"][0]["definition"].startswith("A first pair part")
