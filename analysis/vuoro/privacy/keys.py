"""The key: which name has which pseudonym. It is kept apart, and only its owner may read it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, replace
from itertools import chain, count, product
from pathlib import Path
from typing import Any

from vuoro.model import VuoroError, record
from vuoro.privacy.finding import Known, Name
from vuoro.privacy.lists import KINDS, pool
from vuoro.privacy.respelling import syllables

FORMAT = "vuoro key 1"


class BadKey(VuoroError):
    """A key that cannot be used or must not be written there; the message says what to do."""


@record
class Key:
    """The names of a corpus with the pseudonym of each. ``corpus`` is what the corpus is called.

    ``reserved`` are names that are somebody's, and so are never given as a pseudonym.
    """

    corpus: str
    names: tuple[Name, ...] = ()
    reserved: frozenset[str] = frozenset()

    def of(self, name: str) -> Name | None:
        """The entry of a name in its base form, whatever its capitals."""
        return next((one for one in self.names if one.name.lower() == name.lower()), None)

    def pseudonyms(self) -> frozenset[str]:
        """Every pseudonym that is given."""
        return frozenset(one.pseudonym for one in self.names if one.pseudonym)


def with_names(key: Key, names: Iterable[Name], language: str | None) -> Key:
    """The key with a pseudonym for each name that has none yet.

    The next free pseudonym of the same kind, language and length in syllables is taken, in the order
    of the list, so that it says nothing of the name. A name that is known keeps its pseudonym.

    Examples
    --------
    >>> key = with_names(Key(corpus="visits"), [Name(name="Kerttu", kind="woman")], "fi")
    >>> key.of("kerttu").pseudonym
    'Aino'
    >>> with_names(key, [Name(name="Kerttu"), Name(name="Eeva", kind="woman")], "fi").of("Eeva").pseudonym
    'Elli'
    """
    known = {one.name.lower() for one in key.names}
    taken = {one.lower() for one in known | key.pseudonyms() | key.reserved}
    # What was taken once stays taken, so that nobody looks through the compounds from their beginning.
    compounds = {kind: _compounds(_wanted(kind, language or "en")) for kind in KINDS}
    added = []
    for name in names:
        if name.name.lower() not in known:
            known.add(name.name.lower())
            taken.add(name.name.lower())
            pseudonym = name.pseudonym or _free(name, taken, compounds, language or "en")
            taken.add(pseudonym.lower())
            added.append(replace(name, pseudonym=pseudonym))
    return replace(key, names=(*key.names, *added))


def _free(name: Name, taken: Set[str], compounds: Mapping[str, Iterator[str]], language: str) -> str:
    """A pseudonym that nobody has, neither as a pseudonym nor as a name."""
    size = syllables(name.name)
    by_length = sorted(_wanted(name.kind, language), key=lambda one: abs(syllables(one) - size))
    return next(one for one in chain(by_length, compounds[name.kind]) if one.lower() not in taken)


def _wanted(kind: str, language: str) -> tuple[str, ...]:
    wanted = pool(kind, language) or pool("given", language) or pool(kind, "en") or pool("given", "en")
    if kind == "given":
        return tuple(chain(wanted, *zip(pool("woman", language), pool("man", language), strict=False)))
    return wanted


def _compounds(names: Sequence[str]) -> Iterator[str]:
    """Names of two parts, then of three, and so on: there is always one more, for a nation too."""
    return (
        first + "".join(others).lower()
        for parts in count(2)
        for first, *others in product(names, repeat=parts)
    )


def corpus_of(paths: Sequence[str | Path]) -> str:
    """What a corpus is called if nobody says it: as the folder of the first of its paths."""
    first = Path(paths[0]).resolve()
    return first.name if first.is_dir() else first.parent.name


def check_apart(key: Path, out: Path) -> None:
    """BadKey where a key would lie in the folder that is given away."""
    place, folder = key.resolve(), out.resolve()
    if place == folder or folder in place.parents:
        raise BadKey(f"{key}: the key would lie in {out}, which is given away. Keep it somewhere else.")


def read_key(path: str | Path, corpus: str) -> Key:
    """The key of a corpus; an empty one where there is no file yet.

    Raises
    ------
    BadKey
        There is a file that is no key, or it is another corpus's.
    """
    path = Path(path)
    if not path.exists():
        return Key(corpus=corpus)
    told = _told(path)
    if told.get("corpus") != corpus:
        raise BadKey(
            f"{path}: this is the key of the corpus {told.get('corpus')!r}, and these transcripts are "
            f"{corpus!r}. Name another --key, or say --corpus {told.get('corpus')} if they belong to it."
        )
    try:
        names = tuple(Name(**{str(field): value for field, value in one.items()}) for one in told["names"])
        if not all(isinstance(one.name, str) and isinstance(one.pseudonym, str) for one in names):
            raise TypeError("a name is not text")
    except (KeyError, TypeError, AttributeError) as error:
        raise BadKey(f"{path}: the key is damaged ({error}). Take a copy of it, or name a new one.") from None
    return Key(corpus=corpus, names=names)


def known_by(path: str | Path) -> Known:
    """The names that a key says must not be left, and the pseudonyms that may be, of whatever corpus.

    Raises
    ------
    BadKey
        There is no such file, or it is no key.
    """
    path = Path(path)
    if not path.exists():
        raise BadKey(f"{path}: there is no such key. vuoro pseudonymise --apply PLAN --key PATH makes one.")
    key = read_key(path, str(_told(path).get("corpus")))
    return Known(names=key.names, pseudonyms=key.pseudonyms())


def _told(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadKey(f"{path}: not a key ({error}). Name another file; this one is left as it is.") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BadKey(f"{path}: not a key of vuoro's. Name another file; this one is left as it is.")
    return told


def write_key(key: Key, path: str | Path, *, out: str | Path) -> None:
    """Write a key, readable by its owner only; whole or not at all.

    Raises
    ------
    BadKey
        It would lie in the folder ``out``, or in place of another corpus's key or another file.
    """
    path = Path(path)
    check_apart(path, Path(out))
    read_key(path, key.corpus)
    told = {"format": FORMAT, "corpus": key.corpus, "names": [asdict(name) for name in key.names]}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes a file that nobody else may read, so there is no moment at which they could.
        handle, staged = tempfile.mkstemp(prefix=".key-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=1)
        os.chmod(staged, 0o600)
        os.replace(staged, path)
    except OSError as error:
        raise BadKey(f"{path}: the key cannot be written ({error.strerror}). Name another place.") from error
