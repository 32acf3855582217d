"""Who can be told by a transcript, and how they are hidden.

Everything found is a suggestion that a human confirms. What identifies indirectly, a workplace, a
village, a rare diagnosis, is not found. :func:`leaks` says what stands in an encounter,
:func:`plan` what would stand there instead, and :func:`pseudonymised` carries a plan out.
"""

from vuoro.privacy.agreeing import agreed
from vuoro.privacy.finding import Known, Leak, Name
from vuoro.privacy.keys import BadKey, Key, check_apart, corpus_of, known_by, read_key, write_key
from vuoro.privacy.leaking import LIKELY, leaks
from vuoro.privacy.lists import BadNames, read_names
from vuoro.privacy.meeting import Met, informed, keyed, met
from vuoro.privacy.planning import BadPlan, Row, as_csv, plan, read_plan, reworded, rows
from vuoro.privacy.replacing import pseudonymised

__all__ = [
    "LIKELY",
    "BadKey",
    "BadNames",
    "BadPlan",
    "Key",
    "Known",
    "Leak",
    "Met",
    "Name",
    "Row",
    "agreed",
    "as_csv",
    "check_apart",
    "corpus_of",
    "informed",
    "keyed",
    "known_by",
    "leaks",
    "met",
    "plan",
    "pseudonymised",
    "read_key",
    "read_names",
    "read_plan",
    "reworded",
    "rows",
    "write_key",
]
