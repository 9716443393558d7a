"""A built project that is moved, copied, read-only, or read by several at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from helpers.project import PROJECT
from helpers.running import run_kgraph

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.snapshot import SnapshotError, folder, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.folder import default_out
from kgraph.snapshot.run import run_query

VENUES = "SELECT * { ?s a jpst:Venue }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/jpst/ontology/Venue> }"


@pytest.fixture
def built(market: Path) -> Path:
    """The small market with its snapshot inside."""
    build(market, market / ".kgraph", validate=False)
    return market


@pytest.fixture
def sealed(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same where the checkout cannot be written, as to a user that is not root."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    access = os.access

    def refused(path: Path, mode: int) -> bool:
        return access(path, mode) and not (mode == os.W_OK and Path(path) == built)

    monkeypatch.setattr(os, "access", refused)
    return built


def test_a_moved_project_answers_and_is_not_built_again(built: Path, tmp_path: Path) -> None:
    moved = built.rename(tmp_path / "elsewhere")
    asked = run_kgraph("ask", "units", "--format", "csv", cwd=moved)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "Alpha token" in asked.stdout
    snapshot = kgraph.open(moved)
    assert snapshot.root == snapshot.built_from == moved
    assert not kgraph.changed(snapshot)
    assert build(moved, moved / ".kgraph", validate=False).reused


def test_a_snapshot_elsewhere_serves_the_moved_project(market: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build(market, out, validate=False)
    moved = market.rename(tmp_path / "elsewhere")
    snapshot = kgraph.open(moved, out)
    assert (snapshot.root, snapshot.built_from) == (moved, market)
    assert not kgraph.changed(snapshot, moved)
    asked = run_kgraph("ask", "units", "--format", "csv", "--out", str(out), cwd=moved)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "Alpha token" in asked.stdout


def test_a_copy_is_its_own_project(built: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(built, tmp_path / "copy")
    shutil.rmtree(built / "queries")
    assert kgraph.open(copy).root == copy
    assert len(kgraph.ask("units", snapshot=kgraph.open(copy))) == 2


def test_a_folder_of_a_snapshot_can_be_opened_by_itself(built: Path) -> None:
    path = folder.current(built / ".kgraph")
    assert path is not None
    assert open_snapshot(path).root == built


def test_each_installation_has_a_snapshot_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    places = set()
    for environment in ("one", "other"):
        package = tmp_path / environment / "kgraph"
        monkeypatch.setattr(folder, "_PACKAGE", package)
        places.add(default_out(package / "bundle"))
    assert len(places) == 2
    assert all(place.is_relative_to(tmp_path / "cache") for place in places)


def test_a_snapshot_in_a_checkout_that_cannot_be_written_is_used_in_place(sealed: Path) -> None:
    said: list[str] = []
    snapshot = kgraph.open(sealed, say=said.append)
    assert snapshot.path.is_relative_to(sealed / ".kgraph")
    assert said == []


def test_an_old_one_there_gives_way_to_a_later_build_in_the_cache(sealed: Path) -> None:
    source = sealed / "data" / "sources" / "odx-launch.ttl"
    source.write_text(source.read_text("utf-8") + "\nid:st-beta jpst:coupon 2.5 .\n", "utf-8")
    said: list[str] = []
    assert kgraph.open(sealed, say=said.append).path.is_relative_to(sealed / ".kgraph")
    assert said == ["the files changed since the last build; run kgraph build"]
    report = kgraph.build(sealed, limits=UNLIMITED)
    assert report.snapshot is not None
    assert not report.snapshot.is_relative_to(sealed)
    said.clear()
    assert kgraph.open(sealed, say=said.append).path == report.snapshot
    assert said == []


def test_a_damaged_one_there_does_not_stand_in_the_way_of_a_later_build(sealed: Path) -> None:
    (sealed / ".kgraph" / "CURRENT").write_text("damaged")
    with pytest.raises(SnapshotError, match="run `kgraph build`"):
        kgraph.open(sealed)
    report = kgraph.build(sealed, limits=UNLIMITED)
    assert kgraph.open(sealed).path == report.snapshot


def test_without_a_home_a_snapshot_in_place_is_used_all_the_same(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert kgraph.open(sealed).path.is_relative_to(sealed / ".kgraph")


def test_a_snapshot_that_is_held_answers_after_later_builds(built: Path) -> None:
    held = kgraph.open(built)
    for _ in range(2):
        build(built, built / ".kgraph", validate=False, force=True)
    assert held.path.is_dir()
    result = run_query(held, COUNT)
    assert [row[0].value for row in result.rows] == ["1"]
    path = held.path
    del held
    build(built, built / ".kgraph", validate=False)
    assert not path.exists()


def test_a_snapshot_that_another_process_holds_stays_until_it_ends(built: Path) -> None:
    code = (
        "import sys, kgraph; s = kgraph.open(); print(s.path, flush=True); sys.stdin.read();"
        f"print(len(list(s.query({VENUES!r}))))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=built,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdout is not None
        path = Path(reader.stdout.readline().strip())
        for _ in range(2):
            build(built, built / ".kgraph", validate=False, force=True)
        assert path.is_dir()
        answer, _ = reader.communicate(timeout=60)
    assert answer.strip() == "1"
    build(built, built / ".kgraph", validate=False)
    assert not path.exists()


def test_first_uses_at_once_wait_for_one_build(market: Path) -> None:
    command = [sys.executable, "-m", "kgraph", "ask", "units", "--format", "csv"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    uses = [
        subprocess.Popen(
            command,
            cwd=market,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(5)
    ]
    results = [(*use.communicate(timeout=120), use.returncode) for use in uses]
    for answer, errors, code in results:
        assert code == 0, errors
        assert "Alpha token" in answer
    assert len(list((market / ".kgraph" / "snapshots").iterdir())) == 1


def test_who_waits_is_told_and_takes_what_was_built_meanwhile(market: Path) -> None:
    out = market / ".kgraph"
    said: list[str] = []
    told = threading.Event()

    def say(words: str) -> None:
        said.append(words)
        told.set()

    def first(stage: str) -> None:
        if stage == "publish":
            assert told.wait(60)

    with ThreadPoolExecutor(2) as threads:
        begun = threading.Event()

        def begin(stage: str) -> None:
            begun.set()
            first(stage)

        one = threads.submit(build, market, out, validate=False, on_stage=begin)
        assert begun.wait(60)
        other = threads.submit(build, market, out, validate=False, patience=60, on_wait=say)
        assert not one.result(60).reused
        assert other.result(60).reused
    assert other.result().snapshot == one.result().snapshot
    assert said == [
        f"another build is running in {out} (process {os.getpid()}); waiting for it to end"
    ]


def test_patience_ends(market: Path) -> None:
    with (
        folder.locked(market / ".kgraph"),
        pytest.raises(SnapshotError, match=f"another build is running .*process {os.getpid()}"),
    ):
        build(market, market / ".kgraph", validate=False, patience=0.01)


def test_readers_and_builds_at_once(built: Path) -> None:
    """Readers that open all the time, while builds publish and remove, always get an answer."""
    done = threading.Event()

    def read() -> int:
        reads = 0
        while not done.is_set() or not reads:
            assert len(list(open_snapshot(built / ".kgraph").query(VENUES))) == 1
            reads += 1
        return reads

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read) for _ in range(2)]
        try:
            for _ in range(8):
                build(built, built / ".kgraph", validate=False, force=True)
        finally:
            done.set()
        assert all(reader.result(60) for reader in readers)
    build(built, built / ".kgraph", validate=False)
    assert len(list((built / ".kgraph" / "snapshots").iterdir())) == 2
