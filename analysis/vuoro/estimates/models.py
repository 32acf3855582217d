"""Models of counts, of outcomes and of values in groups, whose encounters are those of professionals.

Two kinds. Generalised estimating equations (GEE) say what differs on average over all, and take from
the professionals only how far their encounters resemble each other: independent working correlation,
Mancl and DeRouen's covariance for few clusters, t with as many degrees of freedom as there are
professionals above the parameters. Mixed models give each professional, each of their encounters and each
client a level of its own, in a Bayesian fit with weakly informative priors.

Everything needs statsmodels, which the extra ``models`` installs.
"""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse, special, stats

from vuoro.agreement.resampling import DRAWS, SEED
from vuoro.estimates.ratios import ALPHA, Array
from vuoro.model import VuoroError, record

BINOMIAL, POISSON, NEGATIVE_BINOMIAL, GAUSSIAN = "binomial", "poisson", "negative binomial", "gaussian"
DIFFERENCE, RATIO = "difference", "ratio"

COEFFICIENTS = 2.0
"""The prior standard deviation of a coefficient, in log odds or logs of a rate."""

Codes = npt.NDArray[np.int64]


class ModelsMissing(VuoroError):
    """The package that fits models is not installed."""


class NotFitted(VuoroError):
    """The model found no estimate in these data."""


@record
class Design:
    """What a model is fitted to: a row an encounter, or a row a moment for outcomes.

    ``exog`` has 1, then a column for each group but the first, then the covariates. ``offset`` is the log of
    the exposure. ``professional``, ``encounter`` and ``client`` are numbers from 0; no clients, no numbers.
    """

    outcome: Array
    exog: Array
    offset: Array
    professional: Codes
    encounter: Codes
    client: Codes
    family: str
    groups: tuple[str, ...]

    @property
    def freedom(self) -> int:
        """How many more professionals there are than parameters."""
        return len(np.unique(self.professional)) - self.exog.shape[1]


@record
class Contrast:
    """Two marginal means and their difference or ratio, with its 95 % interval and p value."""

    mean: float
    against: float
    value: float
    low: float
    high: float
    p: float


def by_gee(design: Design, group: str, kind: str) -> Contrast:
    """The contrast of a group with the first, standardised over the covariates of all, by the delta method.

    References
    ----------
    Liang, K.-Y., & Zeger, S. L. (1986). Longitudinal data analysis using generalized linear models.
    Mancl, L. A., & DeRouen, T. A. (2001). A covariance estimator for GEE with improved small-sample properties.
    """
    params, cov = _gee(design)
    (one, gradient), (other, against) = (_marginal(design, params, g) for g in (group, design.groups[0]))
    if kind == RATIO and not min(one, other) > 0:
        raise NotFitted("values that may be 0 or below have no ratio; ask for their difference")
    if kind == RATIO:
        value, slope = np.log(one / other), gradient / one - against / other
    else:
        value, slope = one - other, gradient - against
    error = float(np.sqrt(slope @ cov @ slope))
    if not error > 1e-12:
        raise NotFitted("the professionals of a group do not vary, which says little of others that may")
    reach = float(special.stdtrit(design.freedom, 1 - ALPHA / 2)) * error
    limits = np.array([value, value - reach, value + reach])
    told, low, high = (np.exp(limits) if kind == RATIO else limits).tolist()
    p = 2 * float(stats.t.sf(abs(value) / error, design.freedom))
    return Contrast(mean=one, against=other, value=told, low=low, high=high, p=p)


def by_mixed(design: Design, group: str, kind: str, *, draws: int = DRAWS, seed: int = SEED) -> Contrast:
    """The contrast in a mixed model with random professionals, encounters and clients, averaged over all of these.

    Estimates are the variational ones of statsmodels, with normal priors of standard deviation 2 for
    coefficients and 1 for the log standard deviations of levels. Its posterior takes coefficients and levels
    for independent and so is far too sure of what differs between professionals; the uncertainty here is
    that of their joint curvature instead, with t for few professionals.

    References
    ----------
    statsmodels, BinomialBayesMixedGLM and PoissonBayesMixedGLM.
    """
    fit, cov = _mixed(design, seed)
    random = np.random.default_rng(seed)
    heavy = np.sqrt(design.freedom / random.chisquare(design.freedom, (draws, 1)))
    params = fit.fe_mean + heavy * random.multivariate_normal(np.zeros(len(cov)), cov, draws)
    levels = np.exp(random.normal(fit.vcp_mean, fit.vcp_sd, (draws, len(fit.vcp_mean))))
    spread = np.sqrt((levels**2).sum(axis=1))
    one, other = (_averaged(design, params, spread, g) for g in (group, design.groups[0]))
    drawn = one / other if kind == RATIO else one - other
    low, high = np.percentile(drawn, [100 * ALPHA / 2, 100 * (1 - ALPHA / 2)]).tolist()
    beyond = float((drawn > (1 if kind == RATIO else 0)).mean())
    return Contrast(
        mean=float(np.median(one)), against=float(np.median(other)), value=float(np.median(drawn)),
        low=low, high=high, p=max(2 * min(beyond, 1 - beyond), 1 / draws),
    )  # fmt: skip


def _statsmodels() -> ModuleType:
    try:
        import statsmodels.api
    except ImportError as error:
        raise ModelsMissing(
            "groups are compared with statsmodels, which is not installed: pip install 'vuoro[models]'"
        ) from error
    return statsmodels.api


def _gee(design: Design) -> tuple[Array, Array]:
    """The coefficients and their covariance for few clusters."""
    sm = _statsmodels()
    families = {BINOMIAL: sm.families.Binomial, GAUSSIAN: sm.families.Gaussian, POISSON: sm.families.Poisson}

    def fitted(family: Any) -> Array:
        model = sm.GEE(design.outcome, design.exog, design.professional, family=family, offset=design.offset)
        return np.asarray(_quietly(lambda: model.fit(cov_type="naive")).params)

    if design.family == NEGATIVE_BINOMIAL:
        mu = np.exp(design.exog @ fitted(sm.families.Poisson()) + design.offset)
        family = sm.families.NegativeBinomial(alpha=_overdispersion(design.outcome, mu))
    else:
        family = families[design.family]()
    params = fitted(family)
    mu, slope = _inverse(design.family, design.exog @ params + design.offset)
    return params, _mancl_derouen(design, slope, family.variance(mu), design.outcome - mu)


def _mancl_derouen(design: Design, slope: Array, variance: Array, residual: Array) -> Array:
    """Their covariance, from sums by professional.

    statsmodels has it too, but inverts a matrix of all moments of a professional, which may be thousands.
    Here I − DCD'V⁻¹ for the moments becomes I − D'V⁻¹DC for the parameters.
    """
    of, clusters = design.professional, design.professional.max() + 1
    size = design.exog.shape[1]
    score, information = np.zeros((clusters, size)), np.zeros((clusters, size, size))
    np.add.at(score, of, design.exog * (slope * residual / variance)[:, None])
    weighted = design.exog * (slope**2 / variance)[:, None]
    np.add.at(information, of, weighted[:, :, None] * design.exog[:, None, :])
    bread = np.linalg.inv(information.sum(axis=0))
    left = np.eye(size) - information @ bread
    if np.linalg.cond(left).max() > 1e9:
        raise NotFitted("a parameter rests on one professional alone; name fewer covariates")
    corrected = np.linalg.solve(left, score[:, :, None])[:, :, 0]
    return bread @ (corrected.T @ corrected) @ bread


def _overdispersion(outcome: Array, mu: Array) -> float:
    """Alpha in the variance mu + alpha mu², by moments."""
    return max(float(((outcome - mu) ** 2 - mu).sum() / (mu**2).sum()), 1e-6)


def _mixed(design: Design, seed: int) -> tuple[Any, Array]:
    """statsmodels' fit, and the covariance of its coefficients."""
    sm = _statsmodels()
    levels = [level for level in (design.professional, design.encounter, design.client) if len(level)]
    random = sparse.hstack([_indicators(level) for level in levels], format="csr")
    ident = np.repeat(np.arange(len(levels)), [level.max() + 1 for level in levels])
    kind = sm.BinomialBayesMixedGLM if design.family == BINOMIAL else sm.PoissonBayesMixedGLM
    model = kind(design.outcome, design.exog, random, ident, vcp_p=1, fe_p=COEFFICIENTS)
    if design.family != BINOMIAL:
        _expose(model, design.offset)
    # Plain BFGS gives up on exposures of thousands of words.
    fit = _quietly(lambda: model.fit_vb(fit_method="L-BFGS-B", rng=seed))
    linear = design.exog @ fit.fe_mean + random @ fit.vc_mean + design.offset
    return fit, _curved(design, random, _inverse(design.family, linear)[1], np.exp(-2 * fit.vcp_mean)[ident])


def _indicators(level: Codes) -> Any:
    """A column for each level, 1 where the row is of it."""
    return sparse.csr_matrix((np.ones(len(level)), (np.arange(len(level)), level)))


def _curved(design: Design, random: Any, weight: Array, precision: Array) -> Array:
    """The coefficients' covariance from the joint curvature of coefficients and random levels."""
    both = sparse.hstack([sparse.csr_matrix(design.exog), random], format="csr")
    prior = np.concatenate([np.full(design.exog.shape[1], COEFFICIENTS**-2), precision])
    curvature = (both.T @ both.multiply(weight[:, None])).toarray() + np.diag(prior)
    return np.linalg.inv(curvature)[: design.exog.shape[1], : design.exog.shape[1]]


def _expose(model: Any, offset: Array) -> None:
    """statsmodels' mixed Poisson model knows no exposure; its linear predictor is shifted by it here."""
    without = model._lp_stats

    def shifted(*given: Array) -> tuple[Array, Array]:
        mean, variance = without(*given)
        return mean + offset, variance

    model._lp_stats = shifted


def _quietly(fit: Any) -> Any:
    """What a fit found, or why it found nothing: statsmodels warns of it, and a warning is easily lost."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", category=UserWarning)
        try:
            return fit()
        except (UserWarning, np.linalg.LinAlgError) as error:
            raise NotFitted(f"the model found no estimate: {str(error).strip().rstrip('.')}") from error


def _marginal(design: Design, params: Array, group: str) -> tuple[float, Array]:
    """The mean over all rows, were all of one group, and its gradient in the coefficients."""
    exog = _as_if(design, group)
    mu, slope = _inverse(design.family, exog @ params)
    return float(mu.mean()), (slope[:, None] * exog).mean(axis=0)


def _averaged(design: Design, params: Array, spread: Array, group: str) -> Array:
    """That mean for each draw, averaged over normal levels of professionals and clients."""
    exog, weights = np.unique(_as_if(design, group), axis=0, return_counts=True)
    nodes, masses = np.polynomial.hermite_e.hermegauss(15)
    linear = params @ exog.T
    levels = sum(
        mass * _inverse(design.family, linear + spread[:, None] * node)[0]
        for node, mass in zip(nodes, masses / masses.sum(), strict=True)
    )
    return levels @ weights / weights.sum()


def _as_if(design: Design, group: str) -> Array:
    exog = design.exog.copy()
    exog[:, 1 : len(design.groups)] = [name == group for name in design.groups[1:]]
    return exog


def _inverse(family: str, linear: Array) -> tuple[Array, Array]:
    """The mean for a linear predictor, and its slope."""
    if family == BINOMIAL:
        mu = special.expit(linear)
        return mu, mu * (1 - mu)
    if family == GAUSSIAN:
        return linear, np.ones_like(linear)
    mu = np.exp(linear)
    return mu, mu
