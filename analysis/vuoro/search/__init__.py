"""Finding places in talk: words in their context, and moves by what came before and after."""

from vuoro.search.concordance import BadSearch, concordance
from vuoro.search.finding import find
from vuoro.search.queries import Step, parse

__all__ = ["BadSearch", "Step", "concordance", "find", "parse"]
