"""How closely one move goes with another (A4): Yule's Q per encounter, log odds pooled over encounters.

The pooled odds take all pairs as they come, with a standard error that knows which encounter they
came from; the odds within compare only pairs of the same encounter. Where the two differ, encounters do.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many

import numpy as np
import pandas as pd
from scipy import special

from vuoro.measures.adjacency import CONTRASTS, following
from vuoro.measures.answers import Answer, amount
from vuoro.measures.declare import measure, reason_code
from vuoro.measures.frames import Codes
from vuoro.measures.independence import Array
from vuoro.measures.intervals import Limits, Z
from vuoro.measures.odds import odds_ratio, yules_q
from vuoro.measures.talk import Talk, hear
from vuoro.model import Annotation, Encounter

Contrast = tuple[str, str, str]
Quarters = tuple[Array, Array, Array, Array]


@measure("A4")
def association(talk: Talk) -> list[Answer]:
    """Whether a move made another likelier as the next coded move of the other side, −1 to 1 (Yule's Q).

    0 is no association. Part `odds_ratio:…` is the same as a ratio of odds, 1 for no association. The
    other moves of that side are what is compared with; where one of the two moves was never made, or
    always, nothing can be said. A half is added to all four counts where one of them is 0.

    References
    ----------
    Yule 1900; Bakeman & Gottman 1997; Bakeman & Quera 2011. The half is Haldane's and Anscombe's (1956).
    """
    pairs, answers = following(talk), []
    for contrast in CONTRASTS:
        quarters, rows = _quarters(talk, pairs, contrast)
        part = ":".join(contrast[1:])
        low, high = _limits(quarters)
        nothing, n = _nothing(quarters), sum(quarters)
        answers += [
            amount(yules_q(*quarters), part, denominator=n, limits=(_as_q(low), _as_q(high)),
                   interval="log-odds", nothing=nothing, rows=rows),
            amount(odds_ratio(*quarters), f"odds_ratio:{part}", denominator=n, limits=(low, high),
                   interval="log-odds", nothing=nothing, rows=rows),
        ]  # fmt: skip
    return answers


def pooled_odds(
    encounters: Iterable[Encounter],
    annotations: Iterable[Annotation],
    *,
    contrasts: Iterable[Contrast] = CONTRASTS,
    coders: Many[str] | None = None,
) -> pd.DataFrame:
    """The log odds ratio of each contrast over all encounters, with a standard error that is robust to them.

    Parameters
    ----------
    contrasts : the side that makes the first move (P the professional's, C the client's), its code, and
        the code that is looked for as the next coded move of the other side

    Returns
    -------
    DataFrame
        `given`, `then`, `encounters` and the four counts `both`, `given_only`, `then_only`, `neither`;
        `log_odds` with its cluster-robust `se`, `low` and `high` (t with encounters − 1 degrees of
        freedom); `odds_ratio` and `yules_q` of the pooled counts; and `log_odds_within`, `se_within` by
        Mantel and Haenszel, which compare only within encounters. NaN where nothing can be compared.

    References
    ----------
    Liang & Zeger 1986 (as statsmodels' Logit with clusters computes it); Mantel & Haenszel 1959; Robins,
    Breslow & Greenland 1986.

    Examples
    --------
    >>> from vuoro.model import Participant, Turn
    >>> people = (Participant(id="A", role="professional"), Participant(id="B", role="client"))
    >>> codes = ["invite_view", "express_view", "ask_info", "accept", "invite_view", "accept", "ask_info", "reject"]
    >>> visit = Encounter(id="visit", language="en", participants=people, turns=tuple(
    ...     Turn(id=f"t{n}", speaker="AB"[n % 2], raw="…", text="…") for n in range(8)))
    >>> moves = [Annotation(encounter="visit", turn=f"t{n}", code=code, coder="aino", start=0, stop=1)
    ...          for n, code in enumerate(codes)]
    >>> contrast = ("P", "invite_view", "express_view")
    >>> table = pooled_odds([visit], moves, contrasts=[contrast])
    >>> table[["both", "given_only", "then_only", "neither", "odds_ratio", "se"]]
       both  given_only  then_only  neither  odds_ratio  se
    0     1           1          0        2         5.0 NaN
    """
    talk = hear(encounters, annotations, coders=coders)
    pairs = following(talk)
    return pd.DataFrame([_pooled(talk, pairs, contrast) for contrast in contrasts])


def _pooled(talk: Talk, pairs: pd.DataFrame, contrast: Contrast) -> dict[str, object]:
    each, _ = _quarters(talk, pairs, contrast)
    some = sum(each) > 0
    a, b, c, d = (quarter[some].sum() for quarter in each)
    value = float(np.log(odds_ratio(a, b, c, d)))
    se = _robust_se(each) if min(a, b, c, d) > 0 and len(each[0]) > 1 else np.nan
    spread = special.stdtrit(max(len(each[0]) - 1, 1), 0.975) * se
    within, se_within = _mantel_haenszel(each)
    return {
        "given": contrast[1],
        "then": contrast[2],
        "encounters": len(each[0]),
        **dict(zip(("both", "given_only", "then_only", "neither"), map(int, (a, b, c, d)), strict=True)),
        "log_odds": value,
        "se": se,
        "low": value - spread,
        "high": value + spread,
        "odds_ratio": float(odds_ratio(a, b, c, d)),
        "yules_q": float(yules_q(a, b, c, d)),
        "log_odds_within": within,
        "se_within": se_within,
    }


def _quarters(talk: Talk, pairs: pd.DataFrame, contrast: Contrast) -> tuple[Quarters, Codes]:
    """Per encounter: both moves, the first alone, the second alone, neither; and the turns of the first."""
    side, given, then = contrast
    own = pairs[(pairs["side"] == side).to_numpy()]
    first, second = (own["given"] == given).to_numpy(), (own["then"] == then).to_numpy()
    kinds = (first & second, first & ~second, ~first & second, ~first & ~second)
    a, b, c, d = (talk.count(own[kind]) for kind in kinds)
    return (a, b, c, d), own["row"].to_numpy()[first & second]


def _nothing(quarters: Quarters) -> Codes:
    a, b, c, d = quarters
    compared = (a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0)
    reasons = reason_code("no_next_move"), reason_code("nothing_to_compare")
    return np.where(a + b == 0, reasons[0], np.where(compared, 0, reasons[1]))


def _limits(quarters: Quarters) -> Limits:
    """Of the odds ratio, by the usual standard error of its logarithm (Woolf 1955)."""
    some_empty = np.min(quarters, axis=0) == 0
    held = [quarter + np.where(some_empty, 0.5, 0) for quarter in quarters]
    with np.errstate(invalid="ignore"):
        value = np.log(odds_ratio(*quarters))
    spread = Z * np.sqrt(sum(1 / quarter for quarter in held))
    return np.exp(value - spread), np.exp(value + spread)


def _as_q(ratio: Array) -> Array:
    return (ratio - 1) / (ratio + 1)


def _robust_se(each: Quarters) -> float:
    """Of the pooled log odds ratio: what each encounter adds to it, squared and summed (sandwich)."""
    a, b, c, d = each
    groups, n = len(a), sum(quarter.sum() for quarter in each)
    after, otherwise = a.sum() / (a + b).sum(), c.sum() / (c + d).sum()
    push = (a - after * (a + b)) / ((a + b).sum() * after * (1 - after))
    pull = (c - otherwise * (c + d)) / ((c + d).sum() * otherwise * (1 - otherwise))
    small = groups / (groups - 1) * (n - 1) / (n - 2)
    return float(np.sqrt(small * ((push - pull) ** 2).sum()))


def _mantel_haenszel(each: Quarters) -> tuple[float, float]:
    a, b, c, d = each
    n = sum(each)
    for_, against = a * d / n, b * c / n
    r, s = for_.sum(), against.sum()
    if not (r > 0 and s > 0):
        return np.nan, np.nan
    agree, differ = (a + d) / n, (b + c) / n
    variance = (
        (agree * for_).sum() / (2 * r**2)
        + (agree * against + differ * for_).sum() / (2 * r * s)
        + (differ * against).sum() / (2 * s**2)
    )
    return float(np.log(r / s)), float(np.sqrt(variance))
