"""Fixtures that many tests share. What they are made from stands in `helpers/`."""

from __future__ import annotations

import datetime
import faulthandler
import gc
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from helpers.asked_market import write_asked_market
from helpers.commands import Command, Outcome
from helpers.fixed import fixed_root
from helpers.listener import Endpoint
from helpers.market import write_market
from helpers.project import PROJECT
from helpers.quick_grammar import quicken_grammar
from helpers.running import run_kgraph
from helpers.small_root import write_small_root
from pyoxigraph import Store

import kgraph
from kgraph.cli import main
from kgraph.snapshot import Snapshot, open_snapshot
from kgraph.snapshot.build import build

# What is long starts first, so that no worker waits at the end. While one worker builds the graph
# that many share, the other begins with what needs none.
LONG = (
    "questions/test_engines.py",
    "validate/test_mutations.py",
    "remote",
    "project/test_readme.py",
    "project/test_guides.py",
    "web/test_browser.py",
    "project/test_contributing.py",
    "questions/test_golden.py",
    "project/test_term_coverage.py",
    "render/test_screens.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = {f"tests/{name}": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: first.get(unit(item.nodeid), len(LONG)))


def unit(test: str) -> str:
    """What goes to a worker as a whole: a file, or all files that start the same engines."""
    path = test.partition("::")[0]
    return "tests/remote" if path.startswith("tests/remote/") else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hands out units in place of files; other ways to hand tests out stay as they are."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Units(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit(nodeid)

    return Units(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays: looking through it for garbage takes a fifth."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Nor is it looked through later, which takes a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


STUCK = 420
"""Seconds after which a test ends its process that no timeout of Python's ended (300 s)."""
OUTSIDE = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[OUTSIDE] = os.dup(2)  # while nothing is captured
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Commands are started by the hundred. None compiles the package anew, and all that they
        # compile stands in a folder that goes.
        place = tempfile.mkdtemp()
        config.add_cleanup(partial(shutil.rmtree, place, ignore_errors=True))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = place
        sys.dont_write_bytecode = False


def pytest_runtest_setup() -> None:
    quicken_grammar()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What waits in the engine hears no timeout: its process tells where it stands, and ends.

    Another process goes on with what it had still to do.
    """
    outside = item.config.stash[OUTSIDE]
    faulthandler.dump_traceback_later(STUCK, exit=True, file=outside)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    """A server on this machine that counts the requests it gets."""
    found = Endpoint()
    yield found
    found.close()


@pytest.fixture(scope="session")
def built_market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small market, built; tests only read it."""
    root = write_market(tmp_path_factory.mktemp("market"))
    result = run_kgraph("build", cwd=root)
    assert result.returncode == 0, result.stderr
    return root


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """The small market, not yet built; a test may change it."""
    return write_market(tmp_path / "market")


@pytest.fixture(scope="session")
def asked_market(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The market of `helpers.asked_market`, built; tests only read it."""
    base = tmp_path_factory.mktemp("asked")
    root = write_asked_market(base / "market")
    report = build(root, base / "out", validate=False, built=datetime.date(2026, 11, 24))
    assert report.published
    return open_snapshot(base / "out")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The smallest project folder; a test may change it."""
    return write_small_root(tmp_path)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def fixed(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A project folder with the fixed part of the data (`helpers.fixed`); tests only read it.

    It is the same folder for all workers: a graph is built again where that of another is meant.
    """
    place = shared / "fixed"
    if not place.exists():
        mine = fixed_root(PROJECT, tmp_path_factory.mktemp("fixed"))
        if mine == PROJECT:
            return PROJECT
        with suppress(OSError):  # where another worker was faster
            mine.rename(place)
    return place


@pytest.fixture(scope="session")
def real_snapshot(shared: Path, fixed: Path) -> Snapshot:
    """The graph of the checkout, built and validated once for all workers; tests only read it.

    It holds the fixed part of the data: what is added changes no test.
    """
    report = kgraph.build(fixed, shared / "real", patience=600)  # reused where another built it
    assert report.published, report.severities
    return kgraph.open(fixed, shared / "real")


@pytest.fixture(scope="session")
def in_memory(real_snapshot: Snapshot) -> Snapshot:
    """The same graph in the memory of this process, for tests that read or ask much of it.

    What lies on a disk is found several times more slowly; that answers are the same there is
    tested with `real_snapshot` (`questions/test_golden.py`). Tests only read it, and ask it
    `right_here`: another process would open what is on the disk.
    """
    store = Store()
    store.bulk_extend(real_snapshot.store)
    return Snapshot(real_snapshot.path, store, real_snapshot.manifest, real_snapshot.root)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in a folder, in this process."""
    for name in ("KGRAPH_ROOT", "KGRAPH_LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(folder: Path, *line: str, stdin: str = "") -> Outcome:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["kgraph", *line])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), captured.out, captured.err)

    return run
