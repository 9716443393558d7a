"""Work beside other work: its result, its errors, and that no copy outlives what it is for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.processes import runs, wait_until

from kgraph.limited import beside as beside_module
from kgraph.limited.beside import beside
from kgraph.limited.limits import LIMITED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no copy is made")


@pytest.fixture(autouse=True)
def own_process_on_two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1})
    before = LIMITED.set(True)
    yield
    LIMITED.reset(before)


def gone(process: int) -> bool:
    """Whether a process ends within some seconds; one that waits to be buried has ended."""
    return wait_until(lambda: not runs(process))


def test_the_result_comes_from_another_process() -> None:
    with beside(lambda: (os.getpid(), "x" * 1_000_000)) as result:
        process, text = result()
    assert process != os.getpid()
    assert len(text) == 1_000_000
    assert gone(process)


def test_on_one_core_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    with beside(os.getpid) as result:
        assert result() == os.getpid()


def test_in_a_process_of_the_caller_the_work_is_done_there() -> None:
    LIMITED.set(False)
    with beside(os.getpid) as result:
        assert result() == os.getpid()


THREADS = """
import os, sys, threading
from pyoxigraph import Store
from kgraph.limited.beside import beside
from kgraph.limited.limits import LIMITED
os.sched_getaffinity = lambda _process: {0, 1}
LIMITED.set(True)
over = threading.Event()
threading.Thread(target=over.wait).start()
stores = []
for place in (None, sys.argv[1]):
    stores.append(Store(place))
    with beside(os.getpid, engine=True) as result:
        print(result() == os.getpid())
over.set()
"""


def test_where_the_engine_has_threads_its_work_is_done_there(tmp_path: Path) -> None:
    """A thread of Python is none of them, nor does a store in memory have any."""
    command = [sys.executable, "-c", THREADS, str(tmp_path / "store")]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]


def test_an_error_is_raised_here() -> None:
    def fails() -> int:
        raise ValueError(f"no such thing in {os.getpid()}")

    with beside(fails) as result, pytest.raises(ValueError, match=f"in {os.getpid()}$"):
        result()


def test_what_a_dying_copy_leaves_undone_is_done_here() -> None:
    here = os.getpid()
    with beside(lambda: os.getpid() if os.getpid() == here else os._exit(9)) as result:
        assert result() == here


def test_what_a_copy_never_tells_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    monkeypatch.setattr(beside_module, "_PATIENCE", 0.05)
    with beside(lambda: os.getpid() if os.getpid() == here else time.sleep(60)) as result:
        assert result() == here


def test_a_result_that_cannot_be_told_is_found_here() -> None:
    with beside(lambda: lambda: os.getpid()) as result:
        assert result()() == os.getpid()


def test_a_copy_whose_result_nobody_wants_ends_with_the_block(tmp_path: Path) -> None:
    told = tmp_path / "process"

    def long() -> None:
        told.write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(60)

    began = time.monotonic()
    with beside(long):
        assert wait_until(lambda: told.exists() and told.read_text(encoding="utf-8"))
    assert time.monotonic() - began < 30
    assert gone(int(told.read_text(encoding="utf-8")))


def test_a_copy_ends_with_the_process_that_it_is_of() -> None:
    program = """
import os, time
from kgraph.limited.beside import beside
from kgraph.limited.limits import LIMITED
LIMITED.set(True)
os.sched_getaffinity = lambda process: {0, 1}
def long():
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
with beside(long):
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        copy = int(running.stdout.readline())
        assert copy != running.pid
        running.kill()
    assert gone(copy)
