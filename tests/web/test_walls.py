"""What the server holds out against: endless queries, long bodies, too many at once."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from kgraph.limited import Limits
from kgraph.questions.question import questions
from kgraph.snapshot import Snapshot
from kgraph.snapshot.days import drop, on_day
from kgraph.web.app import Served, application
from kgraph.web.states import States
from kgraph.web.walls import HEADERS, LOG, Bounds, Walls, digest

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def hurried(asked_market: Snapshot) -> Iterator[TestClient]:
    """A server that gives a query a second, and takes a thousand bytes."""
    served = Served(
        States(asked_market, on_day, drop),
        tuple(questions(asked_market.root)),
        "http://testserver",
        Limits(seconds=1, rows=5, memory=1 << 29),
        Bounds(body=1000),
    )
    with TestClient(application(served), raise_server_exceptions=False) as client:
        yield client


def test_an_endless_query_ends_and_the_next_is_answered(hurried: TestClient) -> None:
    got = hurried.get("/sparql", params={"query": CROSS})
    assert got.status_code == 422
    assert "longer than 1 s" in got.json()["detail"]
    assert "--timeout" not in got.text
    assert hurried.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_a_query_that_fills_the_memory_ends_alone(hurried: TestClient) -> None:
    doubling = 'SELECT ?z { BIND(REPEAT("x", 1) AS ?a) }'
    query = "SELECT * { BIND('" + "x" * 200 + "' AS ?a0)"
    for i in range(30):
        query += f" BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})"
    got = hurried.get("/sparql", params={"query": query + " }"})
    assert got.status_code == 422
    assert hurried.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    assert hurried.get("/sparql", params={"query": doubling}).status_code == 400


def test_more_rows_than_the_limit_are_no_answer(hurried: TestClient) -> None:
    got = hurried.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert got.status_code == 422
    assert "LIMIT" in got.json()["detail"]
    limited = hurried.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 5"})
    assert len(limited.json()["results"]["bindings"]) == 5


def test_a_long_body_is_refused(hurried: TestClient) -> None:
    got = hurried.post("/sparql", data={"query": "ASK {}" + " " * 2000})
    assert got.status_code == 413


def test_every_answer_has_the_headers(client: TestClient) -> None:
    for path in ("/health", "/id/odx", "/id/nothing", "/sparql?query=nonsense", "/openapi.json"):
        got = client.get(path)
        assert {name: got.headers[name] for name in HEADERS} == dict(HEADERS), path
        assert got.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in got.headers
        assert "server" not in got.headers


def test_an_error_of_ours_tells_nothing_of_itself(
    asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret of /the/machine")

    monkeypatch.setattr("kgraph.web.app.things.named", fails)
    served = Served(States(asked_market, on_day, drop), (), "http://testserver")
    with TestClient(application(served), raise_server_exceptions=False) as client:
        got = client.get("/id/odx")
    assert got.status_code == 500
    assert "secret" not in got.text
    assert got.headers["content-type"] == "application/problem+json"
    assert got.headers["content-security-policy"]


def test_the_log_tells_a_digest_and_not_the_query(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, LOG):
        client.get("/sparql", params={"query": 'ASK { ?secret ?p "client name" }'})
        client.get("/id/a%0Ab%1b[31m")
    first, second = (record.getMessage() for record in caplog.records if record.name == LOG)
    assert first.startswith("GET /sparql 200 ")
    assert digest(b"query=x") not in first
    assert "secret" not in first
    assert "client" not in first
    assert "\n" not in second
    assert "\x1b" not in second


async def _ask(walls: Walls) -> int:
    """The status of one request to bare walls."""
    status = 0

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    await walls(scope, receive, send)
    return status


def test_too_many_at_once_are_told_to_come_back() -> None:
    async def run() -> None:
        go = anyio.Event()
        inside = 0

        async def slow(_scope: Scope, _receive: Receive, send: Send) -> None:
            nonlocal inside
            inside += 1
            await go.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        walls = Walls(slow, Bounds(at_once=2, waiting=1))
        found: list[int] = []

        async def one() -> None:
            found.append(await _ask(walls))

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(one)
            await anyio.wait_all_tasks_blocked()
            assert inside == 2
            assert await _ask(walls) == 503
            go.set()
        assert found == [200, 200, 200]
        assert await _ask(walls) == 200

    anyio.run(run)


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    async def run() -> None:
        async def reads(_scope: Scope, receive: Receive, _send: Send) -> None:
            await receive()

        async def never() -> Message:
            await anyio.Event().wait()
            raise AssertionError

        walls = Walls(reads, Bounds(body_seconds=0.01))
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        await walls(scope, never, send)
        assert told[0]["status"] == 408

    anyio.run(run)


def test_states_of_other_days_are_bounded(asked_market: Snapshot) -> None:
    states = States(asked_market, on_day, drop, most=2)
    days = [f"2001-01-0{day}" for day in range(1, 6)]
    places = [states.on(day, None).path for day in days]
    assert [path.is_dir() for path in places] == [False, False, False, True, True]
    assert states.on(days[0], None).path == places[0]
    assert [path.is_dir() for path in places] == [True, False, False, False, True]
    assert asked_market.path.is_dir()


def test_a_state_that_is_read_goes_when_nobody_reads_it(asked_market: Snapshot) -> None:
    """Others ask for other days while a query process is about to open it."""
    states = States(asked_market, on_day, drop, most=1)
    read = states.on("2001-01-01", None)
    path = read.path
    states.on("2001-01-02", None)
    states.on("2001-01-03", None)
    assert list(read.query("SELECT * { ?s a jpst:Venue }"))
    assert states.on("2001-01-01", None) is read
    states.on("2001-01-02", None)
    del read
    gc.collect()
    states.on("2001-01-03", None)
    assert not path.exists()
