"""A whole file in one cell costs no more than the same talk in turns, and is still looked at."""

from __future__ import annotations

from vuoro import moves
from vuoro.language import cues
from vuoro.model import Encounter, Participant, Turn
from vuoro.moves.units import LONGEST, units_of

ENDLESS = "so you have been waiting and then we went home " * 400


def test_a_turn_without_an_end_is_looked_at_in_pieces():
    turn = Turn(id="1", speaker="A", raw=ENDLESS, text=ENDLESS.strip())
    units = units_of(turn, cues.load("en"))
    assert max(unit.stop - unit.start for unit in units) <= LONGEST
    assert (units[0].start, units[-1].stop) == (0, len(turn.text))


def test_a_word_without_an_end_is_nobodys_cue():
    people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    word = Turn(id="1", speaker="A", raw="x" * 50_000, text="x" * 50_000)
    assert moves.suggest(Encounter(id="e", language="fi", turns=(word,), participants=people)) == []
