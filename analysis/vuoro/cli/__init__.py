"""The ``vuoro`` command: a thin face over the functions of the package.

A command is a module of this package with a function ``add(commands)``, and its name in
``COMMANDS``, which is also the order in the help.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from vuoro import __version__
from vuoro.cli.arguments import DONE, UNUSABLE
from vuoro.model import VuoroError

COMMANDS = (
    "run",
    "report",
    "check",
    "convert",
    "export",
    "pseudonymise",
    "new",
    "add",
    "status",
    "annotate",
    "adjudicate",
    "annotations",
    "importing",
    "codebook",
    "explain",
    "measure",
    "measures",
    "survey",
    "teach",
    "evaluate",
    "agreement",
    "learn",
    "ask",
    "next",
    "search",
    "get",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, 1 if some files could not be used, 2 if nothing could be done."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except VuoroError as error:
        print(f"vuoro: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # Whoever read our output (`head`, a pager) has seen enough; Python must not flush into it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("vuoro: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vuoro",
        description="Did the client get to take part? Annotates and measures transcribed service encounters.",
    )
    parser.add_argument("--version", action="version", version=f"vuoro {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"vuoro.cli.{name}").add(commands)
    return parser
