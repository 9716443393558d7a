"""Builds and releases that are killed, at every step and at any moment, and disks that fill."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from helpers.here import rows
from helpers.market import write_market
from helpers.project import PROJECT
from helpers.running import run_kgraph

from kgraph.locks import read_regular
from kgraph.release import release
from kgraph.snapshot import SnapshotError, folder, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.verify import check_snapshot

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")
DAY = date(2026, 11, 24)


def killed(what: str, base: Path, every: int, moments: int) -> list[Path]:
    """The folders of the cases in which `what` died, and of the last, in which it did not."""
    root = write_market(base / "market")
    build(root, root / ".kgraph", validate=False)
    (root / "LICENSE-DATA").write_text("CC-BY-4.0\n", encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            PROJECT / "tests/helpers/killing.py",
            what,
            root,
            base / "cases",
            *map(str, (every, moments)),
        ],
        env={**os.environ, "PYTHONPATH": str(PROJECT), "TMPDIR": str(base)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sum(line.endswith("True") for line in done.stdout.splitlines()) > 5, done.stdout
    return sorted((base / "cases").iterdir())


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: many builds, each of which waits for its disk."""
    shared = Path("/dev/shm")
    if not (shared.is_dir() and os.access(shared, os.W_OK)):
        yield tmp_path
        return
    with TemporaryDirectory(prefix="kgraph-test-", dir=shared) as place:
        yield Path(place)


def names(place: Path) -> list[str]:
    return sorted(entry.name for entry in place.iterdir())


def test_a_build_killed_anywhere_leaves_a_whole_snapshot_and_no_rest(memory: Path) -> None:
    for case in killed("build", memory, every=1, moments=4):
        out = case / "project" / ".kgraph"
        published = open_snapshot(out)
        assert not check_snapshot(out).damages, case.name
        assert len(rows(published, "SELECT * { ?s a jpst:Venue }")) == 1
        del published
        assert build(case / "project", out, validate=False, force=True).published, case.name
        assert names(out) == ["CURRENT", "LOCK", "snapshots"], case.name
        assert len(names(out / "snapshots")) == 2, case.name


def test_a_release_killed_anywhere_is_whole_or_absent_and_leaves_no_rest(memory: Path) -> None:
    cases = killed("release", memory, every=5, moments=2)
    whole = cases[0].parent / next(case.name for case in reversed(cases) if "event" in case.name)
    expected = content(whole / "dist")
    assert len(expected) > 10
    for case in cases:
        if (case / "dist").exists():
            assert content(case / "dist") == expected, case.name
    for case in cases[::5]:
        release(case / "project", "1.2.0", case / "again", issued=DAY)
        assert names(case) in (["again", "project"], ["again", "dist", "project"]), case.name
        assert content(case / "again") == expected, case.name
    assert [name for name in names(memory) if "release" in name] == []


def content(place: Path) -> dict[str, bytes]:
    return {str(p.relative_to(place)): p.read_bytes() for p in place.rglob("*") if p.is_file()}


def test_the_place_of_a_release_that_runs_is_left_alone(market: Path) -> None:
    from kgraph.release.workplace import workplace

    base = market / "dist"
    base.mkdir()
    for foreign in (".kgraph-release-0123456", ".kgraph-release-01234567"):
        (base / foreign).mkdir()
        (base / foreign / "mine.txt").write_text("mine")
    (base / ".kgraph-release-76543210").symlink_to(base / ".kgraph-release-0123456")
    (base / ".kgraph-release-89abcdef" / "snapshot").mkdir(parents=True)
    with workplace(base / "one") as first, workplace(base / "other") as second:
        assert first.is_dir()
        assert second.is_dir()
        assert not (base / ".kgraph-release-89abcdef").exists()
    assert names(base) == [
        ".kgraph-release-0123456",
        ".kgraph-release-01234567",
        ".kgraph-release-76543210",
    ]
    assert (base / ".kgraph-release-01234567" / "mine.txt").exists()


@pytest.fixture
def limited() -> Iterator[Callable[[int], None]]:
    """Lets no file of this process grow beyond a number of bytes, until the test ends."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [5, 100, 3_000, 20_000])
def test_a_disk_that_fills_is_one_line_and_leaves_the_old_snapshot(
    market: Path, limited: Callable[[int], None], room: int
) -> None:
    """From the lock to the largest files of the engine: each does not fit once."""
    out = market / ".kgraph"
    old = build(market, out, validate=False)
    before = names(out / "snapshots")
    limited(room)
    with pytest.raises(SnapshotError, match="free some space and build again") as raised:
        build(market, out, validate=False, force=True)
    limited(resource.RLIM_INFINITY)
    assert "\n" not in str(raised.value)
    assert open_snapshot(out).path == old.snapshot
    assert names(out / "snapshots") == before
    assert not check_snapshot(out).damages
    assert build(market, out, validate=False, force=True).published


def _full(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("module", "function"),
    [(folder, "_write"), (folder, "_sync_folder"), (folder, "seal"), (Path, "replace")],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_disk_that_fills_while_publishing(
    market: Path, monkeypatch: pytest.MonkeyPatch, module: object, function: str
) -> None:
    out = market / ".kgraph"
    old = build(market, out, validate=False)
    with monkeypatch.context() as patched:
        patched.setattr(module, function, _full)
        with pytest.raises(SnapshotError, match="the disk is full; free some space"):
            build(market, out, validate=False, force=True)
    assert open_snapshot(out).path == old.snapshot
    assert old.snapshot is not None
    assert names(out / "snapshots") == [old.snapshot.name]
    assert build(market, out, validate=False).reused
    assert names(out) == ["CURRENT", "LOCK", "snapshots"]


def test_an_interrupted_build_cleans_up_at_once(market: Path) -> None:
    def interrupt(stage: str) -> None:
        if stage == "publish":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(market, market / ".kgraph", validate=False, on_stage=interrupt)
    assert names(market / ".kgraph" / "snapshots") == []
    assert build(market, market / ".kgraph", validate=False).published


def test_the_command_on_a_real_small_disk(market: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        result = run_kgraph("build", "--out", str(disk / "out"), cwd=market)
        assert result.returncode == 3
        assert result.stderr.count("\n") == 1
        assert re.search("No space left on device|the disk is full", result.stderr)
        assert names(disk / "out" / "snapshots") == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "target").write_bytes(b"12345")
    for name in ("pipe", "link"):
        with pytest.raises(OSError, match=r"regular file|symbolic links"):
            read_regular(tmp_path / name, 10)
    assert read_regular(tmp_path / "target", 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        read_regular(tmp_path / "target", 4)
