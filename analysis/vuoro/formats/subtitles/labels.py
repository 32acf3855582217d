"""Speakers written at the beginning of talk: ``Anna: yes``, ``[SPEAKER_00]: yes``, ``S01: yes``.

A word and a colon may be talk too (``Note: it is late``). They are a label where the word says
who somebody is, where a machine wrote it, or where the file labels its talk throughout.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from vuoro.formats.roles import role_of
from vuoro.model import UNKNOWN

LABEL = re.compile(
    r"""(?m: ^ [ \t]*+ (?:>>[ \t]*)?
        (?: \[ ([^\[\]\r\n:]{1,40}) \] (?: : | (?<=\d\]) )
          | ( [^\W_] [^\[\]<>\r\n:?!,;]{0,39} ) :
        ) [ \t]++ (?=\S) )""",
    re.VERBOSE,
)
_MACHINE = re.compile(
    r"(?:speaker|spk|spkr|talare|puhuja|person|unknown)?[ _]?\d{1,3}|S\d{1,2}|[A-Z]", re.IGNORECASE
)
_SHARE = 0.25


def speakers_in(payloads: Iterable[str]) -> frozenset[str]:
    """The labels of a file, as they are written.

    Examples
    --------
    >>> sorted(speakers_in(["Anna: Hi.", "Bo: Hi.", "Note: it is late.", "Anna: Yes."]))
    ['Anna']
    >>> sorted(speakers_in(["[SPEAKER_00]: Hi.", "Doctor: So: what is it?"]))
    ['Doctor', 'SPEAKER_00']
    """
    payloads = list(payloads)
    counts = Counter(one or two for payload in payloads for one, two in LABEL.findall(payload))
    named = {label for label in counts if _MACHINE.fullmatch(label) or role_of(label) != UNKNOWN}
    repeated = {
        label for label, count in counts.items() if count > 1 and label[0].isupper() and label.count(" ") < 4
    }
    common = sum(counts[label] for label in named | repeated) >= _SHARE * len(payloads)
    return frozenset(named | repeated if common else named)


def parts(payload: str, speakers: frozenset[str]) -> list[tuple[str, str, int]]:
    """Speaker, talk, and where in the payload it begins; "" is nobody who was named.

    Examples
    --------
    >>> parts("Anna: Hi.\\nBo: And: hi.", frozenset(["Anna", "Bo"]))
    [('Anna', 'Hi.', 6), ('Bo', 'And: hi.', 14)]
    """
    found = [match for match in LABEL.finditer(payload) if (match[1] or match[2]) in speakers]
    if not found:
        return [("", payload, 0)]
    ends = [match.start() for match in found[1:]] + [len(payload)]
    said = [
        (match[1] or match[2], payload[match.end() : end].rstrip("\r\n"), match.end())
        for match, end in zip(found, ends, strict=True)
    ]
    before = payload[: found[0].start()].rstrip("\r\n")
    return [("", before, 0), *said] if before.strip() else said
