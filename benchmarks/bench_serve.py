"""The server under load: requests a second and how long the slow ones take, beside rdflib-endpoint.

python -m benchmarks.bench_serve [--clients N] [--requests N] [--write]

Both serve the same quads on loopback: ours a snapshot of the real graph, rdflib-endpoint the same
as N-Quads in Oxigraph of rdflib. So many clients ask at once, each one request after another.
"""

from __future__ import annotations

import http.client
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from pyoxigraph import RdfFormat

import kgraph
from benchmarks import measure
from kgraph.questions.params import bind
from kgraph.questions.question import question
from kgraph.sparql.substitute import substitute
from kgraph.web.pages.contents import EXAMPLE

CLIENTS, REQUESTS = 8, 30
PATIENCE = 120
"""Seconds for a server to start, and for one answer."""
ROWS = "application/sparql-results+json"
ASKED = "venue-participants"
THEIRS = (
    "import sys, uvicorn; from rdflib import Dataset; from rdflib_endpoint import SparqlEndpoint;"
    "graph = Dataset(store='Oxigraph'); graph.parse(sys.argv[1], format='nquads');"
    "uvicorn.run(SparqlEndpoint(graph=graph, path='/sparql'), port=int(sys.argv[2]),"
    "log_level='warning')"
)
Wanted = tuple[str, Mapping[str, str]]
"""A path with its query, and headers."""


@dataclass(frozen=True)
class Load:
    """What a server did under load: seconds of each answer, of all, and its memory in bytes."""

    each: list[float]
    seconds: float
    memory: int

    def row(self, name: str) -> tuple[str, ...]:
        """A row of the table: requests a second, the middle, one in twenty, memory."""
        slow = sorted(self.each)[int(len(self.each) * 0.95)]
        return (
            name,
            f"{len(self.each) / self.seconds:,.0f}",
            f"{statistics.median(self.each) * 1000:,.0f} ms",
            f"{slow * 1000:,.0f} ms",
            measure.mib(self.memory),
        )


@contextmanager
def serving(command: list[str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers, in a process of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=measure.PROJECT, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                _get(port, (path, {}))
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"error: {command[:2]} does not serve") from None
                time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _get(port: int, wanted: Wanted) -> int:
    path, headers = wanted
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asking.request("GET", path, headers=dict(headers))
        got = asking.getresponse()
        got.read()
        return got.status
    finally:
        asking.close()


def under_load(
    process: subprocess.Popen[bytes], port: int, wanted: Wanted, clients: int, requests: int
) -> Load:
    """Has clients ask at once, after one request that fills caches. Raises where one fails."""
    failed: list[int] = []
    each: list[float] = []

    def ask() -> None:
        for _ in range(requests):
            began = time.perf_counter()
            status = _get(port, wanted)
            each.append(time.perf_counter() - began)
            if status != 200:
                failed.append(status)

    _get(port, wanted)
    threads = [threading.Thread(target=ask) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if failed:
        raise SystemExit(f"error: {wanted[0][:80]}: {len(failed)} answers with {set(failed)}")
    return Load(each, seconds, _memory(process.pid))


def _memory(pid: int) -> int:
    """What a process and its children hold now, each page of memory once, in bytes (Linux)."""
    try:
        own = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    held = next(int(line.split()[1]) * 1024 for line in own.splitlines() if line[:4] == "Pss:")
    return held + sum(_memory(int(child)) for child in children)


def main() -> None:
    """Measures and prints."""
    parser = measure.parser(__doc__, ())
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    options = parser.parse_args()
    rows = []
    with measure.workplace() as folder:
        kgraph.build(measure.PROJECT, folder / "out", fail_on="never", validate=False)
        snapshot = kgraph.open(measure.PROJECT, folder / "out")
        snapshot.store.dump(str(folder / "graph.nq"), RdfFormat.N_QUADS)
        asked = question(measure.PROJECT, ASKED)
        given = {one.name: one.default for one in asked.parameters if one.default is not None}
        stored = substitute(asked.body, bind(snapshot, asked, given))
        queries = {
            "a query of three patterns": _sparql(EXAMPLE),
            f"the text of `{ASKED}`": _sparql(stored),
        }
        own = {
            "a page of a token": ("/id/st-tosei-property-fund-3-ichigaya.html", {}),
            f"the question `{ASKED}`": (f"/api/questions/{ASKED}", {}),
            **queries,
        }
        port = _free()
        command = ["-m", "kgraph", "serve", "--port", str(port), "--out", str(folder / "out")]
        asking = (options.clients, options.requests)
        with serving(command, port, "/health") as process:
            for name, wanted in own.items():
                rows.append(under_load(process, port, wanted, *asking).row(f"kgraph: {name}"))
        with serving(["-c", THEIRS, str(folder / "graph.nq"), str(port)], port, "/") as process:
            for name, wanted in queries.items():
                told = under_load(process, port, wanted, *asking)
                rows.append(told.row(f"rdflib-endpoint: {name}"))
    head = ["what", "a second", "in the middle", "19 of 20 within", "memory"]
    measure.report(
        "Server",
        "bench_serve.py",
        f"{measure.table(head, rows)}\n{options.clients} clients at once, {options.requests} "
        "requests each, one after another, on the machine that serves. Memory is that of the "
        "server and its workers after it. "
        f"{measure.versions('pyoxigraph', 'starlette', 'rdflib-endpoint', 'oxrdflib')}.\n",
        write=options.write,
    )


def _sparql(text: str) -> Wanted:
    return f"/sparql?{urlencode({'query': text}, quote_via=quote)}", {"Accept": ROWS}


if __name__ == "__main__":
    main()
