"""The command line as a page, from the parsers themselves."""

from __future__ import annotations

import argparse
import os

from vuoro import cli

NAMES = {"importing": "import"}
"""Commands that are called otherwise than their module."""


def pages():
    """The one page: every command with what it takes and its example, in the order of the help."""
    os.environ["COLUMNS"] = "80"  # argparse folds lines to the terminal
    parser = cli._parser()
    commands = dict(_commands(parser))
    blocks = [
        "# Command line",
        f"{parser.description} `vuoro COMMAND --help` prints what stands here.",
        "A command returns 0 when all was done, 1 when some files could not be used, and 2 when nothing was done.",
    ]
    for group, names in cli.COMMANDS.items():
        blocks.append(f"## {_sentence(group).removesuffix('.')}")
        for name in names:
            name = NAMES.get(name, name)
            blocks += _command(name, commands[name], level=3)
    yield "commands.md", "\n\n".join(blocks) + "\n"


def _command(name, parser, *, level):
    what = " ".join((parser.description or "").split())
    yield f"{'#' * level} {parser.prog if level > 3 else f'vuoro {name}'}"
    if what:
        yield _sentence(what)
    yield f"```text\n{parser.format_usage().removeprefix('usage: ').strip()}\n```"
    for group in parser._action_groups:
        told = [_option(one) for one in group._group_actions if _shown(one)]
        if told:
            yield "\n\n".join(told)
    for inner, below in _commands(parser):
        yield from _command(inner, below, level=level + 1)
    if parser.epilog:
        yield f"```text\n{parser.epilog.strip()}\n```"


def _shown(action):
    return not isinstance(action, argparse._HelpAction | argparse._SubParsersAction) and (
        action.help is not argparse.SUPPRESS
    )


def _option(action):
    """One option as an entry of a definition list."""
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    shown = argparse.HelpFormatter("vuoro")._format_args(action, action.dest.upper())
    value = f"`{shown}`" if shown else ""
    return f"{' '.join(filter(None, (names, value)))}\n: {_help(action)}"


def _help(action):
    told = (action.help or "").replace("%%", "%").replace("%(default)s", str(action.default))
    return _sentence(_plain(told)) or "(see above)"


def _plain(text):
    """Help is plain text: signs that Markdown would take for markup are kept as they are."""
    return "`".join(
        part if at % 2 else part.replace("*", r"\*").replace("_", r"\_").replace("<", r"\<")
        for at, part in enumerate(text.split("`"))
    )


def _sentence(text):
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…")) or not text else f"{text}."


def _commands(parser):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = set()
            for name, command in action.choices.items():
                if command not in told:  # a second name of a command is no second command
                    told.add(command)
                    yield name, command
