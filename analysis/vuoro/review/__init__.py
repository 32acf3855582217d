"""Pages that a trainer can open from a memory stick: one for each encounter, and a list of them."""

from vuoro.review.listing import Listed, index
from vuoro.review.pages import page

__all__ = ["Listed", "index", "page"]
