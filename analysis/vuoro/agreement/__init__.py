"""How far coders agree, where they do not, and how much to code twice: people and machines alike."""

from vuoro.agreement.agreeing import Agreement, agree
from vuoro.agreement.aligning import Dissimilarity, TooManyUnits
from vuoro.agreement.conventions import conventions
from vuoro.agreement.free_spans import Gamma, TooFewCoders, gamma, gammas
from vuoro.agreement.planning import CannotPlan, expected_width, simulated_width
from vuoro.agreement.resampling import FEWEST
from vuoro.agreement.units import DoubledJudgement, NotACode, NothingToCompare, Ratings, rate

__all__ = [
    "FEWEST",
    "Agreement",
    "CannotPlan",
    "Dissimilarity",
    "DoubledJudgement",
    "Gamma",
    "NotACode",
    "NothingToCompare",
    "Ratings",
    "TooFewCoders",
    "TooManyUnits",
    "agree",
    "conventions",
    "expected_width",
    "gamma",
    "gammas",
    "rate",
    "simulated_width",
]
