"""What becomes of an action: a response is one only where there is something to respond to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vuoro import moves
from vuoro.model import Encounter, Mark, Participant, Turn

Codes = Callable[..., list[str]]
PROPOSED = "D: Shall we try the group twice a week?"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Yeah, let's do that, I'll ring them tomorrow.", "accept"),
        ("Well, maybe then.", "hedged_accept"),
        ("If you think that's best.", "hedged_accept"),
        ("No, I don't want that.", "reject"),
        ("I don't know if I can manage that.", "express_doubt"),
        ("How would that work?", "probe_proposal"),
    ],
)
def test_responses_to_a_proposal(last_codes: Codes, said: str, code: str) -> None:
    assert last_codes(PROPOSED, f"P: {said}")[:1] == [code]


@pytest.mark.parametrize("said", ["Okay.", "Yeah.", "Mm-hm.", "Right, okay."])
def test_a_bare_token_after_a_proposal_is_a_continuer(last_codes: Codes, said: str) -> None:
    assert last_codes(PROPOSED, f"P: {said}") == []


@pytest.mark.parametrize("said", ["Let's do that.", "That sounds good.", "If you think that's best."])
def test_nothing_is_accepted_that_nobody_put_forward(last_codes: Codes, said: str) -> None:
    codes = last_codes("D: It began in May, I gather.", f"P: {said}")
    assert not {"accept", "hedged_accept", "reject"} & set(codes)


def test_nobody_accepts_their_own_proposal(last_codes: Codes) -> None:
    assert "accept" not in last_codes("P: Couldn't I do it from home?", "P: That would be great.")


def test_a_fact_asked_since_takes_the_action_off_the_table(last_codes: Codes) -> None:
    codes = last_codes(PROPOSED, "P: Mm.", "D: How long have you lived here?", "P: No, not that long.")
    assert "reject" not in codes


def test_a_view_asked_since_keeps_the_action_on_the_table(last_codes: Codes) -> None:
    assert last_codes(PROPOSED, "P: Mm.", "D: How does that sound?", "P: That sounds great.") == ["accept"]


def test_building_on_the_others_proposal_develops_it(last_codes: Codes) -> None:
    codes = last_codes("P: Couldn't I do it from home?", "D: Exactly, and then we could ask your manager.")
    assert codes == ["develop_proposal"]


def test_room_for_doubt_needs_a_doubt(last_codes: Codes) -> None:
    ask = "D: What doubts do you have about it?"
    assert last_codes(PROPOSED, "P: I don't know if I can manage that.", ask) == ["explore_doubt"]
    assert "explore_doubt" not in last_codes("P: It began in May.", ask)


def timed(gap: float, *marks: Mark) -> Encounter:
    proposal = "Shall we try the group?"
    return Encounter(
        id="visit",
        language="en",
        turns=(
            Turn(id="t1", speaker="D", raw=proposal, text=proposal, start=0.0, end=2.0),
            Turn(
                id="t2", speaker="P", raw="well yeah", text="well yeah", start=2.0 + gap, end=4.0, marks=marks
            ),
        ),
        participants=(Participant(id="D", role="professional"), Participant(id="P", role="client")),
    )


def test_two_weak_marks_weaken_an_agreement_and_one_does_not() -> None:
    def codes(visit: Encounter) -> list[str]:
        return [a.code for a in moves.suggest(visit) if a.turn == "t2"]

    assert codes(timed(0.1)) == []
    assert codes(timed(0.9)) == ["hedged_accept"]
    assert codes(timed(0.1, Mark(kind="soft", start=0, stop=9))) == ["hedged_accept"]


def test_what_nobody_recognised_can_be_accepted_in_plain_words(last_codes: Codes) -> None:
    codes = last_codes(
        "D: Thursday mornings there is a group at the library.", "P: Sounds good, I'll come along."
    )
    assert codes[0] == "accept"


def test_a_yes_with_more_to_it_accepts_what_was_just_proposed(last_codes: Codes) -> None:
    assert last_codes("D: Shall we try two days?", "P: Yes, Tuesdays and Wednesdays.") == ["accept"]
    assert last_codes("D: Shall we try two days?", "P: Yes.") == []


def test_an_interpreters_words_are_those_of_the_client(last_codes: Codes) -> None:
    assert last_codes("D: Shall we try two days?", "I: Yes, let's do that.") == ["accept"]
    assert last_codes("D: How has it been?", "I: I would have liked to stay at home with my mother.") == [
        "express_view"
    ]


VIEWED = (
    "D: Vad tänker du själv om det här?",
    "P: Jag tycker att det är orättvist, jag har gjort allt rätt i tio år.",
)


def test_what_a_professional_says_right_after_a_view_receives_it(last_codes: Codes) -> None:
    said = "D: Ja, tio år på ett ställe blir ju halva livet."
    assert last_codes(*VIEWED, said, language="sv") == ["receive_feeling"]


def test_a_plan_right_after_a_view_does_not_receive_it(last_codes: Codes) -> None:
    assert "receive_feeling" not in last_codes(*VIEWED, "D: Vi kan skriva till nämnden i dag.", language="sv")


def test_what_is_added_to_an_agreement_develops_it(last_codes: Codes) -> None:
    agreed = ("D: Ska vi boka en tid hos terapeuten?", "P: Ja, det gör vi.")
    said = "D: Och så lägger vi den efter jul, så slipper du stressa."
    assert last_codes(*agreed, said, language="sv") == ["develop_proposal"]


def test_an_answer_to_who_wanted_to_know_explains_in_few_words(last_codes: Codes) -> None:
    assert last_codes("P: Hur länge får man den?", "D: Den får man ett halvår i taget.", language="sv") == [
        "explain"
    ]


def test_what_is_feared_before_anything_was_put_forward_is_a_view(last_codes: Codes) -> None:
    said = "P: I'm not so sure I could manage that."
    assert last_codes("D: Tell me about the mornings.", said) == ["express_view"]
    assert last_codes("D: Shall we try the group?", said) == ["express_doubt"]


def test_saying_the_plan_again_takes_it(last_codes: Codes) -> None:
    assert last_codes(
        "D: Ska vi ringa på torsdag klockan nio?", "P: Torsdag klockan nio.", language="sv"
    ) == ["accept"]


def test_a_clause_after_an_invitation_tells_a_view(last_codes: Codes) -> None:
    assert last_codes("D: Vad tänker du själv om det här?", "P: Huset blir så tyst.", language="sv") == [
        "express_view"
    ]


def test_telling_at_length_is_a_view_where_nothing_is_to_be_answered_yet(last_codes: Codes) -> None:
    told = "P: In May they moved the bus stop and since then I walk there in the dark."
    assert last_codes("D: Mm.", told) == ["express_view"]
