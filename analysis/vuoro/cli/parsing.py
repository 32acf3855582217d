"""The parser of the command line: commands in the order of work, and the nearest name after a slip."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from difflib import get_close_matches
from typing import Any, NoReturn

_NO_SUCH_COMMAND = re.compile(r"argument COMMAND: invalid choice: '(.+?)' \(choose from .*\)", re.DOTALL)
UNUSABLE = 2
"""What a command returns to the shell where nothing was done."""
_NAMES = 15
_WIDTH = 100


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints name what was probably meant."""

    def error(self, message: str) -> NoReturn:
        unknown = _NO_SUCH_COMMAND.fullmatch(message)
        if unknown:
            message = f"no command {unknown[1]!r}.{meant(unknown[1], subparsers(self))}"
        example = f"{self.epilog}\n" if self.get_default("what") else ""
        self.exit(UNUSABLE, f"{self.prog}: {message}\n{example}`{self.prog} --help` tells more\n")

    def parse_args(self, args: Many[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """As argparse does, but an unknown option is told by the command that it was given to."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            asked: argparse.ArgumentParser = getattr(options, "parser", self)
            asked.error(f"{rest[0]!r} is not understood.{meant(rest[0], flags(asked))}".rstrip())
        return options


def subparsers(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """The parsers of the commands of a command, by name; one that has two names by the first."""
    found = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    named: dict[int, tuple[str, argparse.ArgumentParser]] = {}
    for name, command in found[0].items() if found else ():
        named.setdefault(id(command), (name, command))
    return dict(named.values())


def flags(parser: argparse.ArgumentParser) -> list[str]:
    """The options that a command knows."""
    return [flag for action in parser._actions for flag in action.option_strings]


def meant(given: str, known: Iterable[str]) -> str:
    """A sentence with the nearest known name, or nothing where none is near.

    Examples
    --------
    >>> meant("anotate", ["annotate", "run"])
    ' Did you mean annotate?'
    >>> meant("xyz", ["annotate", "run"])
    ''
    """
    close = get_close_matches(given.partition("=")[0], list(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def listing(groups: Mapping[str, Many[str]], parsers: Mapping[str, argparse.ArgumentParser]) -> str:
    """The commands under their headings, each with what it does."""
    return "\n\n".join(
        "\n".join([f"{heading}:", *(_line(name, parsers[name].get_default("what")) for name in names)])
        for heading, names in groups.items()
    )


def _line(name: str, what: str) -> str:
    indent = " " * (_NAMES + 2)
    return textwrap.fill(what, _WIDTH, initial_indent=f"  {name:<{_NAMES}}", subsequent_indent=indent)
