"""A surface in a browser without JupyterLab: a small server that only this machine can reach.

It listens on 127.0.0.1. The first address holds a token, which a cookie keeps from then on; without it nothing
is told. Requests under another name than localhost are refused, since a page elsewhere could have its name
lead here; so are questions that come from another page.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import RLock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup, escape

from vuoro.model import VuoroError
from vuoro.widget import messages, settling
from vuoro.widget.scripts import MODULES, SETTLING, front, script
from vuoro.widget.settling import Settling
from vuoro.widget.sitting import Sitting

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip

PORT = 8736
"""Where the server listens if it can: what a browser keeps until it is saved, it keeps by the port."""

LONGEST = 4 << 20
"""Bytes of a question; a memo of a megabyte is refused by the log already."""

FRONT: Mapping[str, tuple[str, Callable[[], str]]] = {
    "/front/annotator.js": ("text/javascript", lambda: script(MODULES)),
    "/front/adjudicator.js": ("text/javascript", lambda: script(SETTLING)),
    "/front/page.js": ("text/javascript", lambda: front("page.js")),
    "/front/annotator.css": ("text/css", lambda: front("annotator.css")),
    "/front/page.css": ("text/css", lambda: front("page.css")),
}

ANSWERS: Mapping[str, Callable[[Any, Mapping[str, Any]], dict[str, Any]]] = {
    Sitting.surface: messages.answer, Settling.surface: settling.answer,
}  # fmt: skip

_MAIN = '<main id="surface" data-surface="annotator"></main>'
_PLACE = re.compile(r"/e/(\d{1,6})/(ask|sound|)")
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


class PortTaken(VuoroError):
    """Somebody else listens there."""


class Refused(Exception):
    """A request that gets no answer but a status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


Surface = Sitting | Settling


class Server(ThreadingHTTPServer):
    """Serves surfaces, each opened when it is first looked at.

    ``address`` is what to open in a browser; whoever knows it may code under the coder's name.
    """

    daemon_threads = True

    def __init__(self, names: Sequence[str], open_: Callable[[int], Surface], *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Answering)
        self.names = tuple(names)
        self.token = token_urlsafe(24)
        self._open = open_
        self._surfaces: dict[int, Surface] = {}
        self._lock = RLock()

    @property
    def address(self) -> str:
        """The address with the token."""
        return f"http://127.0.0.1:{self.server_port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The name of the cookie; two servers of one machine must not overwrite each other's."""
        return f"vuoro-{self.server_port}"

    def sitting(self, number: int) -> Any:
        """The surface of that number; IndexError where there is none."""
        with self._lock:
            if number not in self._surfaces:
                self._surfaces[number] = self._open(range(len(self.names))[number])
            return self._surfaces[number]


def serve(names: Sequence[str], open_: Callable[[int], Surface], *, port: int | None = None) -> Server:
    """A server at a port, or at the usual one, or where that is taken, at any that is free."""
    try:
        return Server(names, open_, port=PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise PortTaken(f"port {port} cannot be used ({error.strerror}); leave --port out") from None
        return Server(names, open_)


class _Answering(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "vuoro", ""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, *_: Any) -> None:
        """Nothing: the address holds the token, and talk is nobody's business."""

    def _answer(self, answered: Callable[[], None]) -> None:
        try:
            self._check()
            answered()
        except Refused as error:
            self.close_connection = True  # what was sent along is left unread
            self._send(error.status, "text/plain", error.status.phrase.encode())
        except IndexError:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", b"Not Found")
        except ConnectionError:
            self.close_connection = True

    def _check(self) -> None:
        if self.headers.get("Host", "") not in self._hosts():
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST)
        asked = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        if not any(
            hmac.compare_digest(one.encode(), self.server.token.encode()) for one in (asked, self._kept())
        ):
            raise Refused(HTTPStatus.FORBIDDEN)

    def _hosts(self) -> tuple[str, ...]:
        return tuple(f"{name}:{self.server.server_port}" for name in ("127.0.0.1", "localhost"))

    def _kept(self) -> str:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _get(self) -> None:
        asked = urlsplit(self.path)
        if "token=" in asked.query:
            self._go(
                "/",
                {
                    "Set-Cookie": f"{self.server.cookie}={self.server.token}; HttpOnly; SameSite=Strict; Path=/"
                },
            )
        elif asked.path in FRONT:
            kind, text = FRONT[asked.path]
            self._send(HTTPStatus.OK, kind, text().encode())
        elif asked.path == "/":
            self._list()
        else:
            self._place(asked.path)

    def _list(self) -> None:
        if len(self.server.names) == 1:
            return self._go("/e/0/")
        items = Markup("").join(
            Markup('<li><a href="/e/{}/">{}</a></li>').format(number, name)
            for number, name in enumerate(self.server.names)
        )
        page = front("page.html").replace(_MAIN, f'<main class="list"><h1>vuoro</h1><ul>{items}</ul></main>')
        return self._send(HTTPStatus.OK, "text/html", page.encode())

    def _place(self, path: str) -> None:
        found = _PLACE.fullmatch(path)
        if found is None or found[2] == "ask":
            raise Refused(HTTPStatus.NOT_FOUND)
        sitting = self.server.sitting(int(found[1]))
        if found[2] == "sound":
            return self._sound(sitting)
        title = escape(sitting.title)
        page = front("page.html").replace("<title>vuoro</title>", f"<title>{title} · vuoro</title>")
        page = page.replace(_MAIN, _MAIN.replace("annotator", sitting.surface))
        return self._send(HTTPStatus.OK, "text/html", page.encode())

    def _sound(self, sitting: Surface) -> None:
        """The recording, or the stretch of it that the player asks for."""
        if sitting.sound is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        about = sitting.sound.about()
        wanted = _RANGE.fullmatch(self.headers.get("Range", ""))
        start = int(wanted[1]) if wanted else 0
        data = sitting.sound.piece(start)
        if not data:
            raise Refused(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        span = f"bytes {start}-{start + len(data) - 1}/{about['size']}"
        self._send(
            HTTPStatus.PARTIAL_CONTENT, about["kind"], data, {"Content-Range": span, "Accept-Ranges": "bytes"}
        )

    def _post(self) -> None:
        found = _PLACE.fullmatch(self.path)
        if found is None or found[2] != "ask":
            raise Refused(HTTPStatus.NOT_FOUND)
        if self.headers.get("Origin") not in {f"http://{host}" for host in self._hosts()}:
            raise Refused(HTTPStatus.FORBIDDEN)
        message = self._message()
        surface = self.server.sitting(int(found[1]))
        told = ANSWERS[surface.surface](surface, message)
        self._send(
            HTTPStatus.OK, "application/json", json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        )

    def _message(self) -> Mapping[str, Any]:
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != "application/json" or not length.isdecimal():
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if int(length) > LONGEST:
            self.close_connection = True
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            message = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Refused(HTTPStatus.BAD_REQUEST) from None
        if not isinstance(message, dict):
            raise Refused(HTTPStatus.BAD_REQUEST)
        return message

    def _go(self, where: str, headers: Mapping[str, str] | None = None) -> None:
        self._send(HTTPStatus.SEE_OTHER, "text/plain", b"", {"Location": where, **(headers or {})})

    def _send(
        self, status: HTTPStatus, kind: str, data: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        text = kind.startswith("text/") or kind == "application/json"
        self.send_response(status)
        for name, value in {**HEADERS, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
