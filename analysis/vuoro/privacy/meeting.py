"""Who is met in a corpus, and the key with a pseudonym for each: encounter by encounter, then all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from vuoro.model import Encounter, record
from vuoro.privacy.finding import Known, Leak, Name
from vuoro.privacy.inflection import Lexicon, looked_up, oblique
from vuoro.privacy.keys import Key, with_names
from vuoro.privacy.leaking import leaks
from vuoro.privacy.lists import listed
from vuoro.privacy.wanting import declared


@record
class Met:
    """A likely name where it is first met: what is known of it, and the language of the talk."""

    name: Name
    language: str | None


def informed(known: Known, key: Key) -> Known:
    """What is known beforehand, with the people of a key and their pseudonyms."""
    return replace(known, names=(*key.names, *known.names), pseudonyms=known.pseudonyms | key.pseudonyms())


def met(encounter: Encounter, known: Known) -> tuple[Met, ...]:
    """Every likely name of an encounter once, in the order of its first mention.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> said = "soita Kertulle ja Kertun äidille"
    >>> visit = Encounter(id="visit", language="fi", turns=(Turn(id="t1", speaker="A", raw=said, text=said),))
    >>> [(one.name.name, one.language) for one in met(visit, Known())]
    [('Kerttu', 'fi')]
    """
    given = {name.name.lower(): name for name in known.names}
    own = {name.name.lower(): name for name in declared(encounter)}
    found: dict[str, Met] = {}
    for leak in leaks(encounter, known):
        base = leak.name.lower()
        if base not in found and (leak.kind == "name" or _is_place_with_pseudonym(leak, given)):
            name = given.get(base) or own.get(base) or listed().get(base) or Name(name=leak.name.title())
            found[base] = Met(name=name, language=encounter.language)
    return tuple(found.values())


def _is_place_with_pseudonym(leak: Leak, given: Mapping[str, Name]) -> bool:
    """A place has none but the one it was given: what is chosen for a village says something of it."""
    return leak.kind == "place" and bool(given.get(leak.name.lower(), Name(name="")).pseudonym)


def keyed(key: Key, everybody: Iterable[Met], known: Known) -> Key:
    """The key with everybody who is met in a corpus, in the order in which they are met.

    Pseudonyms depend on nothing else, so that encounters may be read by anybody, in any order, if only
    what was met is put together in the order of the corpus.
    """
    first: dict[str, Met] = {}
    for one in everybody:
        first.setdefault(one.name.name.lower(), one)
    given = frozenset(name.name.lower() for name in known.names)
    key = replace(key, reserved=frozenset(first) | given)
    for language in dict.fromkeys(one.language for one in first.values()):
        names = [one.name for one in first.values() if one.language == language]
        cases = oblique(names, language)
        bases = [name for name in names if name.name.lower() in listed() or not _is_in(name, cases, language)]
        key = with_names(key, bases, language)
    return key


def _is_in(name: Name, cases: Lexicon, language: str | None) -> bool:
    """Whether a name that no list knows is another one of the corpus, in one of its cases."""
    form = looked_up(name.name, cases, language)
    return form is not None and form.name != name
