"""What is pushed to another engine, compared and pulled; and what breaks off on the way."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from helpers.engines import Engine, endpoint
from helpers.running import run_kgraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kgraph.remote import RemoteError, layout
from kgraph.remote.layout import DIGEST, PUSHED, STATE, Part, part, parts
from kgraph.remote.push import pull, push, status
from kgraph.snapshot import Snapshot


def holds(store: Store, snapshot: Snapshot) -> bool:
    """Whether a store has the graphs of a snapshot, whatever else it has."""
    found = {one.name: one.lines for one in parts(store)}
    return all(found.get(one.name) == one.lines for one in parts(snapshot.store) if one.lines)


def has_just(store: Store, snapshot: Snapshot) -> bool:
    """Whether a store has the graphs of a snapshot, each triple once, and nothing else of ours."""
    wanted = {one.name: one.lines for one in parts(snapshot.store) if one.lines}
    found = {one.name: one.lines for one in parts(store) if one.lines and one.name != PUSHED}
    return wanted == found


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 6, 7])
def test_a_graph_is_the_same_however_its_lines_are_packed(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "_PACKED", 3)
    lines = tuple(f'<urn:a> <urn:b> "{number}\u2028" .' for number in range(size))
    found = Part.of("urn:g", lines)
    assert (found.lines, found.size) == (lines, size)
    assert found.digest == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    sent = [batch.decode().removesuffix("\n").split("\n") for batch in found.batches(2)]
    assert [line for some in sent for line in some] == list(lines)
    assert all(0 < len(some) <= 2 for some in sent)
    triples = [quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES)]
    assert part("urn:g", [*triples, *triples]) == found


def test_what_is_to_be_pushed_does_not_lie_in_memory_line_by_line(asked_market: Snapshot) -> None:
    found = list(parts(asked_market.store))
    assert sum(sum(map(len, one.packed)) for one in found) < sum(map(len, map("".join, found))) / 4


def test_push_makes_the_graphs_those_of_the_snapshot(
    engine: Engine, asked_market: Snapshot
) -> None:
    there = endpoint(engine)
    assert not status(asked_market, there).is_current
    done = push(asked_market, there, batch=500)
    assert done.triples == sum(len(one.lines) for one in parts(asked_market.store))
    assert status(asked_market, there).is_current
    pulled = {one.name: one.lines for one in pull(there)}
    assert pulled == {one.name: one.lines for one in parts(asked_market.store)}


def test_only_what_changed_is_sent(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)
    push(asked_market, there)
    assert push(asked_market, there).triples == 0
    old = NamedNode("https://w3id.org/jpst/source/gone")
    note = NamedNode(DIGEST)
    engine.store.add(Quad(old, NamedNode("urn:p"), old, old))
    engine.store.add(Quad(old, note, Literal("0"), NamedNode(PUSHED)))
    state = NamedNode(STATE)
    wrong = list(engine.store.quads_for_pattern(state, note, None, NamedNode(PUSHED)))
    engine.store.remove(wrong[0])
    engine.store.add(Quad(state, note, Literal("0"), NamedNode(PUSHED)))
    done = push(asked_market, there)
    assert (done.written, done.removed) == ((STATE,), (old.value,))
    assert has_just(engine.store, asked_market)


@pytest.mark.parametrize("at", range(1, 9))
def test_push_that_breaks_off_leaves_the_old_graphs_and_can_be_repeated(
    engine: Engine, asked_market: Snapshot, at: int
) -> None:
    """The connection is cut at each of the first requests that write."""
    there = endpoint(engine)
    writes: list[str] = []
    struck: list[str] = []

    def cut(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if "INSERT" in text or "DROP GRAPH" in text:
            writes.append(text)
        if len(writes) < at:
            return False
        struck.append(text)
        handler.close_connection = True
        handler.connection.close()
        return True

    engine.fault = cut
    if at == 1:
        with pytest.raises(RemoteError, match="run the command again"):
            push(asked_market, there, batch=500)
    else:
        with suppress(RemoteError):
            push(asked_market, there, batch=500)
    if (
        struck
        and "DROP GRAPH" not in struck[0]
        and not any("DROP GRAPH" in text for text in writes)
    ):
        assert not any(engine.store.quads_for_pattern(None, None, None, NamedNode(STATE)))
    engine.fault = lambda _handler, _text: False
    push(asked_market, there, batch=500)
    assert has_just(engine.store, asked_market)


@pytest.mark.parametrize("at", range(1, 7))
def test_update_that_ran_but_was_not_answered_may_run_again(
    engine: Engine, asked_market: Snapshot, at: int
) -> None:
    """The answer to each of the first updates is lost: the engine is asked again, and has it."""
    there = endpoint(engine)
    updates: list[str] = []

    def lose(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if handler.headers.get_content_type() == "application/sparql-update":
            updates.append(text)
            if len(updates) == at:
                engine.answer(text, True)
                handler.close_connection = True
                handler.connection.close()
                return True
        return False

    engine.fault = lose
    with suppress(RemoteError):  # triples with blank nodes that arrived twice are sent again
        push(asked_market, there, batch=300)
    push(asked_market, there, batch=300)
    assert has_just(engine.store, asked_market)


def test_readers_never_see_a_graph_that_is_noted_and_not_there(
    engine: Engine, asked_market: Snapshot
) -> None:
    """Even where the engine did not answer in time, and is asked again."""
    there = endpoint(engine)
    seen: list[bool] = []

    def lose(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if f"INSERT {{ GRAPH <{PUSHED}>" not in text or len(seen) > 2:
            return False
        engine.answer(text, True)
        seen.append(holds(engine.store, asked_market))
        handler.close_connection = True
        handler.connection.close()
        return True

    engine.fault = lose
    push(asked_market, there)
    assert seen == [True, True, True]
    assert has_just(engine.store, asked_market)


def test_pull_of_nothing_is_told_and_writes_nothing(engine: Engine, tmp_path: Path) -> None:
    kept = tmp_path / "graph.nq"
    kept.write_text("kept", encoding="utf-8")
    done = run_kgraph("remote", "pull", engine.url, "-o", str(kept), cwd=tmp_path)
    assert done.returncode == 3
    assert "nothing of the graph was pushed here" in done.stderr
    assert kept.read_text(encoding="utf-8") == "kept"


def test_pull_tells_of_a_graph_that_others_changed(engine: Engine, asked_market: Snapshot) -> None:
    there = endpoint(engine)
    push(asked_market, there)
    thing = NamedNode("urn:x")
    engine.store.add(Quad(thing, thing, thing, NamedNode(STATE)))
    with pytest.raises(RemoteError, match="is not what was pushed"):
        list(pull(there))
