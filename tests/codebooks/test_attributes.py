"""Attributes and their values have names in Swedish and Finnish, all of them and no others."""

from __future__ import annotations

import pytest

from vuoro import codebooks
from vuoro.codebooks.attributes import spoken, terms
from vuoro.project import sequence_types

SUPPORT = {"explained": ["same_turn", "on_request", "client_used_first", "no"], "term": "text"}
"""Attributes of the support layer (B.2), which the codebook does not list."""


def told() -> tuple[set[str], set[str]]:
    """The ids of all attributes, and of all values."""
    book = codebooks.load("participation")
    kinds = [
        *(code.attributes for code in book.codes),
        *(one.attributes for one in sequence_types().values()),
        SUPPORT,
    ]
    names = {name for kind in kinds for name in kind}
    values = {
        value for kind in kinds for listed in kind.values() if isinstance(listed, list) for value in listed
    }
    return names, values


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_every_attribute_and_value_has_a_name_and_no_name_is_of_nothing(language):
    names, values = told()
    assert set(terms(language)["names"]) == names
    assert set(terms(language)["values"]) == values
    assert all(name.strip() for part in terms(language).values() for name in part.values())


def test_what_a_project_has_added_is_called_what_its_id_says():
    assert spoken("our_own_thing", "fi") == "our own thing"
    assert spoken("our_own_thing", "sv", "values") == "our own thing"
