"""``vuoro pseudonymise``: transcripts in which other people meet, after a human has seen what changes."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import (
    DONE,
    INDIRECT,
    SOME_FAILED,
    about_files,
    about_names,
    about_talk,
    command,
    reading,
)
from vuoro.model import Encounter, VuoroError

if TYPE_CHECKING:
    from vuoro.formats import Group
    from vuoro.privacy import Key, Known, Row

HONEST = f"Everything above is a suggestion: read it, and read the transcripts. {INDIRECT}"


def add(commands: Any) -> None:
    parser = command(
        commands,
        "pseudonymise",
        _pseudonymise,
        "find names and numbers that identify people, show what would stand instead, and write that. "
        "Indirect identifiers (workplace, village, rare diagnosis) are not found",
        "vuoro pseudonymise interviews/ --plan plan.csv # and when you have read it: "
        "vuoro pseudonymise interviews/ --out shared --apply plan.csv --key ~/keys/interviews.json",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="transcripts, or folders of them")
    parser.add_argument("--out", metavar="DIR", help="the folder that may be given away; needed for --apply")
    about_names(parser)
    parser.add_argument("--key", metavar="PATH", help="who is who; kept outside --out, for its owner only")
    parser.add_argument("--plan", metavar="CSV", help="write the list to a table, to be read and edited")
    parser.add_argument("--apply", metavar="CSV", help="carry out a table that has been read and edited")
    about_files(parser)
    about_talk(parser)


def _pseudonymise(options: argparse.Namespace) -> int:
    from vuoro import privacy

    if options.apply and not options.key:
        raise VuoroError(
            "--apply needs --key PATH: without a key nobody can keep pseudonyms the same, or undo one."
        )
    if options.apply and not options.out:
        raise VuoroError("--apply needs --out DIR, a folder that may be given away.")
    for private in filter(None, (options.key, options.plan, options.apply) if options.out else ()):
        privacy.check_apart(Path(private), Path(options.out))
    read = _read(options)
    corpus = options.corpus or privacy.corpus_of(options.paths)
    known = _known(options)
    before = privacy.read_key(options.key, corpus) if options.key else privacy.Key(corpus=corpus)
    rows, key = privacy.plan([encounter for _, encounter in read], before, known)
    if not options.apply:
        return _preview(rows, options.plan)
    chosen = privacy.read_plan(options.apply)
    key = privacy.agreed(key, before, chosen)
    out = Path(options.out)
    privacy.write_key(key, options.key, out=out)
    declined = {row.found for row in rows} - {row.found for row in chosen if row.apply}
    return _carry_out(read, chosen, key, out, known, declined)


def _read(options: argparse.Namespace) -> list[tuple[Group, Encounter]]:
    from vuoro import formats

    read = [
        (group, encounter)
        for group in formats.gather(options.paths)
        for encounter in formats.read_group(group, **reading(options))
    ]
    if not read:
        raise VuoroError(f"{', '.join(options.paths)}: no transcripts there.")
    distinct = formats.distinct(encounter for _, encounter in read)
    return [(group, encounter) for (group, _), encounter in zip(read, distinct, strict=True)]


def _known(options: argparse.Namespace) -> Known:
    from vuoro.language.entities import recogniser
    from vuoro.privacy import Known, read_names

    names = tuple(name for path in options.names for name in read_names(path))
    return Known(names=names, recognise=recogniser(options.ner) if options.ner else None)


def _preview(rows: Sequence[Row], plan: str | None) -> int:
    """Print what would change; write nothing but the plan."""
    from vuoro.privacy import as_csv

    for row in rows:
        print(_line(row))
    _summary(rows)
    if not plan:
        print("Nothing was written. --plan FILE writes this list to be edited.")
        return DONE
    _keep(as_csv(rows), Path(plan))
    print(
        f"Edit {plan} (apply: yes or no, replacement), then say --out DIR --key PATH --apply {plan}. It holds the real names."
    )
    return DONE


def _line(row: Row) -> str:
    mark = "" if row.apply else "  (only if you say yes)"
    where = f"{row.encounter}:{row.line}" if row.line else f"{row.encounter} {row.place}"
    told = f"{row.found} → {row.replacement}"
    return "\t".join(map(_shown, (where, row.kind, told, f"{row.confidence:.2f}{mark}", f"…{row.context}…")))


def _shown(text: str) -> str:
    """A transcript may hold signs that command a terminal; they are shown as a dot."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def _keep(table: str, plan: Path) -> None:
    """Write the plan where there is none yet, for its owner only from the first byte on."""
    try:
        plan.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(plan, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise VuoroError(f"{plan} is there already, and may have been edited. Name another file.") from None
    except OSError as error:
        raise VuoroError(f"{plan}: cannot be written ({error.strerror}). Name another file.") from None
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        file.write(table)


def _summary(rows: Sequence[Row]) -> None:
    kinds = Counter(row.kind for row in rows)
    print(f"{len(rows)} finds: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print(HONEST)


def _carry_out(
    read: Sequence[tuple[Group, Encounter]],
    rows: Sequence[Row],
    key: Key,
    out: Path,
    known: Known,
    declined: set[str],
) -> int:
    from vuoro.formats.writing import write
    from vuoro.privacy import pseudonymised

    done = [pseudonymised(encounter, rows, key.pseudonyms()) for _, encounter in read]
    write(done, out / "encounters.json", format="vuoro")
    elsewhere = _elsewhere(rows)
    files: dict[Group, list[int]] = {}
    for at, (group, _) in enumerate(read):
        files.setdefault(group, []).append(at)
    for group, members in files.items():
        _write_group(group, [read[at][1] for at in members], [done[at] for at in members], out, elsewhere)
    print(f"{len(done)} encounters are in {out}; the key is not, and belongs under lock.")
    return _left(done, key, known, declined)


def _elsewhere(rows: Sequence[Row]) -> Callable[[str], str]:
    """What changes in a file outside the talk."""
    from vuoro.privacy.replacing import swapper

    return swapper({row.found: row.replacement for row in rows if row.apply and row.place != "talk"})


def _write_group(
    group: Group, was: list[Encounter], now: list[Encounter], out: Path, elsewhere: Callable[[str], str]
) -> None:
    """The files of a group in their own format: by its writer, or with other words in the same file."""
    from vuoro.formats.retelling import retold
    from vuoro.formats.writing import WRITERS, Unwritable, file_names, write

    format = was[0].source.format
    if format in WRITERS and not (WRITERS[format].several or WRITERS[format].folder):
        target = WRITERS[format]
        names = file_names(one.id for one in now)
        for one in now:
            report = write(one, out / (names[one.id] + target.suffix), format=target.name)
            _tell(f"{one.id}, {loss.text}: {loss.message}" for loss in report.losses)
        return
    try:
        if len(group.files) > 1:
            raise Unwritable(f"{group.name}: its files are written together, in encounters.json only.")
        data = retold(group.files[0], was, now, elsewhere)
        with (out / elsewhere(group.files[0].name)).open("xb") as file:
            file.write(data)
    except (VuoroError, OSError) as error:
        _tell([f"not in its own format, only in encounters.json: {error}"])


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _left(done: Sequence[Encounter], key: Key, known: Known, declined: set[str]) -> int:
    """The leak check of what was written, without what a human has said no to."""
    from vuoro.privacy import leaks

    after = replace(known, names=(*key.names, *known.names), pseudonyms=key.pseudonyms())
    left = [leak for one in done for leak in leaks(one, after) if leak.text not in declined]
    for leak in left:
        print(
            _shown(f"left: {leak.encounter}:{leak.line or leak.place}, {leak.kind}: {leak.text} ({leak.why})")
        )
    print(f"Leak check: {len(left)} left that nobody has decided on. {HONEST}")
    return SOME_FAILED if left else DONE
