"""The page that says what practice talk adds."""

from __future__ import annotations

from vuoro.evaluation import growing


def scored(f1):
    return {language: {"propose": {"f1": f1}, "macro": {"f1": f1}} for language in ("sv", "fi", "en")}


def test_the_page_holds_the_curve_and_the_codes_before_and_after():
    points = [
        {"excerpts": 0, "turns": 1500, "scores": scored(0.3)},
        {"excerpts": 40, "turns": 4000, "scores": scored(0.4)},
    ]
    told = growing.page(points, scored(0.2)).splitlines()
    assert "| rules alone |  | .20 | .20 | .20 |" in told
    assert "| 0 excerpts | 1,500 | .30 | .30 | .30 |" in told
    assert "| 40 excerpts | 4,000 | .40 | .40 | .40 |" in told
    assert "| `propose` | .20 | .30 | .40 | .20 | .30 | .40 | .20 | .30 | .40 |" in told
    assert "| `reject` | – | – | – | – | – | – | – | – | – |" in told
