"""Check characters: whether a number can be what it looks like.

A number that fails is still found, with less confidence: a slip of the tongue or of the transcriber
leaves it as personal as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def henkilotunnus(written: str) -> bool:
    """The check character of a Finnish personal identity code: birth date and number, modulo 31.

    Source: the Digital and Population Data Services Agency (DVV), which publishes test persons.

    Examples
    --------
    >>> henkilotunnus("131052-308T"), henkilotunnus("131052–308T"), henkilotunnus("131052-308U")
    (True, True, False)
    """
    sign = written.strip()[-1:].upper()
    digits = _digits(written.strip()[:-1])
    return len(digits) == 9 and CHECK_CHARACTERS[int(digits) % 31] == sign


def luhn(written: str) -> bool:
    """The last digit of a Swedish personnummer or samordningsnummer, over the ten last digits.

    Source: the Swedish Tax Agency (Skatteverket), SKV 704.

    Examples
    --------
    >>> luhn("640823-3234"), luhn("19640823-3234"), luhn("640823-3235")
    (True, True, False)
    """
    digits = [int(digit) for digit in _digits(written)[-10:]]
    doubled = [2 * digit if at % 2 == 0 else digit for at, digit in enumerate(digits)]
    return len(digits) == 10 and sum(digit // 10 + digit % 10 for digit in doubled) % 10 == 0


def iban(written: str) -> bool:
    """The check digits of an account number: ISO 7064, modulo 97.

    Source: ISO 13616, the IBAN registry, whose examples these are.

    Examples
    --------
    >>> iban("FI21 1234 5600 0007 85"), iban("SE45 5000 0000 0583 9825 7466"), iban("FI22 1234 5600 0007 85")
    (True, True, False)
    """
    plain = re.sub(r"[^0-9A-Z]", "", written.upper())
    moved = plain[4:] + plain[:4]
    return len(plain) > 4 and int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _digits(written: str) -> str:
    return "".join(sign for sign in written if sign in "0123456789")


CHECKS: Mapping[str, Callable[[str], bool]] = {"henkilotunnus": henkilotunnus, "luhn": luhn, "iban": iban}
