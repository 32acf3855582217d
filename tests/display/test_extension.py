"""`%load_ext vuoro` in a real IPython shell: a table as HTML, and the same as text."""

from __future__ import annotations

import pytest

from vuoro.model import Annotation, Decision, Encounter, Participant, Problem, Sequence, Turn

HOSTILE = '<img src=x onerror="alert(1)">\u202e\x1b[2J'


def turn(number: int, speaker: str, raw: str) -> Turn:
    return Turn(id=f"t{number:04}", speaker=speaker, raw=raw, text=raw)


VISIT = Encounter(
    id="visit",
    language="sv",
    turns=(turn(1, "L", "Så du har känt dig (.) ångestfylld?"), turn(2, "P", "Jo.")),
    participants=(Participant(id="L", role="professional"), Participant(id="P", role="client")),
    problems=(Problem(line=3, text="?", message="what is this"),),
)
MOVE = Annotation(
    encounter="visit", turn="t0001", code="confirm_question", coder="detector:rules", start=0, stop=35,
    status="suggested", score=0.82, cue="sv:sa_du",
)  # fmt: skip
LINK = Sequence(
    encounter="visit", type="S2", first_turn="t0001", last_turn="t0002", outcome="confirmed", coder="aino"
)
SETTLED = Decision(
    encounter="visit", first_turn="t0001", last_turn="t0002", outcome="accepted", coder="aino", topic="vila"
)


@pytest.fixture
def shell():
    from IPython.core.interactiveshell import InteractiveShell

    made = InteractiveShell()
    made.run_line_magic("load_ext", "vuoro")
    yield made
    made.run_line_magic("unload_ext", "vuoro")
    InteractiveShell.clear_instance()


def shown(shell, thing) -> tuple[str, str]:
    """The text and the HTML of what a cell answers."""
    formats, _ = shell.display_formatter.format(thing)
    return formats["text/plain"], formats.get("text/html", "")


def test_an_encounter_shows_who_talks_and_how_it_begins(shell):
    text, html = shown(shell, VISIT)
    assert text.splitlines() == [
        "visit: Swedish, 2 turns, 1 problem; L professional, P client",
        "  1  L  Så du har känt dig (.) ångestfylld?",
        "  2  P  Jo.",
    ]
    assert html.count("<tr>") == 2
    assert 'class="who r-client"' in html


def test_annotations_are_chips_with_their_letter_their_coder_and_their_cue(shell):
    text, html = shown(shell, [MOVE])
    assert text.splitlines() == [
        "1 annotation",
        "  Turn  Move                                       Coder           Status                    Score  Cue",
        "  1     W2 Statement-formed confirmation question  detector:rules  suggested by the machine  0.82   "
        "sv:sa_du",
    ]
    assert 'class="chip w2 suggested"' in html


@pytest.mark.parametrize(
    ("thing", "line"),
    [(LINK, "1 sequence"), (SETTLED, "1 decision"), ([VISIT], "1 encounter"), (VISIT.turns, "2 turns")],
)
def test_every_kind_of_record_has_a_table_and_a_twin_in_text(shell, thing, line):
    text, html = shown(shell, thing)
    assert (text.splitlines()[0], html.count("<caption>")) == (line, 1)


def test_names_are_shown_in_the_language_that_is_asked_for(shell):
    shell.run_line_magic("vuoro", "fi")
    assert shown(shell, VISIT)[0].startswith("visit: ruotsi, 2 vuoroa, 1 ongelma; L ammattilainen, P asiakas")


def test_a_long_list_says_how_much_it_leaves_out(shell):
    shell.run_line_magic("vuoro", "en 3")
    text, html = shown(shell, [turn(number, "A", "mm") for number in range(1, 11)])
    assert text.splitlines() == ["10 turns", "  1  A  mm", "  2  A  mm", "  3  A  mm", "  … 7 more"]
    assert "… 7 more" in html


def test_hostile_talk_is_inert_and_its_signs_are_spelt_out(shell):
    text, html = shown(shell, turn(1, HOSTILE, HOSTILE))
    assert "<img" not in html
    assert not any(sign in html + text for sign in "\u202e\x1b")
    assert "[U+202E]" in text


def test_other_lists_look_as_they_always_do(shell):
    assert shown(shell, [1, "a"]) == ("[1, 'a']", "")
    assert shown(shell, [VISIT, 1])[1] == ""


def test_a_wish_that_cannot_be_met_is_answered_with_what_can(shell):
    from vuoro.display.extension import BadWish

    with pytest.raises(BadWish, match=r"say a language \(sv, fi, en\)"):
        shell.run_line_magic("vuoro", "de")


def test_unloading_shows_records_as_python_does(shell):
    shell.run_line_magic("unload_ext", "vuoro")
    assert shown(shell, VISIT) == ("Encounter('visit', sv, 2 turns, 1 problem)", "")
    shell.run_line_magic("load_ext", "vuoro")
