"""Other people meet in the transcript, the same ones everywhere, and all that was said of it still fits."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro import formats, symbols
from vuoro.model import Annotation, Encounter, Mark, Participant, Sequence, Source, Turn
from vuoro.privacy import BadPlan, Key, Known, Name, leaks, plan, pseudonymised

NOBODY_YET = Key(corpus="visits")
KERTTU = Known(names=(Name(name="Kerttu", kind="woman"),))


def visit(*said: str, language: str = "fi", convention: str = "jefferson", **about) -> Encounter:
    turns = []
    for at, raw in enumerate(said, 1):
        text, marks, pieces = symbols.read(raw, convention)
        turns.append(Turn(id=f"t{at}", speaker="A", raw=raw, text=text, marks=marks, pieces=pieces, line=at))
    about.setdefault("source", Source(convention=convention))
    return Encounter(id="visit", turns=tuple(turns), language=language, **about)


def renamed(encounter: Encounter, known: Known = KERTTU, key: Key = NOBODY_YET) -> Encounter:
    rows, key = plan([encounter], key, known)
    return pseudonymised(encounter, rows, key.pseudonyms())


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("joo Ker:ttu tuli", "joo Ai:no tuli"),
        ("joo K[erttu tuli]", "joo A[ino tuli]"),
        ("°Kerttu°", "°Aino°"),
        ("KERTTU TULI", "AINO TULI"),
        ("oli kerttu siellä", "oli aino siellä"),
        (">Kertulle< (0.5) °Kertunki°", ">Ainolle< (0.5) °Ainonki°"),
        ("((Kerttu nyökkää)) joo", "((Aino nyökkää)) joo"),
        ("Ke(h)rttu he he", "A(h)ino he he"),
        ("[1Kerttu]1 [2Kertun]2", "[1Aino]1 [2Ainon]2"),
    ],
)
def test_signs_stay_in_the_name_and_its_case_and_capitals_too(raw, written):
    assert renamed(visit(raw)).turns[0].raw == written


def test_letters_whose_accents_are_signs_of_their_own_are_the_same_letters():
    raw = unicodedata.normalize("NFD", "joo Määtälle ja Mä:kelä, jää")
    known = Known(names=(Name(name="Määttä", kind="surname"), Name(name="Mäkelä", kind="surname")))
    new = renamed(visit(raw), known).turns[0].raw
    assert new == unicodedata.normalize("NFD", "joo Harjulle ja Sa:lmela, jää")


@given(st.text("Kerttu[]():°.- ", max_size=40), st.sampled_from(["jefferson", "chat", "plain", "gat2"]))
def test_words_and_marks_are_those_of_the_new_talk_read_again(raw, convention):
    turn = renamed(visit(raw + " Kerttu tuli", convention=convention)).turns[0]
    assert (turn.text, turn.marks, turn.pieces) == symbols.read(turn.raw, convention)


def test_a_turn_that_its_reader_read_in_its_own_way_keeps_its_marks_where_they_were():
    turn = Turn(
        id="t1", speaker="A", raw="no <b>Kertulle</b> joo", text="no Kertulle joo", line=1,
        marks=(Mark(kind="stress", start=3, stop=18),), pieces=((0, 0, 3), (3, 6, 8), (11, 18, 4)),
    )  # fmt: skip
    new = renamed(
        Encounter(id="v", turns=(turn,), language="fi", source=Source(convention="jefferson"))
    ).turns[0]
    assert (new.raw, new.text) == ("no <b>Ainolle</b> joo", "no Ainolle joo")
    assert new.raw[new.marks[0].start : new.marks[0].stop] == "<b>Ainolle</b>"
    assert [new.raw[at : at + size] for _, at, size in new.pieces] == ["no ", "Ainolle", " joo"]


def test_numbers_keep_their_shape_and_length_and_are_nobodys():
    said = visit("se on 131052-308T ja 040 (.) 123 4567", "nolla yksi nolla (0.4) viisi yheksänneljä")
    assert [turn.raw for turn in renamed(said).turns] == [
        "se on 000000-000N ja 000 (.) 000 0000",
        "nolla nolla nolla (0.4) nolla nolla",
    ]


def test_a_number_that_is_half_said_and_half_written_is_masked_whole():
    said = visit("de e noll sjuttio 174 06 05", "clara dot ash at example dot com", language="sv")
    assert [turn.raw for turn in renamed(said).turns] == [
        "de e noll noll 000 00 00",
        "nnnnn nnn nnn nn nnnnnnn nnn nnn",
    ]


def test_a_pseudonym_that_might_be_a_case_of_another_name_is_none():
    known = Known(names=(Name(name="Ka", pseudonym="Bo"), Name(name="Oskari", pseudonym="Kalle")))
    new = renamed(visit("Kalle ja Oskari ja Ka", "Joo"), known)
    assert leaks(new, Known(names=known.names)) == ()


def test_annotations_and_sequences_keep_pointing_at_the_same_talk():
    raw = "Kerttu hei. (.) voisitko sä Kerttu tulla"
    annotation = Annotation(
        encounter="visit", turn="t1", code="propose", coder="x", start=16, stop=40, evidence=(28, 34),
        note="to Kerttu", cue="sä Kerttu", attributes={"addressee": "Kerttu"},
    )  # fmt: skip
    sequence = Sequence(
        encounter="visit", type="S1", first_turn="t1", last_turn="t1", outcome="accepted", coder="x"
    )
    known = Known(names=(Name(name="Kerttu", pseudonym="Vilhelmiina"),))
    new = renamed(visit(raw, annotations=(annotation,), sequences=(sequence,)), known)
    [moved] = new.annotations
    assert new.turns[0].raw[moved.start : moved.stop] == "voisitko sä Vilhelmiina tulla"
    assert new.turns[0].raw[slice(*moved.evidence)] == "Vilhelmiina"
    assert (moved.note, moved.cue) == ("to Vilhelmiina", "sä Vilhelmiina")
    assert moved.attributes == {"addressee": "Vilhelmiina"}
    assert new.sequences == (sequence,)


def test_speakers_headers_tiers_and_file_names_are_of_the_same_people():
    turn = Turn(id="t1", speaker="Kerttu", raw="joo", text="joo", tiers={"%com": "Kerttu nods to Pekka"})
    encounter = Encounter(
        id="kerttu_visit",
        language="fi",
        turns=(turn,),
        participants=(Participant(id="Kerttu", name="Kerttu Virtanen", role="client"),),
        annotations=(
            Annotation(encounter="kerttu_visit", turn="t1", code="accept", coder="x", start=0, stop=3),
        ),
        source=Source(files=("kerttu_visit.cha",), sha256=("0" * 64,)),
        meta={"Comment": "with Kerttu Virtanen"},
    )
    new = renamed(encounter, Known())
    assert (new.id, new.source.files, new.source.sha256) == ("aino_visit", ("aino_visit.cha",), ())
    assert (new.turns[0].speaker, new.participants[0].id) == ("Aino", "Aino")
    assert (new.participants[0].name, new.role("Aino")) == ("Aino Salmela", "client")
    assert new.turns[0].tiers == {"%com": "Aino nods to Eero"}
    assert new.annotations[0].encounter == "aino_visit"
    assert new.meta == {"Comment": "with Aino Salmela", "pseudonyms": "Aino, Eero, Salmela"}
    assert leaks(new) == ()


def test_one_person_has_one_pseudonym_in_the_whole_corpus_and_in_the_next_run():
    first, second = visit("soita Kertulle"), replace(visit("oli kerttu täällä", "Joo"), id="next")
    rows, key = plan([first, second], NOBODY_YET)
    assert [row.replacement for row in rows] == ["Ainolle", "aino"]
    later, _ = plan([replace(visit("no se Eeva ja Kerttu"), id="later")], key)
    assert [row.replacement for row in later] == ["Elli", "Aino"]


def test_a_pseudonym_is_nobodys_name_in_the_corpus():
    rows, _ = plan([visit("no Aino ja Kerttu ja Elli")], NOBODY_YET)
    names = {"Aino", "Kerttu", "Elli"}
    assert len({row.replacement for row in rows}) == 3
    assert not names & {row.replacement for row in rows}


def test_a_pseudonym_has_as_many_syllables_as_the_name_if_there_is_one_left():
    rows, _ = plan([visit("no Kerttu ja Annikki ja Korhonen", "Joo")], NOBODY_YET)
    assert [row.replacement for row in rows if row.apply] == ["Aino", "Anneli", "Salmela"]


def test_a_row_that_does_not_fit_the_transcript_is_refused():
    rows, _ = plan([visit("soita Kertulle")], NOBODY_YET)
    with pytest.raises(BadPlan, match="'Kertulle' is not at 6"):
        pseudonymised(visit("joo soita Kertulle"), rows)
    with pytest.raises(BadPlan, match="two rows replace"):
        pseudonymised(visit("soita Kertulle"), [*rows, *rows])


def test_the_corpora_without_their_people_have_no_leaks_and_the_same_signs(corpora):
    for name in ("g1_return_to_work", "g3_treatment_change", "g5_employment_interview"):
        [before] = formats.read_corpus(corpora / name)
        rows, key = plan([before], NOBODY_YET)
        after = pseudonymised(before, rows, key.pseudonyms())
        assert leaks(after, Known(names=key.names, pseudonyms=key.pseudonyms())) == ()
        assert [[mark.kind for mark in turn.marks] for turn in after] == [
            [mark.kind for mark in turn.marks] for turn in before
        ]
