"""``%load_ext vuoro``: encounters, turns, annotations, sequences and decisions shown as tables in Jupyter.

Each is shown as HTML with a twin in plain text, which says the same where there is no browser: in a
terminal, in a diff, or where nbval compares a notebook. ``%vuoro fi`` shows names in Finnish, ``%vuoro fi 50``
fifty rows of long lists as well.
"""

from __future__ import annotations

from vuoro.display.extension import load_ipython_extension, unload_ipython_extension
from vuoro.display.tables import Table, html, plain, table

__all__ = ["Table", "html", "load_ipython_extension", "plain", "table", "unload_ipython_extension"]
