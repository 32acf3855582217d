"""A letter for each code, so that one key gives it."""

from __future__ import annotations

import re
from string import ascii_uppercase

from vuoro.codebooks import Codebook

LETTERS = {
    "invite_open": "O", "invite_view": "V", "ask_info": "Q", "confirm_question": "C", "receive_feeling": "F",
    "check_understanding": "U", "express_view": "E", "explain": "X", "share_power": "S", "announce_decision": "N",
    "propose": "P", "list_options": "L", "develop_proposal": "D", "probe_proposal": "B", "accept": "A",
    "hedged_accept": "H", "reject": "R", "express_doubt": "W", "explore_doubt": "I", "solicit_feedback": "M",
    "continuer": "K", "repair_initiation": "T", "jargon_term": "J", "other": "Z",
}  # fmt: skip
"""The letters of the codebook that comes with the package; W is for worry, K for a mere okay."""

OTHER = "other"


def letters(codebook: Codebook) -> dict[str, str]:
    """Code to capital letter, in the order of the codebook; "" where the alphabet has run out.

    A code that :data:`LETTERS` does not know gets the first free letter of its id, or any that is free.

    Examples
    --------
    >>> from vuoro import codebooks
    >>> given = letters(codebooks.load("participation"))
    >>> given["propose"], given["continuer"], len(set(given.values()))
    ('P', 'K', 24)
    """
    codes = [*(code.id for code in codebook.codes), *codebook.support, OTHER]
    given = {code: LETTERS[code] for code in codes if code in LETTERS}
    free = [letter for letter in ascii_uppercase if letter not in given.values()]
    for code in codes:
        if code not in given:
            initials = re.sub(r"[^a-z]", "", code.lower()).upper()
            given[code] = next((letter for letter in (*initials, *free) if letter in free), "")
            free = [letter for letter in free if letter != given[code]]
    return {code: given[code] for code in codes}
