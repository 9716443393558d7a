"""What the engine gives bit by bit is dropped in the thread that began to read it."""

from __future__ import annotations

import gc
import sys
import threading

import anyio
import pytest
from pyoxigraph import NamedNode, Quad, Store

from kgraph.web.aside import aside, ended


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Python says of objects that were dropped where they must not be."""
    said: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: said.append(str(told.exc_value)))
    return said


def store() -> Store:
    a = NamedNode("a:a")
    found = Store()
    found.extend(Quad(a, a, NamedNode(f"a:{i}")) for i in range(3))
    return found


def fails(deep: bool = False) -> None:
    quads = store().quads_for_pattern(None, None, None)
    try:
        raise KeyError(next(quads))
    except KeyError as error:
        if deep:
            raise ValueError("as it is read") from error
        raise


def fail_in_a_generator() -> None:
    def read():
        yield from store().quads_for_pattern(None, None, None)

    def take(some) -> None:
        next(some)
        raise ValueError("as it is read")

    take(read())


@pytest.mark.parametrize(
    "work", [fails, lambda: fails(True), fail_in_a_generator], ids=["plain", "chain", "generator"]
)
def test_an_error_leaves_no_iterator_behind(dropped: list[str], work) -> None:
    def in_a_thread(run) -> None:
        met: list[Exception] = []

        def keep() -> None:
            try:
                run(work)
            except (KeyError, ValueError) as error:
                met.append(error)

        thread = threading.Thread(target=keep)
        thread.start()
        thread.join(60)
        assert met
        met.clear()
        gc.collect()

    in_a_thread(ended)
    assert dropped == []
    in_a_thread(lambda work: work())
    assert "dropped on another thread" in dropped[0]


def test_errors_that_cause_each_other_end() -> None:
    def fail() -> None:
        one, other = KeyError("one"), ValueError("other")
        one.__cause__, other.__cause__ = other, one
        raise one

    met: list[str] = []

    def keep() -> None:
        try:
            ended(fail)
        except KeyError as error:
            met.append(str(error.__cause__))

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    thread.join(10)
    assert met == ["other"]


def test_an_error_keeps_its_place() -> None:
    async def ask() -> None:
        await aside(fails)

    with pytest.raises(KeyError) as caught:
        anyio.run(ask)
    assert caught.traceback[-1].name == "fails"
