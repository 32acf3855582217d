"""Read transcripts: choose the reader, and complete what it gives from what can be known."""

from __future__ import annotations

import gc
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from vuoro.formats.files import READERS, File, Options, Unreadable, format_of, open_file
from vuoro.formats.folders import corpus
from vuoro.formats.folders.gathering import Group, gather
from vuoro.formats.folders.joining import join
from vuoro.formats.roles import place
from vuoro.formats.tongues import guess_language, language_of
from vuoro.model import NOTHING, TRANSCRIBED, Encounter, Problem, VuoroError


def read(
    path: str | Path,
    *,
    format: str | None = None,
    language: str | None = None,
    roles: Mapping[str, str] | None = None,
    convention: str | None = None,
    columns: Mapping[str, str] | None = None,
    transcribed: str | None = None,
) -> Encounter:
    """The one encounter in a file.

    Parameters
    ----------
    path : str or Path
        A transcript.
    format : str, optional
        A name in ``READERS``; without it the file's suffix decides.
    language : str, optional
        ``"sv"``, ``"fi"`` or ``"en"``; without it what the file says, or what its function
        words tell.
    roles : mapping, optional
        Speaker, tier or name to role: ``{"A": "professional", "B": "client"}``.
    convention : str, optional
        How talk is transcribed, ``"jefferson"``, ``"gat2"`` or ``"plain"``, where the format
        leaves it open.
    columns : mapping, optional
        What the columns of a table are: ``{"text": "utterance_text"}``.
    transcribed : str, optional
        ``"manual"``, ``"asr"`` or ``"asr_corrected"``, where the file does not show how talk
        became text, or shows an earlier state of it.

    Raises
    ------
    Unreadable
        There is no talk to be had from the file, or it holds several encounters. What is
        merely wrong in a transcript is in ``encounter.problems``.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name, "visit.csv")
    >>> _ = path.write_text("speaker,text\\nDoctor,What would you like to do?\\nAnn,Just wait.\\n")
    >>> visit = read(path)
    >>> visit
    Encounter('visit', en, 2 turns, 0 problems)
    >>> visit.roles()
    {'Doctor': 'professional', 'Ann': 'unknown'}
    >>> folder.cleanup()
    """
    options = _options(language, roles, convention, columns, transcribed)
    about = corpus.beside(Path(path))
    options = _as_told(options, about) if about else options
    encounters = [_complete(encounter, options, about) for encounter in _told(Path(path), format, options)]
    if len(encounters) > 1:
        names = ", ".join(encounter.id for encounter in encounters[:3])
        reason = f"there are {len(encounters)} encounters in it ({names} ...). read_corpus reads them all."
        raise Unreadable(Path(path).name, None, reason)
    return encounters[0]


def read_corpus(
    paths: str | Path | Iterable[str | Path],
    *,
    format: str | None = None,
    language: str | None = None,
    roles: Mapping[str, str] | None = None,
    convention: str | None = None,
    columns: Mapping[str, str] | None = None,
    transcribed: str | None = None,
    on_error: Callable[[Unreadable], object] | None = None,
) -> list[Encounter]:
    """The encounters of files and folders, in order, each with an id of its own.

    The options are those of :func:`read`. Folders are walked and the files of separate
    speakers joined as :func:`gather` says. Where two encounters have one id, the second is
    called ``id~2`` and has a Problem of rule ``duplicate-encounter``. The first file that cannot be
    read ends the reading with Unreadable; with ``on_error``, a function, that is called with the
    error instead, and the other files are read.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> _ = Path(folder.name, "first.txt").write_text("A: What would you like?\\nB: Just wait.\\n")
    >>> _ = Path(folder.name, "second.txt").write_bytes(b"")
    >>> failures = []
    >>> read_corpus(folder.name, on_error=failures.append)
    [Encounter('first', en, 2 turns, 0 problems)]
    >>> print(*failures)
    second.txt: the file is empty (0 bytes). Was the export finished?
    >>> folder.cleanup()
    """
    encounters: list[Encounter] = []
    with _no_collection():
        for group in gather(paths):
            encounters += read_group(
                group,
                format=format,
                language=language,
                roles=roles,
                convention=convention,
                columns=columns,
                transcribed=transcribed,
                on_error=on_error,
            )
    return distinct(encounters)


def read_group(
    group: Group,
    *,
    format: str | None = None,
    language: str | None = None,
    roles: Mapping[str, str] | None = None,
    convention: str | None = None,
    columns: Mapping[str, str] | None = None,
    transcribed: str | None = None,
    on_error: Callable[[Unreadable], object] | None = None,
) -> list[Encounter]:
    """The encounters of one group of files; the options are those of :func:`read_corpus`.

    The files of a group become one encounter if each holds the talk of one speaker, and
    otherwise an encounter each.
    """
    options = _options(language, roles, convention, columns, transcribed)
    about = _beside(group, on_error)
    options = _as_told(options, about) if about else options
    whole: list[Path] = []
    told: list[Encounter] = []
    for path in group.files:
        try:
            told += _told(path, format, options)
            whole.append(path)
        except Unreadable as error:
            if on_error is None:
                raise
            on_error(error)
    if len(whole) > 1:
        told = join(replace(group, files=tuple(whole)), told)
    return [_complete(encounter, options, about) for encounter in told]


def _beside(group: Group, on_error: Callable[[Unreadable], object] | None) -> Mapping[str, Any]:
    try:
        return corpus.beside(group.files[0])
    except Unreadable as error:
        if on_error is None:
            raise
        on_error(error)
        return NOTHING


def distinct(encounters: Iterable[Encounter]) -> list[Encounter]:
    """The encounters with no id twice: a later one is called ``id~2``, and says so in a Problem.

    Examples
    --------
    >>> first, second = distinct([Encounter(id="visit", turns=()), Encounter(id="visit", turns=())])
    >>> second.id, second.problems[0].rule
    ('visit~2', 'duplicate-encounter')
    """
    kept: dict[str, Encounter] = {}
    copies: dict[str, int] = {}
    for encounter in encounters:
        name = free_name(encounter.id, kept, copies)
        if name != encounter.id:
            encounter = renamed(encounter, name, kept[encounter.id].source.files)
        kept[name] = encounter
    return list(kept.values())


def free_name(id: str, taken: Container[str], copies: dict[str, int]) -> str:
    """The id, or ``id~2``, ``id~3`` …, whichever nobody has yet.

    ``copies`` remembers how far each id has come, for a corpus in which a hundred thousand have the same.
    """
    name, copy = id, copies.get(id, 1)
    while name in taken:
        copy += 1
        name = f"{id}~{copy}"
    copies[id] = copy
    return name


def renamed(encounter: Encounter, name: str, first: Iterable[str]) -> Encounter:
    """The encounter under another name, since one of its own was in the files ``first``; it says so in a Problem."""
    mine, other = ", ".join(encounter.source.files), ", ".join(first)
    who = f"{other} and {mine}" if mine != other else f"two files called {mine}, in different folders,"
    problem = Problem(
        line=None,
        text=encounter.id,
        message=f"{who} hold an encounter {encounter.id!r}; the second is {name!r} here.",
        rule="duplicate-encounter",
        file=encounter.source.files[0] if encounter.source.files else "",
    )
    return replace(
        encounter,
        id=name,
        problems=(*encounter.problems, problem),
        annotations=tuple(replace(move, encounter=name) for move in encounter.annotations),
        sequences=tuple(replace(chain, encounter=name) for chain in encounter.sequences),
    )


def _options(
    language: str | None,
    roles: Mapping[str, str] | None,
    convention: str | None,
    columns: Mapping[str, str] | None,
    transcribed: str | None,
) -> Options:
    return Options(
        language=language_of(language) if language else None,
        roles=roles or NOTHING,
        convention=convention,
        columns=columns or NOTHING,
        transcribed=_known(transcribed),
    )


def _as_told(options: Options, about: Mapping[str, Any]) -> Options:
    """What the folder says of how to read its transcripts; the caller's word goes before."""
    return replace(
        options,
        columns={**about.get("columns", {}), **options.columns},
        convention=options.convention or about.get("convention"),
    )


def _known(transcribed: str | None) -> str | None:
    if transcribed is None or transcribed in TRANSCRIBED:
        return transcribed
    raise VuoroError(f"transcribed={transcribed!r} is none of {', '.join(TRANSCRIBED)}")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Turns hold no cycles, and looking for some while thousands are made takes a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _told(path: Path, format: str | None, options: Options) -> list[Encounter]:
    """What a file itself says."""
    known = READERS[format] if format is not None else format_of(path)
    file = open_file(path, binary=known is not None and known.binary)
    chosen = known or _unknown(file)
    with _no_collection():
        encounters = chosen.function(file, options)
    if not encounters:
        raise Unreadable(file.name, None, f"the {chosen.name} reader found no encounter in it.")
    return [_with_file(encounter, file) for encounter in encounters]


def _unknown(file: File) -> NoReturn:
    choices = ", ".join(f"{name} ({' '.join(one.suffixes)})" for name, one in sorted(READERS.items()))
    reason = (
        f"no reader knows the suffix {file.path.suffix!r}. Say which format it is, format= one of: {choices}."
    )
    raise Unreadable(file.name, None, reason)


def _with_file(encounter: Encounter, file: File) -> Encounter:
    """What decoding had to assume, and the file's name at every problem."""
    own = (problem if problem.file else replace(problem, file=file.name) for problem in encounter.problems)
    return replace(encounter, problems=(*file.problems, *own))


def _complete(encounter: Encounter, options: Options, about: Mapping[str, Any]) -> Encounter:
    """What the file left open: language, roles, and what the folder says of all its transcripts."""
    encounter = corpus.told(encounter, about)
    if options.transcribed:
        encounter = replace(encounter, meta={**encounter.meta, "transcribed": options.transcribed})
    language = encounter.language or options.language
    if language is None and about.get("language"):
        language = language_of(str(about["language"]))
    if language is None:
        language = guess_language([turn.text for turn in encounter.turns])
    return place(replace(encounter, language=language), {**about.get("roles", {}), **options.roles})
