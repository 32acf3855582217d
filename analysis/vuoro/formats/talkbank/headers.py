"""The headers of a CHAT file: as they stood, where nothing was changed, or made for talk from elsewhere.

::

    @UTF8
    @Begin
    @Languages:     swe
    @Participants:  LAK Läkare_2 Doctor, CLI Participant         speakers have codes of their own
    @Options:       CA                                           turns need no terminator
    @ID:    swe|visit|CLI|||||Participant||client|               CHAT has no such role
    @Comment:       vuoro convention: jefferson                  how the turns are to be read

What CHAT has no header for is in a comment that begins with ``vuoro``, which our reader knows.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from vuoro.formats import unheld
from vuoro.formats.chat import ID_FIELDS, UNDETERMINED, meta_of, participants_of, sorted_tiers
from vuoro.formats.roles import role_of
from vuoro.formats.tongues import three_letters
from vuoro.formats.unheld import loss
from vuoro.model import UNKNOWN, Encounter, Participant, Problem

HEADERS = "headers"
"""Where in ``meta`` the reader keeps what stood before the talk, verbatim."""

_CODE = re.compile(r"[A-Z0-9_'-]{1,7}")
_ANY_CODE = re.compile(r"[^\s:](?:[^:\t\r\n]*[^\s:])?")
FRAME = ("UTF8", "Begin", "End", "Languages", "Options", "Media")
COMMENTED = ("convention", "transcribed", "engine")
"""What our reader takes from a comment of ours, whatever else the file says."""

VIDEO = (".mp4", ".mov", ".avi", ".mpg", ".mpeg", ".mkv", ".webm", ".m4v", ".wmv")
_REPEATED = re.compile(r"\r?\n(?!\t)")
_LINES = re.compile(r"\s*[\r\n]+\s*")


def is_chat(encounter: Encounter) -> bool:
    """Was it read from CHAT? Then its speakers, tiers and headers are CHAT's already."""
    return encounter.source.format == "chat"


def codes_of(encounter: Encounter) -> dict[str, str]:
    """Speaker to the code of at most seven letters that CHAT has for them, no two alike.

    Examples
    --------
    >>> codes_of(Encounter(id="v", turns=(), participants=tuple(Participant(id=id) for id in
    ...     ("DOC", "Läkare 2", "läkare 2", "SPEAKER_00", "?"))))
    {'DOC': 'DOC', 'Läkare 2': 'LAK2', 'läkare 2': 'LAK22', 'SPEAKER_00': 'SPE00', '?': 'UNK'}
    """
    valid = _ANY_CODE if is_chat(encounter) else _CODE
    speakers = encounter.roles()
    codes = {speaker: speaker for speaker in speakers if valid.fullmatch(speaker)}
    for speaker in speakers:
        if speaker not in codes:
            codes[speaker] = _code(speaker, codes.values())
    return {speaker: codes[speaker] for speaker in speakers}


def _code(speaker: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", speaker).encode("ascii", "ignore").decode().upper()
    letters, digits = ("".join(re.findall(kind, plain)) for kind in ("[A-Z]", "[0-9]"))
    code = stem = (letters[:3] + digits[:2]) or "UNK"
    copy = 1
    while code in taken:
        copy += 1
        code = f"{stem}{copy}"
    return code


def header_text(encounter: Encounter, codes: Mapping[str, str], newline: str) -> str:
    """The headers; those of the file itself, verbatim, where they still say what is known."""
    stood = stood_before(encounter)
    return stood or "".join(f"{line}{newline}" for line in _made(encounter, codes))


def stood_before(encounter: Encounter) -> str:
    """What stood before the talk in the file, as long as nothing that it says was changed; or else ""."""
    stood = encounter.meta.get(HEADERS)
    if not (is_chat(encounter) and isinstance(stood, str)):
        return ""
    headers = sorted_tiers(stood).headers
    said = {person.id: (person.name, person.meta) for person in participants_of(headers).values()}
    known = {person.id: (person.name, person.meta) for person in encounter.participants}
    strangers = all(about == (None, {}) for id, about in known.items() if id not in said)
    same_people = strangers and all(known.get(id) == about for id, about in said.items())
    return stood if same_people and meta_of(headers) == _chats_own(encounter) else ""


def _chats_own(encounter: Encounter) -> dict[str, str]:
    """The headers among what is known of an encounter that was read from CHAT."""
    meta = encounter.meta
    own = {name: said for name, said in meta.items() if name[:1].isupper() and isinstance(said, str)}
    return own | {name: meta[name] for name in COMMENTED if isinstance(meta.get(name), str)}


def _made(encounter: Encounter, codes: Mapping[str, str]) -> Iterator[str]:
    people = {person.id: person for person in encounter.participants}
    present = [(people.get(id, Participant(id=id)), code) for id, code in codes.items()]
    own = _chats_own(encounter) if is_chat(encounter) else {}
    language = own.get("Languages") or three_letters(encounter.language or UNDETERMINED)
    options = own.get("Options", "" if is_chat(encounter) else "CA")
    media = own.get("Media", _media(encounter))
    yield from ("@UTF8", "@Begin", f"@Languages:\t{language}")
    yield f"@Participants:\t{', '.join(_declared(*one, encounter) for one in present)}"
    yield from [f"@Options:\t{options}"] if options else []
    yield from (_id_line(encounter, person, code, language.split(",")[0]) for person, code in present)
    yield from [f"@Media:\t{media}"] if media else []
    for name, said in own.items():
        if name not in (*FRAME, *COMMENTED):
            yield from (f"@{name}:\t{one}" for one in _REPEATED.split(said))
    yield from (f"@Comment:\tvuoro {name}: {said}" for name, said in _commented(encounter).items())


def _declared(person: Participant, code: str, encounter: Encounter) -> str:
    name = person.name or ("" if code == person.id else person.id)
    return " ".join(filter(None, (code, _word(name), _role(person, encounter))))


def _role(person: Participant, encounter: Encounter) -> str:
    """The file's own word for a role, if it is one of CHAT's; else they are a participant."""
    said = person.meta.get("role")
    if isinstance(said, str) and (said in _chat_roles() or is_chat(encounter)):
        return _word(said)
    return "Participant"


@cache
def _chat_roles() -> frozenset[str]:
    table = tomllib.loads((files("vuoro.formats.talkbank") / "roles.toml").read_text(encoding="utf-8"))
    return frozenset(table["roles"].split())


def _word(said: str) -> str:
    return re.sub(r"\s+", "_", said.replace(",", " ").strip())


def _id_line(encounter: Encounter, person: Participant, code: str, language: str) -> str:
    about = {name: said for name, said in person.meta.items() if isinstance(said, str)}
    told = {
        "language": language,
        "corpus": encounter.id,
        **about,
        "code": code,
        "role": _role(person, encounter),
    }
    if person.role not in (UNKNOWN, role_of(told["role"])):
        told["custom"] = person.role
    fields = (_LINES.sub(" ", told.get(name, "")).replace("|", "/") for name in ID_FIELDS)
    return f"@ID:\t{'|'.join(fields)}|"


def _media(encounter: Encounter) -> str:
    """The recording as CHAT names it, without its suffix: ``visit, audio``; "" where none is known."""
    known = encounter.meta.get("media")
    first = known if isinstance(known, str) else next(iter(known), "") if isinstance(known, tuple) else ""
    path = PurePosixPath(_LINES.sub(" ", str(first)).replace("\\", "/"))
    kind = "video" if path.suffix.lower() in VIDEO else "audio"
    return f"{path.stem}, {kind}" if path.stem else ""


def _commented(encounter: Encounter) -> dict[str, str]:
    """What goes into comments: how it was transcribed, and of talk from elsewhere all there is a line for."""
    meta = encounter.meta
    convention = encounter.source.convention
    said = {"convention": convention} if convention not in ("", "chat") else {}
    names = COMMENTED if is_chat(encounter) else [name for name in meta if name not in ("media", HEADERS)]
    return said | {name: meta[name] for name in names if name in meta and _fits(name, meta[name])}


def _fits(name: Any, said: Any) -> bool:
    return (
        bool(re.fullmatch(r"\w+", str(name)))
        and isinstance(said, str)
        and bool(re.fullmatch(r"\S(.*\S)?", said))
    )


def losses(encounter: Encounter, codes: Mapping[str, str]) -> Iterator[Problem]:
    """What is known of the encounter and its people and stands nowhere in the headers."""
    for speaker, code in codes.items():
        if code != speaker:
            yield loss(encounter, speaker, f"CHAT's codes are short: {speaker!r} is {code}.", rule="speaker")
    held = {HEADERS, *_chats_own(encounter), *_commented(encounter)}
    held |= {"media"} if _media(encounter) else set()
    yield from unheld.meta(encounter, held)
    for person in encounter.participants:
        left = [
            name for name, said in person.meta.items() if name not in ID_FIELDS or not isinstance(said, str)
        ]
        if left:
            message = f"CHAT has no place for what is known of {person.id!r}."
            yield loss(encounter, ", ".join(map(str, left)), message, rule="participant")
