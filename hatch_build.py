"""The wheel also carries what people try the package on; a development install finds it in the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Samples(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"] |= {str(path): f"vuoro/{path}" for path in self.samples()}

    def samples(self) -> list[Path]:
        """Hatch takes a folder whole, with the checkpoints of JupyterLab; so file by file."""
        root = Path(self.root)
        files = [p.relative_to(root) for top in ("corpora", "notebooks") for p in (root / top).rglob("*")]
        return [
            p for p in files if (root / p).is_file() and not any(part.startswith(".") for part in p.parts)
        ]
