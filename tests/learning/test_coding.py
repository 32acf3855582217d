"""What a learned coder suggests, and how it accounts for it."""

from __future__ import annotations

import pytest

from vuoro import learning
from vuoro.learning.choosing import next_places
from vuoro.learning.training import for_language
from vuoro.model import Encounter, Participant, Turn

PEOPLE = (Participant(id="D", role="professional"), Participant(id="P", role="client"))


def visit(*texts, language="en"):
    turns = tuple(Turn(id=f"t{n}", speaker="DP"[n % 2], raw=text, text=text) for n, text in enumerate(texts))
    return Encounter(id="visit", turns=turns, language=language, participants=PEOPLE)


def test_a_suggestion_stands_on_its_unit_and_names_what_weighed(coder):
    (found,) = learning.suggest(coder, visit("  okay then. so it scares you now", "yes"))
    assert (found.turn, found.code, found.coder, found.status) == (
        "t0",
        "reflection",
        "learned:toy",
        "suggested",
    )
    text = "  okay then. so it scares you now"
    assert text[found.start : found.stop] == "so it scares you now"
    assert found.start <= found.evidence[0] < found.evidence[1] <= found.stop
    assert [part.split()[0] for part in found.cue.split("; ")] == [
        "cue:confirm_question",
        "rule:confirm_question",
        "cue:so_prefix",
    ]
    assert 0.5 < found.score <= 1


def test_an_empty_encounter_has_no_moves(coder):
    assert learning.suggest(coder, visit()) == []


def test_talk_in_another_language_is_refused(coder):
    with pytest.raises(learning.WrongLanguage, match=r"'visit' is in 'fi'.*--coders rules"):
        learning.suggest(coder, visit("no niin", language="fi"))


def test_an_explanation_shows_probability_threshold_and_features(coder):
    told = learning.explain(coder, visit("where does it hurt now", "in my back"), "t0").splitlines()
    assert told[0] == "t0 as learned:toy sees it"
    assert told[1].startswith("  question: given, probability ")
    weighed = [
        line.split()[0] for line in told if line.startswith("    ") and not line.startswith("    log-odds")
    ]
    assert len(weighed) == 18
    assert weighed[0].startswith(("cue:", "rule:", "field", "fields", "word"))


def test_words_of_other_languages_are_left_out(coder):
    assert not any(" en:" in name for name in for_language(coder, "sv").columns.at)
    assert for_language(coder, "en").columns.at == coder.columns.at


def test_turns_on_which_rules_and_learner_disagree_come_first(coded, coder):
    encounters, given = coded
    places = next_places(encounters, [a for a in given if a.encounter != "v0"], coder)
    assert len(places) == sum(map(len, encounters)) - sum(a.encounter != "v0" for a in given)
    differ = [place.why == "rules and learner disagree" for place in places]
    assert differ == sorted(differ, reverse=True)


def test_without_a_coder_the_first_turns_are_one_of_each_kind():
    talk = visit("do you sleep at night?", "yes", "do you eat?", "mm", "shall we try a walk?", "okay")
    whys = [place.why for place in next_places([talk], [], None)]
    assert len(set(whys[: len(set(whys))])) == len(set(whys))


def test_a_file_named_as_coder_stands_for_the_rules_too(coder, tmp_path):
    learning.save(coder, tmp_path / "toy.json")
    talk = visit("where does it hurt now", "in my back")
    found = learning.combined(talk, ["rules", str(tmp_path / "toy.json")])
    assert [(one.code, one.coder) for one in found] == [("question", "learned:toy")]
    assert [told["coder"] for told in learning.named(["learned:toy"], [str(tmp_path / "toy.json")])] == [
        "learned:toy"
    ]


def test_a_language_without_a_coder_is_told_so_where_only_it_was_asked_for():
    with pytest.raises(learning.NoLearnedCoder, match="no coder for de ships"):
        learning.combined(visit("na ja", language="de"), ["learned"])


def test_both_kinds_of_coder_explain_a_turn(coder, tmp_path):
    learning.save(coder, tmp_path / "toy.json")
    told = learning.explained(
        visit("where does it hurt now"), "t0", ["rules", str(tmp_path / "toy.json")]
    ).splitlines()
    assert told[0] == "t0 D (professional): where does it hurt now"
    assert "t0 as learned:toy sees it" in told
