"""Agreement on a continuum: are the same words marked?"""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from vuoro.agreement import coefficients as how
from vuoro.agreement import unitising
from vuoro.agreement.counting import count
from vuoro.model import Annotation, Encounter, Mark, Turn


def alphas(marked, length, codes=2):
    counts = {name: table[None] for name, table in unitising.continuum(marked, length, codes).items()}
    found = (unitising.u_alpha, unitising.relevance_alpha, unitising.coding_alpha, unitising.boundary_f1)
    return [f(counts).item() for f in found]


@st.composite
def segments(draw, length=24):
    """Units of one coder that do not overlap."""
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [(a, b, draw(st.integers(1, 2))) for a, b in zip(edges[::2], edges[1::2], strict=False)]


def by_single_words(marked, length):
    """Equations 1, 4 and 5 of Krippendorff et al. (2016) word by word: which unit is this word in?"""
    unit = {coder: [0] * length for coder in marked}
    for coder, units in marked.items():
        for start, stop, code in units:
            unit[coder][start:stop] = [code] * (stop - start)
    m = len(marked)
    pairs = [(a, b) for i, j in permutations(unit, 2) for a, b in zip(unit[i], unit[j], strict=True)]
    differ = sum(a != b for a, b in pairs) / (m - 1)
    words = [value for values in unit.values() for value in values]
    sizes = [b - a for units in marked.values() for a, b, _ in units]
    # What chance could pair: every word with every word, but no unit with itself, nor a gap's word.
    ways = len(words) ** 2 - sum(s * s for s in sizes) - words.count(0)
    unlike = sum(words.count(a) * words.count(b) for a in range(3) for b in range(3) if a != b)
    return 1 - differ / (len(words) * unlike / ways)


@given(st.lists(segments(), min_size=2, max_size=3))
@settings(deadline=None)
def test_alpha_for_unitising_is_that_of_its_equations(coders):
    marked = {str(n): units for n, units in enumerate(coders)}
    assume(any(coders))
    assert alphas(marked, 24)[0] == pytest.approx(by_single_words(marked, 24))


@given(st.lists(st.tuples(*2 * [st.integers(0, 2)]), min_size=4, max_size=30))
@settings(deadline=None)
def test_units_of_one_word_make_it_the_alpha_for_coding(values):
    values = np.array(values)
    assume(len(np.unique(values)) > 1)
    marked = {
        str(coder): [(n, n + 1, int(code)) for n, code in enumerate(values[:, coder]) if code]
        for coder in (0, 1)
    }
    plain = how.alpha(count(values, np.zeros(len(values), int), 3)).item()
    assert alphas(marked, len(values))[0] == pytest.approx(plain)


def test_coders_who_mark_the_same_agree_on_everything():
    units = [(2, 5, 1), (9, 14, 2)]
    assert alphas({"aino": units, "bo": list(units)}, 30) == pytest.approx([1, 1, 1, 1])


def test_the_same_words_with_other_codes_agree_in_marking_only():
    aino, bo = [(2, 5, 1), (9, 14, 2)], [(2, 5, 2), (9, 14, 1)]
    both, marking, coding, boundaries = alphas({"aino": aino, "bo": bo}, 30)
    assert (marking, boundaries) == pytest.approx((1, 1))
    assert both < 1
    assert coding < 0


def test_a_boundary_one_word_off_is_another_boundary():
    assert alphas({"aino": [(2, 5, 1)], "bo": [(2, 6, 1)]}, 30)[3] == 0.5


def test_spans_in_the_transcript_become_words_of_the_talk():
    raw = "so (0.5) you waited"
    turn = Turn(id="t1", speaker="D", raw=raw, text="so you waited", pieces=((0, 0, 3), (3, 9, 10)),
                marks=(Mark(kind="pause", start=3, stop=8, value=0.5),))  # fmt: skip
    visit = Encounter(id="v", turns=(Turn(id="t0", speaker="C", raw="mm yes", text="mm yes"), turn))
    judged = [
        Annotation(encounter="v", turn="t1", code=code, coder="bo", start=start, stop=stop)
        for code, start, stop in (("b", 9, 19), ("a", 0, 12))
    ]
    assert unitising.marked_words(visit, judged, ["a", "b"]) == ([(2, 4, 1), (4, 5, 2)], 5)
