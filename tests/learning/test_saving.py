"""A coder in a file: the same bytes, the same answers, and no harm from a bad one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from vuoro import learning
from vuoro.learning.features import seen
from vuoro.learning.saving import dumped


def test_training_twice_gives_the_same_bytes(coded, coder):
    encounters, given = coded
    again = learning.train(encounters, given[::-1], name="toy")
    assert dumped(again) == dumped(coder)


def test_a_coder_comes_back_as_it_was(coded, coder, tmp_path):
    path = tmp_path / "toy.json"
    learning.save(coder, path)
    back = learning.load(path)
    assert dumped(back) == dumped(coder)
    rows = seen(coded[0][0])
    assert np.allclose(back.probabilities(rows), coder.probabilities(rows), atol=0.01)


def test_a_file_that_is_cut_off_is_refused(coder, tmp_path):
    path = tmp_path / "toy.json"
    path.write_text(dumped(coder)[:-40], encoding="utf-8")
    with pytest.raises(learning.NotACoder, match=r"toy.json: damaged or no coder"):
        learning.load(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "recipe"}, "no coder"),
        ({"version": 99}, "coder format 99, and this vuoro reads 3"),
        ({"bias": [1.0]}, "damaged"),
        ({"bias": ["nan", "nan", "nan"]}, "damaged"),
        ({"weights": []}, "damaged"),
        ({"weights": [{"steps": [10**9], "thousandths": [5]}] * 3}, "damaged"),
        ({"codes": None}, "damaged"),
    ],
)
def test_a_file_that_lies_is_refused(coder, tmp_path, change, message):
    path = tmp_path / "toy.json"
    path.write_text(json.dumps({**json.loads(dumped(coder)), **change}), encoding="utf-8")
    with pytest.raises(learning.NotACoder, match=message):
        learning.load(path)


def test_what_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(learning.NotACoder, match="cannot be read"):
        learning.load(tmp_path / "none.json")
    (tmp_path / "pickle.json").write_bytes(b"\x80\x04\x95")
    with pytest.raises(learning.NotACoder, match="not UTF-8"):
        learning.load(tmp_path / "pickle.json")
