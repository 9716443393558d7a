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


def refuse_notes(handler: BaseHTTPRequestHandler, text: str) -> bool:
    """A fault of an engine: it takes everything but the notes."""
    if not notes(text):
        return False
    handler.send_error(400)
    return True


def notes(text: str) -> bool:
    return f"INSERT {{ GRAPH <{PUSHED}>" in text


def all_is_well(_handler: BaseHTTPRequestHandler, _text: str) -> bool:
    return False


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
    engine.fault = all_is_well
    if not any(map(notes, updates)):
        with pytest.raises(RemoteError, match="nothing of the graph was pushed there"):
            query(there, "SELECT * { ?s ?p ?o }")
    next_one = with_changes(asked_market) if is_another else asked_market
    push(next_one, there, batch=200)
    assert has_just(engine, next_one)


@pytest.fixture
def broken_off(engine: Engine, asked_market: Snapshot) -> Engine:
    """An engine with a first push that sent all and noted nothing."""
    engine.fault = refuse_notes
    with pytest.raises(RemoteError):
        push(asked_market, endpoint(engine), batch=200)
    engine.fault = all_is_well
    return engine


def test_what_was_sent_whole_is_not_sent_again(broken_off: Engine, asked_market: Snapshot) -> None:
    assert push(asked_market, endpoint(broken_off)).triples == 0
    assert has_just(broken_off, asked_market)


@pytest.mark.parametrize("is_whole", [False, True])
def test_one_that_broke_off_is_removed_where_the_graph_comes_another_way(
    broken_off: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch, is_whole: bool
) -> None:
    """It is smaller, or the engine is known by now to do a request whole."""
    broken_off.like_fuseki = is_whole
    if not is_whole:
        monkeypatch.setattr(first, "SWITCHED", 10**9)
    changed = with_changes(asked_market)
    push(changed, endpoint(broken_off))
    assert has_just(broken_off, changed)


@pytest.mark.parametrize("at", range(1, 7))
def test_one_that_is_cut_twice_leaves_nothing_beside_another_graph(
    broken_off: Engine, asked_market: Snapshot, at: int
) -> None:
    """The second is cut at each of its updates, those among them that write the list anew."""
    updates: list[str] = []

    def cut(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if handler.headers.get_content_type() == "application/sparql-update":
            updates.append(text)
        if len(updates) < at:
            return False
        handler.send_error(400)
        return True

    broken_off.fault = cut
    with pytest.raises(RemoteError):
        push(asked_market, endpoint(broken_off), batch=200)
    broken_off.fault = all_is_well
    changed = with_changes(asked_market)
    push(changed, endpoint(broken_off), batch=200)
    assert has_just(broken_off, changed)


def test_notes_of_which_a_part_is_there_count_as_none(
    broken_off: Engine, asked_market: Snapshot
) -> None:
    """An engine may do the first operation of an update and fail."""

    def partly(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if not notes(text):
            return False
        broken_off.answer(text.split(" ;\n")[0], True)
        handler.send_error(400)
        return True

    broken_off.fault = partly
    there = endpoint(broken_off)
    with pytest.raises(RemoteError):
        push(asked_market, there)
    assert not status(asked_market, there).same
    broken_off.fault = all_is_well
    push(asked_market, there)
    quads = broken_off.store.quads_for_pattern(None, None, None, NamedNode(PUSHED))
    assert sorted(f"{quad.triple} ." for quad in quads) == sorted(
        line for one in parts(asked_market.store) for line in one.notes()
    )


def test_what_is_noted_stays_where_its_list_was_not_removed(
    engine: Engine, asked_market: Snapshot
) -> None:
    """The last request of a first push fails."""
    there = endpoint(engine)
    noted: list[str] = []

    def fail(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if notes(text):
            noted.append(text)
        if not noted or "DROP" not in text:
            return False
        handler.send_error(400)
        return True

    engine.fault = fail
    with pytest.raises(RemoteError):
        push(asked_market, there)
    engine.fault = all_is_well
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


@pytest.mark.parametrize("is_small", [False, True])
@pytest.mark.parametrize("at", range(1, UPDATES + 1))
def test_two_machines_that_push_first_at_once_end_in_one_graph_after_another_push(
    engine: Engine,
    asked_market: Snapshot,
    monkeypatch: pytest.MonkeyPatch,
    at: int,
    is_small: bool,
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
                engine.fault = all_is_well
                with monkeypatch.context() as meant:
                    meant.setattr(first, "SWITCHED", 10**9 if is_small else 0)
                    push(other, endpoint(engine), batch=200)
        return False

    engine.fault = meanwhile
    with suppress(RemoteError):  # it finds the graphs of the other, or its own
        push(asked_market, endpoint(engine), batch=200)
    assert len(updates) >= at
    push(asked_market, endpoint(engine), batch=200)
    assert has_just(engine, asked_market)
