"""Names that people gave, as names of files: no two alike on any system, none outside the folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote_to_bytes

from vuoro.model import MACHINES, VuoroError

LONGEST = 200
"""Bytes of a file's name before its ending; most systems allow 255 in all."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
_CAPITAL = re.compile(r"\+(.)", re.DOTALL)


class BadName(VuoroError):
    """A name that no coder can have."""


def coder_name(name: str) -> str:
    """The name of a coder as it is written everywhere: composed, without space around it.

    Raises
    ------
    BadName
        It is empty, too long, a machine's, or holds what nobody can see.
    """
    tidy = unicodedata.normalize("NFC", name).strip()
    if not tidy:
        raise BadName("a coder needs a name, for example coder='aino'")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for sign in tidy):
        raise BadName(f"coder {tidy!r}: the name holds signs that cannot be seen; write it with letters")
    if tidy.startswith(MACHINES):
        raise BadName(
            f"coder {tidy!r} is a machine, whose suggestions are in no log; name the person who codes"
        )
    if len(_encoded(tidy).encode()) > LONGEST:
        raise BadName(f"coder {tidy[:40]!r}...: the name is too long for a file; use a shorter one")
    return tidy


def file_stem(coder: str) -> str:
    """The name of a coder's file, without its ending; small letters, ``+`` before what was a capital.

    No two names have one file, not even where capitals are not told apart, and no name leads elsewhere.

    Examples
    --------
    >>> file_stem("aino"), file_stem("Åsa Öberg"), file_stem("../aino"), file_stem("nul")
    ('aino', '+åsa%20+öberg', '%2E%2E%2Faino', '%6Eul')
    """
    return _encoded(coder_name(coder))


def coder_of(path: Path) -> str:
    """Whose file it is: :func:`file_stem` backwards.

    Raises :class:`BadName` for a name of no coder's file.

    Examples
    --------
    >>> coder_of(Path("coders/+åsa%20+öberg.jsonl"))
    'Åsa Öberg'
    """
    small = _CAPITAL.sub(lambda match: match[1].upper(), unicodedata.normalize("NFC", path.stem))
    try:
        name = unquote_to_bytes(small).decode()
    except UnicodeDecodeError:
        name = ""
    if not name or file_stem(name) != unicodedata.normalize("NFC", path.stem):
        raise BadName(f"{path.name} is no coder's log; move it out of the folder, or give it its name back")
    return name


def _encoded(name: str) -> str:
    text = "".join(map(_sign, name))
    return f"%{ord(text[0]):02X}{text[1:]}" if _RESERVED.fullmatch(text) else text


def _sign(sign: str) -> str:
    if _plain(sign):
        return sign
    small = sign.lower()
    if len(small) == 1 and small != sign and _plain(small) and small.upper() == sign:
        return f"+{small}"
    return "".join(f"%{byte:02X}" for byte in sign.encode())


def _plain(sign: str) -> bool:
    """A sign that no system takes for another one."""
    if sign in "-_":
        return True
    alone = unicodedata.normalize("NFKC", sign) == sign == sign.casefold() == sign.upper().lower()
    return sign.isalnum() and alone


def is_file_name(name: str) -> bool:
    """A name of one file, on any system, which cannot lead out of its folder.

    Examples
    --------
    >>> is_file_name("käynti 1.cha"), is_file_name("../x"), is_file_name("a:b"), is_file_name("..")
    (True, False, False, False)
    """
    return (
        bool(name) and name not in (".", "..") and not re.search(r'[\\/:*?"<>|\x00-\x1f\ud800-\udfff]', name)
    )


def safe_stem(name: str) -> str:
    """A readable file name for something that is found by a table and not by its name.

    Examples
    --------
    >>> safe_stem("../Käynti 1"), safe_stem("...")
    ('käynti_1', 'encounter')
    """
    tidy = unicodedata.normalize("NFC", name).casefold()
    stem = re.sub(r"[^\w-]+", "_", tidy).strip("_")[:60]
    return f"{stem}_" if _RESERVED.fullmatch(stem) else stem or "encounter"
