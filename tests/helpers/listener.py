"""A server on this machine that must hear nothing."""

from __future__ import annotations

import http.server
import threading

from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.sparql import engine
from kgraph.sparql.guard import Refused


class Endpoint:
    """A server on this machine that counts the requests it gets."""

    def __init__(self) -> None:
        self.requests = 0
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                endpoint.requests += 1
                self.send_response(500)
                self.end_headers()

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def is_asked_by(self, query: str, *, guarded: bool = True) -> bool:
        """Whether a request is sent while a query is evaluated."""
        store = Store()
        store.add(Quad(NamedNode("a:a"), NamedNode("a:b"), Literal("1")))
        before = self.requests
        try:
            answer = engine.query(store, query) if guarded else store.query(query)
            if hasattr(answer, "__iter__"):
                list(answer)
        except (Refused, SyntaxError, RuntimeError, OSError):
            pass
        return self.requests > before

    def close(self) -> None:
        """Ends the server."""
        self.server.shutdown()
        self.server.server_close()
