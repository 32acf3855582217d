"""What is known of a study as a whole, where some of its encounters are measured by themselves.

A number is of one encounter and must not change with the encounters that happen to be measured
beside it: a million of them are measured in parts. Two things are of a coder and not of an
encounter, though, and are said here where they are known.
"""

from __future__ import annotations

from vuoro.model import record


@record
class Study:
    """Who looked everywhere, and who is known to note what.

    ``searched`` are machines that went through all of the talk: where they marked nothing, or saw no
    decision, there is none. ``noting`` are coders who note somewhere in the study whether a correction
    was taken, so that where they left it blank, it was not.
    """

    searched: frozenset[str] = frozenset()
    noting: frozenset[str] = frozenset()


ALONE = Study()
"""Nothing is known but what is in the encounters themselves."""
