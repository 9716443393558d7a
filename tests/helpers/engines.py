"""An engine that speaks SPARQL 1.1 on loopback, on Oxigraph, which can be made to fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO
from urllib.parse import parse_qs, unquote

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store

from kgraph.remote import Endpoint
from kgraph.remote.credentials import Credentials

SECONDS = 60


class Engine:
    """An engine with a store in memory; `fault` may answer in its place, or break off.

    It takes graphs, too, as Fuseki does, and calls itself that where it is told to (`like_fuseki`).
    """

    def __init__(self) -> None:
        self.store = Store()
        self.like_fuseki = False
        self.texts: list[str] = []
        self.heads: list[dict[str, str]] = []
        self.fault: Callable[[BaseHTTPRequestHandler, str], bool] = lambda _handler, _text: False
        self._guard = threading.Lock()
        engine = self

        class Handler(BaseHTTPRequestHandler):
            timeout = SECONDS

            def do_PUT(self) -> None:
                self.take(read_chunks(self.rfile).decode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                media = self.headers.get_content_type()
                if media == "application/n-quads":
                    self.take(body)
                    return
                is_update, text = media == "application/sparql-update", body
                if media == "application/x-www-form-urlencoded":
                    form = parse_qs(body)
                    is_update, text = "update" in form, (form.get("query") or form["update"])[0]
                engine.texts.append(text)
                engine.heads.append(dict(self.headers))
                if engine.fault(self, text):
                    return
                with engine._guard:
                    media, answer = engine.answer(text, is_update)
                give(self, 200, media, answer)

            def take(self, text: str) -> None:
                engine.texts.append(text)
                engine.heads.append(dict(self.headers))
                if engine.fault(self, text):
                    return
                with engine._guard:
                    engine.take(self.path, text)
                give(self, 204, "text/plain", b"")

            def send_response(self, code: int, message: str | None = None) -> None:
                super().send_response(code, message)
                if engine.like_fuseki:
                    self.send_header("Fuseki-Request-Id", "1")

            def log_message(self, *args: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)  # it ends as soon

    def take(self, path: str, text: str) -> None:
        """Quads that are added, or the triples of a graph in the place of those that are there."""
        _, _, name = path.partition("?graph=")
        if not name:
            self.store.load(text.encode(), format=RdfFormat.N_QUADS)
            return
        graph = NamedNode(unquote(name))
        self.store.clear_graph(graph)
        self.store.load(text.encode(), format=RdfFormat.N_TRIPLES, to_graph=graph)

    def answer(self, text: str, is_update: bool) -> tuple[str, bytes]:
        if is_update:
            self.store.update(text)
            return "text/plain", b""
        found = self.store.query(text)
        if isinstance(found, QueryTriples):
            return "application/n-triples", found.serialize(format=RdfFormat.N_TRIPLES)
        media = "application/sparql-results+json"
        return media, found.serialize(format=QueryResultsFormat.JSON)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def endpoint(engine: Engine, **given: str) -> Endpoint:
    """The endpoint of an engine that is asked again at once; `given` are its credentials."""
    return Endpoint(engine.url, timeout=20, wait=lambda _: None, given=Credentials(**given))


def read_chunks(stream: BinaryIO) -> bytes:
    """A body that comes in parts, each with its length before it."""
    parts = []
    while size := int(stream.readline(), 16):
        parts.append(stream.read(size))
        stream.readline()
    stream.readline()
    return b"".join(parts)


def give(
    handler: BaseHTTPRequestHandler, status: int, media: str, body: bytes, **heads: str
) -> None:
    """Answers a request."""
    handler.send_response(status)
    handler.send_header("Content-Type", media)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in heads.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
