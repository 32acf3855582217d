"""The English cue table: spoken varieties, and forms that look alike and do different things."""

from __future__ import annotations

import pytest

from vuoro.language import cues

VARIETIES = {
    "what are ye hoping for from the day centre": "invite_view",
    "What are you hoping for from the day centre?": "invite_view",
    "it's your house and your say": "share_power",
    "it's yer own house an' yer say": "share_power",
    "ye must be worn out": "receive_feeling",
    "You must be worn out.": "receive_feeling",
    "och that'd be grand": "accept",
    "Oh, that would be brilliant.": "accept",
}
ALIKE = [
    ("Do you have any questions about it?", "If you have any questions, ring us.", "check_understanding"),
    ("What brings you here?", "The gym is what brings you the most joy.", "invite_open"),
    ("How would it be if we met at yours?", "How would it be?", "propose"),
    ("What I can do is ring the ward.", "What can I do?", "propose"),
    ("I wonder if I could ask about your weight.", "I wonder if we could drop a class.", "ask_info"),
    ("You decide what goes in.", "You decided too late.", "share_power"),
    ("If they ring tonight, what will you say?", "When he rings, what does he want?", "check_understanding"),
    ("And then what would you change?", "It is an urge which is you know quite strong.", "question"),
    ("What you've got there is a strain.", "What have you got there?", "explain"),
    ("I was a bit sharp with you earlier.", "The pain was sharp.", "solicit_feedback"),
]


def fired(text: str) -> set[str]:
    return set(cues.said(text, cues.load("en")).hits)


@pytest.mark.parametrize(("text", "code"), VARIETIES.items())
def test_varieties_are_heard_alike(text: str, code: str):
    assert code in fired(text)


@pytest.mark.parametrize(("does", "looks_like_it", "code"), ALIKE)
def test_what_looks_like_a_move_is_told_from_it(does: str, looks_like_it: str, code: str):
    assert code in fired(does)
    assert code not in fired(looks_like_it)
