"""The same tools over HTTP, as routes for a server that does other things too."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, Final

from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute

from kgraph.mcp.server import server
from kgraph.mcp.tools import Tools
from kgraph.web.app import More

PATH: Final = "/mcp"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


def over_http(tools: Tools, body: int, *, only_here: bool) -> More:
    """What a server adds to answer assistants at PATH: each request stands for itself.

    In: the longest body, in bytes; `only_here`, whether nobody else is to reach it: then a page of
    another site that a browser shows cannot either, whatever name it gives this machine.
    """
    made = server(tools)
    hosts = [f"{name}:*" for name in _LOOPBACK] + list(_LOOPBACK)
    app = made.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=body,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=only_here,
            allowed_hosts=hosts,
            allowed_origins=[f"http://{host}" for host in hosts],
        ),
    )

    def running(_: object) -> AbstractAsyncContextManager[Any]:
        return made.session_manager.run()

    routes: tuple[BaseRoute, ...] = tuple(app.routes)
    return More(routes, running)
