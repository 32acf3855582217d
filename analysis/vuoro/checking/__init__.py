"""The transcript linter: what may be wrong with a transcript, where, and what to do about it.

The rules are data, in ``rules.toml``. A check is a function under ``@check_of``; importing its
module is what makes it known.
"""

from vuoro.checking import brackets, signs, times, turns
from vuoro.checking.checks import check
from vuoro.checking.finding import CHECKS, Check, Finding, Flaw, check_of
from vuoro.checking.rules import NoSuchRule, Rule, chosen, rules

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "Flaw",
    "NoSuchRule",
    "Rule",
    "brackets",
    "check",
    "check_of",
    "chosen",
    "rules",
    "signs",
    "times",
    "turns",
]
