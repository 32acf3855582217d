"""Stems tell whether two stretches of talk are about the same."""

from __future__ import annotations

import pytest

from vuoro.language import stems


@pytest.mark.parametrize(
    ("language", "one", "other", "shared"),
    [
        ("en", "I walked to the depot", "so walking helps", {"walk"}),
        ("sv", "jag gick på promenader", "så promenaden hjälpte", {"promenad"}),
        ("fi", "mä kävin ryhmässä", "eli ryhmä auttoi", {"ryhm"}),
        ("en", "what do you think", "do you think so", set()),
    ],
)
def test_shared_stems_are_of_content_words(language: str, one: str, other: str, shared: set[str]) -> None:
    assert stems.shared(one, other, language) == shared
