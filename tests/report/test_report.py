"""The report says what was done, by whom, and no more than the corpus can bear."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from vuoro import sequences
from vuoro.model import Turn
from vuoro.report import BadProfessionals, read_professionals, report


def text_of(page: str, section: str) -> str:
    """What a reader reads in a section, on one line."""
    return " ".join(" ".join(html.fromstring(page.encode()).get_element_by_id(section).itertext()).split())


def test_it_says_what_was_analysed_and_by_whom(made):
    page = made.html
    assert "English not stated 6 36 2" in text_of(page, "corpus")
    assert "aino 6 30 yes bo 6 28 no" in text_of(page, "coders")


def test_agreement_is_between_those_who_coded_on_their_own(made):
    assert "All codes" in text_of(made.html, "agreement")
    alpha = made.tables["agreement"].query("code == 'all' and coefficient == 'alpha'")["value"].item()
    assert f"alpha over all codes was {alpha:.2f}" in text_of(made.html, "methods")


def test_one_coder_alone_is_told(study):
    alone = replace(study, annotations=[a for a in study.annotations if a.coder == "aino"])
    assert "not known how far coders agree" in text_of(report(alone).html, "agreement")


def test_numbers_are_pooled_with_their_encounters(made):
    told = text_of(made.html, "measures")
    assert re.search(r"D11 · .*? 100 % ratio of sums .*? 6 – –", told)


def test_nothing_is_pooled_where_it_might_tell_of_a_person(study):
    unknown = report(replace(study, professionals={}))
    assert "Not pooled" in text_of(unknown.html, "measures")
    assert "pooled" not in unknown.tables


def test_where_numbers_might_tell_of_a_person_so_might_pictures(study):
    unknown = report(replace(study, professionals={}))
    assert "How far coders agree" in text_of(unknown.html, "figures")
    assert "How sequences ended" not in text_of(unknown.html, "figures")
    alone = [a for a in study.annotations if a.coder == "aino"]
    assert "Not drawn" in text_of(report(replace(study, professionals={}, annotations=alone)).html, "figures")


def test_encounters_of_one_professional_are_taken_together(study):
    five = {f"v{n}": f"p{n % 5}" for n in range(6)}
    made = report(replace(study, professionals=five))
    assert made.tables["pooled"].query("measure == 'D11'")[
        ["clusters", "encounters"]
    ].to_numpy().tolist() == [[5, 6]]
    assert "encounters of each professional were taken together" in text_of(made.html, "methods")
    assert "look at each of them" not in made.html


def test_the_line_at_the_head_tells_how_far_coders_agree(study, made):
    alpha = made.tables["agreement"].query("code == 'all' and coefficient == 'alpha'")["value"].item()
    assert f"coded by aino; reliability: alpha {alpha:.2f}; says nothing of what was felt" in made.html
    alone = replace(study, annotations=[a for a in study.annotations if a.coder == "aino"])
    assert "reliability: not stated" in report(alone).html


def test_a_number_that_is_not_there_is_not_printed(made):
    assert "nan" not in text_of(made.html, "measures")


def test_of_few_professionals_every_number_is_withheld(study):
    two = replace(study, professionals={f"v{n}": f"p{n % 2}" for n in range(6)})
    assert not re.search(r"\d %", text_of(report(two).html, "measures"))


def test_invented_encounters_are_no_findings(invented):
    page = report(replace(invented, professionals={})).html
    assert "no number here is a finding" in page
    assert "their numbers are no findings" in text_of(page, "methods")


def test_suggestions_are_called_suggestions(study):
    machine = [replace(a, coder="detector:rules", status="suggested") for a in study.annotations[:30]]
    page = report(replace(study, annotations=machine, coders=("detector:rules",))).html
    assert "not confirmed by a person" in page
    assert "counts of them are not counts of what people did" in text_of(page, "methods")


def test_the_literature_is_that_which_is_cited(made):
    page = made.html
    methods = text_of(page, "methods")
    said, _, listed = methods.partition("References")
    for author, year in re.findall(r"(\w+)(?: et al\.| & \w+)?,? (\d{4})", said):
        assert re.search(rf"{author}.*\({year}\)", listed), f"{author} {year} is cited and not listed"


@pytest.mark.parametrize(("language", "word"), [("sv", "Samstämmighet"), ("fi", "Yksimielisyys")])
def test_it_speaks_the_readers_language(study, language, word):
    page = report(study, language=language).html
    assert html.fromstring(page.encode()).get("lang") == language
    assert word in page
    assert "encounters" not in text_of(page, "methods").partition("Cochran, W.")[0]


def test_versions_have_no_decimal_comma(study):
    told = text_of(report(study, language="sv").html, "methods")
    assert "participation@0.1" in told
    assert re.search(r"alfa.*? 0,\d\d", told)


def test_hostile_talk_stays_talk(study):
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    talk = study.encounters[0]
    worse = replace(talk, turns=(*talk.turns, Turn(id="t9", speaker="<b>X", raw=bad, text=bad)))
    page = report(
        replace(study, encounters=[worse, *study.encounters[1:]], failures=((bad, bad),)), title=bad
    ).html
    tree = html.fromstring(page.encode())
    assert [script for script in tree.iter("script") if "alert" in (script.text or "")] == []
    assert tree.xpath("//img[@src='x']") == []


def test_no_professional_is_named_anywhere(made):
    assert not re.search(r"\bp[0-5]\b", made.html)


def test_whose_encounters_they_are_comes_from_a_table(study, tmp_path):
    table = tmp_path / "whose.csv"
    table.write_text("encounter,professional\n" + "".join(f"v{n},p{n}\n" for n in range(6)), "utf-8")
    assert read_professionals(table, study.encounters) == study.professionals
    table.write_text("encounter,professional\nv0,p0\n", "utf-8")
    with pytest.raises(BadProfessionals, match="whose encounter v1 is, nor 4 others"):
        read_professionals(table, study.encounters)


def test_whose_the_decisions_are_is_told(study):
    talk = study.encounters[0]
    mine = [one for one in study.annotations if one.coder == "aino" and one.encounter == talk.id]
    (by_rule,) = sequences.decisions(talk, mine, study.sequences)
    by_aino = replace(by_rule, attributes={}, topic="the pills")
    for decided, told in (
        ([by_rule], "made from these moves and sequences by rule; no person coded them as such"),
        ([by_aino], "1 decision was coded as such by aino"),
        ([by_rule, by_aino], "Where nobody coded any, decisions and their features were made"),
    ):
        page = report(replace(study, decisions=decided)).html
        assert told in text_of(page, "methods")
