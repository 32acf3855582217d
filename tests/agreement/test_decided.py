"""Decisions of two coders: do both see one, and what do they say of it?"""

from __future__ import annotations

import krippendorff
import pytest

from vuoro.agreement import agree
from vuoro.cli import main
from vuoro.model import Decision

IDS = tuple(f"e{n}" for n in range(6))


def decided(encounter, first, last, outcome, coder, **more):
    return Decision(
        encounter=encounter, first_turn=first, last_turn=last, outcome=outcome, coder=coder, **more
    )


@pytest.fixture
def moves(say):
    return say("aino", "t0:propose", ids=IDS) + say("bo", "t0:propose", ids=IDS)


def value(found, what, coefficient):
    rows = found.decisions[
        (found.decisions["what"] == what) & (found.decisions["coefficient"] == coefficient)
    ]
    return rows["value"].item()


def test_a_decision_is_the_same_where_it_begins_alike_or_shares_half_its_turns(encounters, moves):
    ours = [decided("e0", "t0", "t1", "dropped", "aino"), decided("e0", "t3", "t5", "deferred", "aino")]
    theirs = [decided("e0", "t0", "t4", "dropped", "bo"), decided("e0", "t4", "t5", "dropped", "bo")]
    found = agree(encounters, moves, decisions=[*ours, *theirs])
    assert value(found, "decision", "identified") == 1.0
    assert value(found, "outcome", "observed") == 0.5


def test_what_only_one_coder_sees_counts_against_identifying_and_not_against_the_outcome(encounters, moves):
    both = [decided("e0", "t0", "t1", "dropped", coder) for coder in ("aino", "bo")]
    found = agree(encounters, moves, decisions=[*both, decided("e1", "t0", "t1", "deferred", "aino")])
    assert value(found, "decision", "identified") == pytest.approx(2 / 3)
    assert value(found, "outcome", "observed") == 1.0


def test_commitment_is_compared_as_ranks_as_krippendorffs_own_package_does(encounters, moves):
    said = {"aino": [0, 1, 3, 2, 1, 3], "bo": [0, 2, 3, 2, 0, 1]}
    found = agree(
        encounters,
        moves,
        decisions=[
            decided(id, "t0", "t1", "dropped", coder, commitment=number)
            for coder, numbers in said.items()
            for id, number in zip(IDS, numbers, strict=True)
        ],
    )
    expected = krippendorff.alpha(reliability_data=list(said.values()), level_of_measurement="ordinal")
    assert value(found, "commitment", "alpha_ordinal") == pytest.approx(expected)


def test_each_feature_has_its_own_coefficients(encounters, moves):
    seen = {"aino": "yynnyn", "bo": "yynyyn"}
    decisions = [
        decided(id, "t0", "t1", "dropped", coder, features={"b1": said, "b7": ""})
        for coder, told in seen.items()
        for id, said in zip(IDS, told, strict=True)
    ]
    found = agree(encounters, moves, decisions=decisions)
    assert value(found, "b1", "kappa") == pytest.approx(2 / 3)
    assert value(found, "b7", "observed") == 1.0
    assert "b2" not in set(found.decisions["what"])


def test_decisions_that_rules_made_of_peoples_moves_are_not_compared(encounters, moves):
    made = [
        decided("e0", "t0", "t1", "dropped", coder, attributes={"made_by": "rules"})
        for coder in ("aino", "bo")
    ]
    assert agree(encounters, moves, decisions=made).decisions.empty
    machine = [decided("e0", "t0", "t1", "dropped", "aino")]
    assert agree(encounters, moves, decisions=[*machine, made[1]]).decisions.empty


def test_the_command_finds_tables_of_decisions_beside_the_talk(corpora, tmp_path, capsys):
    import shutil

    folder = shutil.copytree(corpora / "g1_return_to_work", tmp_path / "talk")
    for coder, outcome in (("coder_a", "deferred"), ("coder_b", "dropped")):
        row = f"g1_return_to_work,t0003,t0009,{outcome},{coder}\n"
        (folder / f"{coder}_decisions.csv").write_text(
            f"encounter,first_turn,last_turn,outcome,coder\n{row}", "utf-8"
        )
    assert main(["agree", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert "Decisions: how often both see one (identified)" in capsys.readouterr().out
    assert (tmp_path / "out" / "decisions.csv").is_file()
