"""Sequences: what was offered and what came of it, from anybody's moves.

Each talk is written with its moves: "D [propose]: Shall we try the group?".
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from vuoro import sequences
from vuoro.model import Annotation, Encounter, Participant, Sequence, Turn

LINE = re.compile(r"(?P<who>[DPC])(?: \[(?P<codes>[^]]*)\])?: ?(?P<said>.*)")


def coded(*lines: str, coder: str = "aino", status: str = "confirmed") -> tuple[Encounter, list[Annotation]]:
    turns, moves = [], []
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        assert match
        said = match["said"]
        turns.append(Turn(id=f"t{number}", speaker=match["who"], raw=said, text=said))
        codes = (match["codes"] or "").split()
        for at, code in enumerate(codes):
            moves.append(
                Annotation(
                    encounter="visit", turn=f"t{number}", code=code, coder=coder, status=status,
                    start=at, stop=len(said) - len(codes) + at + 1,
                )
            )  # fmt: skip
    roles = {"D": "professional", "P": "client", "C": "companion"}
    people = tuple(Participant(id=who, role=role) for who, role in roles.items())
    return Encounter(id="visit", language="en", turns=tuple(turns), participants=people), moves


def linked(kind: str, *lines: str) -> list[tuple[str, str, str]]:
    """First turn, outcome and response turn of the sequences of one kind."""
    found = sequences.link(*coded(*lines))
    return [(s.first_turn, s.outcome, s.response_turn) for s in found if s.type == kind]


INVITED = "D [invite_view]: What worries you about it?"
PROPOSED = "D [propose]: Shall we try the group?"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("P [express_view]: The nights. And then there's my wife who worries.", "extended"),
        ("P: The nights.", "minimal"),
        ("P: Yeah.", "minimal"),
        ("P: Mm.", "no_uptake"),
        ("P: Oh.", "no_uptake"),
        ("P: I don't know, you know best.", "declined"),
        ("P [ask_info]: How long is the list?", "deflected"),
    ],
)
def test_an_invitation_is_taken_up_or_not(answer: str, outcome: str) -> None:
    assert linked("S1", INVITED, answer) == [("t1", outcome, "t2")]


def test_an_invitation_that_its_speaker_narrows_at_once_is_withdrawn() -> None:
    assert linked("S1", "D [invite_open ask_info]: Anything else? Any pain?", "P: No.") == [
        ("t1", "withdrawn", "")
    ]


def test_silence_after_an_invitation_is_no_uptake_and_haste_withdraws_it() -> None:
    visit, moves = coded(INVITED, "D: Well, let me look at this.")

    def outcome(gap: float) -> str:
        first, second = visit.turns
        timed = (
            replace(first, start=0.0, end=2.0),
            replace(second, start=2.0 + gap, end=5.0),
        )
        return sequences.link(replace(visit, turns=timed), moves)[0].outcome

    assert (outcome(0.2), outcome(3.0)) == ("withdrawn", "no_uptake")


def test_an_answer_goes_on_over_the_listeners_continuers() -> None:
    assert linked("S1", INVITED, "P: The nights.", "D: Mm.", "P: And the mornings too.") == [
        ("t1", "extended", "t2")
    ]


CONFIRM = "D [confirm_question]: So you've been off work."


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("P: Yeah.", "confirmed"),
        ("P: Yeah, since the spring, when it all began.", "expanded"),
        ("P: Yeah but only on Mondays.", "qualified"),
        ("P: No.", "disconfirmed"),
        ("P: Oh.", "no_uptake"),
    ],
)
def test_a_statement_put_up_for_confirmation_is_confirmed_or_not(answer: str, outcome: str) -> None:
    assert linked("S2", CONFIRM, answer) == [("t1", outcome, "t2")]


def test_no_confirms_what_was_put_in_the_negative() -> None:
    visit, moves = coded("D [confirm_question]: So you're not sleeping.", "P: No.")
    moves = [replace(move, stop=len(visit.turns[0].raw)) for move in moves]
    assert [s.outcome for s in sequences.link(visit, moves)] == ["confirmed"]


WISH = "P [propose]: Couldn't I do it from home?"


@pytest.mark.parametrize(
    ("reception", "outcome"),
    [
        ("D [develop_proposal]: Right, and then we could ask your manager.", "developed"),
        ("D [probe_proposal]: Do you mean on Mondays?", "probed"),
        ("D [accept]: Let's do that.", "accepted"),
        ("D [reject explain]: We can't, because the rules don't allow it.", "rejected_with_grounds"),
        ("D [reject]: No, we can't.", "rejected_without_grounds"),
        ("D: Okay.", "acknowledged_only"),
        ("D: We'll come back to that.", "deferred"),
        ("D [ask_info]: How long have you worked there?", "ignored"),
    ],
)
def test_a_clients_proposal_and_its_first_reception(reception: str, outcome: str) -> None:
    assert linked("S3", WISH, reception) == [("t1", outcome, "t2")]


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        ("P [accept]: Yeah, let's do that. I'll ring them tomorrow morning.", "accept_elaborated"),
        ("P [accept]: Fine with me.", "accept_plain"),
        ("P [hedged_accept]: I suppose so.", "hedged"),
        ("P [express_doubt]: I don't know if I can.", "doubt"),
        ("P [propose]: Couldn't I come here?", "counter"),
        ("P [reject]: No, I don't want that.", "reject"),
        ("P [probe_proposal]: Who'd be there?", "question"),
        ("P: Mm.", "no_response"),
    ],
)
def test_a_professionals_proposal_and_its_response(response: str, outcome: str) -> None:
    assert linked("S4", PROPOSED, response) == [("t1", outcome, "t2")]


def test_a_continuer_after_an_announcement_is_no_missing_response() -> None:
    announced = "D [announce_decision]: I'll send the referral."
    assert linked("S4", announced, "P: Okay.") == []
    assert linked("S4", announced, "P [reject]: No, don't.") == [("t1", "reject", "t2")]


def test_questions_before_the_response_are_inserts() -> None:
    talk = (
        PROPOSED,
        "P [probe_proposal]: Who'd be there?",
        "D [explain]: Six people.",
        "P [accept]: Fine with me.",
    )
    assert linked("S4", *talk) == [("t1", "accept_plain", "t4")]


def test_actions_with_only_continuers_between_them_get_one_response() -> None:
    talk = (
        PROPOSED,
        "P: Mm.",
        "D [announce_decision]: I'll write to them.",
        "P [accept]: Yes, that suits me.",
    )
    assert linked("S4", *talk) == [("t1", "accept_plain", "t4")]


@pytest.mark.parametrize(
    ("reaction", "outcome"),
    [
        ("D [explore_doubt]: What is it that feels hard?", "explored"),
        ("D: Mm.", "acknowledged"),
        ("D [receive_feeling]: That must be hard.", "acknowledged"),
        ("D [explain]: Most people manage it.", "countered"),
        ("D [propose]: Shall we try the group then?", "repeated"),
        ("D [propose]: How about tablets?", "decision_reopened"),
        ("D [ask_info]: How long have you lived here?", "bypassed"),
    ],
)
def test_doubt_is_picked_up_or_not(reaction: str, outcome: str) -> None:
    talk = (PROPOSED, "P [hedged_accept]: I suppose so.", reaction)
    assert linked("S5", *talk) == [("t2", outcome, "t3")]


@pytest.mark.parametrize("code", ["hedged_accept", "express_doubt", "reject"])
def test_every_doubting_response_opens_a_sequence_of_its_own(code: str) -> None:
    assert [first for first, _, _ in linked("S5", PROPOSED, f"P [{code}]: Hm.")] == ["t2"]


def test_a_withheld_response_opens_one_too() -> None:
    assert linked("S5", PROPOSED, "P: Mm.", "D [explain]: It helps most people.") == [
        ("t2", "countered", "t3")
    ]


def test_doubt_voiced_on_its_own_is_followed_as_well() -> None:
    assert linked("S5", "P [express_doubt]: I don't think it'll help.", "D: Mm.") == [
        ("t1", "acknowledged", "t2")
    ]


def test_sequences_belong_to_the_coder_and_are_as_settled_as_their_moves() -> None:
    visit, machine = coded(PROPOSED, "P [accept]: Fine.", coder="detector:rules", status="suggested")
    _, human = coded(PROPOSED, "P [reject]: No.")
    found = sequences.link(visit, [*machine, *human])
    assert [(s.coder, s.status, s.outcome) for s in found if s.type == "S4"] == [
        ("detector:rules", "suggested", "accept_plain"),
        ("aino", "confirmed", "reject"),
    ]
    assert {s.coder for s in sequences.link(visit, [*machine, *human], coder="aino")} == {"aino"}


def test_rejected_suggestions_and_other_encounters_are_passed_over() -> None:
    visit, moves = coded(PROPOSED, "P [accept]: Fine.")
    assert sequences.link(visit, [replace(move, status="rejected") for move in moves]) == []
    assert sequences.link(visit, [replace(move, encounter="other") for move in moves]) == []


def test_the_gap_before_the_response_is_told_where_times_are_known() -> None:
    visit, moves = coded(PROPOSED, "P [accept]: Fine.")
    assert sequences.link(visit, moves)[0].gap is None
    first, second = visit.turns
    timed = (replace(first, start=0.0, end=2.0), replace(second, start=2.6, end=3.0))
    (found,) = sequences.link(replace(visit, turns=timed), moves)
    assert found.gap == 0.6


def test_sequences_come_in_the_order_of_the_talk_and_run_forward() -> None:
    visit, moves = coded(INVITED, "P [express_view]: The nights.", PROPOSED, "P [hedged_accept]: I guess so.")
    found: list[Sequence] = sequences.link(visit, moves)
    assert [(s.type, s.first_turn, s.last_turn) for s in found] == [
        ("S1", "t1", "t2"),
        ("S4", "t3", "t4"),
        ("S5", "t4", "t4"),
    ]


def test_a_talk_in_an_unknown_language_is_linked_by_its_moves() -> None:
    visit, moves = coded(PROPOSED, "P: Mm.", "P [accept]: Fine.")
    found = sequences.link(replace(visit, language=None), moves)
    assert [(s.type, s.outcome) for s in found] == [("S4", "accept_plain")]


def test_an_inviter_who_goes_on_in_the_next_interval_has_not_withdrawn() -> None:
    assert linked("S1", INVITED, "D: With the group, I mean.", "P: The nights.") == [("t1", "minimal", "t3")]


def test_a_question_before_the_answer_is_an_insert() -> None:
    talk = (INVITED, "P [probe_proposal]: With the group?", "D [explain]: Yes, the group.", "P: The nights.")
    assert linked("S1", *talk) == [("t1", "minimal", "t4")]


def test_a_but_qualifies_what_is_confirmed_and_a_no_denies_it() -> None:
    assert linked("S2", CONFIRM, "P: No but nearly.") == [("t1", "disconfirmed", "t2")]


def test_what_a_client_confirms_before_a_new_action_is_a_plain_confirmation() -> None:
    visit, moves = coded(CONFIRM, "P: Yeah, couldn't I work from home for the first two weeks or so?")
    action = replace(moves[0], turn="t2", code="propose", start=6, stop=60)
    found = sequences.link(visit, [replace(moves[0], stop=25), action])
    assert [s.outcome for s in found if s.type == "S2"] == ["confirmed"]


@pytest.mark.parametrize(
    ("talk", "fate"),
    [
        ((WISH, "D [accept]: Let's do that."), "left_open"),
        ((WISH, "D [accept]: Let's do that.", "P: Good.", "D: Right.", "P: Mm."), "adopted"),
        ((WISH, "D [accept propose]: Yes, if you come on Mondays.", "P: Mm.", "D: So.", "P: Mm."), "adapted"),
        ((WISH, "D [reject]: No, we can't.", "P: Okay.", "D: So.", "P: Mm."), "rejected"),
        ((WISH, "D: We'll come back to that.", "P: Okay.", "D: So.", "P: Mm."), "left_open"),
        ((WISH, "D [ask_info]: How old are you?", "P: Forty.", "D: So.", "P: Mm."), "dropped"),
    ],
)
def test_the_fate_of_a_clients_proposal(talk: tuple[str, ...], fate: str) -> None:
    (found,) = (s for s in sequences.link(*coded(*talk)) if s.type == "S3")
    assert found.attributes["fate"] == fate


def test_a_proposal_mended_before_it_is_received_is_one() -> None:
    talk = (WISH, "C [reject]: You can't.", "P [propose]: On Mondays then?", "D [accept]: Let's do that.")
    assert linked("S3", *talk) == [("t1", "accepted", "t4")]


def test_the_clients_response_goes_before_that_of_others() -> None:
    talk = (PROPOSED, "C [accept]: Good idea.", "P [hedged_accept]: I suppose so.")
    assert linked("S4", *talk) == [("t1", "hedged", "t3")]


def test_an_option_refused_on_its_own_has_its_own_sequence() -> None:
    talk = (
        "D [list_options]: One is tablets.",
        "P [reject]: Not those.",
        "D [list_options]: The other is the group.",
        "P [accept]: The group.",
    )
    assert linked("S4", *talk) == [("t1", "reject", "t2"), ("t1", "accept_plain", "t4")]


def test_a_professionals_doubt_says_whose_it_is() -> None:
    talk = (WISH, "D [express_doubt]: I'm not sure it works.", "P [explain]: It did last year.")
    (found,) = (s for s in sequences.link(*coded(*talk)) if s.type == "S5")
    assert (found.outcome, found.attributes) == ("countered", {"by": "professional"})


def test_a_question_about_a_doubt_waits_for_what_comes_of_it() -> None:
    talk = (
        "P [express_doubt]: I don't think I can.",
        "D [ask_info]: Since when?",
        "P: Since May.",
        "D [explore_doubt]: What is it that feels hard?",
    )
    assert linked("S5", *talk) == [("t1", "explored", "t4")]


def test_to_announce_it_after_a_hedge_passes_the_doubt_by() -> None:
    talk = (
        PROPOSED,
        "P [hedged_accept]: I suppose so.",
        "D [announce_decision]: Then I'll write the group down.",
    )
    assert linked("S5", *talk) == [("t2", "bypassed", "t3")]


TERM = "D [jargon_term]: You need titration."


@pytest.mark.parametrize(
    ("talk", "outcome", "response"),
    [
        ((TERM, "P: Okay."), "unexplained", ""),
        (
            ("D [jargon_term]: Titration, that means a bit more each week.", "P: Okay."),
            "explained_same_turn",
            "",
        ),
        (
            (TERM, "P [ask_info]: What's that?", "D [explain]: A bit more each week."),
            "explained_on_request",
            "t3",
        ),
        ((TERM, "P [ask_info]: What's that?", "D: Mm."), "client_initiated_repair_unanswered", ""),
    ],
)
def test_a_term_is_explained_or_not(talk: tuple[str, ...], outcome: str, response: str) -> None:
    visit, moves = coded(*talk)
    at = visit.turns[0].raw.lower().index("titration")
    moves = [replace(moves[0], start=at, stop=at + 9), *moves[1:]]
    found = [s for s in sequences.link(visit, moves) if s.type == "S6"]
    assert [(s.outcome, s.response_turn) for s in found] == [(outcome, response)]


def test_a_term_is_one_sequence_however_often_it_is_said() -> None:
    visit, moves = coded(TERM, "P: Okay.", TERM)
    moves = [replace(move, attributes={"term": "titration"}) for move in moves]
    assert [s.first_turn for s in sequences.link(visit, moves) if s.type == "S6"] == ["t1"]


def test_an_uncomfortable_decision_has_five_fields() -> None:
    visit, moves = coded(
        "D [announce_decision explain]: You were turned down, since the rules say so.",
        "P [express_view]: I had counted on it all spring.",
        "D [receive_feeling]: That must be hard.",
        "D [propose]: Shall we write to them?",
    )
    moves[0] = replace(moves[0], attributes={"adverse": "y"})
    (found,) = (s for s in sequences.link(visit, moves) if s.type == "S7")
    assert dict(found.attributes) == {
        "grounds_given": "y", "view_sought": "n", "client_had_turn": "y", "response_received": "y",
        "way_forward": "y",
    }  # fmt: skip


def test_good_news_is_no_uncomfortable_decision() -> None:
    assert linked("S7", "D [announce_decision]: I'll send it today.", "P [accept]: Good.") == []


SHARED = "D [share_power]: It's up to you."


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("P [accept]: Then I'll do it.", "taken"),
        ("P [reject]: Then it's a no.", "taken"),
        ("P [propose]: If I can stop when I like.", "taken_with_conditions"),
        ("P [hedged_accept]: You know best.", "declined"),
        ("P: I don't know.", "declined"),
        ("P: Mm.", "no_uptake"),
    ],
)
def test_a_responsibility_is_taken_or_not(answer: str, outcome: str) -> None:
    assert linked("S8", SHARED, answer) == [("t1", outcome, "t2")]


@pytest.mark.parametrize(
    ("talk", "outcome"),
    [
        (("P [repair_initiation]: Sorry?", "D: On Monday."), "resolved"),
        (("P [repair_initiation]: Sorry?", "D: On Monday.", "P [repair_initiation]: When?"), "reinitiated"),
        (("P [repair_initiation]: Sorry?",), "abandoned"),
    ],
)
def test_a_repair_is_resolved_or_not(talk: tuple[str, ...], outcome: str) -> None:
    assert [found[1] for found in linked("S9", *talk)][:1] == [outcome]


TOLD = "P [express_view]: It's the quiet in the house that gets me."


@pytest.mark.parametrize(
    ("receipt", "outcome"),
    [
        ("D [receive_feeling]: That must be lonely.", "taken_up"),
        ("D [confirm_question]: So the house is too quiet.", "taken_up"),
        ("D: Mm.", "acknowledged_only"),
        ("D [ask_info]: And your weight?", "agenda_return"),
        ("D [explain]: That is the tablets.", "reinterpreted"),
        ("D [propose]: You could ring somebody.", "advised"),
    ],
)
def test_what_is_told_unasked_is_received(receipt: str, outcome: str) -> None:
    assert linked("S10", TOLD, receipt) == [("t1", outcome, "t2")]


def test_a_view_that_was_asked_for_is_no_telling() -> None:
    assert linked("S10", INVITED, TOLD, "D: Mm.") == []


def test_an_interpreter_answers_for_the_client() -> None:
    visit, moves = coded(INVITED, "P: Ja.", "C: She says, the nights. And her heart.")
    people = tuple(
        replace(person, role="interpreter") if person.id == "C" else person for person in visit.participants
    )
    turns = (visit.turns[0], replace(visit.turns[1], raw="((in Somali))", text=""), visit.turns[2])
    found = sequences.link(replace(visit, participants=people, turns=turns), moves)
    assert [(s.outcome, s.last_turn) for s in found if s.type == "S1"] == [("extended", "t3")]
