"""What may go wrong while a graph is pushed: a further push ends in exactly the right graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from helpers.engines import Engine
from helpers.real_engines import Running, free_port, fuseki, lacking
from pyoxigraph import Store

from kgraph.remote import Endpoint, RemoteError
from kgraph.remote.credentials import Credentials
from kgraph.remote.layout import PUSHED, parts
from kgraph.remote.push import pull, push
from kgraph.remote.staging import alone
from kgraph.snapshot import Snapshot


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine()
    yield made
    made.close()


def lines(store: Store) -> dict[str, tuple[str, ...]]:
    return {one.name: one.lines for one in parts(store) if one.lines and one.name != PUSHED}


def pulled(there: Endpoint) -> dict[str, tuple[str, ...]]:
    return {one.name: one.lines for one in pull(there) if one.lines}


@pytest.mark.parametrize("at", [2, 9])
def test_fuseki_that_is_killed_in_mid_push_and_started_again(
    tmp_path: Path, asked_market: Snapshot, at: int
) -> None:
    if why := lacking("fuseki"):
        pytest.skip(why)
    port, heard = free_port(), list[str]()
    with fuseki(tmp_path, port) as running:

        def kill(told: str) -> None:
            heard.append(told)
            if len(heard) == at:
                running.killed()

        there = Endpoint(running.url, timeout=20, wait=lambda _: None, given=running.given)
        with pytest.raises(RemoteError, match="run the command again"):
            push(asked_market, there, batch=50, told=kill)
    with fuseki(tmp_path, port) as running:
        push(asked_market, running.endpoint())
        assert pulled(running.endpoint()) == lines(asked_market.store)


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
    there = Endpoint(engine.url, timeout=20, wait=lambda _: None, given=Credentials())
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
