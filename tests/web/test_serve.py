"""`kgraph serve` as a process, and what it does with clients that take their time."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
import uvicorn
from helpers.commands import Command
from helpers.project import PROJECT

from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import drop, on_day
from kgraph.web import run
from kgraph.web.app import Served, application
from kgraph.web.states import States


@pytest.fixture
def impatient(asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server that waits a twentieth of a second for the head of a request."""
    monkeypatch.setattr(run, "HEAD_SECONDS", 0.05)
    app = application(Served(States(asked_market, on_day, drop), (), "http://127.0.0.1"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, **run.settings()))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


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
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "serve", "--port", "0"],
        cwd=built_market,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    address = line.partition(" at ")[2].split()[0]
    with urlopen(f"{address}/health") as answer:
        assert json.load(answer)["status"] == "ok"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "GET /health 200" in said


def test_an_address_that_is_taken_is_said_at_once(command: Command, built_market: Path) -> None:
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
    command: Command, built_market: Path, line: tuple[str, ...], word: str
) -> None:
    outcome = command(built_market, "serve", *line)
    assert outcome.code == 2
    assert word in outcome.err
    assert len(outcome.err.splitlines()) == 1
