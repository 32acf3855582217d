"""The key is its owner's only, lies outside what is given away, and belongs to one corpus."""

from __future__ import annotations

import stat
from itertools import islice, permutations

import pytest

from vuoro.privacy import BadKey, Key, Name, read_key, write_key
from vuoro.privacy.keys import with_names

KEY = Key(corpus="visits", names=(Name(name="Kerttu", kind="woman", pseudonym="Aino"),))


def test_a_key_is_read_as_it_was_written_and_only_its_owner_may(tmp_path):
    path = tmp_path / "keys" / "visits.json"
    write_key(KEY, path, out=tmp_path / "shared")
    assert read_key(path, "visits") == KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_others_could_read_is_closed_when_it_is_written_again(tmp_path):
    path = tmp_path / "visits.json"
    write_key(KEY, path, out=tmp_path / "shared")
    path.chmod(0o644)
    write_key(KEY, path, out=tmp_path / "shared")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["visits.json"]


@pytest.mark.parametrize(
    "place", ["shared/key.json", "shared/deep/key.json", "shared/../shared/key.json", "link/key.json"]
)
def test_a_key_never_lies_in_what_is_given_away(tmp_path, place):
    (tmp_path / "shared").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "shared")
    with pytest.raises(BadKey, match="Keep it somewhere else"):
        write_key(KEY, tmp_path / place, out=tmp_path / "shared")
    assert list((tmp_path / "shared").iterdir()) == []


def test_the_key_of_another_corpus_is_neither_used_nor_overwritten(tmp_path):
    path = tmp_path / "key.json"
    write_key(KEY, path, out=tmp_path / "shared")
    with pytest.raises(BadKey, match="the key of the corpus 'visits'"):
        write_key(Key(corpus="others"), path, out=tmp_path / "shared")
    assert read_key(path, "visits") == KEY


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "name,pseudonym", '{"format": "vuoro key 1", "corpus": "visits", "names": [{"who": 1}]}',
     '{"format": "vuoro key 1", "corpus": "visits"}', "[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_no_key_is_left_as_it_is(tmp_path, text):
    path = tmp_path / "thesis.txt"
    path.write_text(text)
    with pytest.raises(BadKey, match=r"thesis\.txt"):
        write_key(KEY, path, out=tmp_path / "shared")
    assert path.read_text() == text


def test_there_is_always_one_more_pseudonym_and_none_is_given_twice():
    surnames = [Name(name="".join(one), kind="surname") for one in islice(permutations("Kjhgfdsaq"), 3_000)]
    given = [one.pseudonym for one in with_names(Key(corpus="all"), surnames, "fi").names]
    assert given[:1] + given[1_259:1_261] == ["Harju", "Pekkarinenpekkarinen", "Harjuharjuharju"]
    assert len(set(given)) == 3_000
