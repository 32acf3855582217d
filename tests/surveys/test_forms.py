"""A mapping says what each column is, and what is wrong with it is told before anything is read."""

from __future__ import annotations

import pytest

from vuoro import surveys
from vuoro.surveys import BadForm

ASKED = {"column": "Q1", "item": "heard"}


def told(**changes):
    return {"encounter": "Code", "side": "client", "question": [ASKED], **changes}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"encounter": ""}, "say which column tells the encounter"),
        ({"question": []}, "no question is mapped"),
        ({"side": "?"}, r"no side '\?'; it is client or staff"),
        ({"side": {"client": ["Asiakas"]}}, r"\[side\] needs column"),
        ({"question": [{**ASKED, "item": "herd"}]}, "no item 'herd'. Did you mean 'heard'?"),
        ({"question": [{**ASKED, "item": "collaborate"}]}, "no item 'collaborate'"),
        ({"question": [{**ASKED, "scale": "agree7"}]}, "no scale 'agree7'"),
        ({"question": [{**ASKED, "direction": "?"}]}, "column 'Q1': say direction"),
        ({"question": [{**ASKED, "side": "both"}]}, "no side 'both'"),
        ({"scale": {"own": {"labels": {"jo": "?"}}}}, "scale 'own': say which number 'jo' is"),
        ({"scale": {"own": {"low": 1}}}, "scale 'own': it needs low and high, or labels"),
        ({"own": {"../trust": {}}}, r"\[own.../trust\]: the name of an own item"),
        ({"own": {"heard": {}}}, "none that there is already"),
        ({"own": {"trust": 3}}, r"\[own.trust\]: 3 should be a table of label"),
        ({"respondant": "Id"}, "nothing reads 'respondant'. Did you mean 'respondent'?"),
        ({"question": [{**ASKED, "colum": "Q"}]}, "nothing reads 'colum'. Did you mean 'column'?"),
        ({"question": ["Q1"]}, r"\[\[question\]\]: 'Q1' should be a table"),
        ({"header": "2"}, "header = '2' is of the wrong kind"),
        ({"header": 0}, "the first row is header = 1"),
        ({"delimiter": "||"}, "a delimiter is one sign"),
        ({"scale": {"own": {"low": 5, "high": 1}}}, "scale 'own': low must be below high"),
        ({"scale": {"own": {"low": 1, "high": 3, "labels": {"jo": 4}}}}, "every label between them"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(changes, message):
    with pytest.raises(BadForm, match=message):
        surveys.form_of(told(**changes))


def test_an_item_of_ones_own_is_told_and_then_known():
    form = surveys.form_of(
        told(
            own={"trust": {"label": "I trust them"}},
            question=[{"column": "Q1", "item": "trust", "scale": "0-10"}],
        )
    )
    assert (form.own, form.questions[0].scale.high) == ({"trust": "I trust them"}, 10)


def test_a_missing_mapping_says_how_to_make_one(tmp_path):
    with pytest.raises(BadForm, match="Make one with `vuoro survey FILE --propose`"):
        surveys.read_form(tmp_path / "experiences.survey.toml")


def test_a_mapping_that_is_not_toml_is_told_with_its_line(tmp_path):
    path = tmp_path / "experiences.survey.toml"
    path.write_text("encounter = Code", encoding="utf-8")
    with pytest.raises(BadForm, match=r"not TOML.*line 1"):
        surveys.read_form(path)
