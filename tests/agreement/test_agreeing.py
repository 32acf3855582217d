"""The frames: what a project is told about its coders."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vuoro.agreement import agree, conventions
from vuoro.annotations import read_annotations, read_sequences
from vuoro.evaluation import evaluate
from vuoro.formats import gather, read_group
from vuoro.model import Sequence

IDS = tuple(f"e{n}" for n in range(6))


def value(frame, coefficient, code="all", **chosen):
    rows = frame[(frame["coefficient"] == coefficient) & (frame["code"] == code)]
    for column, wanted in chosen.items():
        rows = rows[rows[column] == wanted]
    return rows["value"].item()


@pytest.fixture
def judged(say):
    aino = say("aino", "t0:propose t1:accept t2:explain", ids=IDS)
    return aino + say("bo", "t0:propose t1:hedged_accept t2:explain t3:explain", ids=IDS)


def test_each_code_has_its_coefficients_with_what_they_rest_on(encounters, judged):
    table = agree(encounters, judged).coefficients
    rows = table[table["code"] == "explain"].set_index("coefficient")
    assert rows["value"].round(3).to_dict() == {
        "observed": 0.833, "fleiss": 0.556, "alpha": 0.562, "ac1": 0.733, "positive": 0.667, "negative": 0.889,
        "prevalence": 0.25, "kappa": 0.571, "bias": -0.167, "icc": 0.0,
    }  # fmt: skip
    assert rows.drop("icc")[["units", "encounters"]].drop_duplicates().values.tolist() == [[36, 6]]


def test_every_place_where_they_differ_is_listed_with_its_line_and_words(encounters, judged):
    found = agree(encounters[:1], judged).disagreements
    assert found.drop(columns=["file", "start", "stop"]).values.tolist() == [
        ["e0", "t1", 2, "D", "accept", "hedged_accept", encounters[0].turns[1].text],
        ["e0", "t3", 4, "D", "other", "explain", encounters[0].turns[3].text],
    ]


def test_what_one_calls_what_the_other_calls_otherwise(encounters, judged):
    assert agree(encounters, judged).confusion.drop(columns=["first", "second"]).values.tolist() == [
        ["accept", "hedged_accept", 6],
        ["explain", "explain", 6],
        ["other", "explain", 6],
        ["other", "other", 12],
        ["propose", "propose", 6],
    ]


def test_three_coders_have_a_kappa_for_each_two_and_one_alpha(encounters, judged, say):
    table = agree(encounters, judged + say("cilla", "t0:propose", ids=IDS)).coefficients
    coders = table[table["code"] == "propose"].groupby("coefficient")["coders"].agg(list)
    assert coders["kappa"] == ["aino × bo", "aino × cilla", "bo × cilla"]
    assert coders["alpha"] == ["aino × bo × cilla"]


def test_a_third_coder_of_some_encounters_counts_where_there_is_something_to_compare(encounters, judged, say):
    table = agree(encounters, judged + say("cilla", "t0:propose", ids=IDS[:2])).coefficients
    rows = table[(table["code"] == "propose") & (table["coefficient"] == "kappa")]
    assert rows[["coders", "units", "encounters"]].values.tolist() == [
        ["aino × bo", 36, 6],
        ["aino × cilla", 12, 2],
        ["bo × cilla", 12, 2],
    ]


def test_languages_are_compared_apart_as_well(encounters, judged):
    spoken = [replace(e, language="fi") if e.id == "e0" else e for e in encounters]
    table = agree(spoken, judged, by_language=True).coefficients
    sizes = table[(table["code"] == "all") & (table["coefficient"] == "alpha")]
    assert sizes[["language", "encounters"]].values.tolist() == [["all", 6], ["en", 5], ["fi", 1]]


def test_parts_of_the_same_codes_are_worth_something_by_masi_only(encounters, say):
    judged = say("aino", "t0:propose t0:explain t1:accept", ids=IDS) + say(
        "bo", "t0:propose t1:accept", ids=IDS
    )
    table = agree(encounters, judged).coefficients
    assert value(table, "alpha") < value(table, "alpha_masi") < 1


def test_coders_can_agree_on_totals_and_disagree_on_places(encounters, say):
    def by(coder, first):
        marks = {id: " ".join(f"t{first + n}:propose" for n in range(at % 3)) for at, id in enumerate(IDS)}
        return [a for id in IDS for a in say(coder, f"{marks[id]} t5:accept".strip(), ids=(id,))]

    table = agree(encounters, by("aino", 0) + by("bo", 2)).coefficients
    assert value(table, "icc", "propose") == 1.0
    assert value(table, "alpha", "propose") < 0


def test_sequences_of_an_encounter_that_one_of_two_has_not_seen_are_not_missed_by_them(
    encounters, judged, say
):
    def link(coder, id):
        return Sequence(
            encounter=id, type="S3", first_turn="t0", last_turn="t1", outcome="probed", coder=coder
        )

    links = [link("aino", "e0"), link("bo", "e0"), link("cilla", "e0"), link("aino", "e1"), link("bo", "e1")]
    found = agree(encounters, judged + say("cilla", "t0:propose", ids=("e0",)), links)
    rows = found.outcomes.query("coefficient == 'identified' and type == 'all'").set_index("coders")
    assert rows["units"].to_dict() == {"aino × bo": 4, "aino × cilla": 2, "bo × cilla": 2}
    assert rows["value"].tolist() == [1.0, 1.0, 1.0]


def test_sequences_are_compared_by_type(encounters, judged):
    def link(coder, outcome):
        return [
            Sequence(encounter=id, type="S3", first_turn="t0", last_turn="t1", outcome=outcome, coder=coder)
            for id in IDS
        ]

    found = agree(encounters, judged, link("aino", "probed") + link("bo", "developed"))
    ends = found.outcomes[found.outcomes["type"] == "S3"].set_index("coefficient")["value"]
    assert ends[["identified", "observed"]].to_dict() == {"identified": 1.0, "observed": 0.0}
    assert found.other_outcomes[["line", "type", "aino", "bo"]].iloc[0].tolist() == [
        1,
        "S3",
        "probed",
        "developed",
    ]


def test_people_and_machines_are_compared_by_the_same_function(encounters, say):
    judged = say("aino", "t0:propose", ids=IDS) + say(
        "detector:rules", "t0:propose", ids=IDS, status="suggested"
    )
    assert value(agree(encounters, judged).coefficients, "kappa", coders="aino × detector:rules") == 1.0


def test_without_sequences_their_tables_are_there_and_empty(encounters, judged):
    found = agree(encounters, judged)
    assert (len(found.outcomes), len(found.other_outcomes)) == (0, 0)
    assert found.other_outcomes.columns[-4:].tolist() == ["type", "aino", "bo", "words"]


def test_conventions_have_sources_and_judge_nothing():
    table = conventions()
    assert (table["source"].str.len() > 0).all()
    assert [
        word for word in ("pass", "fail", "good", "bad", "poor") if table["words"].str.contains(word).any()
    ] == []


def test_positive_agreement_is_what_evaluation_calls_f1(corpora):
    folders = [
        corpora / name for name in ("g1_return_to_work", "g5_employment_interview", "g10_youth_guidance_en")
    ]
    encounters = [e for folder in folders for group in gather([folder]) for e in read_group(group)]
    a, b = (
        [x for folder in folders for x in read_annotations(folder / f"coder_{who}.csv", encounters)]
        for who in "ab"
    )
    ours = agree(encounters, a + b).coefficients.query("coefficient == 'positive'").set_index("code")["value"]
    theirs = evaluate(encounters, a, b).scores["f1"].drop("macro")
    np.testing.assert_allclose(ours[theirs.index], theirs)


def test_coders_of_the_corpora_see_the_same_sequences_as_counting_by_hand_says(corpora):
    folder = corpora / "g1_return_to_work"
    encounters = [e for group in gather([folder]) for e in read_group(group)]
    judged, linked = (
        [x for who in "ab" for x in read(folder / f"coder_{who}{end}.csv")]
        for read, end in (
            (lambda path: read_annotations(path, encounters), ""),
            (read_sequences, "_sequences"),
        )
    )
    found = agree(encounters, judged, linked).outcomes.query("coefficient == 'identified'").set_index("type")
    assert found.loc["all", "units"] == len(linked)
