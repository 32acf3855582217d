"""REFI-QDA projects read: our own as they were written, and those of other tools as far as they go.

Of another tool's project the sources of text are read as transcripts, and so are the transcripts
of recordings and the text that stands for a PDF. Codes are ours where their GUID, description
or name says so, and else keep their names. We read the XML ourselves: pyrefiqda, which would,
keeps neither turns nor an account of what it passed over. What is not read is a Problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from vuoro.formats.encodings import NotText
from vuoro.formats.files import File, Options, Unreadable, reader
from vuoro.formats.refi.codes import ORIGIN, guid_of
from vuoro.formats.refi.codings import FORMAT, codings, selections, stretch_of
from vuoro.formats.refi.opening import Project, open_project
from vuoro.formats.refi.placing import Place, counted, talk_in
from vuoro.formats.refi.project import lines_of
from vuoro.formats.refi.remainder import NAME, NoRemainder, Remainder, unpack
from vuoro.model import Encounter, Problem

_SELECTED = {
    "PictureSelection": "the picture",
    "PDFSelection": "the pages",
    "AudioSelection": "the recording",
    "VideoSelection": "the recording",
}
_BESIDE = {"Cases": "Case", "Variables": "Variable", "Sets": "Set", "Graphs": "Graph"}


@reader(FORMAT, suffixes={".qdpx"}, binary=True)
def read_qdpx(file: File, options: Options) -> list[Encounter]:
    """The encounters of a project, one for each source of text, with annotations and sequences.

    A project of ours comes back as it was written, but for what another tool has changed since: codings
    that were added, taken away, moved or given another code are as they are now. Positions are code points
    of the source's text. A coding over several turns becomes an annotation of each, with a
    Problem. Unreadable where there is no source of text, or the archive is a trap.
    """
    project = open_project(file)
    encounters: list[Encounter] = []
    problems = list(_beside(project))
    for element, name in _texts(project.root, problems):
        try:
            encounters.append(_encounter(project, element, name, options))
        except (KeyError, NotText) as error:
            message = f"the text of this source cannot be had ({error}); its codings were not read."
            problems.append(Problem(line=None, text=name, message=message, rule="unread-source"))
    if not encounters:
        raise Unreadable(file.name, None, "there is no source of text in it that can be read.")
    first = encounters[0]
    return [replace(first, problems=(*problems, *first.problems)), *encounters[1:]]


def _texts(root: Element, problems: list[Problem]) -> Iterator[tuple[Element, str]]:
    """The elements that hold text and selections of it, whatever kind of source they belong to."""
    for source in root.iterfind("Sources/*"):
        name = source.get("name") or source.get("guid") or "source"
        of = [*source.iterfind("Representation"), *source.iterfind("Transcript")]
        texts = [source] if source.tag == "TextSource" else of
        if not texts:
            message = f"a {source.tag} without a transcript was not read."
            problems.append(Problem(line=None, text=name, message=message, rule="unread-source"))
        for kind in dict.fromkeys(child.tag for child in source if child.tag in _SELECTED):
            count = len(source.findall(kind))
            message = f"{count} selections of {_SELECTED[kind]} itself were not read."
            problems.append(Problem(line=None, text=name, message=message, rule="unread-coding"))
        for number, text in enumerate(texts):
            yield text, name if number == 0 else text.get("name") or name


def _beside(project: Project) -> Iterator[Problem]:
    """What a project may hold and we have no place for."""
    counts = {part: len(project.root.findall(f"{part}/{one}")) for part, one in _BESIDE.items()}
    referred = {
        guid_of(reference.get("targetGUID", ""))
        for selection in project.root.iterfind("Sources//Coding/..")
        for reference in selection.iter("NoteRef")
    }
    others = (one for guid, one in project.notes.items() if guid not in referred)
    counts["Notes"] = sum(note.get("name") != NAME for note in others)
    if project.origin != ORIGIN:
        counts["Links"] = len(project.root.findall("Links/Link"))
    for part, count in counts.items():
        if count:
            message = f"{count} of the project's {part.lower()} were not read."
            yield Problem(line=None, text=part, message=message, rule="unread-part")


def _encounter(project: Project, element: Element, name: str, options: Options) -> Encounter:
    text = project.source(element)
    kept = _kept(project, element, text)
    if isinstance(kept, Remainder):
        _, at = lines_of(kept.encounter)
        places = [Place(start, stop, turn) for turn, (start, stop) in at.items()]
        found = codings(project, element, kept.encounter.id, places, kept)
        own = replace(kept.encounter, language=options.language or kept.encounter.language)
        return replace(own, annotations=found.annotations, problems=(*own.problems, *found.problems))
    stretches = [stretch_of(selection, element) for selection in selections(element)]
    text = counted(text.removeprefix("\ufeff"), stretches, project.origin)
    encounter, places = talk_in(text, name, project.file, options)
    found = codings(project, element, encounter.id, places)
    return replace(
        encounter,
        annotations=found.annotations,
        problems=(*kept, *encounter.problems, *found.problems),
        meta={**encounter.meta, **_variables(project, element)},
    )


def _kept(project: Project, element: Element, text: str) -> Remainder | list[Problem]:
    """What our own note says of the source; where it cannot be used, why."""
    problems = []
    for note in project.notes_of(element):
        if note.get("name") != NAME:
            continue
        try:
            return unpack(project.text(note), text)
        except (NoRemainder, KeyError, NotText) as error:
            message = f"our note on it was not used: {error}. Times, roles, tiers and sequences are lost."
            name = element.get("name", "")
            problems.append(Problem(line=None, text=name, message=message, rule="unused-note"))
    return problems


def _variables(project: Project, element: Element) -> dict[str, str]:
    """What the project says of a source, by the names of its variables."""
    variables = project.root.iterfind("Variables/Variable")
    names = {guid_of(one.get("guid", "")): one.get("name", "") for one in variables}
    values = {}
    for one in element.iterfind("VariableValue"):
        reference = one.find("VariableRef")
        name = names.get(guid_of(reference.get("targetGUID", ""))) if reference is not None else ""
        value = next((child.text for child in one if child.tag.endswith("Value") and child.text), "")
        if name and value:
            values[name] = value
    return values
