"""Who is who: roles from what the user says, what the file says, and words nobody can mistake."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from vuoro.model import ROLES, UNKNOWN, Encounter, Participant, Problem, VuoroError

# "The patient's mother" is the mother, and "the doctor's interpreter" the interpreter.
_ATTENDANT = ("interpreter", "companion")

_LONGEST = 200
"""Characters. What is longer is no name, and would be weighed word against word."""

_PART = re.compile(r"(.+)[_.-]([^_.-]+)")
_CHANNEL = re.compile(
    r"[a-z]|(?:s|p|ch|spk|spkr|speaker|channel|mic|talare|puhuja|person|participant)\d{1,2}|left|right|"
    r"vänster|höger|vasen|oikea",
    re.IGNORECASE,
)


class UnknownRole(VuoroError):
    """A role that is neither one of the model's nor a word we know for one."""


def role_of(word: str) -> str:
    """The role that a name says in so many words, ``"unknown"`` if it says none or two.

    Our own role ids, and words of Swedish, Finnish and English (``roles.toml``), are
    understood. A single letter never is a role.

    Examples
    --------
    >>> role_of("Läkare 2"), role_of("potilas"), role_of("the patient's mother"), role_of("A")
    ('professional', 'client', 'companion', 'unknown')
    """
    if len(word) > _LONGEST:
        return UNKNOWN
    name = _plain(word)
    if name.replace(" ", "_") in ROLES:
        return name.replace(" ", "_")
    return _said_by(name)


@lru_cache(maxsize=4096)
def _said_by(name: str) -> str:
    hits = [
        (*match.span(1), compound, role)
        for role, compound, pattern in _patterns()
        for match in pattern.finditer(f" {name} ")
    ]
    roles = {hit[3] for hit in hits if not any(_beats(other, hit) for other in hits)}
    if len(roles) == 1:
        return roles.pop()
    return next((role for role in _ATTENDANT if role in roles), UNKNOWN)


def _beats(one: tuple[int, int, bool, str], other: tuple[int, int, bool, str]) -> bool:
    """A longer match beats what is inside it; at the same place a plain word beats a compound."""
    (start, stop, compound, _), (start2, stop2, compound2, _) = one, other
    if (start, stop) == (start2, stop2):
        return compound2 and not compound
    return start <= start2 and stop2 <= stop


def _plain(name: str) -> str:
    """Lower-case words with a space between them; numbers, and the English genitive, left out."""
    return " ".join(re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", name.lower())))


@cache
def _patterns() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    table = tomllib.loads((files("vuoro.formats") / "roles.toml").read_text(encoding="utf-8"))
    words = {
        (role, _plain(word), word.startswith("*"))
        for role, lists in table.items()
        for language in lists.values()
        for word in language
    }
    return tuple(
        (role, compound, re.compile(rf"(?<= )({'[^ ]+' if compound else ''}{word})(?= )"))
        for role, word, compound in sorted(words)
    )


def speaker_part(path: Path) -> str:
    """The last word of a file's name where it is one for a speaker: ``doctor`` of ``visit_doctor``.

    Examples
    --------
    >>> speaker_part(Path("day1_visit01_doctor.TextGrid")), speaker_part(Path("day1_visit01.TextGrid"))
    ('doctor', '')
    """
    match = _PART.fullmatch(path.stem)
    if match and (_CHANNEL.fullmatch(match[2]) or role_of(match[2]) != UNKNOWN):
        return match[2]
    return ""


def place(encounter: Encounter, given: Mapping[str, str]) -> Encounter:
    """The encounter with a participant for every speaker, and a role for each who can be placed.

    What the caller says comes first, then what the file said, then obvious words in the
    speaker's id or name. Nobody is placed by elimination. ``given`` maps ids, names or the
    file's own role words, in any case, to roles or words for roles; a word in it that fits
    nobody is a Problem of rule ``unmatched-role`` if somebody is still without a role.
    """
    wanted = {who.strip().casefold(): _wanted(who, role) for who, role in given.items()}
    people = {person.id: person for person in encounter.participants}
    for turn in encounter.turns:
        if turn.speaker not in people:
            people[turn.speaker] = Participant(id=turn.speaker)
    placed = tuple(_placed(person, wanted) for person in people.values())
    problems = encounter.problems + _unmatched(placed, given)
    return replace(encounter, participants=placed, problems=problems)


def _wanted(who: str, role: str) -> str:
    found = role_of(role)
    if found == UNKNOWN and role != UNKNOWN:
        raise UnknownRole(
            f"roles: {who!r} cannot be {role!r}. Roles are {', '.join(ROLES)}, or a word for one."
        )
    return found


def _placed(person: Participant, wanted: Mapping[str, str]) -> Participant:
    told = [wanted[word] for word in _called(person) if word in wanted]
    if told:
        return replace(person, role=told[0])
    if person.role != UNKNOWN:
        return person
    said = (role_of(word) for word in _called(person))
    return replace(person, role=next((role for role in said if role != UNKNOWN), UNKNOWN))


def _called(person: Participant) -> list[str]:
    """What somebody is called: id, name, and the role word of the file."""
    words = (person.id, person.name, person.meta.get("role"))
    return [word.strip().casefold() for word in words if isinstance(word, str) and word.strip()]


def _unmatched(people: tuple[Participant, ...], given: Mapping[str, str]) -> tuple[Problem, ...]:
    if all(person.role != UNKNOWN for person in people):
        return ()
    names = {word for person in people for word in _called(person)}
    speakers = ", ".join(person.id for person in people)
    return tuple(
        Problem(
            line=None,
            text=who,
            message=f"roles names {who!r}, whom this encounter does not have. Its speakers: {speakers}.",
            rule="unmatched-role",
        )
        for who in given
        if who.strip().casefold() not in names
    )
