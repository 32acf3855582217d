"""Questions that ask, and statements that ask to be confirmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vuoro import moves

Codes = Callable[..., list[str]]
TOLD = "P: I've been lying awake every night for weeks."


@pytest.mark.parametrize(
    "said",
    [
        "So you've been feeling quite anxious?",
        "so you've been feeling quite anxious",
        "You've been ringing them for weeks.",
        "It sounds like it was the manager.",
        "You're not sleeping, are you?",
    ],
)
def test_a_statement_about_the_other_after_their_telling_asks_to_be_confirmed(
    last_codes: Codes, said: str
) -> None:
    assert last_codes(TOLD, f"D: {said}") == ["confirm_question"]


@pytest.mark.parametrize(
    "said", ["Have you been feeling anxious?", "have you been feeling anxious", "Since when?"]
)
def test_interrogative_form_asks_for_a_fact(last_codes: Codes, said: str) -> None:
    assert last_codes(TOLD, f"D: {said}") == ["ask_info"]


def test_an_upshot_about_the_speakers_own_next_step_is_no_confirmation(last_codes: Codes) -> None:
    assert last_codes(TOLD, "D: So I'll send the referral off.") == ["announce_decision"]


def test_an_upshot_of_the_others_proposal_is_a_question_about_it(last_codes: Codes) -> None:
    assert last_codes("P: Couldn't I do it from home instead?", "D: So you'd stay at home on Mondays?") == [
        "probe_proposal"
    ]


def test_a_tag_written_as_a_sentence_belongs_to_its_statement(last_codes: Codes) -> None:
    assert last_codes(TOLD, "D: Your back's been worse. Is that right?") == ["confirm_question"]


def test_quoted_questions_are_not_asked(last_codes: Codes) -> None:
    assert last_codes("D: What happened?", "P: He said are you sure you can work.") == []


def test_repeating_what_the_other_said_initiates_repair_and_has_no_code(last_codes: Codes) -> None:
    assert last_codes("P: It was six weeks in all.", "D: Six weeks?") == []


def test_a_client_hardly_formulates(last_codes: Codes) -> None:
    assert last_codes("D: It takes about two weeks as a rule.", "P: You have a queue there.") == []


def test_a_question_that_opens_after_a_comma_is_a_unit_of_its_own(
    talk: Callable[..., moves.Encounter],
) -> None:
    visit = talk(TOLD, "D: You mentioned the pain, how long have you had it?")
    found = [(a.code, visit.turns[1].raw[a.start : a.stop]) for a in moves.suggest(visit) if a.turn == "t2"]
    assert found == [
        ("confirm_question", "You mentioned the pain,"),
        ("ask_info", "how long have you had it?"),
    ]


@pytest.mark.parametrize(
    ("said", "basis"),
    [
        ("So you lie awake at night.", "client_talk"),
        ("So you feel anxious.", "inference"),
        ("It says here you stopped the tablets.", "record_or_third_party"),
    ],
)
def test_what_a_confirmation_rests_on(talk: Callable[..., moves.Encounter], said: str, basis: str) -> None:
    (found,) = (a for a in moves.suggest(talk("P: I lie awake every night.", f"D: {said}")) if a.turn == "t2")
    assert found.attributes["basis"] == basis


def test_a_so_after_ones_own_talk_is_no_question(last_codes: Codes) -> None:
    telling = "P: I have been sleeping on the sofa downstairs since March."
    assert last_codes(telling, "D: So you can't get upstairs.") == ["confirm_question"]
    assert "confirm_question" not in last_codes(
        telling, "D: The bed we lend out has a motor in it and wheels. So it moves."
    )


def test_a_rising_statement_that_goes_on_with_a_list_asks_for_the_next_fact(last_codes: Codes) -> None:
    assert last_codes(TOLD, "D: And your date of birth?") == ["ask_info"]


def test_a_rising_statement_after_a_bare_answer_goes_on_asking(last_codes: Codes) -> None:
    assert last_codes("P: Since May.", "D: You live with your wife?") == ["ask_info"]


def test_a_request_for_telling_may_have_the_form_of_a_suggestion(last_codes: Codes) -> None:
    assert last_codes(TOLD, "D: Why don't you walk me through your evening?") == ["invite_open"]


def test_a_question_about_what_only_the_other_can_judge_invites_a_view(last_codes: Codes) -> None:
    assert last_codes(TOLD, "D: What could you picture yourself doing there?") == ["invite_view"]


DECIDED = (
    "D: Shall we try the group?",
    "P: Yes, let's do that.",
    "D: Shall we ring your manager together?",
    "P: Yes, let's do that.",
    "D: I'll send the referral today.",
    "P: That suits me fine.",
)
"""Three actions were put forward, and received."""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Which day does the group start?", "check_understanding"),
        ("Is there anything else?", "invite_open"),
        ("How has this meeting been for you?", "solicit_feedback"),
    ],
)
def test_once_all_is_decided_a_question_looks_back_or_asks_what_is_left(
    last_codes: Codes, said: str, code: str
) -> None:
    assert last_codes(*DECIDED, f"D: {said}") == [code]


def test_a_question_right_after_hesitation_asks_about_it(last_codes: Codes) -> None:
    doubted = ("D: Shall we try the group?", "P: I'm not so sure I could manage that.")
    assert last_codes(*doubted, "D: Has that happened to you before?") == ["explore_doubt"]


def test_before_it_is_decided_the_same_question_asks_for_a_fact(last_codes: Codes) -> None:
    assert last_codes(TOLD, "D: Which day does the group start?") == ["ask_info"]


def test_the_client_still_asks_for_facts_when_all_is_decided(last_codes: Codes) -> None:
    assert last_codes(*DECIDED, "P: How long does it last?") == ["ask_info"]


def test_a_question_that_follows_new_telling_late_in_the_talk_still_asks_for_a_fact(
    last_codes: Codes,
) -> None:
    assert last_codes(*DECIDED, TOLD, "D: Were the nights bad in spring?") == ["ask_info"]


def test_a_doubt_is_still_asked_about_when_the_answer_was_short(last_codes: Codes) -> None:
    asked = (
        "D: Shall we try the group?",
        "P: I'm not so sure I could manage that.",
        "D: How sure are you, out of ten?",
        "P: Four.",
    )
    assert last_codes(*asked, "D: What would make it a six?") == ["explore_doubt"]
