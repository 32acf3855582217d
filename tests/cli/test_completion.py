"""Completion as a real shell asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vuoro.cli import main
from vuoro.cli.completion import SHELLS

PROGRAMS = Path(sys.executable).parent

ASK = """
eval "$(vuoro completion bash)"
complete -p vuoro >/dev/null
function=$(complete -p vuoro | sed -E 's/.*-F ([^ ]+) .*/\\1/')
COMP_WORDS=(vuoro run talk --la) COMP_CWORD=3 COMP_LINE="vuoro run talk --la" COMP_POINT=19 COMP_TYPE=9
$function vuoro --la talk
printf '%s\\n' "${COMPREPLY[@]}"
"""


def test_bash_completes_the_options_of_a_command():
    bash = shutil.which("bash") or pytest.skip("no bash here")
    environment = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    asked = subprocess.run([bash, "-c", ASK], capture_output=True, text=True, env=environment, check=True)
    assert asked.stdout.split() == ["--lang", "--language"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script_for_vuoro(shell, capsys):
    assert main(["completion", shell]) == 0
    assert "vuoro" in capsys.readouterr().out
