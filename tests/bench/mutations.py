"""Ways in which a file is damaged by chance, by programs and by malice; each from a seed, so that it comes back."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.bench.office import parts as parts_of
from tests.bench.office import zipped

Mutation = Callable[[bytes, Random], bytes]

_NASTY = (
    b"\0", b"\x15", b"\x1b", b"\r", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xe4",
    "\u202e".encode(), "\u2028".encode(), "\U0001f9ff".encode(), "Ⅷ²٣".encode(),
    b"<", b">", b"&", b"&#0;", b"&#x110000;", b"&nbsp;", b"]]>", b"<!--", b"<![CDATA[", b"<?", b"<v ", b"</",
    b'"', b'""', b"'", b"{", b"}", b"[", b"]", b"(", b"((", b"\\", b"\\u", b"-->", b"@", b"*A:\t", b"%cod:\t",
    b"NaN", b"Infinity", b"1e999", b"-1", b"9" * 400, b"null", b"true", b"_x0000_", b"=cmd|'/c calc'!A0",
    b"A:", b": ", b"\t", b" " * 300, b"\n\n\n", b",", b";", b"size = 999999999", b"xmin = ", b"(0.", b"(9" + b"9" * 40 + b")",
)  # fmt: skip
_NUMBERS = (b"0", b"-1", b"999999999999", b"1e308", b"nan", b"inf", b"0x10", b"1" * 5000, "٣".encode(), b"")
_LARGE = 1 << 19


def truncated(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def beheaded(data: bytes, chance: Random) -> bytes:
    return data[chance.randrange(len(data) + 1) :]


def flipped(data: bytes, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 30)) if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def nasty(data: bytes, chance: Random) -> bytes:
    """Something that means something to one format or another, where it was not expected."""
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_NASTY) + data[at + chance.choice((0, 0, 1, 5)) :]
    return data


def cut_out(data: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 7, 60, 900)) :]


def duplicated(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    start = chance.randrange(len(lines) + 1)
    some = lines[start : start + chance.choice((1, 2, 10))]
    at = chance.choice((start, chance.randrange(len(lines) + 1)))
    return b"".join([*lines[:at], *some * chance.choice((1, 1, 2, 50)), *lines[at:]])


def reordered(data: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if chance.random() < 0.2:
        chance.shuffle(lines)
    for _ in range(chance.choice((1, 3)) if lines else 0):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def renumbered(data: bytes, chance: Random) -> bytes:
    numbers = list(re.finditer(rb"\d+(?:\.\d+)?", data))
    for match in sorted(chance.sample(numbers, min(len(numbers), chance.choice((1, 2, 9)))), key=_from_end):
        data = data[: match.start()] + chance.choice(_NUMBERS) + data[match.end() :]
    return data


def _from_end(match: re.Match[bytes]) -> int:
    return -match.start()


def transcoded(data: bytes, chance: Random) -> bytes:
    text = data.decode(errors="replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "mac_roman", "utf-8-sig"))
    return text.encode(encoding, errors="replace")


def in_one_line(data: bytes, chance: Random) -> bytes:
    return data.replace(b"\n", chance.choice((b" ", b"", b"\r", b"\r\n", b"\x0b")))


def swollen(data: bytes, chance: Random) -> bytes:
    """One stretch of the file over and over again, on one line or on many."""
    start = chance.randrange(len(data) + 1)
    some = data[start : start + chance.choice((1, 3, 40, 400))]
    some = some.replace(b"\n", b" ") if chance.random() < 0.5 else some
    return data[:start] + some * (_LARGE // max(1, len(some))) + data[start:]


def nested(data: bytes, chance: Random) -> bytes:
    opens, closes = chance.choice(
        ((b"<a>", b"</a>"), (b"<w:tbl>", b""), (b"[", b"]"), (b'{"a":', b"}"), (b"(", b")"), (b"<", b">"))
    )
    depth = chance.choice((70, 3000, 60_000))
    at = chance.choice((0, chance.randrange(len(data) + 1)))
    return data[:at] + opens * depth + data[at:] + closes * depth


def entity_bomb(data: bytes, chance: Random) -> bytes:
    """Entities that unfold to gigabytes, or that would fetch a file."""
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    inside = chance.choice(
        (
            b'<!ENTITY a0 "ha">' + laughs,
            b'<!ENTITY a9 SYSTEM "file:///etc/passwd">',
            b'<!ENTITY % a SYSTEM "x"> %a;',
        )
    )
    head = re.match(rb"(?:\xef\xbb\xbf)?(?:<\?xml.*?\?>)?\s*", data, re.DOTALL)
    at = head.end() if head else 0
    place = data.find(b">", len(data) // 2) + 1
    return data[:at] + b"<!DOCTYPE a [" + inside + b"]>" + data[at:place] + b"&a9;" + data[place:]


TEXT: tuple[Mutation, ...] = (
    truncated, beheaded, flipped, nasty, nasty, cut_out, duplicated, reordered, renumbered, transcoded,
    in_one_line, swollen, nested, entity_bomb,
)  # fmt: skip


def bomb(data: bytes, chance: Random) -> bytes:
    """A part that is small in the archive and hundreds of megabytes when unpacked, or says it is not."""
    parts = parts_of(data)
    name = chance.choice([*parts, "xl/sharedStrings.xml", "word/footnotes.xml"])
    packed = zipped({**parts, name: parts.get(name, b"<a>") + b" " * chance.choice((3 << 20, 80 << 20))})
    if chance.random() < 0.3:  # lie about the size, in the directory at the end
        at = packed.rfind(b"PK\x01\x02")
        packed = packed[: at + 24] + b"\x10\0\0\0" + packed[at + 28 :]
    return packed


def part_mutated(data: bytes, chance: Random) -> bytes:
    """The XML within is damaged, and the archive is whole."""
    parts = parts_of(data)
    name = chance.choice([*parts])
    return zipped({**parts, name: chance.choice(TEXT)(parts[name], chance)})


def part_lost(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    lost = chance.choice([*parts])
    renamed = chance.choice(({}, {f"../../{lost}": parts[lost]}, {lost.upper(): parts[lost]}))
    return zipped({**{name: part for name, part in parts.items() if name != lost}, **renamed})


def part_swapped(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    one, other = chance.choice([*parts]), chance.choice([*parts])
    return zipped({**parts, one: parts[other]})


ARCHIVE: tuple[Mutation, ...] = (
    truncated, flipped, cut_out, bomb, part_mutated, part_mutated, part_mutated, part_mutated, part_lost,
    part_swapped,
)  # fmt: skip


BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, IndexError, RuntimeError,
)  # fmt: skip
"""What taking an archive apart may give that an earlier mutation has broken."""


def mutated(data: bytes, chance: Random) -> tuple[bytes, str]:
    """The data after one to three mutations, and their names."""
    names = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        mutation = chance.choice(ARCHIVE if zipfile.is_zipfile(io.BytesIO(data)) else TEXT)
        try:
            data = mutation(data, chance)
        except BROKEN:
            continue  # an archive that an earlier mutation has already broken
        names.append(mutation.__name__)
        if len(data) > 8 * _LARGE or mutation is bomb:
            break  # nobody unpacks a bomb to damage it further
    return data, " ".join(names)
