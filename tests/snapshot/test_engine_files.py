"""Where the engine writes: in memory where there is a place for files, else beside the snapshot."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kgraph.limited import UNLIMITED
from kgraph.locks import acquire, open_regular
from kgraph.snapshot import engine_files, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.days import on_day
from kgraph.snapshot.engine_files import give, give_lines, quick_folder
from kgraph.snapshot.verify import check_snapshot

DAY = date(2024, 6, 1)


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for the one in memory: another disk than that of the snapshots, where
    there is one."""
    there = engine_files._MEMORY
    with TemporaryDirectory(dir=there if os.access(there, os.W_OK) else tmp_path) as place:
        monkeypatch.setattr(engine_files, "_MEMORY", Path(place))
        yield Path(place)


def leave(memory: Path, age: float) -> Path:
    """What a process leaves that was killed as the engine wrote, so many seconds ago."""
    left = memory / "kgraph-store-killed"
    (left / "store").mkdir(parents=True)
    (left / "held").touch()
    os.utime(left, (time.time() - age,) * 2)
    return left


def test_the_folder_in_memory_is_gone_afterwards(memory: Path, tmp_path: Path) -> None:
    with quick_folder(tmp_path, 1_000) as quick:
        assert quick.parent == memory
        (quick / "store").mkdir()
    assert list(memory.iterdir()) == []


def test_what_a_killed_process_left_is_removed(memory: Path, tmp_path: Path) -> None:
    left = leave(memory, age=3_600)
    with quick_folder(tmp_path, 1_000):
        assert not left.exists()


@pytest.mark.parametrize("held", [True, False])
def test_what_another_process_is_at_is_not_removed(
    memory: Path, tmp_path: Path, held: bool
) -> None:
    left = leave(memory, age=3_600 if held else 5)
    descriptor = open_regular(left / "held", os.O_RDWR)
    try:
        assert not held or acquire(descriptor)
        with quick_folder(tmp_path, 1_000):
            assert left.exists()
    finally:
        os.close(descriptor)


def test_no_large_part_of_the_memory_is_taken(memory: Path, tmp_path: Path) -> None:
    with quick_folder(tmp_path, 10**9) as quick:
        assert quick == tmp_path
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize("in_memory", [True, False])
def test_snapshot_and_state_are_the_same_wherever_they_were_written(
    memory: Path, market: Path, monkeypatch: pytest.MonkeyPatch, in_memory: bool
) -> None:
    """And a state has the tables of the lasting part: the same files, and no copies, but for the
    names of graphs, of which the engine may make one table."""
    if not in_memory:
        monkeypatch.setattr(engine_files, "_MEMORY", memory / "none")
    build(market, market / ".kgraph", validate=False)
    snapshot = open_snapshot(market / ".kgraph")
    state = on_day(snapshot, DAY, limits=UNLIMITED)
    assert check_snapshot(snapshot.path).damages == check_snapshot(state.path).damages == ()
    assert not any(
        path.is_symlink() for path in (*snapshot.path.rglob("*"), *state.path.rglob("*"))
    )
    tables = list((snapshot.path / "lasting").glob("*.sst"))
    own = [path for path in tables if not (state.path / "store" / path.name).exists()]
    assert len(tables) > 10
    assert sum(path.stat().st_size for path in own) < 5_000
    assert all(
        path.samefile(state.path / "store" / path.name) for path in tables if path not in own
    )
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize("size", [1, 5_000, 1_000_000])
@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_lines_of_a_stream_come_as_they_are_whatever_stands_in_them(
    monkeypatch: pytest.MonkeyPatch, at_once: int, size: int
) -> None:
    """The engine names blank nodes of a text anew, and other graphs would not find them."""
    monkeypatch.setattr(engine_files, "_LINES", at_once)
    monkeypatch.setattr(engine_files, "_SIZE", size)
    thing, graph = NamedNode("a:" + "x" * 2_000), NamedNode("a:graph")
    values = (
        BlankNode("b1"),
        Literal("“_:b1” か\n", language="ja"),
        Literal(1),
        thing,
        Literal("_:"),
    )
    quads = {Quad(BlankNode("b0"), thing, value, graph) for value in values}
    quads |= {Quad(thing, thing, value) for value in values}
    ready: list[bool] = []
    store = Store()
    lines = serialize(quads, format=RdfFormat.N_QUADS).decode().splitlines(keepends=True)
    give_lines(store, lines, lambda: ready.append(not len(store)))
    assert set(store) == quads
    assert ready == [True]


def test_no_line_is_none() -> None:
    store = Store()
    give_lines(store, [])
    assert len(store) == 0


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the engine counts otherwise")
@pytest.mark.parametrize("fails", [False, True])
def test_the_engine_counts_one_core_and_works_on_all(fails: bool) -> None:
    cores = os.sched_getaffinity(0)

    class Engine:
        def bulk_extend(self, quads: Iterable[int]) -> None:
            assert len(os.sched_getaffinity(0)) == 1
            assert [(quad, os.sched_getaffinity(0)) for quad in quads] == [(1, cores), (2, cores)]
            if fails:
                raise OSError("no space left")

    with suppress(OSError):
        give(cast(Any, Engine()), cast(Any, [1, 2]))
    assert os.sched_getaffinity(0) == cores
