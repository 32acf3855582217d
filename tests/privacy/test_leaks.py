"""The leak check looks at everything an encounter says, in linear time, and tells where and why."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vuoro import formats, symbols
from vuoro.model import Annotation, Encounter, Participant, Problem, Sequence, Source, Turn
from vuoro.privacy import Known, Name, leaks, wanting
from vuoro.privacy.lists import gazetteer


def visit(*said: str, language: str | None = "fi", convention: str = "jefferson", **about) -> Encounter:
    turns = []
    for at, raw in enumerate(said, 1):
        text, marks, pieces = symbols.read(raw, convention)
        turns.append(
            Turn(id=f"t{at}", speaker="A", raw=raw, text=text, marks=marks, pieces=pieces, line=at + 10)
        )
    return Encounter(id="visit", turns=tuple(turns), language=language, **about)


def seen(encounter: Encounter, known: Known = Known(), least: float = 0.5) -> list[tuple[str, str]]:  # noqa: B008
    return [(leak.kind, leak.text) for leak in leaks(encounter, known, least=least)]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("joo Ker:ttu tuli", "Ker:ttu"),
        ("joo K[erttu tuli]", "K[erttu"),
        ("°Kertulle°", "Kertulle"),
        ("se on KERTTU", "KERTTU"),
        (">Kertun< kanssa", "Kertun"),
        ("niin Kertt-", "Kertt"),
        ("((Kerttu nyökkää))", "Kerttu"),
    ],
)
def test_a_name_is_found_among_signs_and_in_comments(raw, found):
    known = Known(names=(Name(name="Kerttu"), Name(name="Kertt")))
    assert seen(visit(raw), known) == [("name", found)]


@pytest.mark.parametrize(
    ("raw", "kind", "found"),
    [
        ("se on 040 (0.4) 123 (.) 4567", "phone", "040 (0.4) 123 (.) 4567"),
        ("13[1052-308T]", "henkilötunnus", "13[1052-308T"),
        ("nolla (.) yksi nolla [viisi] öö (0.8) yheksän neljä", "spoken number",
         "nolla (.) yksi nolla [viisi] öö (0.8) yheksän neljä"),
        ("kerttu.v@example.org", "e-mail", "kerttu.v@example.org"),
    ],
)  # fmt: skip
def test_a_number_is_found_with_signs_and_pauses_in_it(raw, kind, found):
    assert seen(visit(raw)) == [(kind, found)]


def test_a_leak_says_where_it_stands_and_why():
    leak = leaks(visit("no", "soita (.) Kertulle huomenna"))[0]
    assert (leak.encounter, leak.turn, leak.line, leak.start, leak.stop, leak.name) == (
        "visit", "t2", 12, 10, 18, "Kerttu"
    )  # fmt: skip
    assert leak.why == "a common name (woman), allative"


def test_every_string_of_an_encounter_is_looked_at():
    turn = Turn(id="t1", speaker="Kerttu", raw="joo", text="joo", tiers={"%com": "Pekka nods"})
    encounter = Encounter(
        id="virtanen_visit",
        language="en",
        turns=(turn,),
        participants=(Participant(id="Kerttu", name="Kerttu Nieminen", meta={"birth": "131052-308T"}),),
        problems=(Problem(line=3, text="Venla: hello", message="no turn"),),
        annotations=(
            Annotation(
                encounter="v", turn="t1", code="propose", coder="x", start=0, stop=3, note="as Liisa said"
            ),
        ),
        sequences=(
            Sequence(
                encounter="v", type="S1", first_turn="t1", last_turn="t1", outcome="", coder="x",
                note="to Raija"
            ),
        ),
        source=Source(files=("heikki.cha",)),
        meta={"Comment": ["recorded by Matti"], "place": {"address": "Mallikatu 5 A"}},
    )  # fmt: skip
    assert {leak.place: leak.text for leak in leaks(encounter)} == {
        "tier:%com": "Pekka",
        "id": "virtanen",
        "file": "heikki",
        "speaker": "Kerttu",
        "participant": "131052-308T",
        "meta:Comment": "Matti",
        "meta:place": "Mallikatu 5 A",
        "problem": "Venla",
        "note": "Raija",
    }


def test_roles_are_no_names():
    people = tuple(Participant(id=one) for one in ("Doctor", "Asiakas1", "Handläggare", "A", "PAT"))
    assert seen(visit("joo", participants=people)) == []


def test_where_only_names_have_capitals_any_capital_is_taken_for_one():
    assert seen(visit("no oli se Zubaidan luona", "joo", "ai siellä")) == [("name", "Zubaidan")]
    assert seen(visit("No oli se Zubaidan luona.", "Joo.", "Ai siellä.", convention="plain")) == []


@pytest.mark.parametrize(
    ("said", "language"),
    [("jag heter Zubaida", "sv"), ("My name is Zubaida.", "en"), ("Mun nimi on Zubaida.", "fi")],
)
def test_who_says_a_name_is_believed(said, language):
    encounter = visit(said, "Ja.", "Joo.", language=language, convention="plain")
    assert ("name", "Zubaida") in seen(encounter)


def test_common_words_need_a_capital_letter_to_be_names():
    assert seen(visit("sen satu tuuli ja meri oli", "ja Satu")) == [("name", "Satu")]


def test_a_name_that_is_known_is_found_without_capitals_and_a_listed_one_where_there_are_none():
    known = Known(names=(Name(name="Zubaida"),))
    assert seen(visit("oltiin zubaidalla", "Joo"), known) == [("name", "zubaidalla")]
    assert seen(visit("se oli raimo", "joo")) == [("name", "raimo")]
    assert seen(visit("se oli raimo", "Joo")) == []


def test_pseudonyms_are_no_leaks_in_any_case():
    said = visit("soita Ainolle", meta={"pseudonyms": "Aino, Lehtonen"})
    assert seen(said) == []
    assert seen(visit("soita Ainolle"), Known(pseudonyms=frozenset(["Aino"]))) == []


def test_a_town_is_shown_to_whoever_asks_for_less_sure_finds():
    assert seen(visit("muutin Ouluun")) == []
    assert seen(visit("muutin Ouluun"), least=0.3) == [("place", "Ouluun")]


def test_a_model_of_the_users_own_is_asked():
    def recognise(text):
        at = text.find("zubaidan")
        return [(at, at + 8, "PER")] if at >= 0 else []

    assert seen(visit("oltiin zubaidan luona", "Joo"), Known(recognise=recognise)) == [("name", "zubaidan")]


def test_in_the_corpora_nothing_but_names_is_found(corpora):
    # All but Jan, who might be January, and is shown to whoever asks for less sure finds.
    found = {
        (leak.kind, leak.name or leak.text)
        for name in ("g1_return_to_work", "g3_treatment_change", "g5_employment_interview")
        for encounter in formats.read_corpus(corpora / name)
        for leak in leaks(encounter)
    }
    assert found == {
        ("name", one)
        for one in (
            "Bosse", "Mats", "Sonja", "Kenneth", "Johanna", "Petra",
            "Colin", "Pauline", "Bev",
            "Hirvonen", "Tarja", "Mäkelä", "Roni", "Kaislakosken", "Lehtonen", "Reijo",
        )
    }  # fmt: skip


HOSTILE = st.sampled_from(
    ["0", "1 ", "12-", "+358", "(0)", "a.", "@", "a@a.", "www.", "http://", "nolla", "ett", "Kerttu", "katu ",
     "A", "Aa", " ", "-", "0/", "kin", "[", "((", ":", "_", "ät ", "\t", "ä", "nnn", "FI21 ", "'"]
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=5), st.integers(1000, 4000))
def test_no_repetition_of_anything_keeps_the_search_from_ending(atoms, times):
    raw = "".join(atoms) * times
    turn = Turn(id="t1", speaker="A", raw=raw, text=raw)
    for leak in leaks(Encounter(id="v", turns=(turn,), language=None)):
        assert leak.text == raw[leak.start : leak.stop]


@given(st.text(max_size=200), st.sampled_from(["jefferson", "chat", "plain", "gat2"]))
def test_every_leak_stands_where_it_says(raw, convention):
    for leak in leaks(visit(raw + " 131052-308T", convention=convention), least=0.0):
        if leak.place == "talk":
            assert leak.text == (raw + " 131052-308T")[leak.start : leak.stop]


def test_the_gazetteer_is_shipped():
    assert {"Kerttu", "Kerstin", "Margaret"} <= {name.name for name in gazetteer()}


def test_what_is_found_in_an_encounter_does_not_depend_on_those_that_were_read_before(corpora):
    said = formats.read_corpus([corpora / "g1_return_to_work_fi", corpora / "g5_employment_interview_sv"])
    quiet = [Turn(id="t1", speaker="A", raw=raw, text=raw) for raw in ("satu tuli", "Satu tuli", "sadulle")]
    said += [Encounter(id=turn.raw, language="fi", turns=(turn,)) for turn in quiet]
    alone = []
    for encounter in said:
        wanting.remembered.cache_clear()
        alone.append(leaks(encounter, least=0.01))
    assert [leaks(encounter, least=0.01) for encounter in [*said, *reversed(said)]] == [
        *alone,
        *reversed(alone),
    ]
