"""A corpus past one machine: run in batches, by many workers, and asked where its results lie."""

from __future__ import annotations

from vuoro.scale.queries import query

__all__ = ["query"]
