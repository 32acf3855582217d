"""Initiative and talk of power, worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from math import nan

from vuoro.model import Participant

NAN = nan


def test_initiative_counts_only_views_that_were_volunteered(visit, codes, numbers):
    # Doctor: invite_open, ask_info, propose. Patient: propose and the view in t02, not that in t08.
    assert numbers("E1", [visit], codes) == {"": (2, 5, 0.4)}


def test_initiatives_of_others_are_on_nobodys_side(visit, codes, numbers):
    interpreter = (visit.participants[0], Participant(id="P", role="interpreter"))
    also_client = (*interpreter, Participant(id="K", role="client"))
    assert numbers("E1", [replace(visit, participants=also_client)], codes) == {"": (0, 3, 0)}


def test_no_initiative_is_no_occasion(visit, codes, numbers):
    assert numbers("E1", [visit], codes[-1:]) == {"": ("no_occasion", "no initiating moves were coded")}


def test_power_talk_is_counted_by_kind(visit, codes, numbers):
    assert numbers("E8", [visit], codes) == {
        "": (1, NAN, 1),
        "kind:right": (1, NAN, 1),
        "kind:expertise": (0, NAN, 0),
        "kind:jointness": (0, NAN, 0),
        "kind:freedom_to_decline": (0, NAN, 0),
        "kind:task_division": (0, NAN, 0),
        "supported": (1, NAN, 1),
        "responsibility_shift": (0, NAN, 0),
    }


def test_a_kind_that_nobody_coded_is_not_0(visit, codes, numbers):
    bare = [replace(one, attributes={}) for one in codes]
    found = numbers("E8", [visit], bare)
    assert found[""] == (1, NAN, 1)
    assert {found[part] for part in found if part} == {("not_computable", "the attribute was not coded")}


def test_no_power_talk_in_a_coded_visit_is_a_finding(visit, codes, numbers):
    assert numbers("E8", [visit], codes[:1])[""] == (0, NAN, 0)
    assert numbers("E8", [visit])[""] == (
        "not_computable",
        "nobody whose codes count has coded the encounter",
    )
