"""What the commands have in common that open a surface in a browser."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from collections.abc import Sequence as Many
from typing import Any

from vuoro.model import LANGUAGES


def about_serving(parser: argparse.ArgumentParser) -> None:
    """The options --surface, --port and --no-browser."""
    parser.add_argument(
        "--surface",
        choices=LANGUAGES,
        default="",
        help="language of the surface (else the project's, or that of the talk)",
    )
    parser.add_argument(
        "--port", type=int, help="where to listen on this machine (default: 8736, or any free one)"
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")


def serve(names: Many[str], opened: Callable[[int], Any], options: argparse.Namespace, what: str) -> None:
    """Serve surfaces to this machine until somebody stops it."""
    import webbrowser

    from vuoro.widget import serving

    server = serving.serve(names, opened, port=options.port)
    print(f"{what}; everything is saved as you go. Stop with Ctrl+C.")
    print(server.address, flush=True)
    if not options.no_browser:
        webbrowser.open(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
