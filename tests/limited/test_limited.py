"""Work in a process of its own: what it gives back, what ends it, what it can not do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from helpers.listener import Endpoint
from helpers.project import PROJECT

import kgraph
from kgraph.cli.misuse import Misuse
from kgraph.cli.quantities import Size, count, seconds, size
from kgraph.limited import QUERY, LimitReached, Limits, wire
from kgraph.limited.forked import fork
from kgraph.limited.limits import LIMITED
from kgraph.problems import LoadError, Problem
from kgraph.questions.params import BadValue
from kgraph.snapshot import Snapshot, days, open_snapshot
from kgraph.snapshot.days import on_day
from kgraph.snapshot.run import InvalidQuery, Result, guarded
from kgraph.sparql.guard import Refused, TooLarge

posix = pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")


@pytest.fixture
def snapshot(built_market: Path) -> Snapshot:
    return open_snapshot(built_market / ".kgraph")


def process(snapshot: Snapshot) -> int:
    """The process that waits for the next query."""
    (worker,) = snapshot.workers._idle
    return worker.process.pid


# -- one process after another


def test_a_process_is_kept_for_the_next_query(snapshot: Snapshot) -> None:
    snapshot.query("ASK {}")
    first = process(snapshot)
    with pytest.raises(InvalidQuery):
        snapshot.query("ASK {")
    with pytest.raises(Refused):
        snapshot.query("SELECT * { SERVICE <a:a> {} }")
    assert len(snapshot.query("SELECT * { ?s ?p ?o } LIMIT 5")) == 5
    assert process(snapshot) == first


def test_states_are_made_by_a_process_that_is_kept_and_answers_queries_about_one_afterwards(
    snapshot: Snapshot, built_market: Path
) -> None:
    first = on_day(snapshot, date(2024, 6, 1))
    maker = process(snapshot)
    on_day(snapshot, date(2024, 6, 2))
    assert process(snapshot) == maker
    first.workers.take_over(snapshot.workers)
    assert snapshot.workers._idle == []
    assert first.query("ASK {}").boolean is True
    assert process(first) == maker
    opened = kgraph.open(out=built_market / ".kgraph", as_of=date(2024, 6, 3))
    maker = process(opened)
    assert opened.query("ASK {}").boolean is True
    assert process(opened) == maker


def test_a_process_that_made_the_state_of_a_large_graph_is_not_kept(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would go on holding the memory that it took."""
    monkeypatch.setattr(days, "_LARGE", 0)
    assert on_day(snapshot, date(2024, 6, 4)).day.as_of == date(2024, 6, 4)
    assert snapshot.workers._idle == []


COPIED = """
import os, sys
from pathlib import Path
from kgraph.snapshot import open_snapshot
snapshot = open_snapshot(Path(sys.argv[1]))
snapshot.query("ASK {}")
(worker,) = snapshot.workers._idle
copy = os.fork()
if not copy:
    sys.exit(0)
os.waitpid(copy, 0)
print(worker.process.poll(), snapshot.query("ASK {}").boolean, [worker] == snapshot.workers._idle)
"""


@posix
def test_a_copy_of_a_program_ends_no_process_of_its_original(
    built_market: Path, tmp_path: Path
) -> None:
    assert program(tmp_path, COPIED, str(built_market / ".kgraph")) == "None True True\n"


def program(folder: Path, text: str, *words: str) -> str:
    """What a program prints."""
    path = folder / "program.py"
    path.write_text(text, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(path), *words],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


@posix
def test_a_process_gets_no_more_memory_than_its_limit(snapshot: Snapshot) -> None:
    small = Limits(memory=300 << 20)
    doubled = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
    for query in (
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f",
        f"SELECT (STRLEN(?v40) AS ?n) {{ BIND('0123456789' AS ?v0) {doubled} }}",
    ):
        with pytest.raises(LimitReached, match=r"more than 0\.293 GB of memory.*--max-memory"):
            snapshot.query(query, small)
    assert snapshot.query("ASK {}", small).boolean is True


@posix
def test_what_overflows_the_engine_ends_no_more_than_its_process(snapshot: Snapshot) -> None:
    nested = "STR(" * 5000 + "1" + ")" * 5000
    arguments = {"snapshot": snapshot, "sparql": f"ASK {{ FILTER({nested}) }}", "form": "ASK"}
    with pytest.raises(LimitReached, match="nests deeper than the engine can follow"):
        unguarded(snapshot, arguments)
    assert snapshot.query("ASK {}").boolean is True


MIXED = " ".join(f'{n} "{n} years"@en' for n in range(100))
SORTED = f"SELECT ?v {{ VALUES ?v {{ {MIXED} }} }} ORDER BY ?v"


@posix
def test_what_the_engine_cannot_sort_is_told(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match=r"no order for.*ORDER BY isNumeric"):
        snapshot.query(SORTED)
    apart = snapshot.query(SORTED.replace("ORDER BY", "ORDER BY isNumeric(?v)"))
    assert len(apart) == 200
    # In a copy of a process, as commands have.
    program(tmp_path, COPY_THAT_SORTS, SORTED)


COPY_THAT_SORTS = """
import sys
from pyoxigraph import Store
from kgraph.limited import QUERY, LimitReached
from kgraph.limited.forked import fork
try:
    code = fork(QUERY)
except LimitReached as error:
    assert "no order for" in str(error), error
else:
    assert code is None
    list(Store().query(sys.argv[1]))
"""


def unguarded(snapshot: Snapshot, arguments: dict[str, Any]) -> Result:
    from kgraph.snapshot.run import evaluate

    arguments = {**arguments, "limits": QUERY}
    return snapshot.workers.call(evaluate, arguments, QUERY, held=snapshot)


def test_in_a_process_with_limits_no_other_is_started(snapshot: Snapshot) -> None:
    token = LIMITED.set(True)
    try:
        arguments = {"snapshot": snapshot, "sparql": "ASK {}", "limits": QUERY}
        assert snapshot.workers.call(guarded, arguments, QUERY).boolean is True
        assert snapshot.workers._idle == []
    finally:
        LIMITED.reset(token)


def test_a_program_that_has_its_own_streams_is_not_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert fork(QUERY) is None


# -- what goes between processes


def over_the_wire(value: Any) -> Any:
    buffer = io.BytesIO()
    wire.write(value, buffer)
    buffer.seek(0)
    return wire.read(buffer, lambda kind, place: kind.at(*place))


@pytest.mark.parametrize(
    "error",
    [
        Refused("reason", 3, 4),
        TooLarge("reason", 1, 1),
        BadValue("token", "is none", ["st-alpha"]),
        LoadError([Problem("what", "why", "fix", Path("a.ttl"), 1, 2)]),
        FileNotFoundError(2, "no such file", "x.rq"),
        InvalidQuery("query: 1:2"),
    ],
)
def test_an_error_arrives_as_it_was(error: Exception) -> None:
    arrived = over_the_wire(error)
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_a_mapping_and_a_snapshot_arrive(snapshot: Snapshot) -> None:
    given, opened = over_the_wire((MappingProxyType({"a": 1}), snapshot))
    assert given == MappingProxyType({"a": 1})
    assert opened.fingerprint == snapshot.fingerprint


# -- walls

WALLED = """
import socket, sys
from pathlib import Path
import kgraph.snapshot.run as run
from kgraph.limited import QUERY
from kgraph.limited.walls import closed
from kgraph.sparql.guard import Safe
from kgraph.snapshot import open_snapshot

snapshot = open_snapshot(Path(sys.argv[1]))
for opens in (lambda: open(__file__), lambda: socket.socket()):
    with closed():
        try:
            opens()
        except OSError as error:
            print("refused", error.errno)
    opens().close()
with closed(2):
    spare = [open(__file__), open(__file__)]
    try:
        open(__file__)
    except OSError as error:
        print("refused", error.errno)
run.engine.disarm = lambda sparql, prefixes: Safe(sparql, {})  # the first wall is down
if sys.argv[3] == "open":
    import contextlib
    run.closed = contextlib.nullcontext
try:
    query = f"SELECT * {{ SERVICE <{sys.argv[2]}> {{ ?s ?p ?o }} }}"
    run.evaluate(snapshot, query, "SELECT", QUERY)
except run.InvalidQuery:
    print("no answer")
print(len(run.evaluate(snapshot, "SELECT * { ?s ?p ?o }", "SELECT", QUERY)) > 100)
"""


@posix
@pytest.mark.parametrize(("wall", "heard"), [("closed", 0), ("open", 1)])
def test_nothing_is_opened_while_a_query_runs(
    built_market: Path, tmp_path: Path, endpoint: Endpoint, wall: str, heard: int
) -> None:
    before = endpoint.requests
    told = program(tmp_path, WALLED, str(built_market / ".kgraph"), endpoint.url, wall)
    assert told == "refused 24\nrefused 24\nrefused 24\nno answer\nTrue\n"
    assert endpoint.requests == before + heard


# -- what is typed


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (seconds, "2.5", 2.5),
        (seconds, "none", None),
        (count, "10", 10),
        (count, "NONE", None),
        (size, "500M", 500 << 20),
        (size, "2G", 2 << 30),
        (size, "1.5 GiB", 3 << 29),
        (size, "1073741824", 1 << 30),
        (size, "none", None),
    ],
)
def test_a_limit_is_read(read: Any, typed: str, value: object) -> None:
    assert read(typed) == value
    assert read(value) == value


@pytest.mark.parametrize(
    ("read", "typed"),
    [(seconds, t) for t in ("", "0", "-1", "inf", "nan", "1e300", "x", "60s")]
    + [(count, t) for t in ("", "0", "-1", "1.5", "many", "１２", "9" * 30)]
    + [(size, t) for t in ("", "0", "1", "10M", "-2G", "2X", "G", "1e9", "9" * 30)],
)
def test_what_is_no_limit_is_told(read: Any, typed: str) -> None:
    with pytest.raises(Misuse, match=r"is no limit; write .*, or none"):
        read(typed)


def test_a_size_is_shown_as_it_is_typed() -> None:
    assert [str(Size(n)) for n in (2 << 30, 500 << 20, 3 << 40, 1025, 0)] == [
        "2G", "500M", "3T", "1025", "0",
    ]  # fmt: skip
