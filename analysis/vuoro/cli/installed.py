"""What of this installation works, what is missing, and which command adds it."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution, entry_points, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from vuoro import learning, wording
from vuoro.model import LANGUAGES, VuoroError, record
from vuoro.plots import style
from vuoro.report.printing import BROWSERS
from vuoro.widget.sounds import KINDS

WORKS, MISSING, BROKEN = "works", "missing", "broken"

EXTRAS = {
    "lab": "JupyterLab, the annotator in a notebook, notebooks on your own project",
    "models": "to train a coder, to compare groups with mixed models",
    "llm": "to ask a language model that runs on this machine",
    "nlp": "turns as spaCy documents, names found by a spaCy model",
    "scale": "many processes and machines, queries over results",
    "docs": "to build the documentation",
    "test": "to run the tests",
}
"""What each extra is for; an extra that is not here is told by its name alone."""

_SIGNS = "↑↓°⌈⌉⌊⌋∆∇≈☺→åäöÅÄÖ"
_WIDGET = Path("share/jupyter/lab/settings/overrides.d/vuoro.json")


@record
class Finding:
    """One thing that was looked at: ``state`` is works, missing (optional) or broken (needed)."""

    what: str
    state: str
    says: str
    remedy: str = ""


def examined() -> Iterator[Finding]:
    """Everything that `vuoro doctor` looks at, the needed things first."""
    looks: tuple[Callable[[], Finding], ...] = (
        _python, _core, _texts, _writing, _figures,
        *(partial(_extra, name) for name in _extras()),
        _annotator, _browser, _audio, _models, *(partial(_coder, language) for language in LANGUAGES),
    )  # fmt: skip
    yield from (look() for look in looks)


def _python() -> Finding:
    says = (
        f"{platform.python_version()} on {platform.system()}, vuoro {version('vuoro')} in {Path(sys.prefix)}"
    )
    return Finding(what="Python", state=WORKS, says=says)


def _core() -> Finding:
    wrong = [told for needed in _needed("") if (told := _short_of(needed))]
    if wrong:
        return Finding(what="core", state=BROKEN, says="; ".join(wrong), remedy="pip install --upgrade vuoro")
    return Finding(what="core", state=WORKS, says=f"{len(_needed(''))} packages, none older than declared")


def _texts() -> Finding:
    try:
        for language in LANGUAGES:
            wording.catalogue(language)
    except (OSError, VuoroError) as error:
        remedy = "pip install --force-reinstall vuoro"
        return Finding(what="texts", state=BROKEN, says=f"a catalogue is gone: {error}", remedy=remedy)
    return Finding(what="texts", state=WORKS, says="pages and figures in Swedish, Finnish and English")


def _writing() -> Finding:
    """Whether one may write here; results and projects would go below the present folder."""
    here = Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=here):
            return Finding(what="this folder", state=WORKS, says=f"one can write in {here}")
    except OSError as error:
        says = f"one cannot write in {here} ({error.strerror})"
        return Finding(what="this folder", state=BROKEN, says=says, remedy="go to a folder of your own")


def _figures() -> Finding:
    lacking = style.not_drawn(_SIGNS)
    if lacking:
        remedy = "install DejaVu Sans (apt-get install fonts-dejavu-core)"
        says = f"{style.face()} has no {' '.join(lacking)}"
        return Finding(what="figures", state=BROKEN, says=says, remedy=remedy)
    return Finding(what="figures", state=WORKS, says=f"transcription signs are drawn in {style.face()}")


def _extra(name: str) -> Finding:
    lacking = [needed.name for needed in _needed(name) if _short_of(needed)]
    what, purpose = f"[{name}]", EXTRAS.get(name, name)
    if lacking:
        says = f"{purpose}: {', '.join(lacking)} not there"
        return Finding(what=what, state=MISSING, says=says, remedy=f"pip install 'vuoro[{name}]'")
    return Finding(what=what, state=WORKS, says=purpose)


def _annotator() -> Finding:
    if _short_of(Requirement("jupyterlab")) or _short_of(Requirement("anywidget")):
        says = "in a browser, not in JupyterLab"
        return Finding(what="annotator", state=MISSING, says=says, remedy="pip install 'vuoro[lab]'")
    if not (Path(sys.prefix) / _WIDGET).is_file():
        says = f"JupyterLab lacks {_WIDGET}; after a restart of the kernel it may not answer"
        return Finding(
            what="annotator", state=BROKEN, says=says, remedy="pip install --force-reinstall vuoro"
        )
    says = f"in a browser and in JupyterLab {version('jupyterlab')}"
    return Finding(what="annotator", state=WORKS, says=says)


def _browser() -> Finding:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return Finding(
            what="browser", state=WORKS, says=f"{found} prints reports (--pdf) and runs browser tests"
        )
    remedy = "install Chromium (apt-get install chromium)"
    return Finding(
        what="browser", state=MISSING, says="none to print PDF with; pages open in any", remedy=remedy
    )


def _audio() -> Finding:
    kinds = ", ".join(sorted(kind.removeprefix(".") for kind in KINDS))
    return Finding(what="audio", state=WORKS, says=f"the browser plays {kinds}; nothing else is needed")


def _models() -> Finding:
    models = sorted(point.name for point in entry_points(group="spacy_models"))
    if models:
        says = f"{', '.join(models)}: names for `vuoro pseudonymise --ner`"
        return Finding(what="spaCy models", state=WORKS, says=says)
    says = "none; `vuoro pseudonymise` goes by lists and patterns, and finds fewer names"
    remedy = "python -m spacy download sv_core_news_sm (fi_core_news_sm, en_core_web_sm)"
    return Finding(what="spaCy models", state=MISSING, says=says, remedy=remedy)


def _coder(language: str) -> Finding:
    what, coder = f"learned:{language}", learning.default(language)
    if coder is None:
        return Finding(what=what, state=MISSING, says="none ships; the rules suggest alone")
    own, rules = (coder.about[name]["macro"]["f1"] for name in ("scores", "rules"))
    says = f"F1 {own:.2f} over the codes on talk that it had not learned from; the rules alone {rules:.2f}"
    return Finding(what=what, state=WORKS, says=says)


def _extras() -> list[str]:
    return sorted(distribution("vuoro").metadata.get_all("Provides-Extra") or [])


def _needed(extra: str) -> list[Requirement]:
    """What the core needs (""), or what an extra adds to it."""
    every = [Requirement(text) for text in requires("vuoro") or []]
    asked = [one for one in every if one.marker is None or one.marker.evaluate({"extra": extra})]
    return [one for one in asked if not extra or one.marker is not None]


def _short_of(needed: Requirement) -> str:
    """What is wrong with a package, or nothing."""
    try:
        there = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is not there"
    if needed.specifier.contains(there, prereleases=True):
        return ""
    return f"{needed.name} is {there}, declared {needed.specifier}"
