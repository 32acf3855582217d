"""How often a coder is right, said by comparing it with another: the machine's, or a person's."""

from vuoro.evaluation.scoring import Evaluation, NothingToScore, evaluate

__all__ = ["Evaluation", "NothingToScore", "evaluate"]
