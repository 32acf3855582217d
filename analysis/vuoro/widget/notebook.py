"""The annotator and the adjudicator as widgets of JupyterLab. They need the extra ``lab``."""

from __future__ import annotations

from typing import Any

import anywidget

from vuoro.project import Adjudication, Desk
from vuoro.widget import settling
from vuoro.widget.messages import answer
from vuoro.widget.scripts import SETTLING, front, script
from vuoro.widget.settling import Settling
from vuoro.widget.sitting import Sitting


class Annotator(Sitting, anywidget.AnyWidget):
    """A sitting that a notebook shows.

    Talk and codings travel by message and never as synced traits, which would be written into the notebook.
    """

    _esm = script()
    _css = front("annotator.css")

    def __init__(self, desk: Desk, **options: Any) -> None:
        anywidget.AnyWidget.__init__(self)
        Sitting.__init__(self, desk, **options)
        self.listeners.append(lambda change: self.send({"tell": "news", **change}))
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        return Sitting.__repr__(self)

    def _hear(self, widget: Any, message: dict[str, Any], buffers: Any) -> None:
        if message.get("ask") == "sound" and self.sound:
            self.send({"tell": "sound", "re": message["re"]}, [self.sound.piece(int(message["from"]))])
        else:
            self.send(answer(self, message))


class Adjudicator(Settling, anywidget.AnyWidget):
    """An adjudication that a notebook shows; ``settling`` is the adjudication itself, with its tables and its gold."""

    _esm = script(SETTLING)
    _css = front("annotator.css")

    def __init__(self, adjudication: Adjudication, **options: Any) -> None:
        anywidget.AnyWidget.__init__(self)
        Settling.__init__(self, adjudication, **options)
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        return repr(self.settling)

    def _hear(self, widget: Any, message: dict[str, Any], buffers: Any) -> None:
        self.send(settling.answer(self, message))
