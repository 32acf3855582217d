"""What IPython is told when the extension is loaded, and how it forgets it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from vuoro.display.tables import KINDS, ROWS, html, plain, table
from vuoro.model import LANGUAGES, VuoroError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

LISTS = (list, tuple)


class BadWish(VuoroError):
    """`%vuoro` was asked for something that it cannot do."""


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Show our records as tables from now on; names are English until ``%vuoro sv`` or ``%vuoro fi``."""
    _show(shell, "en", ROWS)
    magic: Any = partial(_vuoro, shell)
    shell.register_magic_function(magic, "line", "vuoro")


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Show our records again as Python does."""
    for formatter in _formatters(shell):
        for kind in KINDS:
            formatter.pop(kind, None)
    html_of, plain_of = _formatters(shell)
    for kind in LISTS:
        html_of.pop(kind, None)
        plain_of.for_type(kind, _usual(kind))
    shell.magics_manager.magics["line"].pop("vuoro", None)


def _vuoro(shell: InteractiveShell, line: str) -> None:
    """``%vuoro sv`` or ``%vuoro sv 50``: the language of names, and how many rows of a list are shown."""
    language, _, rows = line.strip().partition(" ")
    if language not in LANGUAGES or not (rows or "1").strip().isdecimal():
        raise BadWish(
            f"%vuoro {line}: say a language ({', '.join(LANGUAGES)}) and, if you like, a number of rows"
        )
    _show(shell, language, int(rows or ROWS))


def _show(shell: InteractiveShell, language: str, rows: int) -> None:
    html_of, plain_of = _formatters(shell)
    for kind in (*KINDS, *LISTS):
        html_of.for_type(kind, partial(_html, language=language, rows=rows))
        plain_of.for_type(kind, partial(_plain, language=language, rows=rows, usual=_usual(kind)))


def _html(thing: Any, *, language: str, rows: int) -> str | None:
    made = table(thing, language, rows)
    return None if made is None else html(made)


def _plain(
    thing: Any, printer: Any, cycle: bool, *, language: str, rows: int, usual: Callable[..., None] | None
) -> None:
    made = None if cycle else table(thing, language, rows)
    if made is None and usual is not None:
        usual(thing, printer, cycle)
    else:
        printer.text(repr(thing) if made is None else plain(made))


def _usual(kind: type) -> Callable[..., None] | None:
    """How IPython shows a list of anything else."""
    from IPython.lib import pretty

    found: Callable[..., None] | None = pretty._type_pprinters.get(kind)
    return found


def _formatters(shell: InteractiveShell) -> tuple[Any, Any]:
    formatters: Any = shell.display_formatter.formatters  # type: ignore[union-attr]
    return formatters["text/html"], formatters["text/plain"]
