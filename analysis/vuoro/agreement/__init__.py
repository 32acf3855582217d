"""How far coders agree, where they do not, and how much to code twice: people and machines alike."""

from vuoro.agreement.agreeing import Agreement, agree
from vuoro.agreement.conventions import conventions
from vuoro.agreement.planning import CannotPlan, expected_width, simulated_width
from vuoro.agreement.resampling import FEWEST
from vuoro.agreement.units import DoubledJudgement, NotACode, NothingToCompare, Ratings, rate

__all__ = [
    "FEWEST",
    "Agreement",
    "CannotPlan",
    "DoubledJudgement",
    "NotACode",
    "NothingToCompare",
    "Ratings",
    "agree",
    "conventions",
    "expected_width",
    "rate",
    "simulated_width",
]
