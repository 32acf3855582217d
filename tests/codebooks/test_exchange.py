"""A code keeps its GUID for ever, and is known again whatever a tool has done to the rest of it."""

from __future__ import annotations

import pytest

from vuoro import codebooks
from vuoro.codebooks.exchange import Entry, entries, guid, meanings, others, walk
from vuoro.model import LANGUAGES, VuoroError

BOOK = codebooks.load("participation")


def test_the_codes_stand_under_their_ways_and_the_support_layer_under_its_own():
    tree = entries(BOOK, "sv")
    assert [entry.name for entry in tree] == [*BOOK.way_names("sv").values(), "Stödlager"]
    assert [(entry.id, entry.name) for entry in walk(tree) if entry.codable] == list(
        BOOK.labels("sv").items()
    )


def test_guids_are_the_same_in_every_language_and_no_two_codes_share_one():
    found = {language: [entry.guid for entry in walk(entries(BOOK, language))] for language in LANGUAGES}
    assert found["sv"] == found["fi"] == found["en"]
    assert len(set(found["en"])) == len(found["en"])


def test_guids_are_those_of_the_projects_that_are_out_there():
    assert guid("code", "confirm_question") == "ef886062-2619-5094-9c51-e152fb8f9a9d"


def test_a_codebook_without_that_language_is_refused():
    with pytest.raises(VuoroError, match="no names in 'de'; the codebook has sv, fi, en"):
        entries(BOOK, "de")


@pytest.mark.parametrize(
    "entry",
    [
        Entry(guid=guid("code", "propose").upper(), name="Förslag (omdöpt)"),
        Entry(guid="x", name="renamed", description="Whatever.\nvuoro code: propose"),
        Entry(guid="x", name=" ehdotus "),
        Entry(guid="x", name="propose"),
    ],
)
def test_a_code_is_known_by_guid_description_or_name(entry):
    assert list(meanings([entry], BOOK).values()) == ["propose"]


def test_a_mark_that_names_no_code_of_ours_means_nothing():
    assert meanings([Entry(guid="x", name="Hope", description="vuoro code: hope")], BOOK) == {"x": "Hope"}


def test_codes_of_nobodys_codebook_keep_their_names():
    assert [(entry.id, entry.name) for entry in others(["b", "a", "b"])] == [("b", "b"), ("a", "a")]
