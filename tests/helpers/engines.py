"""Engines that speak SPARQL 1.1 on loopback: one on Oxigraph that can be made to fail, and Fuseki.

Fuseki runs where its jars lie in `.engines/` (`.ci/engines.sh` puts them there) and there is Java.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs
from urllib.request import ProxyHandler, build_opener

from helpers.project import PROJECT
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

JARS = PROJECT / ".engines"
SECONDS = 60


class Engine:
    """An engine with a store in memory; `fault` may answer in its place, or break off."""

    def __init__(self) -> None:
        self.store = Store()
        self.texts: list[str] = []
        self.heads: list[dict[str, str]] = []
        self.fault: Callable[[BaseHTTPRequestHandler, str], bool] = lambda _handler, _text: False
        self._guard = threading.Lock()
        engine = self

        class Handler(BaseHTTPRequestHandler):
            timeout = SECONDS

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = parse_qs(body)
                text = (form.get("query") or form.get("update") or [""])[0]
                engine.texts.append(text)
                engine.heads.append(dict(self.headers))
                if engine.fault(self, text):
                    return
                with engine._guard:
                    media, answer = engine.answer(text, "update" in form)
                give(self, 200, media, answer)

            def log_message(self, *args: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

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


def without_fuseki() -> str | None:
    """Why Fuseki cannot be started here; None where it can."""
    if shutil.which("java") is None:
        return "there is no Java"
    return None if any(JARS.glob("*.jar")) else "run .ci/engines.sh to fetch Apache Jena Fuseki"


@contextmanager
def fuseki(folder: Path) -> Iterator[str]:
    """The address of a Fuseki with TDB2 in a folder; it is stopped after."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        "java",
        "-Xmx1g",
        "-cp",
        f"{JARS}/*",
        "org.apache.jena.fuseki.main.cmds.FusekiMainCmd",
    ]
    command += [
        "--tdb2",
        "--loc",
        str(folder),
        "--update",
        "--localhost",
        "--port",
        str(port),
        "/ds",
    ]
    url = f"http://127.0.0.1:{port}/ds"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _answers(url, process)
            yield url
        finally:
            process.kill()
            process.wait(SECONDS)


def _answers(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    opener = build_opener(ProxyHandler({}))
    while time.monotonic() < until and process.poll() is None:
        try:
            with opener.open(f"{url}?query=ASK%7B%7D", timeout=5):
                return
        except (HTTPError, URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError("Fuseki does not answer")
