"""Public corpora, fetched by name: ``vuoro get primock57``.

This is the one part of the package that may use the network, and it does so only when it is
called. What there is to fetch is data: a small description says where the files are and what
their checksums must be, and becomes the ``corpus.toml`` beside them, so that the transcripts
can be read at once. Ours lie in ``vuoro/public``; anybody may publish another.

Downloading, caching and checking are `pooch <https://www.fatiando.org/pooch>`_'s.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from hashlib import sha256
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile

from vuoro.model import VuoroError, record

LARGEST_MEMBER = 64 * 2**20
"""Bytes. No transcript is as large, so an archive's member that claims to be is not unpacked."""


class CannotFetch(VuoroError):
    """A corpus that cannot be had: which file, from where, why, and what to do instead."""


@record
class Corpus:
    """Where a corpus is and what it is.

    ``files`` maps a path below ``base`` to its sha256, or to "" where we have never seen the
    file; the first download is then what later ones are held to. ``members`` is a pattern: the
    files are archives, and those of their members that match are the transcripts. ``about`` is
    what the ``corpus.toml`` beside the transcripts is to say.
    """

    name: str
    base: str
    files: Mapping[str, str]
    about: Mapping[str, Any]
    members: str = ""

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(self.base + file for file in self.files)


def known() -> tuple[str, ...]:
    """The names of the corpora that we describe.

    Examples
    --------
    >>> known()
    ('annomi', 'cabnc', 'mrda', 'primock57')
    """
    return tuple(sorted(p.name.removesuffix(".toml") for p in files("vuoro").joinpath("public").iterdir()))


def describe(name: str) -> Corpus:
    """The corpus of that name, or the one that a description at a URL or a path tells of.

    Raises
    ------
    CannotFetch
        There is no such name, or the description lacks something; the message says what.

    Examples
    --------
    >>> corpus = describe("primock57")
    >>> corpus.about["licence"], len(corpus.files)
    ('CC BY 4.0', 114)
    """
    if "://" in name:
        text = _retrieve(name, "", Path(_cache()), "corpus.toml").read_text("utf-8")
        return _described(PurePosixPath(urlsplit(name).path).parent.name or "corpus", text, name)
    if name.endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise CannotFetch(f"{name}: there is no such file.")
        return _described(path.resolve().parent.name, path.read_text("utf-8"), path.resolve().as_uri())
    if name not in known():
        raise CannotFetch(
            f"no corpus is called {name!r}. Known: {', '.join(known())}; or give the URL of a corpus.toml."
        )
    text = files("vuoro").joinpath("public", f"{name}.toml").read_text("utf-8")
    return _described(name, text, name)


def _described(name: str, text: str, where: str) -> Corpus:
    try:
        about = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotFetch(f"{where}: not TOML: {error}.") from None
    listed = about.pop("files", None)
    if not isinstance(listed, dict) or not listed:
        raise CannotFetch(f"{where}: there is no table [files] of file names and their sha256.")
    for file, digest in listed.items():
        if (
            PurePosixPath(file).is_absolute()
            or ".." in PurePosixPath(file).parts
            or not isinstance(digest, str)
        ):
            raise CannotFetch(
                f"{where}: {file!r} is not a name below the corpus with a sha256, or an empty text."
            )
    base = str(about.pop("base", where.rpartition("/")[0] + "/"))
    members = str(about.pop("members", ""))
    return Corpus(name=name, base=base, files=listed, about=about, members=members)


def get(corpus: Corpus, to: str | Path, *, copies: str | Path | None = None, progress: Any = None) -> Path:
    """Bring the files of a corpus into the folder `to`, each checked, with a ``corpus.toml``.

    Parameters
    ----------
    corpus : from :func:`describe`
    to : a folder; files that are already there and right are not fetched again
    copies : a folder with the files, instead of the network; they may lie anywhere in it
    progress : ``progress(iterable, total=, desc=)``, such as ``tqdm.tqdm``

    Returns
    -------
    Path
        the folder, which ``vuoro run`` takes.

    Raises
    ------
    CannotFetch
        No connection, no such file, or a checksum that does not fit. What was fetched before
        stays, and the next call goes on from there.
    """
    to = Path(to)
    to.mkdir(parents=True, exist_ok=True)
    expected = {**corpus.files, **_remembered(to, corpus)}
    track = progress or (lambda things, **_: things)
    for file in track(list(corpus.files), total=len(corpus.files), desc=corpus.name):
        held = to / file
        if not (held.is_file() and expected[file] in ("", _digest(held))):
            held.parent.mkdir(parents=True, exist_ok=True)
            _bring(corpus, file, expected[file], to, copies)
        expected[file] = _digest(held)
        if corpus.members:
            _unpack(held, to, corpus.members)
    (to / "corpus.toml").write_text(_toml({**corpus.about, "base": corpus.base, "files": expected}), "utf-8")
    return to


def _bring(corpus: Corpus, file: str, digest: str, to: Path, copies: str | Path | None) -> None:
    if copies is None:
        _retrieve(corpus.base + file, digest, to, file)
        return
    copy = _found(Path(copies), file)
    if digest and _digest(copy) != digest:
        raise CannotFetch(f"{copy}: not the file that {corpus.name} is made of (its sha256 is another).")
    shutil.copyfile(copy, to / file)


def _found(folder: Path, file: str) -> Path:
    name = PurePosixPath(file).name
    choices = [folder / file, folder / name, *sorted(folder.rglob(name))]
    for path in choices:
        if path.is_file():
            return path
    raise CannotFetch(f"{folder}: there is no {name} in it.")


def _retrieve(url: str, digest: str, folder: Path, name: str) -> Path:
    import pooch
    import requests

    # Its own messages repeat the path for every file; a progress bar is enough.
    pooch.get_logger().setLevel("ERROR")
    try:
        return Path(pooch.retrieve(url, known_hash=digest or None, fname=name, path=folder))
    except requests.exceptions.RequestException as error:
        reason = "there is no connection" if error.response is None else f"the server says {error}"
        raise CannotFetch(f"{url}: {reason}. A copy that you have can be used with --from DIR.") from None
    except ValueError as error:
        raise CannotFetch(f"{url}: {error}") from None


def _cache() -> str:
    import pooch

    return str(pooch.os_cache("vuoro"))


def _remembered(to: Path, corpus: Corpus) -> Mapping[str, str]:
    """The checksums of an earlier download, for files that the description has none for."""
    try:
        seen = tomllib.loads((to / "corpus.toml").read_text("utf-8")).get("files", {})
    except (FileNotFoundError, tomllib.TOMLDecodeError):
        return {}
    return {file: seen[file] for file, digest in corpus.files.items() if not digest and file in seen}


def _unpack(archive: Path, to: Path, pattern: str) -> None:
    """The transcripts of an archive, flat and by name; a name that occurs twice keeps its folder's."""
    try:
        with ZipFile(archive) as zipped:
            for member in zipped.infolist():
                path = PurePosixPath(member.filename)
                if member.is_dir() or not fnmatch(path.name, pattern):
                    continue
                if member.file_size > LARGEST_MEMBER:
                    raise CannotFetch(f"{archive.name}: {member.filename} is too large to be a transcript.")
                target = to / "_".join(part for part in path.parts[1:] if part not in ("..", "/"))
                target.write_bytes(zipped.read(member))
    except BadZipFile as error:
        raise CannotFetch(f"{archive}: not a zip archive ({error}). Delete it and fetch again.") from None


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _toml(about: Mapping[str, Any]) -> str:
    """Texts and tables of texts: all that a corpus.toml holds."""
    import json

    plain = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in about.items()
        if not isinstance(value, dict)
    ]
    tables = [
        line
        for key, table in about.items()
        if isinstance(table, dict)
        for line in ("", f"[{key}]", *_rows(table.items()))
    ]
    return "\n".join([*plain, *tables]) + "\n"


def _rows(items: Iterable[tuple[str, Any]]) -> Iterable[str]:
    import json

    return (f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in items)
