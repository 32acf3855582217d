"""Names are known in every case, and put into every case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.privacy.finding import Name
from vuoro.privacy.inflection import TAILS, Form, cases, inflected, lexicon, looked_up, with_more
from vuoro.privacy.lists import as_name, gazetteer, pool

PARADIGMS = {
    "Kerttu": "Kertun Kerttua Kerttuun Kertussa Kertusta Kertulla Kertulta Kertulle Kerttuna Kertuksi Kertutta Kertul Kerttuu",
    "Virtanen": "Virtasen Virtasta Virtaseen Virtasessa Virtasesta Virtasella Virtaselta Virtaselle Virtaset Virtasilla Virtasten",
    "Marja": "Marjan Marjaa Marjaan Marjalle Marjallekin Marjakin Marjahan Marjako Marjani Marjamme",
    "Pekka": "Pekan Pekkaa Pekkaan Pekalle Pekalta Pekassa Pekkakaan Pekallakaan",
    "Aalto": "Aallon Aaltoa Aaltoon Aallolle",
    "Mäki": "Mäen Mäkeä Mäkeen Mäelle Mäestä",
    "Lahti": "Lahden Lahtea Lahteen Lahdelle",
    "Heikki": "Heikin Heikkiä Heikkiin Heikille Heikkikään",
    "Tuomas": "Tuomaan Tuomaalle Tuomasta",
    "Markus": "Markuksen Markukselle Markusta",
    "Björn": "Björnin Björniä Björnille",
    "Mäkelä": "Mäkelän Mäkelää Mäkelään Mäkelälle Mäkelöillä",
    "Antti": "Antin Anttia Anttiin Antille Anttihan",
    "Räisänen": "Räisäsen Räisäselle Räisästä",
    "Leena": "Leenan Leenaa Leenaan Leenalle",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "form"), [(name, one) for name, forms in PARADIGMS.items() for one in forms.split()]
)
def test_a_finnish_name_is_known_in_its_cases_with_what_hangs_on_behind(name, form):
    found = looked_up(form, lexicon((as_name(name),), "fi"), "fi")
    assert found is not None
    assert found.name.name == name


@pytest.mark.parametrize(
    ("form", "name", "put"),
    [
        ("Kertulle", "Aino", "Ainolle"),
        ("Pekan", "Mikko", "Mikon"),
        ("Marjallekin", "Liisa", "Liisallekin"),
        ("Virtasta", "Lehtinen", "Lehtistä"),
        ("Virtasella", "Mäkelä", "Mäkelällä"),
        ("Heikkiä", "Jaakko", "Jaakkoa"),
        ("Kerttuun", "Aino", "Ainoon"),
        ("Pekkakaan", "Ville", "Villekään"),
        ("Virtasilla", "Lehtinen", "Lehtisillä"),
        ("Mäkeen", "Virtala", "Virtalaan"),
        ("Björnille", "Kalle", "Kallelle"),
        ("Kertul", "Aino", "Ainol"),
    ],
)
def test_a_pseudonym_takes_the_case_of_the_name(form, name, put):
    names = tuple(as_name(one) for one in PARADIGMS)
    found = looked_up(form, lexicon(names, "fi"), "fi")
    assert found is not None
    assert inflected(as_name(name), found, "fi") == put


def test_swedish_and_english_names_have_a_genitive():
    sv = lexicon((Name(name="Kerstin"),), "sv")
    found = looked_up("Kerstins", sv, "sv")
    assert found == Form(Name(name="Kerstin"), "s")
    assert [inflected(Name(name=one), found, "sv") for one in ("Astrid", "Måns")] == ["Astrids", "Måns"]
    assert looked_up("Kerstinkin", sv, "sv") is None


def test_words_that_only_begin_like_a_name_are_none():
    names = lexicon((Name(name="Kerttu"), Name(name="Ari"), Name(name="Mari")), "fi")
    assert [looked_up(one, names, "fi") for one in ("kertoa", "kertaus", "aristaa", "marista", "marinoitu")][
        :2
    ] == [None, None]
    assert looked_up("Kerttulassa", names, "fi") is None


@given(
    st.sampled_from([name for kind in ("woman", "man", "surname") for name in pool(kind, "fi")]),
    st.sampled_from([case for case, _, _ in cases() if not case.startswith("plural")]),
    st.sampled_from(sorted(TAILS)),
)
def test_what_is_put_into_a_case_is_known_as_the_same_name(name, case, tail):
    entry = as_name(name)
    written = inflected(entry, Form(entry, case, tail), "fi")
    found = looked_up(written, lexicon((entry,), "fi"), "fi")
    assert found is not None
    assert found.name == entry


def test_the_gazetteer_has_some_hundred_names_of_each_kind_and_no_pseudonym_is_a_word():
    kinds = [name.kind for name in gazetteer()]
    assert all(kinds.count(kind) >= 150 for kind in ("woman", "man", "surname", "place"))
    assert all(
        len(pool(kind, one)) >= 25 for kind in ("woman", "man", "surname") for one in ("fi", "sv", "en")
    )


SOME = st.lists(
    st.builds(
        as_name, st.sampled_from(["Kerttu", "Kertun", "Virtanen", "Aalto", "Aallon", "Lahti", "Lars", "Lar"])
    )
)


@given(SOME, SOME, st.sampled_from(["fi", "sv", None]))
def test_names_that_are_added_to_a_lexicon_are_found_as_if_it_had_been_made_with_them(first, more, language):
    both = lexicon((*first, *more), language)
    assert dict(with_more(lexicon(tuple(first), language), more, language)) == both
