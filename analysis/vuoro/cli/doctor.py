"""``vuoro doctor``: what works here, what is missing, and which command adds it."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vuoro.cli.arguments import DONE, UNUSABLE, command

if TYPE_CHECKING:
    from vuoro.cli.installed import Finding

_SIGNS = {"works": "✓", "missing": "–", "broken": "✗"}
_INDENT = " " * 17


def add(commands: Any) -> None:
    doctor = command(
        commands,
        "doctor",
        _doctor,
        "say what works on this machine, what is missing, and which command adds it",
        "vuoro doctor",
    )
    doctor.add_argument("--json", action="store_true", help="the same for a program")


def _doctor(options: argparse.Namespace) -> int:
    from vuoro.cli.installed import BROKEN, examined

    found = list(examined())
    if options.json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(found)))
    return UNUSABLE if any(finding.state == BROKEN for finding in found) else DONE


def _told(found: Sequence[Finding]) -> list[str]:
    lines = []
    for finding in found:
        first = f"{_SIGNS[finding.state]} {finding.what:<15}"
        lines.append(textwrap.fill(f"{first}{finding.says}", 100, subsequent_indent=_INDENT))
        if finding.remedy:
            lines.append(f"{_INDENT}→ {finding.remedy}")
    return lines
