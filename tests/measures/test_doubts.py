"""Doubts and their pick-up, worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vuoro.model import Annotation, Participant, Sequence

NO_DOUBT = ("no_occasion", "the client showed no doubt")


def doubt(
    turn: str, outcome: str, code: str = "express_doubt", last: str = "t10", **attributes: str
) -> Sequence:
    return Sequence(
        encounter="visit", type="S5", first_turn=turn, last_turn=last, outcome=outcome, code=code,
        coder="aino", attributes=attributes,
    )  # fmt: skip


DOUBTS = [
    doubt("t02", "explored"), doubt("t05", "countered"), doubt("t07", "acknowledged", "hedged_accept"),
    doubt("t08", "bypassed", "reject"), doubt("t10", "decision_reopened"),
]  # fmt: skip


def test_doubts_said_in_words_and_doubts_of_every_kind(visit, codes, numbers):
    assert numbers("D12a", [visit], codes, DOUBTS) == {"": (2, 3, 2 / 3)}
    assert numbers("D12b", [visit], codes, DOUBTS) == {"": (3, 5, 0.6)}


def test_what_became_of_the_doubts(visit, codes, numbers):
    assert numbers("D12c", [visit], codes, DOUBTS) == {
        "explored": (1, 5, 0.2),
        "acknowledged": (1, 5, 0.2),
        "countered": (1, 5, 0.2),
        "repeated": (0, 5, 0),
        "bypassed": (1, 5, 0.2),
        "decision_reopened": (1, 5, 0.2),
    }


@pytest.mark.parametrize(
    "theirs",
    [
        doubt("t04", "explored"),  # at the professional's own turn
        doubt("t02", "repeated", by="professional", last="t09"),
        doubt("t02", "explored", by="interpreter", last="t09"),
    ],
)
def test_doubts_of_others_are_not_the_clients(visit, codes, numbers, theirs):
    assert numbers("D12a", [visit], codes, [theirs]) == {"": NO_DOUBT}
    assert numbers("D12b", [visit], codes, [*DOUBTS, theirs]) == {"": (3, 5, 0.6)}


def test_a_companions_doubt_is_on_the_clients_side(visit, codes, numbers):
    assert numbers("D12a", [visit], codes, [doubt("t02", "explored", by="companion")]) == {"": (1, 1, 1)}


def test_a_response_that_was_withheld_counts_among_all_doubts_wherever_it_was_linked(visit, codes, numbers):
    withheld = doubt("t06", "repeated", "propose")
    assert numbers("D12b", [visit], codes, [*DOUBTS, withheld]) == {"": (3, 6, 0.5)}
    assert numbers("D12a", [visit], codes, [*DOUBTS, withheld]) == {"": (2, 3, 2 / 3)}


def test_a_trigger_that_a_coder_named_goes_before_the_code(visit, codes, numbers):
    named = doubt("t02", "explored", "express_view", trigger="express_doubt")
    assert numbers("D12a", [visit], codes, [named]) == {"": (1, 1, 1)}


def test_without_doubts_there_is_no_occasion_and_unlinked_ones_are_not_zero(visit, codes, numbers):
    voiced = Annotation(encounter="visit", turn="t05", code="express_doubt", coder="aino", start=0, stop=4)
    assert numbers("D12a", [visit], codes) == {"": NO_DOUBT}
    assert numbers("D12a", [visit], [*codes, voiced]) == {
        "": ("not_computable", "the moves are coded but not linked into sequences")
    }


def test_without_roles_nothing_is_computed(visit, codes, numbers):
    unknown = replace(visit, participants=(Participant(id="D"), Participant(id="P")))
    assert numbers("D12a", [unknown], codes, DOUBTS) == {
        "": ("not_computable", "it is not known who is the professional and who the client")
    }
