"""How often a coder is right, said by comparing it with another: the machine's, or a person's."""

from vuoro.evaluation.matching import Matched, matched
from vuoro.evaluation.scoring import MACRO, Evaluation, NothingToScore, evaluate

__all__ = ["MACRO", "Evaluation", "Matched", "NothingToScore", "evaluate", "matched"]
