"""Names in their cases: *Kerttu* in *Kertulle*, and *Ainolle* out of *Aino*.

Finnish puts a name in some fifteen cases, with possessive suffixes and clitics behind them, and changes
its consonants on the way; Swedish and English add an -s. Where it is open how a name is inflected
(*Satun* or *Sadun*), every way is known when names are looked for.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from vuoro.privacy.finding import Name

NOMINATIVE, POSSESSIVE = "nominative", "s"
VOWELS = "aeiouyåäöéèáàüæø"
BACK = "aouå"

# Quantity (kk, pp, tt) always changes, in names as elsewhere; quality (nt, k) only in old words.
_QUANTITY = {"kk": "k", "pp": "p", "tt": "t"}
_QUALITY = {"nk": "ng", "nt": "nn", "lt": "ll", "rt": "rr", "mp": "mm", "lk": "lj", "rk": "rj", "k": "", "t": "d", "p": "v"}  # fmt: skip
_END = re.compile(
    rf"(?P<head>.*?)(?P<grade>kk|pp|tt|nk|nt|lt|rt|mp|lk|rk|(?<=[{VOWELS}hlr])[kpt])(?P<vowel>[{VOWELS}])"
)

_PARTICLES = [first + last for first in ("", "ko", "kö", "pa", "pä") for last in ("", "han", "hän", "s")]
_CLITICS = ["kin", "ki", "kaan", "kään", *(one for one in _PARTICLES if one and one != "s")]
_POSSESSIVES = ["", "ni", "nsa", "nsä", "mme", "nne"]
TAILS = frozenset(one + other for one, other in product(_POSSESSIVES, ["", *_CLITICS]))
LONGEST_TAIL = max(map(len, TAILS))


class Form(NamedTuple):
    """A name as it stands in talk: which name, in which case, and what is hung on behind."""

    name: Name
    case: str
    tail: str = ""


class Stems(NamedTuple):
    """What endings are put to; the first of each is the one that is written."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    consonant: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()


@cache
def cases() -> tuple[tuple[str, str, str], ...]:
    """The rows of the table of endings: case, stem, ending."""
    lines = (files(__package__) / "cases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((case, stem, ending) for case, stem, ending in rows)


@lru_cache(maxsize=1 << 13)
def stems(name: str, listed: str = "") -> Stems:
    """The Finnish stems of a name.

    Examples
    --------
    >>> stems("virtanen")
    Stems(strong=('virtase',), weak=('virtase',), consonant=('virtas',), plural=('virtasi',))
    >>> stems("kerttu").weak, stems("mäki", "mäe").strong, stems("björn").weak
    (('kertu',), ('mäke',), ('björni',))
    """
    if name.endswith("nen"):
        head = name[:-3]
        return Stems((head + "se",), (head + "se",), (head + "s",), (head + "si",))
    if listed:
        strong = name[:-1] + "e" if name.endswith("i") and listed.endswith("e") else name
        if name[-1:] not in VOWELS:
            return Stems((listed,), (listed,), (name,))
        return Stems((strong,), (listed, *_weak(name)))
    if name[-2:] in ("as", "es", "is", "os", "us", "ys"):
        long = name[:-1] + name[-2]
        return Stems((name[:-1] + "kse", long), (name[:-1] + "kse", long, name + "i"), (name,))
    if name[-1:] not in VOWELS:
        return Stems((name + "i",), (name + "i",))
    plural = {"la": "loi", "lä": "löi"}.get(name[-2:])
    return Stems((name, *_old(name)), _weak(name), (), (name[:-2] + plural,) if plural else ())


def _old(name: str) -> tuple[str, ...]:
    """Names in -i that are old words have -e- before an ending: *Lahtea*."""
    return (name[:-1] + "e",) if name.endswith("i") else ()


def _weak(name: str) -> tuple[str, ...]:
    graded = _END.fullmatch(name)
    if not graded:
        return (name, *_old(name))
    head, grade, vowel = graded.group("head", "grade", "vowel")
    if grade in _QUANTITY:
        return (head + _QUANTITY[grade] + vowel,)
    changed = head + _QUALITY[grade]
    return (name, changed + vowel, *((changed + "e", *_old(name)) if vowel == "i" else ()))


def forms(name: Name, language: str | None) -> Iterator[tuple[str, str]]:
    """Every form of a name, in lower case and without a tail, with its case.

    Examples
    --------
    >>> dict(forms(Name(name="Kerttu"), "fi"))["kertulle"], list(forms(Name(name="Kerttu"), "sv"))
    ('allative', [('kerttu', 'nominative'), ('kerttus', 's')])
    """
    base = name.name.lower()
    yield base, NOMINATIVE
    if language != "fi":
        yield base + "s", POSSESSIVE
    if language in ("fi", None):
        found = stems(base, name.stem.lower())._asdict()
        old = name.kind in ("surname", "place")
        for case, kind, ending in cases():
            for stem in found[kind]:
                if stem.endswith("e") and base.endswith("i") and not old:
                    continue  # Lahti: Lahden, but Toini: Toinin
                yield from ((stem + one, case) for one in _spelt(ending, stem))


def _spelt(ending: str, stem: str) -> Iterator[str]:
    """An ending with its vowels, of both harmonies: people do not always keep to one."""
    with_vowel = ending.replace("V", stem[-1])
    yield with_vowel.replace("A", "a")
    if "A" in with_vowel:
        yield with_vowel.replace("A", "ä")


def inflected(name: Name, form: Form, language: str | None) -> str:
    """A name in the case of a form, with its tail.

    Examples
    --------
    >>> kertulle = Form(Name(name="Kerttu"), "allative", "kin")
    >>> inflected(Name(name="Aino"), kertulle, "fi"), inflected(Name(name="Virtanen"), kertulle, "fi")
    ('Ainollekin', 'Virtasellekin')
    >>> inflected(Name(name="Lars"), Form(Name(name="Bo"), "s"), "sv")
    'Lars'
    """
    base = name.name
    if form.case == NOMINATIVE:
        return base + harmonised(form.tail, base)
    if form.case == POSSESSIVE:
        return base if base[-1:] in "sxz" and language == "sv" else base + "s"
    found = stems(base.lower(), name.stem.lower())._asdict()
    kind, ending = next(
        ((kind, ending) for case, kind, ending in cases() if case == form.case and found[kind]),
        ("weak", "lle"),
    )
    stem = found[kind][0]
    written = stem + harmonised(ending.replace("V", stem[-1]).replace("A", "a"), stem)
    return base[:1] + written[1:] + harmonised(form.tail, base)


def harmonised(ending: str, stem: str) -> str:
    """An ending with the vowels that go with a stem.

    Examples
    --------
    >>> harmonised("ssakaan", "Mäkelä"), harmonised("llähän", "Aino"), harmonised("n", "Aino")
    ('ssäkään', 'llahan', 'n')
    """
    if any(vowel in stem.lower() for vowel in BACK):
        return ending.replace("ä", "a").replace("ö", "o")
    return ending.replace("a", "ä").replace("o", "ö")


Lexicon = Mapping[str, Form]


@lru_cache(maxsize=256)
def lexicon(names: tuple[Name, ...], language: str | None) -> Lexicon:
    """Every form of some names; where two share one, the base form goes before an inflected one."""
    found: dict[str, Form] = {}
    for wanted in (True, False):
        for name in names:
            for form, case in forms(name, language):
                if (case == NOMINATIVE) == wanted:
                    found.setdefault(form, Form(name, case))
    return found


def with_more(first: Lexicon, names: Iterable[Name], language: str | None) -> Lexicon:
    """The lexicon of these names and those of another one, which is not made anew: it may hold a whole county.

    Examples
    --------
    >>> kerttu, kertun = Name(name="Kerttu"), Name(name="Kertun")
    >>> with_more(lexicon((kerttu,), "fi"), (kertun,), "fi")["kertun"] == lexicon((kerttu, kertun), "fi")["kertun"]
    True
    """
    more = {
        form: found
        for form, found in lexicon(tuple(names), language).items()
        if form not in first or (found.case == NOMINATIVE and first[form].case != NOMINATIVE)
    }
    return ChainMap(more, first) if more else first  # type: ignore[arg-type]  # nobody writes into it


def oblique(names: Iterable[Name], language: str | None) -> Lexicon:
    """Every form of some names but the base form."""
    return {
        form: Form(name, case)
        for name in names
        for form, case in forms(name, language)
        if case != NOMINATIVE and form != name.name.lower()
    }


def looked_up(word: str, known: Lexicon, language: str | None) -> Form | None:
    """The name that a word is a form of, or None.

    Examples
    --------
    >>> known = lexicon((Name(name="Kerttu"), Name(name="Virtanen", kind="surname")), "fi")
    >>> [looked_up(word, known, "fi")[1:] for word in ("Kertullekin", "VIRTASEN", "Kerttuni")]
    [('allative', 'kin'), ('genitive', ''), ('nominative', 'ni')]
    >>> looked_up("kertoa", known, "fi") is None
    True
    """
    lowered = word.lower()
    found = known.get(lowered)
    if found or language not in ("fi", None):
        return found
    for size in range(2, min(LONGEST_TAIL, len(word) - 2) + 1):
        if lowered[-size:] in TAILS and (found := known.get(lowered[:-size])):
            return found._replace(tail=lowered[-size:])
    return None
