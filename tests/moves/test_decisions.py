"""Actions put forward: for the other to shape, as options, or as settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Codes = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Shall we try two days a week?", "propose"),
        ("shall we try two days a week", "propose"),
        ("I was thinking we could ring your manager together.", "propose"),
        ("I'm going to start you on a new tablet.", "announce_decision"),
        ("I'm afraid you won't be getting the taxi allowance.", "announce_decision"),
        ("One option is medication, another is physio.", "list_options"),
        ("It's up to you whether you want to go on with this.", "share_power"),
        ("That means we have to wait for the results.", "explain"),
        ("The reason I'm suggesting it is that the load would get too much.", "explain"),
    ],
)
def test_what_is_done_to_a_future_action(last_codes: Codes, said: str, code: str) -> None:
    assert last_codes("P: It began in May.", f"D: {said}") == [code]


def test_asking_whether_the_other_thinks_it_possible_proposes_nothing(last_codes: Codes) -> None:
    assert last_codes("P: It began in May.", "D: Do you think you could stop for a week?") == ["invite_view"]


def test_two_actions_in_one_turn_are_two_units(last_codes: Codes) -> None:
    assert last_codes("P: Mm.", "D: Shall we try the group? And I'll send the referral off.") == [
        "propose",
        "announce_decision",
    ]


def test_a_clients_next_step_is_not_the_institutions_decision(last_codes: Codes) -> None:
    assert "announce_decision" not in last_codes("D: What now?", "P: I'll have to get back home.")


def test_what_did_not_happen_is_no_proposal(last_codes: Codes) -> None:
    assert last_codes("D: Vi kunde boka en ny tid.", language="sv") == ["propose"]
    assert "propose" not in last_codes("D: Vi kunde ha bokat en ny tid.", language="sv")


def test_an_institution_that_talks_at_length_informs(last_codes: Codes) -> None:
    told = "The pump sits on the belt and a thin line goes in under the skin. " * 2
    assert last_codes("P: Right then.", f"D: {told}") == ["explain", "explain"]
