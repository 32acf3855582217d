"""A language model's server on this machine that speaks the real protocol, with its bad days."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vuoro.asking import Endpoint
from vuoro.model import Encounter, Participant, Turn

SAID = (
    ("D", "So what would you like us to take up today?"),
    ("P", "Well (0.4) I've not been sle:ping."),
    ("D", "So you've not been sleeping."),
    ("P", "No."),
)


class Model:
    """What the server has heard, and what it will say: each reply of `script` once, then good answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.heard: list[dict] = []
        self.headers: list[dict] = []
        self.script: list[dict] = []
        self.moves: list[dict] = []

    def endpoint(self, **options) -> Endpoint:
        return Endpoint(**{"model": "tiny", "url": self.address, **options})

    def reply(self) -> dict:
        return self.script.pop(0) if self.script else {"content": {"moves": self.moves}}


def _body(content="", reason: str = "stop", body: str | None = None, **_) -> bytes:
    """A reply of the protocol with this content, unless another `body` is asked for."""
    said = content if isinstance(content, str) else json.dumps(content)
    choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": said}}
    whole = json.dumps({"object": "chat.completion", "choices": [choice]})
    return (whole if body is None else body).encode()


@pytest.fixture
def model():
    class Server(BaseHTTPRequestHandler):
        def do_POST(self):
            size = int(self.headers["Content-Length"])
            known.heard.append({"path": self.path, **json.loads(self.rfile.read(size))})
            known.headers.append(dict(self.headers))
            reply = known.reply()
            time.sleep(reply.get("after", 0))
            self.send_response(reply.get("status", 200))
            for name, value in reply.get("headers", {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            body = _body(**reply)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    known = Model(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield known
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit() -> Encounter:
    people = (Participant(id="D", role="professional"), Participant(id="P", role="client"))
    turns = tuple(Turn(id=f"t{n}", speaker=who, raw=text, text=text) for n, (who, text) in enumerate(SAID, 1))
    return Encounter(id="visit", language="en", participants=people, turns=turns)
