"""Why a pooled number has no interval, or a doubtful one, in the language of the page.

Tables say it in English, as everything in a table is; here each sentence is known by its shape.
"""

from __future__ import annotations

import re

from vuoro import wording
from vuoro.wording import N_

SHAPES = (
    (r"fewer than (?P<n>\d+) clusters: .*", N_("fewer than %(n)s encounters: look at each of them too")),
    (r"no interval: (?P<n>\d+) clusters?, and it takes (?P<of>\d+)",
     N_("no interval: it takes %(of)s encounters")),
    (r"no interval: (?P<n>\d+) clusters?, and a median's takes (?P<of>\d+)",
     N_("no interval: it takes %(of)s encounters")),
    (r"fewer than (?P<n>\d+) professionals", N_("fewer than %(n)s professionals")),
    (r"no interval: (?P<n>\d+) professionals?, and (it|a median's) takes (?P<of>\d+)",
     N_("no interval: it takes %(of)s professionals")),
    (r"no interval: the professionals do not vary, .*",
     N_("no interval: these professionals do not vary, which says little of others that may")),
    (r"no interval: (?P<n>\d+/\d+) is a fraction only", N_("no interval: %(n)s is a fraction only")),
    (r"no interval: the clusters do not vary, .*",
     N_("no interval: these encounters do not vary, which says little of others that may")),
    (r"the interval is likely too short, as (?P<n>\d+/\d+) is near an end",
     N_("the interval is likely too short, as %(n)s is near an end")),
    (r"withheld: (?P<n>\d+) .* takes (?P<of>\d+)",
     N_("withheld: a number about an organisation takes %(of)s professionals")),
    (r"rests on suggestions that nobody confirmed: .*", N_("rests on suggestions that nobody confirmed")),
)  # fmt: skip


def told(reason: str, language: str) -> str:
    """The reason, or several with semicolons, in sv, fi or en; as it stands where its shape is not known.

    Examples
    --------
    >>> told("no interval: 3 clusters, and it takes 5", "sv")
    'inget intervall: det krävs 5 möten'
    >>> told("fewer than 10 clusters: look at each of them too; rests on suggestions that nobody confirmed: x", "en")
    'fewer than 10 encounters: look at each of them too; rests on suggestions that nobody confirmed'
    >>> told("a third party's reason", "fi")
    "a third party's reason"
    """
    return "; ".join(_one(each, language) for each in reason.split("; "))


def _one(reason: str, language: str) -> str:
    _ = wording.translator(language)
    for shape, message in SHAPES:
        if match := re.fullmatch(shape, reason):
            return _(message) % match.groupdict()
    return reason
