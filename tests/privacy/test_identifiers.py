"""Codes and numbers are known by their shape, and by check characters that others compute alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.privacy import checks, identifiers
from vuoro.privacy.identifiers import shapes

# Fictitious persons that the Digital and Population Data Services Agency publishes for tests, one and
# more for every century sign of the reform of 2023, and the example of its guides.
TEST_PERSONS = [
    "131052-308T",
    "010594Y9021",
    "010594Y9032",
    "020594X903P",
    "020594X902N",
    "030594W903B",
    "030694W9024",
    "040594V9030",
    "040594V902Y",
    "050594U903M",
    "050594U902L",
    "010516B903X",
    "010516B902W",
    "020516C903K",
    "020516C902J",
    "030516D9037",
    "030516D9026",
    "010501E9032",
    "020502E902X",
    "020503F9037",
    "020504A902E",
    "020504B904H",
]

# The IBAN registry's examples.
ACCOUNTS = ["FI21 1234 5600 0007 85", "SE45 5000 0000 0583 9825 7466", "GB29 NWBK 6016 1331 9268 19"]


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: f"{shape.kind}: {shape.example}")
def test_every_shape_finds_its_example_and_leaves_its_near_miss(shape):
    assert shape.kind in {one.kind for one in identifiers.found(shape.example)}
    assert shape.kind not in {one.kind for one in identifiers.found(shape.counter)}
    assert shape.source


@pytest.mark.parametrize("code", TEST_PERSONS)
def test_the_test_persons_of_the_agency_are_found_and_their_check_characters_agree(code):
    assert [(one.kind, one.confidence) for one in identifiers.found(f"se on {code} joo")] == [
        ("henkilötunnus", 0.99)
    ]


@pytest.mark.parametrize("code", TEST_PERSONS)
def test_a_slip_in_an_identity_code_is_told_and_the_code_found_all_the_same(code):
    slip = code[:8] + ("1" if code[8] == "0" else "0") + code[9:]
    assert [(one.kind, one.why) for one in identifiers.found(slip)] == [
        ("henkilötunnus", "the check character does not agree")
    ]


@pytest.mark.parametrize(
    "written", ["640823-3234", "19640823-3234", "640823+3234", "6408233234", "640883-3231"]
)
def test_a_personnummer_and_a_samordningsnummer_are_found_however_they_are_written(written):
    assert ("personnummer", 0.99) in [
        (one.kind, one.confidence) for one in identifiers.found(f"de e {written}")
    ]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_accounts_are_found_with_and_without_spaces(account):
    for written in (account, account.replace(" ", "")):
        assert ("IBAN", 0.99) in [(one.kind, one.confidence) for one in identifiers.found(written)]


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(2, 999))
def test_the_check_character_of_an_identity_code_is_the_remainder_counted_down(day, month, year, serial):
    letters = [one for one in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXY" if one not in "GIOQ"]
    remainder = 0
    for digit in f"{day:02}{month:02}{year:02}{serial:03}":
        remainder = (remainder * 10 + int(digit)) % 31
    right = [one for one in letters if checks.henkilotunnus(f"{day:02}{month:02}{year:02}-{serial:03}{one}")]
    assert right == [letters[remainder]]


@given(st.text("0123456789", min_size=9, max_size=9))
def test_the_check_figure_of_a_personnummer_is_that_of_luhns_patent(digits):
    doubled = "0246813579"  # Luhn 1960: a table in place of a sum
    total = sum(int(doubled[int(one)] if at % 2 == 0 else one) for at, one in enumerate(digits))
    assert [one for one in "0123456789" if checks.luhn(digits + one)] == [str(-total % 10)]


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=24))
def test_the_check_figures_of_an_account_are_found_sign_by_sign(number):
    remainder = 0
    for sign in number + "FI00":
        value = int(sign, 36)
        remainder = (remainder * (100 if value > 9 else 10) + value) % 97
    figures = 98 - remainder
    assert checks.iban(f"FI{figures:02}{number}")
    assert not checks.iban(f"FI{(figures + 1) % 97:02}{number}")


@pytest.mark.parametrize(
    "said",
    [
        "kello 14.30 tai 15.00",
        "(0.5) no 1200 euroa kuussa",
        "klockan 10:30 den femte",
        "vuonna 2023 tai 2024",
        "it's 120 over 80, take 2.5 mg twice",
        "mellan 10 000 och 12 000 kronor",
        "seitkytviis prosenttia",
        "COVID-19 ja B12",
    ],
)  # fmt: skip
def test_times_doses_amounts_and_years_are_no_identifiers(said):
    assert list(identifiers.found(said)) == []


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: f"{shape.kind}: {shape.example}")
def test_what_is_masked_is_as_long_as_before_and_is_no_identifier(shape):
    for one in identifiers.found(shape.example):
        written = shape.example[one.start : one.stop]
        masked = identifiers.mask(one.kind, written)
        assert len(masked) == len(written)
        assert [
            kind for kind in identifiers.found(shape.example.replace(written, masked)) if kind == one.kind
        ] == []
