"""The cue tables hold what they promise, row by row, in every language that has one."""

from __future__ import annotations

import pytest

from vuoro import codebooks
from vuoro.language import cues, tables
from vuoro.model import LANGUAGES

ROWS = [row for language in LANGUAGES for row in cues.load(language).rows if row.line]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_fires_its_row_and_no_counter_example_does(language: str) -> None:
    assert cues.check(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_point_at_codes_of_the_codebook_or_at_features(language: str) -> None:
    known = {code.id for code in codebooks.load("participation").codes} | tables.FEATURES
    assert {row.code for row in cues.load(language).rows} - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_cues(language: str) -> None:
    coded = {row.code for row in cues.load(language).rows}
    assert {code.id for code in codebooks.load("participation").codes} - coded == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_are_shares(language: str) -> None:
    assert [row for row in cues.load(language).rows if not 0 < row.weight <= 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_finds_all_that_trying_every_row_finds(language: str) -> None:
    table = cues.load(language)
    for row in table.rows:
        if row.code in cues.UNFIRED or not row.example:
            continue
        unit = cues.said(row.example, table)
        assert unit.hits[row.code].weight >= row.weight, row


def test_fillers_and_cut_off_words_do_not_stand_between_words() -> None:
    unit = cues.said("Um, shall erm wh- we uh try it?", cues.load("en"))
    assert unit.words == " shall we try it"
    assert "propose" in unit.hits


def test_a_unit_starts_after_its_lead_in_particles() -> None:
    table = cues.load("en")
    assert "invite_open" in cues.said("Well, okay, so what brings you in today?", table).hits
    assert "invite_open" not in cues.said("I forgot what brings people here", table).hits


def test_a_unit_of_tokens_is_a_continuer_and_more_is_not() -> None:
    table = cues.load("en")
    heard = {talk: "continuer" in cues.said(talk, table).hits for talk in ("Mm-hm. Yeah.", "Yeah, I do.")}
    assert heard == {"Mm-hm. Yeah.": True, "Yeah, I do.": False}


def test_a_language_without_a_table_is_named() -> None:
    with pytest.raises(tables.NoCues, match="no cue table for language 'de'"):
        cues.load("de")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("propose\thow", "2 cells"),
        ("propose\t{nobody}\t.5\tx\t\t", "no word class"),
        ("propose\thow\thigh\tx\t\t", "could not convert"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_line(line: str, reason: str) -> None:
    table = "\t".join(tables.COLUMNS) + "\n" + line
    with pytest.raises(tables.BadCues, match=f"line 2: .*{reason}"):
        tables.read(table, "en", {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_tokens_name_all_their_words(language: str) -> None:
    # Talk with a word that no such row has is no token, and is told so without a look at the rows.
    kinds = ("continuer", "lead", "filler")
    written = [row.pattern.source for row in cues.load(language).rows if row.code in kinds]
    assert [source for source in written if set(source) & set("*{}.!")] == []
