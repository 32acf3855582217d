"""Public data sets with gold labels of their own, as questions to a coder of ours.

A module here reads one data set from a folder that the user names, in the layout in which
``vuoro get`` leaves it or in that of its authors. None of the data is part of the package. Labels
that are not our codes are compared with ours by the table ``labels.toml``, which says for every
label which of our codes count as it, and why.
"""

from vuoro.evaluation.datasets.annomi import annomi
from vuoro.evaluation.datasets.drills import drills
from vuoro.evaluation.datasets.meetings import mrda
from vuoro.evaluation.datasets.orders import orders
from vuoro.evaluation.datasets.ours import Ours, ours, writing
from vuoro.evaluation.datasets.pairs import Pairs, pairs
from vuoro.evaluation.datasets.sentences import sentences
from vuoro.evaluation.datasets.tasks import DataSetMissing, Task, bare

__all__ = [
    "DataSetMissing",
    "Ours",
    "Pairs",
    "Task",
    "annomi",
    "bare",
    "drills",
    "mrda",
    "orders",
    "ours",
    "pairs",
    "sentences",
    "writing",
]
