"""``vuoro completion``: what a shell needs to complete commands, options and file names."""

from __future__ import annotations

import argparse
from typing import Any

from vuoro.cli.arguments import DONE, command

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def add(commands: Any) -> None:
    completion = command(
        commands,
        "completion",
        _completion,
        "print what makes a shell complete commands, options and file names",
        'vuoro completion bash # in ~/.bashrc: eval "$(vuoro completion bash)"',
    )
    completion.add_argument("shell", choices=SHELLS, help="bash and zsh: eval it in ~/.bashrc or ~/.zshrc")


def _completion(options: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["vuoro"], shell=options.shell))
    return DONE
