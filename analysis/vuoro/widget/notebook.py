"""The annotator as a widget of JupyterLab. Needs the extra ``lab``."""

from __future__ import annotations

from typing import Any

import anywidget

from vuoro.project.desk import Desk
from vuoro.widget.messages import answer
from vuoro.widget.scripts import front, script
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
