"""`kgraph serve` as a process, and what it does with clients that take their time."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import uvicorn
from helpers.commands import Command
from helpers.processes import children, runs, seconds_of, wait_until
from helpers.serving import SECONDS, serving

from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import drop, on_day
from kgraph.web import run
from kgraph.web.app import Served, application
from kgraph.web.states import States

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def busy(process: int) -> bool:
    return seconds_of(process) > 0.6


@pytest.fixture
def impatient(asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server that waits a twentieth of a second for the head of a request."""
    monkeypatch.setattr(run, "HEAD_SECONDS", 0.05)
    app = application(Served(States(asked_market, on_day, drop), (), "http://127.0.0.1"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, **run.settings()))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(SECONDS)
        assert not thread.is_alive()


@pytest.mark.parametrize("sent", [b"", b"GET /health HT", b"GET /health HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_does_not_arrive_closes_the_connection(impatient: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=20) as client:
        client.sendall(sent)
        assert client.recv(100) == b""


def test_a_connection_without_a_further_request_is_closed(impatient: int) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=20) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while chunk := client.recv(1000):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in answer.lower()


def test_what_is_no_http_is_refused(impatient: int) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=20) as client:
        client.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_the_command_answers_until_it_is_interrupted(built_market: Path) -> None:
    with serving(built_market) as server:
        with server.get("/health") as answer:
            assert json.load(answer)["status"] == "ok"
        assert server.interrupted() == 0, server.said
    said = "".join(server.said)
    assert "Traceback" not in said
    assert "GET /health 200" in said


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc of Linux")
def test_an_interrupt_waits_for_no_endless_query(built_market: Path) -> None:
    """What is being answered has three seconds to end; then all ends, its worker too."""
    with serving(built_market, "--timeout", "600") as server:
        address = urlsplit(server.address)
        with socket.create_connection((address.hostname, address.port), timeout=SECONDS) as client:
            client.sendall(f"GET /sparql?{urlencode({'query': CROSS})} HTTP/1.0\r\n\r\n".encode())
            assert wait_until(lambda: any(map(busy, children(server.process.pid))))
            (worker,) = children(server.process.pid)
            assert server.interrupted(within=40) == 0, server.said
        assert wait_until(lambda: not runs(worker))


def test_an_address_that_is_taken_is_said_at_once(
    command: Command, built_market: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A server that found an address after all would answer there, and this test would never end.
    monkeypatch.setattr(run, "serve", lambda *_: pytest.fail("it answers"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        outcome = command(built_market, "serve", "--port", str(taken.getsockname()[1]))
    assert outcome.code == 2
    assert "cannot answer there" in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "word"),
    [(("--port", "70000"), "port"), (("--host", "not a host"), "host"), (("--base-url", "x"), "x")],
)
def test_a_wrong_option_is_one_line(
    command: Command,
    built_market: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: tuple[str, ...],
    word: str,
) -> None:
    monkeypatch.setattr(run, "serve", lambda *_: pytest.fail("it answers"))
    outcome = command(built_market, "serve", *line)
    assert outcome.code == 2
    assert word in outcome.err
    assert len(outcome.err.splitlines()) == 1
