"""What stands around the application: security headers, who may ask at once, and the access log.

Plain ASGI, so that nothing of a response is held back on its way.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.web.problem import Problem

HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
            "object-src 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
CORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
        "Access-Control-Max-Age": "86400",
    }
)
"""Any page may read what anybody may read; none can act with a reader's credentials."""
LOG: Final = "kgraph.access"


@dataclass(frozen=True)
class Bounds:
    """What the server takes on: requests at once, those that wait, bytes and seconds of each."""

    at_once: int = 8
    waiting: int = 32
    body: int = 1_000_000
    body_seconds: float = 10
    answer_seconds: float = 120


class Walls:
    """An application with bounds, security headers and an access log."""

    def __init__(self, app: ASGIApp, bounds: Bounds) -> None:
        self.app = app
        self.bounds = bounds
        self.log = logging.getLogger(LOG)
        self._turn = anyio.Semaphore(bounds.at_once)
        self._asking = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or says that there are too many."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = _Told(scope, send, self.bounds)
        try:
            if self._asking >= self.bounds.at_once + self.bounds.waiting:
                busy = Problem(503, "too many requests at once; ask again", {"Retry-After": "2"})
                await busy.response()(scope, receive, told.send)
                return
            self._asking += 1
            try:
                async with self._turn:
                    await self.app(scope, _bounded(receive, self.bounds), told.send)
            finally:
                self._asking -= 1
        except Problem as problem:  # what comes before the application, or breaks off what it reads
            await problem.response()(scope, receive, told.send)
        except TimeoutError:
            # The reader takes nothing in any more: there is nobody to tell.
            told.status = 0
            raise
        finally:
            self.log.info("%s", told.line())


def _bounded(receive: Receive, bounds: Bounds) -> Receive:
    """The body of a request, as far as it may be long and take time. Raises Problem 408, 413."""
    taken = 0
    end = time.monotonic() + bounds.body_seconds
    whole = False

    async def take() -> Message:
        nonlocal taken, whole
        if whole:  # what comes now only tells that the client is gone
            return await receive()
        try:
            with anyio.fail_after(max(0.0, end - time.monotonic())):
                message = await receive()
        except TimeoutError:
            raise Problem(
                408, f"the body did not arrive within {bounds.body_seconds:g} s; send it at once"
            ) from None
        taken += len(message.get("body", b""))
        if taken > bounds.body:
            raise Problem(413, f"the body is longer than {bounds.body:,} bytes; ask for less")
        whole = not message.get("more_body", False)
        return message

    return take


class _Told:
    """What goes back to a client, with our headers, and what the log says of it."""

    def __init__(self, scope: Scope, send: Send, bounds: Bounds) -> None:
        self._scope = scope
        self._send = send
        self._end = time.monotonic() + bounds.answer_seconds
        self._began = time.monotonic()
        self.status = 0
        self._bytes = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            held = {name.lower() for name, _ in message["headers"]}
            more = {**HEADERS, **CORS}
            if b"content-security-policy" in held:  # it says by itself who may frame the answer
                del more["X-Frame-Options"]
            message["headers"] = [
                *message["headers"],
                *(
                    (name.encode(), value.encode())
                    for name, value in more.items()
                    if name.lower().encode() not in held
                ),
            ]
        self._bytes += len(message.get("body", b""))
        with anyio.fail_after(max(0.0, self._end - time.monotonic())):
            await self._send(message)

    def line(self) -> str:
        """One line: method, path, status, bytes, milliseconds, and a digest of what was asked.

        The text of a query is nobody's business: it may hold what a client works on.
        """
        scope = self._scope
        fields = scope.get("query_string", b"")
        asked = f" query={digest(fields)}" if fields else ""
        path = scope["path"].encode("unicode_escape").decode()[:200]
        ms = (time.monotonic() - self._began) * 1000
        return f"{scope['method']} {path} {self.status} {self._bytes} {ms:.0f}ms{asked}"


def digest(fields: bytes) -> str:
    """A digest of the query among the fields of a request, or of all of them."""
    given = dict(parse_qsl(fields.decode("latin-1"), keep_blank_values=True, max_num_fields=None))
    text = given.get("query", fields.decode("latin-1"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
