"""``vuoro check``: what may be wrong with transcripts, where, and what to do about it."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import DONE, SOME_FAILED, UNUSABLE, about_key, about_talk, command, pair
from vuoro.model import TRANSCRIBED

if TYPE_CHECKING:
    from vuoro.checking import Finding
    from vuoro.formats import Group
    from vuoro.model import Encounter
    from vuoro.privacy import Known

COLUMNS = ("file", "line", "column", "rule", "severity", "text", "message", "mend", "encounter", "turn")


def add(commands: Any) -> None:
    check = command(
        commands,
        "check",
        _check,
        "look for flaws in transcripts: signs, times, speakers, and what could not be read",
        "vuoro check interviews/ --ignore long-turn",
    )
    check.add_argument("paths", nargs="*", metavar="PATH", help="transcripts, or folders of them")
    check.add_argument(
        "--only", action="append", default=[], metavar="RULE", help="look for this rule; may be repeated"
    )
    check.add_argument(
        "--ignore", action="append", default=[], metavar="RULE", help="switch this rule off; may be repeated"
    )
    check.add_argument("--rules", action="store_true", help="list the rules, and look at nothing")
    check.add_argument(
        "--privacy", action="store_true", help="also look for details that may tell who somebody is"
    )
    check.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="how findings are told"
    )
    check.add_argument(
        "--read-as", metavar="FORMAT", help="read everything as this format (else the name decides)"
    )
    check.add_argument(
        "--convention", choices=("jefferson", "gat2", "chat", "plain"), help="how the talk is transcribed"
    )
    check.add_argument(
        "--column", type=pair, action="append", default=[], metavar="text=NAME", help="see vuoro run"
    )
    check.add_argument(
        "--transcribed", choices=TRANSCRIBED, help="how talk became text (else what the file shows)"
    )
    about_key(check)
    about_talk(check)


def _check(options: argparse.Namespace) -> int:
    from vuoro import checking, formats, privacy

    if options.rules:
        return _list_rules()
    if not options.paths:
        raise formats.Unreadable(
            "vuoro check", None, "say which transcripts, for example: vuoro check visit.cha"
        )
    checking.chosen(options.only, options.ignore)  # a slip in a rule's name is told before anything is read
    known = privacy.known_by(options.key) if options.key else privacy.Known()
    checked = [(group, *_group(group, known, options)) for group in formats.gather(options.paths)]
    findings = [finding for _, found, _ in checked for finding in found]
    clean = [_named(group) for group, found, read in checked if read and not found]
    taken = [f"{_named(group)}: read as {one}" for group, _, read in checked for one in _columns(read)]
    _tell(findings, [*taken, *(f"{name}: nothing found" for name in clean)], options.format)
    if not any(read for *_, read in checked):
        return UNUSABLE
    return SOME_FAILED if findings else DONE


def _list_rules() -> int:
    from vuoro import checking

    for rule in checking.rules().values():
        print(f"{rule.id} ({rule.severity}): {rule.meaning} {rule.mend}")
    return DONE


def _named(group: Group) -> str:
    return ", ".join(map(str, group.files))


def _columns(read: Sequence[Encounter]) -> list[str]:
    """Which columns of a table were taken for what: nobody sees a slip in that in the talk."""
    return list(dict.fromkeys(str(one.meta["columns"]) for one in read if one.meta.get("columns")))


def _group(
    group: Group, known: Known, options: argparse.Namespace
) -> tuple[list[Finding], Sequence[Encounter]]:
    """The findings in the files of one group, and the encounters that were read from it."""
    from vuoro import checking, formats

    try:
        encounters = formats.read_group(
            group,
            format=options.read_as,
            language=options.language,
            convention=options.convention,
            roles=dict(options.role),
            columns=dict(options.column),
            transcribed=options.transcribed,
        )
    except formats.Unreadable as error:
        wanted = checking.chosen(options.only, options.ignore)
        return ([_unreadable(error, group)] if "unreadable-file" in wanted else []), ()
    paths = {path.name: str(path) for path in group.files}
    sources = {path.name: _text(path) for path in group.files}
    found = [
        replace(finding, file=paths.get(finding.file, finding.file))
        for encounter in encounters
        for finding in checking.check(
            encounter,
            only=options.only,
            ignore=options.ignore,
            sources=sources,
            private=options.privacy or bool(options.key),
            known=known,
        )
    ]
    return found, encounters


def _text(path: Path) -> str:
    """The text of a file, or nothing where its format is not one of text and has no columns."""
    from vuoro import formats

    known = formats.files.format_of(path)
    return "" if known and known.binary else formats.open_file(path).text


def _unreadable(error: Any, group: Group) -> Finding:
    from vuoro import checking

    rule = checking.rules()["unreadable-file"]
    return checking.Finding(
        file=str(group.files[0]),
        line=error.line,
        column=None,
        rule=rule.id,
        severity=rule.severity,
        text="",
        message=error.reason,
        mend=rule.mend,
    )


def _tell(findings: Sequence[Finding], besides: Sequence[str], form: str) -> None:
    from vuoro.annotations import inert

    if form == "json":
        json.dump([_row(finding) for finding in findings], sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif form == "csv":
        table = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(
            {name: inert(told) if isinstance(told, str) else told for name, told in _row(finding).items()}
            for finding in findings
        )
    else:
        from vuoro.checking.finding import visible

        print("\n".join([*map(_line, findings), *map(visible, besides), *_sum(findings)]))


def _row(finding: Finding) -> dict[str, Any]:
    told = asdict(finding)
    return {name: told[name] for name in COLUMNS}


def _line(finding: Finding) -> str:
    from vuoro.checking.finding import visible

    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    quoted = f" “{finding.text}”:" if finding.text else ""
    told = f"{place}: {finding.severity} {finding.rule}:{quoted} {finding.message} {finding.mend}"
    return visible(told.rstrip())


def _sum(findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        found, files = len(findings), len({finding.file for finding in findings})
        many = f"{found} finding{'s' * (found > 1)} in {files} file{'s' * (files > 1)}"
        yield f"{many}. Switch a rule off with --ignore RULE."
