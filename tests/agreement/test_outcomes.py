"""Sequences: is there one, and how does it end?"""

from __future__ import annotations

import pytest

from vuoro.agreement import coefficients as how
from vuoro.agreement.outcomes import identified, paired, tables
from vuoro.model import Sequence


def link(type, first, last, outcome, **more):
    return Sequence(
        encounter="v", type=type, first_turn=first, last_turn=last, outcome=outcome, coder="", **more
    )


def outcomes(pairs):
    return [tuple(s.outcome if s else "" for s in pair) for pair in pairs]


def test_the_same_type_from_the_same_turn_is_the_same_sequence(visit):
    ours = [link("S1", "t0", "t1", "minimal"), link("S3", "t0", "t1", "probed")]
    theirs = [link("S3", "t0", "t5", "developed"), link("S1", "t0", "t2", "extended")]
    assert outcomes(paired(visit, ours, theirs)) == [("minimal", "extended"), ("probed", "developed")]


def test_two_from_one_turn_meet_the_one_that_ends_alike(visit):
    ours = [link("S2", "t0", "t1", "confirmed"), link("S2", "t0", "t3", "qualified")]
    theirs = [link("S2", "t0", "t3", "qualified"), link("S2", "t0", "t1", "confirmed")]
    pairs = paired(visit, ours, theirs)
    assert sorted(outcomes(pairs)) == [("confirmed", "confirmed"), ("qualified", "qualified")]


@pytest.mark.parametrize(("last", "pairs"), [("t3", [("a", "b")]), ("t5", [("a", ""), ("", "b")])])
def test_from_another_turn_half_of_the_turns_must_be_shared(visit, last, pairs):
    ours, theirs = [link("S4", "t0", "t2", "a")], [link("S4", "t1", last, "b")]
    assert outcomes(paired(visit, ours, theirs)) == pairs


def test_a_rejected_sequence_is_nobodys(visit):
    theirs = [link("S1", "t0", "t1", "minimal", status="rejected")]
    assert outcomes(paired(visit, [link("S1", "t0", "t1", "minimal")], theirs)) == [("minimal", "")]


def test_what_both_see_is_counted_apart_from_how_it_ends(visit):
    ours = [link("S1", f"t{n}", f"t{n}", end) for n, end in enumerate(["minimal", "minimal", "extended"])]
    theirs = [
        link("S1", f"t{n}", f"t{n}", end) for n, end in [(1, "minimal"), (2, "minimal"), (4, "declined")]
    ]
    counts = tables([paired(visit, ours, theirs)])
    assert identified(counts).item() == pytest.approx(4 / 6)
    assert how.observed(counts).item() == 0.5


def test_where_nobody_sees_a_sequence_there_is_nothing_to_divide():
    assert tables([[]])["found"].tolist() == [0.0]
