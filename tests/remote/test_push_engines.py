"""Real engines hold what was pushed: each graph whole, and only what changed is sent again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.real_engines import SECONDS, STARTS, Running, lacking
from helpers.real_engines import virtuoso as virtuoso_of
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from kgraph.remote import Endpoint, RemoteError, first, read_back
from kgraph.remote.answers import rows
from kgraph.remote.ask import query
from kgraph.remote.layout import PUSHED, STATE
from kgraph.remote.part import parts
from kgraph.remote.push import Otherwise, pull, push, status
from kgraph.render.remote import state as shown
from kgraph.snapshot import Snapshot
from kgraph.vocab import XSD


@pytest.fixture(params=sorted(STARTS))
def there(request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    """Each engine; it holds nothing of ours before and after."""
    found = request.getfixturevalue(request.param.replace("-", "_"))
    assert isinstance(found, Running)
    where = found.endpoint("other" if request.param == "fuseki" else None)
    yield where
    push(holding(Store()), where)


def holding(store: Store) -> Any:
    """What is pushed is the store of a snapshot."""
    return SimpleNamespace(store=store)


def lines(store: Store) -> dict[str, tuple[str, ...]]:
    """The canonical N-Triples of each graph."""
    return {one.name: one.lines for one in parts(store) if one.lines}


def pulled(there: Endpoint) -> dict[str, tuple[str, ...]]:
    return {one.name: one.lines for one in pull(there) if one.lines}


def test_push_is_pulled_as_it_was_and_sent_once(there: Endpoint, asked_market: Snapshot) -> None:
    assert not status(asked_market, there).is_current
    done = push(asked_market, there)
    assert done.triples == sum(len(one.lines) for one in parts(asked_market.store))
    assert status(asked_market, there).is_current
    assert pulled(there) == lines(asked_market.store)
    again = push(asked_market, there)
    assert (again.written, again.triples) == ((), 0)


def test_only_the_graphs_that_changed_are_sent(there: Endpoint, asked_market: Snapshot) -> None:
    push(asked_market, there)
    store = Store()
    store.extend(list(asked_market.store))
    gone = max(lines(store).keys() - {STATE})
    store.remove_graph(NamedNode(gone))
    thing = NamedNode("https://w3id.org/jpst/id/new")
    store.add(Quad(thing, thing, Literal("新しい", language="ja"), DefaultGraph()))
    done = push(holding(store), there)
    assert (done.written, done.removed) == ((STATE,), (gone,))
    assert done.triples == (1 if there.runs_whole else len(lines(store)[STATE]))
    assert pulled(there) == lines(store)


def test_a_first_push_straight_to_its_places_is_pulled_as_it_was(
    there: Endpoint, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over graphs of the same names, too, whose notes are lost (Fuseki is sent both as ever)."""
    monkeypatch.setattr(first, "SWITCHED", 0)
    old = Store()
    for quad in asked_market.store:
        was = Literal(f"{quad.object} before")
        old.add(Quad(quad.subject, quad.predicate, was, quad.graph_name))
    for snapshot in (holding(old), asked_market):
        there.update(f"DROP SILENT GRAPH <{PUSHED}>")
        done = push(snapshot, there)
        assert done.at_once is there.runs_whole
        assert status(snapshot, there).is_current
        assert pulled(there) == lines(snapshot.store)
    assert (
        query(there, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
        == asked_market.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    )


def test_graphs_that_others_name_are_switched_whole(there: Endpoint) -> None:
    """Fuseki 5.6 loses triples where it moves a graph to a name that it knows already."""
    store = Store()
    for number in range(10):
        graph = NamedNode(f"urn:graph:{number}")
        for at in range(100):
            thing, told = NamedNode(f"urn:s{(at * 7919 + number) % 10007}"), f"urn:o{at}"
            other = graph if at % 5 == 0 else NamedNode(told)
            store.add(Quad(thing, NamedNode(f"urn:p{at % 5}"), other, graph))
            store.add(Quad(graph, NamedNode("urn:p"), thing, DefaultGraph()))
    push(holding(store), there)
    assert pulled(there) == lines(store)


def test_readers_see_the_old_graphs_until_they_see_the_new_ones(there: Endpoint) -> None:
    """All of them at once, where the push says so; and each whole in any case."""
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:p> ?o } } GROUP BY ?g"
    seen: list[tuple[str, ...]] = []
    done = threading.Event()

    def read() -> None:
        other = Endpoint(there.query_url, timeout=SECONDS, given=there.given)
        while not done.is_set():
            found = rows(other, text)
            assert not isinstance(found, bool)
            counts = sorted((str(name.value), int(n.value)) for name, n in found[1])  # type: ignore[union-attr]
            seen.append(tuple(f"{name} {n}" for name, n in counts if name.startswith("urn:g")))

    def sized(size: int) -> Any:
        store = Store()
        for graph in map(NamedNode, ("urn:g1", "urn:g2")):
            for number in range(size):
                store.add(Quad(NamedNode(f"urn:s{number}"), NamedNode("urn:p"), graph, graph))
        return holding(store)

    push(sized(200), there)
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        try:
            pushed = push(sized(500), there)
        finally:
            done.set()
        reading.result(SECONDS)
    assert seen
    each = [tuple(f"urn:g{n} {size}" for n in (1, 2)) for size in (200, 500)]
    if pushed.at_once:
        assert set(seen) <= set(each)
    assert {line for lines in seen for line in lines} <= {line for lines in each for line in lines}


def numbered(*values: tuple[str, str]) -> Store:
    """A graph, with a blank node, in which one thing has each of the values."""
    store, graph = Store(), NamedNode("urn:graph")
    for value, kind in values:
        literal = Literal(value, datatype=NamedNode(f"{XSD.BASE}{kind}"))
        for thing in (NamedNode("urn:thing"), BlankNode("b")):
            store.add(Quad(thing, NamedNode("urn:p"), literal, graph))
    return store


def test_numbers_that_virtuoso_holds_otherwise_are_named(virtuoso: Running) -> None:
    """An integer beyond 31 bits is a decimal there; equal numbers, and days, are one."""
    there = virtuoso.endpoint()
    few = [("2147483647", "integer"), ("0.5", "decimal"), ("-2147483648", "integer")]
    few += [("7", "decimal"), ("1973-07", "gYearMonth"), ("2026", "gYear"), ("2026-11-01", "date")]
    equal = [("7", "integer"), ("1973-07-01", "date"), ("2026-01-01", "date")]
    sent = numbered(*few, *equal, ("2147483648", "integer"))
    push(holding(sent), there)
    found = status(holding(sent), there)
    assert found.is_current
    assert found.otherwise == (Otherwise("urn:graph", 2, 6),)
    assert "urn:graph: 2 numbers of another kind, 6 joined" in shown(found, "en")
    assert pulled(there) == lines(numbered(*few, ("2147483648", "decimal")))
    assert push(holding(sent), there).triples == 0


def test_what_virtuoso_cannot_hold_is_refused_before_anything_is_switched(
    virtuoso: Running,
) -> None:
    there = virtuoso.endpoint()
    push(holding(numbered(("1", "integer"))), there)
    with pytest.raises(RemoteError, match=r"cannot hold <urn:graph>: .*P1Y"):
        push(holding(numbered(("P1Y", "duration"))), there)
    assert pulled(there) == lines(numbered(("1", "integer")))
    push(holding(Store()), there)


def test_what_virtuoso_cuts_at_its_limit_is_had_whole_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sorts no more rows than its limit before it cuts, 10,000 where it comes from; of a large
    graph it reads no page that begins late."""
    if why := lacking("virtuoso"):
        pytest.skip(why)
    store = Store()
    for number in range(2500):
        thing, value = NamedNode(f"urn:s{number * 7919 % 2503}"), Literal(number % 50)
        store.add(Quad(thing, NamedNode("urn:p"), value, DefaultGraph()))
    store.add(Quad(BlankNode(), NamedNode("urn:q"), BlankNode(), DefaultGraph()))
    with virtuoso_of(tmp_path, most=1000, logged=150_000) as running:
        there = running.endpoint()
        assert not push(holding(store), there, batch=500).at_once  # more than it logs as one
        assert pulled(there) == lines(store)
        monkeypatch.setattr(read_back, "_READ", 300)
        assert pulled(there) == lines(store)
        text = "SELECT ?s ?o { ?s <urn:p> ?o } ORDER BY DESC(?o) ?s"
        here = [tuple(row) for row in store.query(text)]
        assert list(query(there, text).rows) == here
        few = query(there, f"{text} LIMIT 20 OFFSET 5")
        assert list(few.rows) == here[5:25]
        by_text = query(there, "SELECT ?s { ?s <urn:p> ?o } ORDER BY STR(?s)")
        assert [row[0].value for row in by_text.rows] == sorted(row[0].value for row in here)  # type: ignore[union-attr]
        with pytest.raises(RemoteError, match=r"which of 1,500 come first|are allowed"):
            query(there, f"{text} LIMIT 1500")
