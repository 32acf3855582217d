"""The kernels in which notebooks are run. Needs the extra ``lab``."""

from __future__ import annotations

import subprocess
from typing import Any

from jupyter_client.manager import AsyncKernelManager


class QuietKernel(AsyncKernelManager):
    """A kernel whose own log does not reach the terminal; what cells print is in the notebook."""

    async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
        await super().start_kernel(stderr=subprocess.DEVNULL, **options)
