"""What several commands ask for: who is who, which language, which format; and progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from vuoro.cli.parsing import UNUSABLE as UNUSABLE
from vuoro.model import LANGUAGES, ROLES, TRANSCRIBED

if TYPE_CHECKING:
    from pathlib import Path

    from vuoro.model import Encounter

DONE, SOME_FAILED = 0, 1
"""What a command returns to the shell: all done, some files could not be used, nothing was done."""


def command(
    commands: Any, name: str, function: Any, what: str, example: str, *, also: str = ""
) -> argparse.ArgumentParser:
    """A command of that name, which calls ``function(options)`` and shows an example in its help.

    ``also`` is another name by which it can be called.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name, aliases=[also] if also else [], description=what, epilog=f"example: {example}"
    )
    parser.set_defaults(command=function, parser=parser, what=what)
    return parser


def about_files(parser: argparse.ArgumentParser) -> None:
    """Options on how to read: --format, --convention, --column, --transcribed."""
    parser.add_argument("--format", help="read everything as this format (else the file name decides)")
    parser.add_argument(
        "--convention",
        choices=("jefferson", "gat2", "chat", "plain"),
        help="how the talk is transcribed (else guessed)",
    )
    parser.add_argument(
        "--column",
        type=pair,
        action="append",
        default=[],
        metavar="text=NAME",
        help="which column of a table is the text, speaker, turn, encounter, role, start or end",
    )
    parser.add_argument(
        "--transcribed",
        choices=TRANSCRIBED,
        help="how talk became text (else what the file shows); raw recogniser output limits what is measured",
    )


INDIRECT = (
    "What identifies indirectly (a workplace, a village, a rare diagnosis, a family) is not found, and "
    "neither is a voice."
)


def about_names(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Options on who is to be hidden: --names, --ner, --corpus."""
    parser.add_argument(
        "--names",
        action="append",
        default=[],
        metavar="FILE",
        help="a list of real names, one a line, or a CSV with the columns name, kind, pseudonym",
    )
    parser.add_argument("--ner", metavar="MODEL", help="an installed spaCy model that marks names")
    parser.add_argument("--corpus", metavar="NAME", help="what the corpus is called (default: its folder)")


def about_key(parser: argparse.ArgumentParser) -> None:
    """The option --key of a command that looks for leaks."""
    parser.add_argument(
        "--key",
        metavar="PATH",
        help="the key of vuoro pseudonymise: its names are looked for, its pseudonyms are no leaks",
    )


def about_talk(parser: argparse.ArgumentParser) -> None:
    """Options on the talk: --language, --role."""
    parser.add_argument(
        "--language", choices=LANGUAGES, help="language of the talk (else from the file, or guessed)"
    )
    parser.add_argument(
        "--role",
        type=role,
        action="append",
        default=[],
        metavar="SPEAKER=ROLE",
        help=f"who is who, where the file does not say: {', '.join(ROLES)}",
    )


def about_coders(parser: argparse.ArgumentParser) -> None:
    """Which machines suggest: --coders."""
    parser.add_argument(
        "--coders",
        type=lambda text: tuple(name.strip() for name in text.split(",") if name.strip()),
        default=("rules", "learned"),
        metavar="rules,learned",
        help="which machines suggest: rules, learned (the coder that ships for the language), or the file "
        "of a coder from `vuoro learn` (default: rules,learned, where the learned one was measured to be "
        "better; else rules)",
    )


def reading(options: argparse.Namespace) -> dict[str, Any]:
    """The options of :func:`about_files` and :func:`about_talk`, as ``formats.read`` wants them."""
    return {
        "format": options.format,
        "language": options.language,
        "convention": options.convention,
        "roles": dict(options.role),
        "columns": dict(options.column),
        "transcribed": options.transcribed,
    }


def read_all(options: argparse.Namespace, **more: Any) -> tuple[list[Encounter], list[Path]]:
    """Every encounter of ``options.paths``, read as the options say, and the files that they came from."""
    from vuoro import formats

    groups = formats.gather(options.paths)
    encounters = formats.distinct(
        encounter
        for group in progress(groups, total=len(groups), desc="reading")
        for encounter in formats.read_group(group, **reading(options), **more)
    )
    return encounters, [path for group in groups for path in group.files]


def progress(things: Iterable[Any], *, total: int, desc: str) -> Iterator[Any]:
    """A bar on standard error; seldom redrawn where nobody is looking."""
    from tqdm import tqdm

    return iter(
        tqdm(things, total=total, desc=desc, file=sys.stderr, mininterval=0.2 if sys.stderr.isatty() else 15)
    )


def seen(text: str) -> str:
    """A stretch of a transcript for a terminal, which must not obey what somebody put into it.

    Examples
    --------
    >>> seen("so \\x1b[2J\\n you")
    'so ␛[2J  you'
    """
    return text.translate(_PICTURES)


_PICTURES = (
    {code: 0x2400 + code for code in range(32)} | {0x7F: 0x2421} | dict.fromkeys(map(ord, "\n\r\t"), " ")
)


def pair(text: str) -> tuple[str, str]:
    """``NAME=VALUE`` as a pair."""
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name.strip(), value.strip()


def role(text: str) -> tuple[str, str]:
    """``SPEAKER=ROLE``, with a role that there is."""
    speaker, named = pair(text)
    if named not in ROLES:
        raise argparse.ArgumentTypeError(f"{named!r} is not a role; the roles are {', '.join(ROLES)}")
    return speaker, named
