"""The first push of a large graph: straight to its places, noted once all of it is there."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace

import pytest
from helpers.engines import Engine, endpoint
from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.remote import RemoteError, first
from kgraph.remote import push as pushing
from kgraph.remote.ask import query
from kgraph.remote.layout import PUSHED, STATE
from kgraph.remote.part import parts
from kgraph.remote.push import push, status
from kgraph.remote.staging import STAGING
from kgraph.snapshot import Snapshot

THING = NamedNode("urn:x")
OF_ANOTHER = NamedNode("urn:of-another")
UPDATES = 12
"""As many has a first push of this graph in batches of 200."""


@pytest.fixture(autouse=True)
def every_graph_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first, "SWITCHED", 0)


def with_changes(snapshot: Snapshot) -> Snapshot:
    """One graph is gone, one has another value in as many triples, one is new."""
    store = Store()
    store.extend(snapshot.store)
    gone, changed, *_ = sorted(
        (graph for graph in store.named_graphs() if graph.value != STATE), key=str
    )
    store.remove_graph(gone)
    quad = next(store.quads_for_pattern(None, None, None, changed))
    store.remove(quad)
    store.add(Quad(quad.subject, quad.predicate, Literal("another"), changed))
    store.add(Quad(THING, THING, THING, NamedNode("urn:new")))
    return SimpleNamespace(store=store)  # type: ignore[return-value]


def has_just(engine: Engine, snapshot: Snapshot) -> bool:
    """Whether an engine has the graphs of a snapshot, what another put there, and nothing else."""
    beside = (PUSHED, OF_ANOTHER.value)
    found = {one.name: one.lines for one in parts(engine.store) if one.lines}
    wanted = {one.name: one.lines for one in parts(snapshot.store) if one.lines}
    return {name: said for name, said in found.items() if name not in beside} == wanted


def test_nothing_is_copied_and_nothing_left_beside(engine: Engine, asked_market: Snapshot) -> None:
    engine.store.add(Quad(THING, THING, THING, OF_ANOTHER))
    there = endpoint(engine)
    done = push(asked_market, there, batch=500)
    assert done.triples == sum(one.size for one in parts(asked_market.store))
    assert not done.at_once
    assert not any(STAGING in text and "GRAPH ?beside" in text for text in engine.texts)
    assert has_just(engine, asked_market)
    assert status(asked_market, there).is_current
    assert push(asked_market, there).triples == 0


def test_what_follows_a_first_push_is_put_beside(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)
    push(asked_market, there)
    engine.texts.clear()
    changed = with_changes(asked_market)
    assert len(push(changed, there).written) == 2
    assert any("GRAPH ?beside" in text for text in engine.texts)
    assert has_just(engine, changed)


@pytest.mark.parametrize("is_another", [False, True])
@pytest.mark.parametrize("at", range(1, UPDATES + 1))
def test_one_that_breaks_off_tells_readers_nothing_and_is_gone_on_with(
    engine: Engine, asked_market: Snapshot, at: int, is_another: bool
) -> None:
    """The connection is cut from one of its updates on; the next may be of another graph."""
    there = endpoint(engine)
    updates: list[str] = []

    def cut(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if handler.headers.get_content_type() == "application/sparql-update":
            updates.append(text)
        if len(updates) < at:
            return False
        handler.close_connection = True
        handler.connection.close()
        return True

    engine.fault = cut
    with pytest.raises(RemoteError):
        push(asked_market, there, batch=200)
    engine.fault = lambda _handler, _text: False
    if not any(f"INSERT {{ GRAPH <{PUSHED}>" in text for text in updates):
        with pytest.raises(RemoteError, match="nothing of the graph was pushed there"):
            query(there, "SELECT * { ?s ?p ?o }")
    next_one = with_changes(asked_market) if is_another else asked_market
    push(next_one, there, batch=200)
    assert has_just(engine, next_one)


def test_what_was_sent_whole_is_not_sent_again(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)

    def fail(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if f"INSERT {{ GRAPH <{PUSHED}>" not in text:
            return False
        handler.send_error(400)
        return True

    engine.fault = fail
    with pytest.raises(RemoteError):
        push(asked_market, there)
    engine.fault = lambda _handler, _text: False
    assert push(asked_market, there).triples == 0
    assert has_just(engine, asked_market)


def test_one_that_broke_off_is_removed_where_a_smaller_graph_comes(
    engine: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = endpoint(engine)
    engine.fault = lambda handler, text: (
        f"INSERT {{ GRAPH <{PUSHED}>" in text and (handler.send_error(400), True)[1]
    )
    with pytest.raises(RemoteError):
        push(asked_market, there)
    engine.fault = lambda _handler, _text: False
    monkeypatch.setattr(first, "SWITCHED", 10**9)
    changed = with_changes(asked_market)
    push(changed, there)
    assert has_just(engine, changed)


def test_what_is_noted_stays_where_its_list_was_not_removed(
    engine: Engine, asked_market: Snapshot
) -> None:
    """The last request of a first push fails."""
    there = endpoint(engine)
    noted: list[str] = []

    def fail(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if f"INSERT {{ GRAPH <{PUSHED}>" in text:
            noted.append(text)
        if not noted or "DROP" not in text:
            return False
        handler.send_error(400)
        return True

    engine.fault = fail
    with pytest.raises(RemoteError):
        push(asked_market, there)
    engine.fault = lambda _handler, _text: False
    assert noted
    changed = with_changes(asked_market)
    assert len(push(changed, there).written) == 2
    assert has_just(engine, changed)


def test_graphs_of_these_names_that_nobody_noted_are_replaced(
    engine: Engine, asked_market: Snapshot
) -> None:
    """Be it with as many triples: the notes may have been lost."""
    changed = with_changes(asked_market)
    there = endpoint(engine)
    push(changed, there)
    engine.store.remove_graph(NamedNode(PUSHED))
    engine.store.remove_graph(NamedNode("urn:new"))
    push(asked_market, there)
    assert has_just(engine, asked_market)


@pytest.mark.parametrize("at", range(1, UPDATES + 1))
def test_two_machines_that_push_first_at_once_end_in_one_graph_after_another_push(
    engine: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The second pushes another graph whole while the first waits for the answer to an update."""
    runs = iter("abc")
    monkeypatch.setattr(pushing, "alone", lambda _: nullcontext(next(runs)))
    other = with_changes(asked_market)
    updates: list[str] = []

    def meanwhile(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if handler.headers.get_content_type() == "application/sparql-update":
            updates.append(text)
            if len(updates) == at:
                engine.fault = lambda _handler, _text: False
                push(other, endpoint(engine), batch=200)
        return False

    engine.fault = meanwhile
    with suppress(RemoteError):  # it finds the graphs of the other, or its own
        push(asked_market, endpoint(engine), batch=200)
    assert len(updates) >= at
    push(asked_market, endpoint(engine), batch=200)
    assert has_just(engine, asked_market)
