"""REFI-QDA projects, ``.qdpx``: transcripts, codes and codings for ATLAS.ti, MAXQDA, NVivo and QualCoder.

A zip of ``project.qde`` and ``Sources/*.txt`` (REFI-QDA 1.5, https://www.qdasoftware.org):

====================  ====================================================================
a coder               ``User``
a code                ``Code`` under its way, named in the chosen language
an encounter          ``TextSource``; its text has a line for each turn, ``speaker: raw``
an annotation         ``PlainTextSelection`` with one ``Coding``; positions are code points of
                      that text. Its ``Description`` is the note, and an attribute a line
a sequence            ``Link`` from the selection of its first turn to that of the response
what has no place     a ``Note`` called "vuoro", see :mod:`vuoro.formats.refi.remainder`
====================  ====================================================================

There is a selection for each annotation, because QualCoder takes the coder and the memo from
the selection and not from the coding. It also needs a date, and we know none, so
all have the earliest that a zip can hold. The same encounters always make the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from vuoro.codebooks.exchange import guid
from vuoro.formats.refi.codes import ORIGIN, codes_element, codes_of
from vuoro.formats.refi.letters import document, legal, one_line
from vuoro.formats.refi.remainder import NAME, pack
from vuoro.formats.writing import Unwritable, Written, writer
from vuoro.model import Annotation, Encounter, Problem
from vuoro.model import Sequence as Chain

NEVER = "1980-01-01T00:00:00Z"
_NEVER = (1980, 1, 1, 0, 0, 0)
_SHOWN = 60


@dataclass(slots=True)
class _Project:
    """What has been said of the encounters so far."""

    sources: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    links: list[Element] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    losses: list[Problem] = field(default_factory=list)


@writer("qdpx", suffix=".qdpx", several=True)
def write_qdpx(encounters: Sequence[Encounter], *, language: str = "en") -> Written:
    """A project of all the encounters with their annotations and sequences; codes are named in a language.

    Not written, and told: annotations that lie outside their turn, and characters that are no
    Unicode text.

    Raises
    ------
    Unwritable
        Two encounters have one id.
    """
    ids = [encounter.id for encounter in encounters]
    if len(set(ids)) < len(ids):
        raise Unwritable("two encounters have one id; give each its own, as formats.distinct does.")
    project = _Project()
    for encounter in encounters:
        _add(project, encounter)
    root = Element("Project", {"xmlns": "urn:QDA-XML:project:1.0", "name": ORIGIN, "origin": ORIGIN})
    coders = sorted({a.coder for encounter in encounters for a in encounter.annotations})
    users = [Element("User", {"guid": guid("coder", coder), "name": legal(coder)}) for coder in coders]
    _put(root, "Users", users)
    SubElement(root, "CodeBook").append(codes_element(codes_of(encounters, language)))
    _put(root, "Sources", project.sources)
    _put(root, "Notes", project.notes)
    _put(root, "Links", project.links)
    return Written(
        files={"": _zipped({"project.qde": document(root), **project.files})}, losses=tuple(project.losses)
    )


def _put(root: Element, name: str, children: Iterable[Element]) -> None:
    """A list of the schema, which may be missing and may not be empty."""
    children = list(children)
    if children:
        SubElement(root, name).extend(children)


def _add(project: _Project, encounter: Encounter) -> None:
    id = guid("encounter", encounter.id)
    text, places = lines_of(encounter)
    source = Element(
        "TextSource",
        {
            "guid": id,
            "name": legal(encounter.id),
            "plainTextPath": f"internal://{id}.txt",
            "creationDateTime": NEVER,
        },
    )
    kept = list(_placeable(encounter, places, project.losses))
    codings = {guid("coding", id, str(number)): a for number, a in enumerate(kept)}
    for coding, annotation in codings.items():
        source.append(_selection(coding, annotation, text, places[annotation.turn][0]))
    _link(project, source, encounter, id, places)
    note = guid("note", id)
    SubElement(source, "NoteRef", {"targetGUID": note})
    project.sources.append(source)
    about = {"guid": note, "name": NAME, "plainTextPath": f"internal://{note}.txt", "creationDateTime": NEVER}
    project.notes.append(Element("Note", about))
    project.files[f"Sources/{id}.txt"] = text.encode()
    remainder, lost = pack(encounter, codings, text)
    project.files[f"Sources/{note}.txt"] = remainder.encode()
    project.losses += [*lost, *_misprinted(encounter)]


def lines_of(encounter: Encounter) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text of a source, a line for each turn; and where in it each turn's ``raw`` is, from and to.

    A line break within a turn is a space there. Positions count code points, from 0.

    Examples
    --------
    >>> from vuoro.model import Turn
    >>> visit = Encounter(id="visit", turns=(Turn(id="t1", speaker="D", raw="so\\nyou", text="so you"),
    ...                                      Turn(id="t2", speaker="P", raw="mm", text="mm")))
    >>> lines_of(visit)
    ('D: so you\\nP: mm\\n', {'t1': (3, 9), 't2': (13, 15)})
    """
    lines: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for turn in encounter.turns:
        line = _unicode(one_line(f"{turn.speaker}: {turn.raw}"))
        lines.append(line + "\n")
        places[turn.id] = (at + len(line) - len(turn.raw), at + len(line))
        at += len(line) + 1
    return "".join(lines), places


def _unicode(text: str) -> str:
    """Half a surrogate pair is no character, and cannot be written."""
    return text.encode(errors="replace").decode()


def _placeable(
    encounter: Encounter, places: dict[str, tuple[int, int]], losses: list[Problem]
) -> Iterable[Annotation]:
    for a in encounter.annotations:
        start, stop = places.get(a.turn, (0, -1))
        spans = [(a.start, a.stop), a.evidence or (0, 0)]
        inside = all(0 <= from_ <= to <= stop - start for from_, to in spans)
        if inside and a.encounter == encounter.id:
            yield a
        else:
            message = (
                f"the annotation {a.code!r} of {a.coder} at {a.start}–{a.stop} lies outside turn {a.turn!r}."
            )
            losses.append(Problem(line=None, text=a.code, message=message, rule="not-written-annotation"))


def _selection(coding: str, a: Annotation, text: str, at: int) -> Element:
    user = guid("coder", a.coder)
    element = _stretch(guid("selection", coding), text, at + a.start, at + a.stop)
    element.set("creatingUser", user)
    if memo := memo_of(a):
        SubElement(element, "Description").text = memo
    about = {"guid": coding, "creatingUser": user, "creationDateTime": NEVER}
    SubElement(SubElement(element, "Coding", about), "CodeRef", {"targetGUID": guid("code", a.code)})
    return element


def _stretch(id: str, text: str, start: int, stop: int) -> Element:
    shown = text[start:stop] if stop - start <= _SHOWN else text[start : start + _SHOWN - 1] + "…"
    return Element(
        "PlainTextSelection",
        {
            "guid": id,
            "name": legal(shown),
            "startPosition": str(start),
            "endPosition": str(stop),
            "creationDateTime": NEVER,
        },
    )


def memo_of(a: Annotation) -> str:
    """The memo of a coding: the note, and then each attribute on a line."""
    attributes = (
        f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)}"
        for name, value in a.attributes.items()
    )
    return legal("\n".join([*([a.note] if a.note else []), *attributes]))


def _link(
    project: _Project, source: Element, encounter: Encounter, id: str, places: dict[str, tuple[int, int]]
) -> None:
    """A link for each sequence, between selections of whole turns that nothing needs to be coded in."""
    text = ""
    chosen = [chain for chain in encounter.sequences if _ends(chain)[0] in places]
    if chosen:
        text, _ = lines_of(encounter)
    turns = dict.fromkeys(turn for chain in chosen for turn in _ends(chain) if turn in places)
    for turn in turns:
        source.append(_stretch(guid("turn", id, turn), text, *places[turn]))
    for number, chain in enumerate(chosen):
        origin, target = _ends(chain)
        about = {"guid": guid("sequence", id, str(number)), "name": legal(f"{chain.type} {chain.outcome}")}
        about |= {"direction": "OneWay", "originGUID": guid("turn", id, origin)}
        if target in places:
            about["targetGUID"] = guid("turn", id, target)
        project.links.append(Element("Link", about))


def _ends(chain: Chain) -> tuple[str, str]:
    return chain.first_turn, chain.response_turn or chain.last_turn


def _misprinted(encounter: Encounter) -> Iterable[Problem]:
    for turn in encounter.turns:
        if _unicode(turn.speaker + turn.raw) != turn.speaker + turn.raw:
            message = "characters that are no Unicode text stand as question marks in the text of the source."
            yield Problem(
                line=turn.line, text=_unicode(turn.raw), message=message, rule="not-written-characters",
                turn=turn.id,
            )  # fmt: skip


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = ZipInfo(name, date_time=_NEVER)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3  # the same bytes on every system
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()
