"""What is pushed to another engine, compared and pulled; and what breaks off on the way."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tracemalloc
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers.engines import Engine, endpoint
from helpers.running import run_kgraph
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from kgraph.remote import RemoteError
from kgraph.remote import part as made
from kgraph.remote.layout import DIGEST, PUSHED, STATE
from kgraph.remote.part import Part, Spool, part, parts, streamed
from kgraph.remote.push import pull, push, status
from kgraph.remote.staging import STAGING, Abandoned
from kgraph.render.remote import state
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


def is_noted_whole(store: Store, snapshot: Snapshot) -> bool:
    """Whether an engine notes just what is to be noted of the graphs of a snapshot."""
    quads = store.quads_for_pattern(None, None, None, NamedNode(PUSHED))
    wanted = (line for one in parts(snapshot.store) for line in one.notes())
    return sorted(f"{quad.triple} ." for quad in quads) == sorted(wanted)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 6, 7])
@pytest.mark.parametrize("is_spooled", [False, True])
def test_a_graph_is_the_same_however_its_lines_are_packed(
    size: int, is_spooled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "_PACKED", 3)
    lines = tuple(f'<urn:a> <urn:b> "{number}\u2028" .' for number in range(size))
    with Spool() as spool:
        keep = spool.keep if is_spooled else None
        found = Part.of("urn:g", reversed(lines), keep)
        other = Part.of("urn:h", [f"<urn:c> {line}" for line in lines], keep)
        assert (found.lines, found.size) == (lines, size)
        between = [line for pair in zip(found, other, strict=True) for line in pair]
        assert between == [line for pair in zip([*found], [*other], strict=True) for line in pair]
        sent = [batch.decode().removesuffix("\n").split("\n") for batch in found.batches(2)]
        assert [line for some in sent for line in some] == [*found]
        assert all(0 < len(some) <= 2 for some in sent)
    digests = (hashlib.sha256(line.encode()).hexdigest() for line in lines)
    assert int(found.digest, 16) == sum(int(digest, 16) for digest in digests) % 2**256
    triples = [quad.triple for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES)]
    assert part("urn:g", [*triples, *triples]) == found == Part.like("urn:g", lines)


def test_graphs_differ_by_one_triple_that_is_another_twice_or_gone() -> None:
    lines = [f"<urn:a> <urn:b> <urn:{number}> ." for number in range(5)]
    others = ([*lines[1:], "<urn:a> <urn:b> <urn:9> ."], [*lines[1:], lines[1]], lines[1:])
    found = Part.of("urn:g", lines)
    assert all(Part.of("urn:g", other).digest != found.digest for other in others)


def test_blank_nodes_are_named_as_in_the_whole_graph() -> None:
    """Lines without one are not looked at for it; those with one are of one graph."""
    said = ["_:x <urn:p> _:y .", "_:y <urn:p> _:z .", '_:z <urn:q> "_:x" .']
    plain = ['<urn:a> <urn:q> "_:x" .', "<urn:a> <urn:p> <urn:b> ."]
    other = [line.replace("_:x ", "_:n ").replace("_:z", "_:x") for line in said]
    texts = ("\n".join([*plain, *said]), "\n".join([*reversed(other), *plain]))
    triples = [[q.triple for q in parse(text, format=RdfFormat.N_TRIPLES)] for text in texts]
    whole = Dataset(Quad(*triple) for triple in triples[0])
    whole.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    named = (serialize(whole, format=RdfFormat.N_TRIPLES) or b"").decode().splitlines()
    for found in (*(part("urn:g", some) for some in triples), streamed("urn:g", triples[1])):
        assert found.lines == tuple(sorted(named))
        assert found.has_blanks


def test_what_is_to_be_pushed_does_not_lie_in_memory(asked_market: Snapshot) -> None:
    """What is kept of a graph does not grow with its triples; the graphs come one at a time."""
    with Spool() as spool:
        first = next(parts(asked_market.store, spool.keep))
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        found = list(parts(asked_market.store, spool.keep))
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        text = sum(len(line) for one in found for line in one)
        assert after - before < min(text / 4, 2_000 * len(found))
        assert [*first] == [*found[0]]


def test_a_push_and_a_status_tell_how_far_the_graphs_are_read(
    engine: Engine, asked_market: Snapshot
) -> None:
    heard: list[str] = []
    push(asked_market, endpoint(engine), told=heard.append)
    of = len(list(parts(asked_market.store)))
    assert heard[0] == f"read 1/{of} {STATE}"
    assert re.fullmatch(rf"read 1/{of} {STATE}: [1-9][0-9,]*", heard[1])
    assert any(text.startswith(f"read {of}/{of} ") for text in heard)
    heard.clear()
    status(asked_market, endpoint(engine), told=heard.append)
    assert heard[0] == f"read 1/{of} {STATE}"


def test_no_room_for_what_is_pushed_is_told(
    engine: Engine, asked_market: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as spoiled:
        file = SimpleNamespace(seek=lambda *_: 0, write=full, close=lambda: None)
        spoiled.setattr("tempfile.TemporaryFile", lambda: file)
        with pytest.raises(RemoteError, match=r"\(the disk is full\).*TMPDIR"):
            push(asked_market, endpoint(engine))
    assert not engine.store


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


def test_what_another_machine_left_is_told_and_swept_where_that_is_wanted(
    engine: Engine, asked_market: Snapshot
) -> None:
    there = endpoint(engine)
    left = [f"{STAGING}other:{name}" for name in ("a", "b")]
    other = NamedNode("urn:x-another:graph")
    fact = Triple(other, other, other)
    engine.store.extend(Quad(*fact, NamedNode(name)) for name in (*left, other.value))
    push(asked_market, there)
    found = status(asked_market, there)
    assert found.abandoned == (Abandoned("other", 2, 2),)
    assert found.is_current  # what lies beside the graphs is none of them
    assert "(other): 2 graphs, 2 triples" in state(found, "en")
    assert "グラフ 2 件、2 トリプル" in state(found, "ja")
    push(asked_market, there, sweep=True)
    assert status(asked_market, there).abandoned == ()
    names = {graph.value for graph in engine.store.named_graphs()}
    assert other.value in names
    assert not names & {*left}


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


@pytest.mark.parametrize("done", range(1, 6))
def test_a_switch_of_which_a_part_was_done_is_made_whole_by_the_next_push(
    engine: Engine, asked_market: Snapshot, done: int
) -> None:
    """The engine does so many of its operations and fails, with a graph to remove among others."""
    there = endpoint(engine)
    push(asked_market, there)
    gone, state = NamedNode("https://w3id.org/jpst/source/gone"), NamedNode(STATE)
    engine.store.add(Quad(gone, NamedNode("urn:p"), gone, gone))
    for name in (gone, state):
        for quad in engine.store.quads_for_pattern(name, NamedNode(DIGEST), None, None):
            engine.store.remove(quad)
        engine.store.add(Quad(name, NamedNode(DIGEST), Literal("0"), NamedNode(PUSHED)))
    partly: list[str] = []

    def fail(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if not text.startswith("DELETE"):
            return False
        partly.append(" ;\n".join(text.split(" ;\n")[:done]))
        engine.answer(partly[-1], True)
        handler.send_error(400)
        return True

    engine.fault = fail
    with pytest.raises(RemoteError):
        push(asked_market, there)
    assert partly
    engine.fault = lambda _handler, _text: False
    push(asked_market, there)
    assert has_just(engine.store, asked_market)
    assert is_noted_whole(engine.store, asked_market)


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
