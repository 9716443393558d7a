"""What may go wrong while a graph is pushed: a further push ends in exactly the right graph."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from helpers.cutting import cutting
from helpers.engines import Engine, endpoint
from helpers.real_engines import DATASETS, STARTS, Running, free_port, fuseki, lacking
from pyoxigraph import Store

from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.ask import ask, query
from kgraph.remote.credentials import Credentials
from kgraph.remote.layout import PUSHED
from kgraph.remote.part import parts
from kgraph.remote.push import pull, push
from kgraph.remote.staging import alone
from kgraph.snapshot import Snapshot


def lines(store: Store) -> dict[str, tuple[str, ...]]:
    return {one.name: one.lines for one in parts(store) if one.lines and one.name != PUSHED}


def pulled(there: Endpoint) -> dict[str, tuple[str, ...]]:
    return {one.name: one.lines for one in pull(there) if one.lines}


def push_and_kill(running: Running, dataset: str, at: int, snapshot: Snapshot) -> None:
    """Kills the engine at a step of a push to one of its datasets."""
    heard: list[str] = []

    def kill(told: str) -> None:
        heard.append(told)
        if len(heard) == at:
            running.killed()

    url = running.endpoint(dataset).query_url
    there = Endpoint(url, timeout=20, wait=lambda _: None, given=running.given)
    with pytest.raises(RemoteError, match="run the command again"):
        push(snapshot, there, batch=50, told=kill)


def test_fuseki_that_is_killed_in_mid_push_and_started_again(
    tmp_path: Path, asked_market: Snapshot
) -> None:
    """Early in one dataset, late in the other; what is started after the first is killed next."""
    if why := lacking("fuseki"):
        pytest.skip(why)
    port, (first, second) = free_port(), DATASETS
    with fuseki(tmp_path, port) as running:
        push_and_kill(running, first, 2, asked_market)
    with fuseki(tmp_path, port) as running:
        push(asked_market, running.endpoint(first))
        assert pulled(running.endpoint(first)) == lines(asked_market.store)
        push_and_kill(running, second, 9, asked_market)
    with fuseki(tmp_path, port) as running:
        push(asked_market, running.endpoint(second))
        for dataset in DATASETS:
            assert pulled(running.endpoint(dataset)) == lines(asked_market.store)


def test_wrong_password_is_told(virtuoso: Running, asked_market: Snapshot) -> None:
    there = Endpoint(virtuoso.url, timeout=20, given=Credentials("dba", "hidden"))
    with pytest.raises(RemoteError, match="KGRAPH_REMOTE_USER") as error:
        push(asked_market, there)
    assert "hidden" not in str(error.value)


def cut(body: bytes) -> Callable[[BaseHTTPRequestHandler, str], bool]:
    """Half an answer, after which the connection is gone."""

    def fault(handler: BaseHTTPRequestHandler, _text: str) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True
        return True

    return fault


def test_answer_that_is_cut_is_no_answer(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)
    engine.fault = cut(b'{"head": {"vars": ["graph"]}, "results": {"bindings": []}}')
    with pytest.raises(RemoteError, match="run the command again"):
        push(asked_market, there)
    engine.fault = lambda _handler, _text: False
    push(asked_market, there)
    assert lines(engine.store) == lines(asked_market.store)


def test_one_push_of_this_machine_at_a_time(engine: Engine, asked_market: Snapshot) -> None:
    there = Endpoint(engine.url, timeout=20, given=Credentials())
    with alone(there), pytest.raises(RemoteError, match="under way"):
        push(asked_market, there)
    assert not lines(engine.store)


def test_pushes_of_two_machines_at_once(
    engine: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes last is told, or has pushed the same; a further push finds nothing to do."""
    names = iter(("one", "two"))
    monkeypatch.setattr("platform.node", lambda: next(names, "three"))

    def run(_: int) -> None:
        with suppress(RemoteError):
            push(asked_market, Endpoint(engine.url, timeout=20, given=Credentials()), batch=100)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(run, range(2), timeout=100))
    push(asked_market, Endpoint(engine.url, timeout=20, given=Credentials()))
    assert lines(engine.store) == lines(asked_market.store)


def test_connection_that_is_cut_in_mid_stream(fuseki: Running, asked_market: Snapshot) -> None:
    """Before a real engine, in either direction, at once or late: an error in one line or all of
    it, never fewer rows; another push ends in the right graph."""
    url = urlsplit(fuseki.endpoint("other").query_url)
    assert url.port is not None
    text = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
    told: list[str] = []
    with cutting(url.port) as proxy:
        there = Endpoint(
            f"http://127.0.0.1:{proxy.port}{url.path}",
            timeout=20, wait=lambda _: None, given=fuseki.given,
        )  # fmt: skip

        def tried(work: Callable[[], object]) -> object:
            try:
                return work()
            except RemoteError as error:
                told.append(str(error))
                return None
            finally:
                proxy.up = proxy.down = None

        assert there.server == "Fuseki"
        for up, down, spared in (
            (10, None, 0), (10, None, 3), (700, None, 1), (30_000, None, 0), (None, 1, 0),
            (None, 100, 3), (None, 1, 4), (None, 150, 5), (None, 1, 6),
        ):  # fmt: skip
            proxy.up, proxy.down, proxy.spared = up, down, spared
            tried(lambda: push(asked_market, there))
            proxy.spared = 0
            push(asked_market, there)
            assert pulled(there) == lines(asked_market.store), (up, down, spared)
            push(SimpleNamespace(store=Store()), there)  # type: ignore[arg-type]
        assert len(told) > 5
        push(asked_market, there)
        asked = (
            lambda: query(there, text).rows,
            lambda: ask(asked_market, there, "units", {}).rows,
            lambda: pulled(there),
        )
        whole = [work() for work in asked]
        for work, wanted in zip(asked, whole, strict=True):
            number = len(told)
            for down, spared in ((1, 0), (200, 0), (2000, 0), (20_000, 0), (300, 1), (1, 1)):
                proxy.down, proxy.spared = down, spared
                assert tried(work) in (None, wanted)
            assert len(told) > number
        proxy.spared = 0
        push(SimpleNamespace(store=Store()), there)  # type: ignore[arg-type]
    assert all("\n" not in line and "again" in line for line in told)


@pytest.mark.parametrize("name", ["fuseki", "virtuoso"])
def test_full_disk_is_told_and_leaves_the_old_graphs(
    tmp_path: Path, asked_market: Snapshot, name: str
) -> None:
    if why := lacking(name):
        pytest.skip(why)
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, timeout=20).returncode:
        pytest.skip("a disk that is full needs root and a tmpfs")
    try:
        with STARTS[name](disk) as running:
            ballast = disk / "ballast"
            with ballast.open("wb", buffering=0) as file, suppress(OSError):
                for size in (1 << 16, 1):
                    while file.write(bytes(size)):
                        pass
            there = Endpoint(running.url, timeout=20, wait=lambda _: None, given=running.given)
            with pytest.raises(RemoteError) as error:
                push(asked_market, there)
            assert "\n" not in str(error.value)
            assert "disk" in str(error.value)
            ballast.unlink()
        with STARTS[name](disk) as running:
            push(asked_market, running.endpoint())
            assert pulled(running.endpoint()) == lines(asked_market.store)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], timeout=20, check=True)
