"""The work behind a report is done in pieces, each of them once."""

from __future__ import annotations

import shutil

import pytest

from vuoro.evaluation import keeping, pieces, sets, working
from vuoro.evaluation.keeping import Kept
from vuoro.evaluation.pieces import Done, Piece
from vuoro.evaluation.sets import AS_TRANSCRIBED, BARE, Where
from vuoro.learning import examples, fitting, training
from vuoro.learning.training import SEED
from vuoro.model import Annotation

RULED = Piece(name="ours", writing=AS_TRANSCRIBED)
DATA = {("ours", False): "a", ("ours", True): "a"}


@pytest.fixture
def where(corpora, tmp_path):
    for name in ("g4_negative_decision_sv", "g4_negative_decision_fi"):
        shutil.copytree(corpora / name, tmp_path / "corpora" / name)
    return Where(corpora=tmp_path / "corpora", data=tmp_path / "none")


def given(turn, **more):
    return Annotation(
        encounter="v", turn=turn, code="propose", coder="detector:rules", start=0, stop=4, **more
    )


def test_the_rules_go_through_a_set_once_in_each_writing_and_a_learner_through_each_fold():
    planned = list(pieces.planned(["ours", "annomi"], learner=True))
    assert planned[:2] == [RULED, Piece(name="ours", writing=BARE)]
    for task in ("ours", "annomi", "annomi_main"):
        whole = [(one.writing, one.fold) for one in planned if (one.name, one.share) == (task, 1.0)]
        folds = [(writing, fold) for writing in (AS_TRANSCRIBED, BARE) for fold in range(1, 6)]
        assert [one for one in whole if one[1]] == folds
    assert not any(one.name == "mrda" for one in planned)
    assert not any(one.learned for one in pieces.planned(["ours", "annomi"], learner=False))


def test_a_kept_piece_comes_back_as_it_was(tmp_path):
    done = Done(given=(given("t1", cue="ska vi"),), encounters=3, turns=90)
    Kept(tmp_path / "kept", DATA).keep(RULED, done)
    assert Kept(tmp_path / "kept", DATA).get(RULED) == done
    assert (tmp_path / "kept" / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "other",
    [
        Piece(name="ours", writing=BARE),
        Piece(name="ours", writing=AS_TRANSCRIBED, fold=1),
        Piece(name="ours", writing=AS_TRANSCRIBED, fold=1, share=0.5),
    ],
)
def test_a_kept_piece_is_not_taken_for_another(tmp_path, other):
    kept = Kept(tmp_path, DATA)
    kept.keep(RULED, Done(given=()))
    assert kept.get(other) is None


def test_a_kept_piece_is_forgotten_when_the_code_or_the_data_have_changed(tmp_path, monkeypatch):
    Kept(tmp_path, DATA).keep(RULED, Done(given=()))
    assert Kept(tmp_path, {("ours", False): "b"}).get(RULED) is None
    monkeypatch.setattr(keeping, "code_version", lambda: "another")
    assert Kept(tmp_path, DATA).get(RULED) is None
    Kept(tmp_path, DATA).keep(RULED, Done(given=(given("t1"),)))
    assert len(list(tmp_path.glob("ours*.json"))) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"given": [["v"]]}', '{"given": [], "colour": 1}'])
def test_a_kept_piece_that_cannot_be_read_is_done_again(tmp_path, text):
    kept = Kept(tmp_path, DATA)
    kept.keep(RULED, Done(given=()))
    next(tmp_path.glob("ours*.json")).write_text(text)
    assert kept.get(RULED) is None


def test_a_run_that_was_stopped_goes_on_with_what_is_left(tmp_path, where, monkeypatch):
    both = [Piece(name="ours", writing=BARE), RULED]
    first = working.run(both[1:], where, Kept(tmp_path, DATA))
    asked = []
    do = working.worked
    monkeypatch.setattr(
        working, "worked", lambda piece, *rest, **more: asked.append(piece) or do(piece, *rest, **more)
    )
    found = working.run(both, where, Kept(tmp_path, DATA))
    assert asked == both[:1]
    assert list(found) == both
    again, before = ([by_field(one) for one in some[RULED].given] for some in (found, first))
    assert again == before
    assert len(again) > 50


def by_field(one):
    return [getattr(one, name) for name in keeping.FIELDS]


def test_folds_done_one_by_one_are_those_of_cross_validation(where, monkeypatch):
    monkeypatch.setitem(sets.LESSONS, "practice", sets.Lesson(every=10))
    monkeypatch.setattr(fitting, "fit", lambda some, **more: some.ids)
    monkeypatch.setattr(
        training, "tried", lambda taught, held, known: [(id, [said(id, taught)]) for id in held.ids]
    )
    task = sets.taught_on(where, "practice")
    made = examples.gathered(task.encounters, task.gold)
    known = {encounter.id: encounter for encounter in task.encounters}
    whole = [one for _, some in training.crossed(made, known, folds=5, seed=SEED) for one in some]
    folds = [Piece(name="practice", writing=AS_TRANSCRIBED, fold=fold) for fold in range(1, 6)]
    parts = [one for piece in folds for one in working.worked(piece, where).given]
    assert parts == whole
    assert len(parts) == len(task.encounters)


def said(encounter, taught):
    """What a coder says that only knows from whom it has learned."""
    return Annotation(
        encounter=encounter,
        turn="1",
        code="accept",
        coder="x",
        start=0,
        stop=1,
        note=" ".join(sorted(taught)),
    )


def test_a_fold_with_too_little_to_learn_says_so(where, monkeypatch):
    monkeypatch.setitem(sets.LESSONS, "ours", sets.Lesson())
    done = working.worked(Piece(name="ours", writing=AS_TRANSCRIBED, fold=1), where)
    assert done.given == ()
    assert "no code has 8 confirmed turns in 3 encounters" in done.reason


@pytest.mark.parametrize(
    ("name", "set_"),
    [("ours_sv", "ours"), ("orders", "orders"), ("mrda_responses", "mrda"), ("annomi", "annomi")],
)
def test_a_task_belongs_to_the_set_that_it_is_called_after(name, set_):
    assert sets.home(name) == set_
