"""The one place that speaks to a language model: an OpenAI-compatible endpoint that the user names.

By default only a model on this machine is spoken to (Ollama, llama.cpp, vLLM). Another host must be
allowed by name, and then gets only talk in which the leak check finds nobody, or which is invented.
No redirect is followed and no proxy of the environment used: talk goes where it was sent.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from vuoro.asking.prompts import Question
from vuoro.model import VuoroError, record

OLLAMA = "http://localhost:11434/v1"
PATIENCE = 120.0
"""Seconds that a small machine may take over one question."""
TRIES = 4
LONGEST_WAIT = 60.0
LONGEST_ANSWER = 4096
"""Tokens. A dozen turns have some thirty moves at most."""


class NoAnswer(VuoroError):
    """A question that got no usable answer; the message says what came instead."""


class EndpointRefused(VuoroError):
    """The endpoint must not be asked, or will not answer anything: nothing else need be tried."""


class NeedsHttpx(VuoroError):
    """httpx is not installed."""


@record
class Endpoint:
    """Where a model is, and which. ``url`` ends in ``/v1``; ``key`` is sent as a bearer token.

    ``allowed`` are hosts besides this machine that the user has allowed by name.
    """

    model: str
    url: str = OLLAMA
    key: str = ""
    allowed: tuple[str, ...] = ()
    patience: float = PATIENCE

    def __repr__(self) -> str:
        return f"Endpoint({self.model!r}, {self.url!r})"  # never the key

    @property
    def here(self) -> bool:
        """Whether the endpoint is on this machine."""
        return _is_here(urlsplit(self.url).hostname or "")


def checked(endpoint: Endpoint) -> Endpoint:
    """The endpoint, if it may be asked at all.

    Raises
    ------
    EndpointRefused
        for an address that is none, or another machine's that nobody allowed.

    Examples
    --------
    >>> checked(Endpoint(model="gemma", url="https://models.example.org/v1"))
    Traceback (most recent call last):
        ...
    vuoro.asking.endpoints.EndpointRefused: models.example.org is not this machine; talk would leave the
    house. If it may, say so: --allow-host models.example.org
    """
    parts = urlsplit(endpoint.url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise EndpointRefused(f"{endpoint.url!r} is not the address of an endpoint; one is {OLLAMA}")
    if not endpoint.here and host not in endpoint.allowed:
        raise EndpointRefused(
            f"{host} is not this machine; talk would leave the house. If it may, say so: --allow-host {host}"
        )
    if not endpoint.here and parts.scheme != "https":
        raise EndpointRefused(f"{endpoint.url} would send talk in the clear; give an https address")
    return endpoint


def answer(endpoint: Endpoint, question: Question, *, wait: Callable[[float], None] = time.sleep) -> Any:
    """What the model answers, as JSON; tries again after a time-out, a rate limit or a broken answer.

    Raises
    ------
    NoAnswer
        after the last try, with the last trouble.
    EndpointRefused
        where trying again is of no use: no such model, no access, nobody there.
    """
    trouble = ""
    for attempt in range(1, TRIES + 1):
        try:
            return _asked(endpoint, question)
        except _TryAgain as again:
            trouble = str(again)
            if attempt < TRIES:
                wait(min(again.after or 2.0**attempt, LONGEST_WAIT))
    raise NoAnswer(f"{question.encounter}, turns from {question.turns[0].id}: {trouble} ({TRIES} tries)")


class _TryAgain(Exception):
    """Trouble that may pass; ``after`` is how many seconds the endpoint asked us to wait, or 0."""

    def __init__(self, trouble: str, after: float = 0.0) -> None:
        super().__init__(trouble)
        self.after = after


def _asked(endpoint: Endpoint, question: Question) -> Any:
    httpx = _httpx()
    try:
        with httpx.Client(trust_env=False, follow_redirects=False, timeout=endpoint.patience) as client:
            reply = client.post(
                endpoint.url.rstrip("/") + "/chat/completions",
                json=_request(endpoint, question),
                headers={"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {},
            )
    except httpx.TimeoutException as error:
        raise _TryAgain(f"no answer in {endpoint.patience:g} seconds") from error
    except httpx.ConnectError as error:
        raise EndpointRefused(
            f"nobody answers at {endpoint.url} ({error}); start the model's server, or give its address by --url"
        ) from error
    except httpx.HTTPError as error:
        raise _TryAgain(f"the connection broke: {error or type(error).__name__}") from error
    return _content(reply, endpoint)


def _request(endpoint: Endpoint, question: Question) -> dict[str, Any]:
    form = {"name": "moves", "strict": True, "schema": question.schema}
    return {
        "model": endpoint.model,
        "messages": list(question.messages),
        "temperature": 0,
        "seed": 0,
        "max_tokens": LONGEST_ANSWER,
        "response_format": {"type": "json_schema", "json_schema": form},
    }


def _content(reply: Any, endpoint: Endpoint) -> Any:
    if reply.status_code == 429 or reply.status_code >= 500:
        raise _TryAgain(
            f"the endpoint says {reply.status_code}", _seconds(reply.headers.get("Retry-After", ""))
        )
    if reply.status_code != 200:
        raise EndpointRefused(
            f"{endpoint.url} says {reply.status_code} to model {endpoint.model!r}: {reply.text[:200]!r}"
        )
    try:
        choice = reply.json()["choices"][0]
        cut, content = choice.get("finish_reason") == "length", choice["message"]["content"]
        return _parsed(content, cut=cut)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _TryAgain(f"what came is not an answer of this protocol: {reply.text[:80]!r}") from error


def _parsed(content: str, *, cut: bool) -> Any:
    if cut:
        raise _TryAgain(f"the answer was cut off after {LONGEST_ANSWER} tokens")
    try:
        return json.loads(content)
    except ValueError as error:
        raise _TryAgain(f"the answer is not JSON: {content[:80]!r}") from error


def _seconds(text: str) -> float:
    """Retry-After in seconds; its other form, a date, is answered by our own waiting time."""
    return float(text) if text.strip().isdecimal() else 0.0


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as error:
        raise NeedsHttpx(
            "asking a language model needs httpx, which is not installed: pip install 'vuoro[llm]'"
        ) from error
    return httpx
