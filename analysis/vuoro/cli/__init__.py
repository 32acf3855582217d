"""The ``vuoro`` command: a thin face over the functions of the package.

A command is a module of this package with a function ``add(commands)``, and its name in
``COMMANDS``, under the heading where the help shows it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from vuoro import __version__
from vuoro.cli.arguments import DONE, UNUSABLE
from vuoro.cli.parsing import Parser, listing
from vuoro.model import VuoroError

COMMANDS = {
    "from transcripts to pages": ("run", "report", "explain", "search"),
    "getting transcripts right": ("check", "pseudonymise", "convert", "export", "get"),
    "a study with coders": (
        "new", "add", "status", "annotate", "agreement", "adjudicate", "annotations", "importing", "codebook",
    ),
    "numbers": ("measure", "measures", "survey", "query"),
    "training": ("teach",),
    "coders that are machines": ("evaluate", "learn", "ask", "next"),
    "learning to do all this": ("notebook",),
    "this installation": ("doctor", "completion"),
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0, 1 if some files could not be used, 2 if nothing could be done."""
    parser = _parser()
    if "_ARGCOMPLETE" in os.environ:  # the shell asks what may come next
        import argcomplete

        argcomplete.autocomplete(parser)
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help()
        return UNUSABLE
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


def _parser() -> Parser:
    parser = Parser(
        prog="vuoro",
        description="Did the client get to take part? Annotates and measures transcribed service encounters.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"vuoro {__version__}")
    commands = parser.add_subparsers(
        metavar="COMMAND",
        help="one of those below; its own --help tells more, with an example",
    )
    headed = {heading: _added(modules, commands) for heading, modules in COMMANDS.items()}
    parser.set_defaults(command=None)
    parser.epilog = listing(headed, commands.choices)
    return parser


def _added(modules: Sequence[str], commands: Any) -> list[str]:
    """The names of the commands that these modules add, each once, whatever else it can be called."""
    before = set(commands.choices)
    for module in modules:
        import_module(f"vuoro.cli.{module}").add(commands)
    new = [name for name in commands.choices if name not in before]
    return [name for name in new if commands.choices[name].prog.endswith(f" {name}")]
