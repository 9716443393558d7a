"""`kgraph serve`: the graph over HTTP."""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
from typing import TYPE_CHECKING, Annotated

from kgraph.cli.misuse import Misuse
from kgraph.cli.opened import Asked, of_the_graph
from kgraph.cli.options import Option, Since, Timeout
from kgraph.render import console

if TYPE_CHECKING:
    from kgraph.web.app import More, Served


@of_the_graph
def serve(
    host: Annotated[str, Option(("--host",), "The address to answer at.")] = "127.0.0.1",
    port: Annotated[int, Option(("--port",), "The port to answer at.", least=0)] = 8000,
    base_url: Annotated[
        str | None,
        Option(
            ("--base-url",),
            "The address that readers know it by, where it stands behind another server.",
            metavar="URL",
            default="the address that it answers at",
        ),
    ] = None,
    since: Since = None,
    timeout: Timeout = 30,
    *,
    graph: Asked,
) -> int:
    """Serve the graph over HTTP, read only: SPARQL, stored questions, and every IRI by its path."""
    from kgraph.limited import QUERY, Limits
    from kgraph.questions.question import questions
    from kgraph.snapshot.days import drop, on_day
    from kgraph.web.app import Served, application
    from kgraph.web.pages.since import since as changed
    from kgraph.web.run import serve as run
    from kgraph.web.states import States

    if base_url is not None and not base_url.startswith(("http://", "https://")):
        raise Misuse(f"--base-url: “{base_url}” is no address; write https://…")
    with _listening(host, port) as listening:
        port = listening.getsockname()[1]
        address = (base_url or f"http://{_bracketed(host)}:{port}").rstrip("/")
        snapshot = graph.open()
        limits = Limits(timeout, QUERY.rows, QUERY.memory)
        served = Served(
            States(snapshot, on_day, drop),
            tuple(questions(snapshot.root)),
            address,
            limits,
            since=changed(since, snapshot) if since else None,
        )
        if not _is_loopback(host):
            console.say(
                f"warning: {host} can be reached from other machines; nothing can be written "
                "through it, and whoever reaches it can make this machine work"
            )
        logging.basicConfig(
            stream=sys.stderr, format="%(asctime)s %(message)s", level=logging.WARNING
        )
        console.say(
            f"serving {snapshot.root} of {snapshot.day.as_of} at {address} (Ctrl-C ends it)"
        )
        run(application(served, _for_assistants(served, _is_loopback(host))), listening)
    return 0


def _for_assistants(served: Served, only_here: bool) -> More | None:
    """What answers assistants, where the extra for it is installed."""
    try:
        from kgraph.mcp.http import over_http
    except ImportError:
        return None
    from kgraph.mcp.tools import Tools

    tools = Tools(served.states, served.questions, served.limits)
    return over_http(tools, served.bounds.body, only_here=only_here)


def _listening(host: str, port: int) -> socket.socket:
    """The socket to answer at, taken before the graph is opened. Raises Misuse where there is none.

    Port 0 takes a free one.
    """
    if port >= 1 << 16:
        raise Misuse(f"--port: {port} is no port; write one up to 65535")
    try:
        family, _, _, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(where[:2], family=family)
    except OSError as error:
        raise Misuse(
            f"{host}:{port}: cannot answer there: {error.strerror}; choose another --host or --port"
        ) from None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
