"""What is declared is defined, what is defined is declared, and all of it in three languages."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from vuoro import measures, registry, wording
from vuoro.measures import declare
from vuoro.measures.answers import tally
from vuoro.measures.declare import MEASURES, BadDeclaration, Declaration, Measure
from vuoro.measures.talk import NEEDS
from vuoro.model import LANGUAGES
from vuoro.registry import AlreadyRegistered, NotRegistered

TEXT = {"sv": "Turer", "fi": "Vuorot", "en": "Turns"}
TURNS = Declaration(
    name="turns", kind="desc", unit="count", range="≥ 0", source="none", label=TEXT, caveat=TEXT
)


def count_turns(talk):
    return [tally(talk, talk.turns)]


@pytest.fixture
def clean():
    yield
    MEASURES._entries.pop("X1", None)


def test_every_declaration_has_a_function_and_every_function_a_declaration():
    assert set(MEASURES) == set(declare.declarations())


@pytest.mark.parametrize("id", declare.declarations())
def test_a_declaration_is_complete(id):
    declared = declare.declarations()[id]
    texts = [
        *declared.label.values(),
        *declared.caveat.values(),
        declared.source,
        declared.range,
        declared.name,
    ]
    assert all(texts)
    assert set(declared.label) == set(declared.caveat) == set(LANGUAGES)
    assert set(declared.needs) <= set(NEEDS)
    assert declared.way in ("", "W1", "W2", "W3", "W4", "W5")
    units = {declared.unit, *declared.units.values()}
    assert all(declare.text("unit", unit, "fi") for unit in units)


@pytest.mark.parametrize("table", ["reason", "need", "unit", "part"])
def test_every_text_for_users_is_in_three_languages(table):
    missing = [
        (id, language)
        for id, texts in declare._tables()[table].items()
        for language in LANGUAGES
        if not texts.get(language)
    ]
    assert missing == []


@pytest.mark.parametrize("id", declare.declarations())
def test_a_function_says_what_it_measures_in_a_sentence(id):
    assert MEASURES[id].function.__doc__.strip().splitlines()[0].endswith((".", ","))


def test_every_part_has_a_name_in_three_languages(visit, codes, links):
    frame = measures.measure([visit], codes, links)
    pieces = {piece for part in frame["part"].unique() for piece in part.split(":")}
    known = {*wording.NAMES["role"], *wording.NAMES["outcome"], *declare._tables()["part"], ""}
    coded = {one.code for one in codes} | set(measures.invitations.QUESTIONS)
    coded |= set(measures.latencies.FIRST_PAIR_PARTS)
    coded |= {code for _, *both in measures.adjacency.CONTRASTS for code in both}
    assert {piece for piece in pieces - known - coded if not piece.isdigit()} == set()


def test_the_catalogue_speaks_the_language_of_its_reader():
    row = {one: measures.catalogue(one).set_index("measure").loc["F2"] for one in LANGUAGES}
    assert row["sv"][["label", "unit"]].tolist() == ["Klientens andel av taltiden", "andel"]
    assert row["fi"][["label", "unit"]].tolist() == ["Asiakkaan osuus puheajasta", "osuus"]
    assert row["en"]["needs"] == "roles are known; at least 300 words; onset and offset of nine turns in ten"
    assert measures.catalogue("en").set_index("measure").loc["E1", "experimental"]


@pytest.mark.usefixtures("clean")
def test_a_third_party_brings_its_own_measure(visit):
    declare.measure("X1", TURNS)(count_turns)
    frame = measures.measure([visit], names=["X1"])
    assert frame[["measure", "value", "state", "coders"]].to_numpy().tolist() == [["X1", 10, "computed", ""]]
    assert measures.catalogue("fi").iloc[-1]["label"] == "Vuorot"


@pytest.mark.usefixtures("clean")
def test_an_installed_measure_is_found_when_it_is_asked_for(visit, monkeypatch):
    point = EntryPoint(name="X1", value=f"{__name__}:X1", group="vuoro.measure")
    monkeypatch.setattr(
        EntryPoint, "load", lambda self: Measure(id="X1", declaration=TURNS, function=count_turns)
    )
    monkeypatch.setattr(registry, "entry_points", lambda **asked: [point] if asked["name"] == "X1" else [])
    assert measures.measure([visit], names=["X1"])["value"].tolist() == [10]


@pytest.mark.usefixtures("clean")
def test_a_declaration_without_a_language_is_refused():
    half = Declaration(
        name="turns", kind="desc", unit="count", range="", source="", label={"sv": "Turer"}, caveat=TEXT
    )
    with pytest.raises(BadDeclaration, match=r"^measure 'X1': no label in fi, en$"):
        declare.measure("X1", half)(count_turns)


@pytest.mark.usefixtures("clean")
def test_an_unknown_kind_is_refused():
    odd = Declaration(name="", kind="score", unit="count", range="", source="", label=TEXT, caveat=TEXT)
    with pytest.raises(BadDeclaration, match="kind 'score' is none of desc, opportunity, uptake, influence"):
        declare.measure("X1", odd)(count_turns)


@pytest.mark.usefixtures("clean")
def test_an_unknown_need_is_refused():
    odd = replace(TURNS, needs=("role",))
    with pytest.raises(
        BadDeclaration, match="measure 'X1': needs role, but can only need roles, words, minutes"
    ):
        declare.measure("X1", odd)(count_turns)


def test_two_measures_cannot_have_one_name():
    with pytest.raises(
        AlreadyRegistered, match=r"measure 'F1' is defined in vuoro\.measures.floor\.word_share"
    ):
        declare.measure("F1")(count_turns)


def test_a_misspelt_name_is_explained(visit):
    with pytest.raises(NotRegistered, match=r"no measure called 'Q33'\. Did you mean 'Q3'"):
        measures.measure([visit], names=["Q33"])


def test_parts_and_reasons_are_named_for_readers():
    assert measures.part_label("propose:hedged", "sv") == "propose: tveksamt samtycke"
    assert measures.part_label("kind:freedom_to_decline", "fi") == "laji: vapaus kieltäytyä"
    assert measures.part_label("12") == "12"
    assert measures.reason_text("fewer than 300 words", "fi") == "alle 300 sanaa"
    assert measures.reason_text("something of a third party’s", "fi") == "something of a third party’s"
