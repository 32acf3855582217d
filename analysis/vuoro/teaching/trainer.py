"""A small form in a notebook that makes a pack, for a trainer who writes no Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro import codebooks, wording
from vuoro.model import LANGUAGES, VuoroError
from vuoro.teaching.packs import MINUTES, THEMES, Pack
from vuoro.teaching.sources import gather
from vuoro.teaching.writing import write

if TYPE_CHECKING:
    from ipywidgets import VBox

OWN_NAMES = {"sv": "Svenska", "fi": "Suomi", "en": "English"}
"""What each language calls itself, so that everybody finds theirs."""


class NoForm(VuoroError):
    """The form cannot be shown; the message says what to install."""


def form(corpora: str | Path = "corpora", out: str | Path = "pack", *, language: str = "sv") -> VBox:
    """A form with a theme, a language, a length and two folders, and a button that makes the pack.

    ``language`` is that of the form, and the one that it begins with. What went wrong is told below
    the button. The pack is the one that ``vuoro teach`` makes.

    Raises
    ------
    NoForm
        ipywidgets is not installed.

    Examples
    --------
    >>> [field.description for field in form(language="en").children[:5]]
    ['Theme', 'Language', 'Minutes', 'Material', 'New folder']
    """
    try:
        import ipywidgets as fields
    except ImportError:
        raise NoForm("the form needs ipywidgets: pip install 'vuoro[lab]'; or use `vuoro teach`") from None
    _ = wording.translator(language)
    ways = codebooks.load("participation").way_names(language)
    wide = {"layout": fields.Layout(width="36rem"), "style": {"description_width": "9rem"}}
    asked: dict[str, Any] = {
        "theme": fields.Dropdown(
            options=[(ways[way], theme) for theme, way in THEMES.items()],
            value="listen", description=_("Theme"), **wide,
        ),
        "language": fields.Dropdown(
            options=[(OWN_NAMES[one], one) for one in LANGUAGES], value=language, description=_("Language"), **wide
        ),
        "minutes": fields.Dropdown(options=MINUTES, value=MINUTES[-1], description=_("Minutes"), **wide),
        "corpora": fields.Text(value=str(corpora), description=_("Material"), **wide),
        "out": fields.Text(value=str(out), description=_("New folder"), **wide),
    }  # fmt: skip
    button = fields.Button(description=_("Make the pack"), button_style="primary")
    told = fields.Output()
    button.on_click(_pressed(asked, told, _))
    return fields.VBox([*asked.values(), button, told])


def _pressed(asked: dict[str, Any], told: Any, _: Callable[[str], str]) -> Callable[[Any], None]:
    """What the button does: make the pack that the fields ask for, and tell where it is or what is wrong."""

    def make(button: Any) -> None:
        button.disabled = True
        told.outputs = ()
        try:
            told.append_stdout(_made(**{name: field.value for name, field in asked.items()}, _=_))
        except (VuoroError, OSError) as error:
            told.append_stderr(f"{error}\n")
        finally:
            button.disabled = False

    return make


def _made(*, theme: str, language: str, minutes: int, corpora: str, out: str, _: Callable[[str], str]) -> str:
    """Make the pack; answers what to tell of it."""
    material, left_out = gather([corpora.strip()])
    pack = Pack(material=material, theme=theme, language=language, minutes=minutes)
    write(pack, out.strip())
    lines = [_("The pack is made. Open %(page)s.") % {"page": Path(out.strip()) / "index.html"}]
    if left_out:
        lines.append(_("Left out:"))
        lines += [f"{name}: {why}" for name, why in left_out]
    return "\n".join(lines) + "\n"
