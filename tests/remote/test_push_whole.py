"""Pushes to an engine that does a request whole or not at all: nothing is staged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.engines import Engine, endpoint
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from kgraph.remote import RemoteError
from kgraph.remote.ask import query
from kgraph.remote.layout import DIGEST, PUSHED, STATE
from kgraph.remote.part import parts
from kgraph.remote.push import pull, push, status
from kgraph.snapshot import Snapshot

Fault = Callable[[BaseHTTPRequestHandler, str], bool]
THING = NamedNode("https://w3id.org/jpst/id/new")
GRAPH = NamedNode("https://w3id.org/jpst/source/new")


@pytest.fixture
def engine(engine: Engine) -> Engine:
    engine.like_fuseki = True
    return engine


def holding(store: Store) -> Any:
    return SimpleNamespace(store=store)


def with_more(snapshot: Snapshot, *values: str) -> Any:
    """The graphs of a snapshot, with a fact more in the state and in a graph of its own."""
    store = Store()
    store.extend(list(snapshot.store))
    for value in values:
        for graph in (DefaultGraph(), GRAPH):
            store.add(Quad(THING, THING, Literal(value), graph))
    return holding(store)


def lines(store: Store) -> dict[str, tuple[str, ...]]:
    return {one.name: one.lines for one in parts(store) if one.lines and one.name != PUSHED}


def writes(engine: Engine) -> list[str]:
    return [text for text in engine.texts if not text.startswith(("SELECT", "ASK", "CONSTRUCT"))]


def test_first_push_is_one_request(engine: Engine, asked_market: Snapshot) -> None:
    done = push(asked_market, endpoint(engine))
    assert (done.at_once, len(writes(engine))) == (True, 1)
    assert done.triples == sum(len(one.lines) for one in parts(asked_market.store))
    assert lines(engine.store) == lines(asked_market.store)
    assert status(asked_market, endpoint(engine)).is_current
    again = push(asked_market, endpoint(engine))
    assert (again.written, again.triples, len(writes(engine))) == ((), 0, 1)


def test_change_is_one_request_with_what_differs(engine: Engine, asked_market: Snapshot) -> None:
    push(with_more(asked_market, "old", "新しい 1", 'a "quoted" _:one'), endpoint(engine))
    engine.texts.clear()
    changed = with_more(asked_market, "new", "新しい 1", 'a "quoted" _:one')
    done = push(changed, endpoint(engine))
    assert set(done.written) == {STATE, GRAPH.value}
    assert (done.triples, done.at_once, len(writes(engine))) == (2, True, 1)
    assert lines(engine.store) == lines(changed.store)
    assert {one.name: one.lines for one in pull(endpoint(engine)) if one.lines} == lines(
        changed.store
    )
    done = push(asked_market, endpoint(engine))
    assert (done.removed, done.at_once) == ((GRAPH.value,), True)
    assert lines(engine.store) == lines(asked_market.store)


def test_many_requests_have_the_state_last(engine: Engine, asked_market: Snapshot) -> None:
    """Until it is there, nothing is asked; no request holds more than it may but for one graph."""
    seen: list[bool] = []

    def ask(_handler: BaseHTTPRequestHandler, text: str) -> bool:
        if writes(engine) and writes(engine)[-1] is text:
            seen.append(any(engine.store.quads_for_pattern(None, None, None, NamedNode(STATE))))
        return False

    engine.fault = ask
    done = push(asked_market, endpoint(engine), batch=100)
    assert not done.at_once
    assert len(seen) > 5
    assert not any(seen[:-1])
    assert lines(engine.store) == lines(asked_market.store)
    assert status(asked_market, endpoint(engine)).is_current


def test_nothing_is_asked_of_half_a_push(engine: Engine, asked_market: Snapshot) -> None:
    push(asked_market, endpoint(engine), batch=100)
    note = (NamedNode(STATE), NamedNode(DIGEST), None, NamedNode(PUSHED))
    for quad in list(engine.store.quads_for_pattern(*note)):
        engine.store.remove(quad)
    with pytest.raises(RemoteError, match="nothing of the graph was pushed"):
        query(endpoint(engine), "SELECT ?s { ?s ?p ?o }")


def test_what_lies_there_unnoted_is_replaced(engine: Engine, asked_market: Snapshot) -> None:
    for graph in (NamedNode(STATE), NamedNode("https://w3id.org/jpst/graph/claims")):
        engine.store.add(Quad(THING, THING, THING, graph))
    push(asked_market, endpoint(engine))
    assert lines(engine.store) == lines(asked_market.store)


def test_blank_nodes_of_two_graphs_stay_apart(engine: Engine) -> None:
    """Also where a text looks like one, and in a graph that changes."""
    for values in (("a", '_:b "_:c14n0" .'), ("b", '_:b "_:c14n0" .')):
        store = Store()
        for graph in (GRAPH, DefaultGraph(), THING):
            for node, value in zip((BlankNode(), BlankNode()), values, strict=True):
                store.add(Quad(node, THING, Literal(value), graph))
                store.add(Quad(THING, THING, node, graph))
        push(holding(store), endpoint(engine))
        assert lines(engine.store) == lines(store)
        assert len(set(engine.store)) == 12 + 6


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("batch", [None, 150])
@pytest.mark.parametrize("number", [1, 3, 4])
def test_push_that_breaks_off_leaves_whole_graphs_and_can_be_repeated(
    engine: Engine, asked_market: Snapshot, number: int, batch: int | None, is_done: bool
) -> None:
    """The connection is cut at a request that writes, before it is done or after."""
    old, new = with_more(asked_market, "old"), with_more(asked_market, "new")
    struck: list[str] = []

    def cut(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if text not in writes(engine)[number - 1 : number]:
            return False
        struck.append(text)
        if is_done and len(struck) == 1:
            is_quads = handler.headers.get_content_type() == "application/n-quads"
            if is_quads or handler.command == "PUT":
                engine.take(handler.path, text)
            else:
                engine.answer(text, True)
        handler.close_connection = True
        handler.connection.close()
        return True

    engine.fault = cut
    for graph in (old, new):
        with suppress(RemoteError):
            push(graph, endpoint(engine), batch=batch)
        there = lines(engine.store)
        for name in there:
            assert there[name] in (lines(old.store).get(name), lines(new.store).get(name)), name
    assert struck or (batch is None and number > 2)
    engine.fault = lambda _handler, _text: False
    push(new, endpoint(engine), batch=batch)
    assert lines(engine.store) == lines(new.store)


def test_push_of_another_in_between_is_not_mixed_with_ours(
    engine: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What differs was worked out from a graph that is no longer there: it changes nothing."""
    push(with_more(asked_market, "old"), endpoint(engine))
    names = iter(("one", "two"))
    monkeypatch.setattr("platform.node", lambda: next(names, "three"))
    theirs, ours = with_more(asked_market, "theirs"), with_more(asked_market, "ours", "more")
    pushed: list[bool] = []

    def meanwhile(_handler: BaseHTTPRequestHandler, text: str) -> bool:
        if '"ours"' in text and not pushed:
            pushed.append(True)
            engine.texts.clear()
            push(theirs, endpoint(engine))
        return False

    engine.fault = meanwhile
    with pytest.raises(RemoteError, match="another push may be under way"):
        push(ours, endpoint(engine))
    assert lines(engine.store) == lines(theirs.store)
    push(ours, endpoint(engine))
    assert lines(engine.store) == lines(ours.store)


def test_lines_end_where_triples_do() -> None:
    """A text may hold what ends a line elsewhere."""
    store = Store()
    store.add(Quad(THING, THING, Literal("a\u2028b\x85c\x0bd\ne"), GRAPH))
    (found,) = [one for one in parts(store) if one.lines]
    assert len(found.lines) == 1
