"""The annotation surface: rules in Python, drawing in the browser, nothing on a network."""

from __future__ import annotations

from vuoro.widget.opening import NeedsAnywidget, adjudicate, annotate

__all__ = ["NeedsAnywidget", "adjudicate", "annotate"]
