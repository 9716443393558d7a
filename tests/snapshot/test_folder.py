"""What a build writes and removes, and what it leaves alone: folders of others, links, pipes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.running import run_kgraph

from kgraph.problems import LoadError
from kgraph.snapshot import SnapshotError, folder, open_snapshot
from kgraph.snapshot.build import BuildReport, build

Tree = dict[str, bytes | str | None]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs links, pipes and flock")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def make(market: Path, out: Path, *, force: bool = False) -> BuildReport:
    return build(market, out, validate=False, force=force)


def tree(place: Path) -> Tree:
    """Every file with its content, every link with its target, every folder."""
    found: Tree = {}
    for path in sorted(place.rglob("*")):
        name = str(path.relative_to(place))
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else None
    return found


def photos(out: Path) -> None:
    (out / "snapshots" / "2024-photos").mkdir(parents=True)
    (out / "snapshots" / "2024-photos" / "cat.jpg").write_bytes(b"cat")


def photos_by_our_name(out: Path) -> None:
    (out / "snapshots" / "0123456789ab-01234567").mkdir(parents=True)
    (out / "snapshots" / "0123456789ab-01234567" / "cat.jpg").write_bytes(b"cat")


def unfinished_photos(out: Path) -> None:
    (out / "snapshots" / ".building-album").mkdir(parents=True)
    (out / "snapshots" / ".building-album" / "cat.jpg").write_bytes(b"cat")


def notes(out: Path) -> None:
    out.mkdir()
    (out / "notes.txt").write_text("mine")


def hidden(out: Path) -> None:
    out.mkdir()
    (out / ".git").mkdir()


def another_engine(out: Path) -> None:
    from pyoxigraph import Store

    Store(str(out)).flush()


def another_lock(out: Path) -> None:
    out.mkdir()
    (out / "LOCK").write_text("held by somebody else")


def another_pid(out: Path) -> None:
    out.mkdir()
    (out / "LOCK").write_text("1234\n")
    (out / "data").mkdir()


def another_pointer(out: Path) -> None:
    out.mkdir()
    (out / "CURRENT").write_text("version 3\n")


def linked_lock(out: Path) -> None:
    out.mkdir()
    (out.parent / "precious").write_text("precious")
    (out / "LOCK").symlink_to(out.parent / "precious")


def linked_lock_to_nothing(out: Path) -> None:
    out.mkdir()
    (out / "LOCK").symlink_to(out.parent / "new")


def hard_lock(out: Path) -> None:
    out.mkdir()
    (out.parent / "precious").write_text("precious")
    (out / "LOCK").hardlink_to(out.parent / "precious")


def pipe_for_lock(out: Path) -> None:
    out.mkdir()
    os.mkfifo(out / "LOCK")


def folder_for_lock(out: Path) -> None:
    (out / "LOCK").mkdir(parents=True)


def linked_snapshots(out: Path) -> None:
    out.mkdir()
    (out.parent / "elsewhere").mkdir()
    (out / "snapshots").symlink_to(out.parent / "elsewhere")


def folder_for_pointer(out: Path) -> None:
    (out / "CURRENT").mkdir(parents=True)


def folder_for_next_pointer(out: Path) -> None:
    (out / "CURRENT.new").mkdir(parents=True)


FOREIGN = [
    photos,
    photos_by_our_name,
    unfinished_photos,
    notes,
    hidden,
    another_engine,
    another_lock,
    another_pid,
    another_pointer,
    linked_lock,
    linked_lock_to_nothing,
    hard_lock,
    pipe_for_lock,
    folder_for_lock,
    linked_snapshots,
    folder_for_pointer,
    folder_for_next_pointer,
]


@pytest.mark.parametrize("given", FOREIGN, ids=lambda given: given.__name__)
def test_a_folder_that_is_not_ours_is_refused_and_left_as_it_was(
    market: Path, out: Path, given: Callable[[Path], None]
) -> None:
    given(out)
    pipe = given is pipe_for_lock
    before = {} if pipe else tree(out.parent)
    with pytest.raises(SnapshotError, match=r"choose .* with --out") as raised:
        make(market, out)
    assert str(out) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert pipe or tree(out.parent) == before


@pytest.mark.parametrize("given", [notes, photos], ids=lambda given: given.__name__)
def test_what_others_put_into_our_folder_stays(
    market: Path, out: Path, given: Callable[[Path], None]
) -> None:
    first = make(market, out)
    if given is notes:
        (out / "notes.txt").write_text("mine")
    else:
        (out / "snapshots" / "2024-photos").mkdir()
    for _ in range(3):
        assert make(market, out, force=True).published
    assert (out / "notes.txt").exists() or (out / "snapshots" / "2024-photos").exists()
    assert first.snapshot is not None
    assert not first.snapshot.exists()


def test_links_in_our_folder_are_replaced_or_left_and_never_followed(
    market: Path, out: Path, tmp_path: Path
) -> None:
    make(market, out)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "manifest.json").write_text("precious")
    for name in ("CURRENT", "CURRENT.new"):
        (out / name).unlink(missing_ok=True)
        (out / name).symlink_to(precious / "manifest.json")
    (out / "snapshots" / "0123456789ab-01234567").symlink_to(precious)
    (out / "snapshots" / ".building-0123456789ab-01234567").symlink_to(precious)
    report = make(market, out, force=True)
    assert tree(precious) == {"manifest.json": b"precious"}
    assert open_snapshot(out).path == report.snapshot
    assert not (out / "CURRENT").is_symlink()
    assert not (out / "CURRENT.new").is_symlink()


def test_nothing_is_removed_before_the_build_has_succeeded(market: Path, out: Path) -> None:
    make(market, out)
    make(market, out, force=True)
    folder.start(out, "0123456789ab-01234567")
    before = tree(out / "snapshots")
    source = market / "data" / "sources" / "odx-launch.ttl"
    good = source.read_text("utf-8")
    source.write_text("this is no Turtle", "utf-8")
    with pytest.raises(LoadError):
        make(market, out)
    assert tree(out / "snapshots") == before
    source.write_text(good.replace("jpst:operatedBy id:odx ;", ""), "utf-8")
    press = market / "data" / "sources" / "press-launch.ttl"
    press.write_text(press.read_text("utf-8").replace("id:start jpst:operatedBy id:odx .", ""))
    assert not build(market, out).published
    assert tree(out / "snapshots") == before
    source.write_text(good, "utf-8")
    assert build(market, out, force=True).published
    assert not (out / "snapshots" / ".building-0123456789ab-01234567").exists()


def test_a_folder_of_an_earlier_version_and_one_of_a_killed_build_are_ours(
    market: Path, out: Path
) -> None:
    make(market, out)
    (out / "LOCK").write_text("4711")
    assert make(market, out, force=True).published
    (out / "LOCK").write_text("")
    assert make(market, out, force=True).published


def test_the_command_refuses_in_one_line(market: Path, tmp_path: Path) -> None:
    photos(tmp_path / "mydata")
    result = run_kgraph("build", "--out", str(tmp_path / "mydata"), cwd=market)
    assert result.returncode == 3
    assert result.stderr.count("\n") == 1
    assert "holds something that no build made (snapshots/2024-photos)" in result.stderr
    assert tree(tmp_path / "mydata")["snapshots/2024-photos/cat.jpg"] == b"cat"


def test_a_disk_that_cannot_lock_is_said(
    market: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import fcntl

    def unsupported(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    report = make(market, out)
    monkeypatch.setattr(fcntl, "flock", unsupported)
    with pytest.raises(SnapshotError, match="cannot lock this file: No locks available"):
        make(market, out, force=True)
    assert open_snapshot(out).path == report.snapshot


@pytest.mark.parametrize("line", [("build", "--out"), ("release", "1.0.0", "-o")])
def test_a_circle_of_links_is_no_folder(market: Path, line: tuple[str, ...]) -> None:
    (market / "circle").symlink_to("circle")
    told = run_kgraph(*line, "circle", cwd=market)
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr.count("\n") == 1
    assert told.stderr.startswith("error: ")
    assert (market / "circle").is_symlink()
