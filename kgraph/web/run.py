"""Runs the application on uvicorn, with its addresses, its clock for slow clients, and its log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import threading
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kgraph.web.walls import LOG, Walls

HEAD_SECONDS: Final = 10
"""Time for the head of a request: who sends it letter by letter holds no connection open."""
HEAD_BYTES: Final = 64 * 1024
"""How long the head of a request may be: a query in the address is held to that as well."""
CONNECTIONS: Final = 400
GRACE: Final = 3
"""Seconds that what is being answered has to end, once the server is told to end."""
LEFT: Final = 1.0
"""Seconds after that in which the process ends by itself; then it is ended."""


class _Impatient(H11Protocol):
    """A connection that is closed when the head of a request does not arrive in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not None and self.cycle is not before:
            self._late.cancel()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._late.cancel()
        self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._late.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        waits = self.cycle is None or self.cycle.response_complete
        if waits and not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """A server whose process ends with it, whatever a thread still waits for.

    A thread cannot be ended, and the program would wait for it. What it waits for, a process with a
    query, ends with this one.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        leaving = threading.Timer(LEFT, os._exit, (0,))
        leaving.daemon = True
        leaving.start()


def serve(app: Walls, listening: socket.socket) -> None:
    """Answers at a socket until the process is interrupted; then the process ends."""
    logging.getLogger(LOG).setLevel(logging.INFO)
    with contextlib.suppress(KeyboardInterrupt):
        _Server(uvicorn.Config(app, **settings())).run([listening])


def settings() -> dict[str, Any]:
    """How uvicorn is set up. What a client sees of the server is what we say, no more."""
    return {
        "http": _Impatient,
        "ws": "none",
        "lifespan": "on",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_keep_alive": 5,
        "timeout_graceful_shutdown": GRACE,
        "limit_concurrency": CONNECTIONS,
        "h11_max_incomplete_event_size": HEAD_BYTES,
    }
