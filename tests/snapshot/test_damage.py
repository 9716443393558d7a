"""Each file of a snapshot cut, flipped, missing or replaced: it is said, and a build heals it."""

from __future__ import annotations

import errno
import gc
import os
import shutil
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from helpers.here import rows
from helpers.market import write_market
from helpers.running import run_kgraph

import kgraph
from kgraph.limited import UNLIMITED
from kgraph.render.check_snapshot import as_text
from kgraph.snapshot import Snapshot, SnapshotError, folder, open_snapshot
from kgraph.snapshot.build import build
from kgraph.snapshot.days import on_day
from kgraph.snapshot.errors import DamagedSnapshot
from kgraph.snapshot.intact import Kind
from kgraph.snapshot.verify import check_snapshot


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small market with its snapshot, which tests copy."""
    root = write_market(tmp_path_factory.mktemp("damage") / "market")
    build(root, root / ".kgraph", validate=False)
    return root


@pytest.fixture
def project(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it, with the times of its files, for one test to damage."""
    return shutil.copytree(pristine, tmp_path / "project")


def snapshot_of(project: Path) -> Path:
    path = folder.current(project / ".kgraph")
    assert path is not None
    return path


def files_of(project: Path) -> list[Path]:
    snapshot = snapshot_of(project)
    stores = (sorted((snapshot / name).iterdir()) for name in ("store", "lasting"))
    return [snapshot / "manifest.json", snapshot / "basis", *chain.from_iterable(stores)]


def flip(path: Path) -> None:
    """Turns one bit in the middle, and keeps the time of the file, as a bad disk does."""
    status = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def flip_and_touch(path: Path) -> None:
    """Turns one bit as a program does: the file gets another time."""
    time = path.stat().st_mtime_ns
    flip(path)
    os.utime(path, ns=(time, time + 1_000_000))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def remove(path: Path) -> None:
    path.unlink()


def link(path: Path) -> None:
    """Puts a link to a file with the same content in its place."""
    twin = path.rename(path.parents[3] / f"twin-{path.name}")
    path.symlink_to(twin)


def heal(project: Path) -> None:
    report = build(project, project / ".kgraph", validate=False)
    assert not report.reused
    assert not check_snapshot(project / ".kgraph").damages
    assert len(rows(open_snapshot(project / ".kgraph"), "SELECT * { ?s a jpst:Venue }")) == 1


def opened(project: Path) -> Snapshot:
    """The state of that day, made in this process."""
    return kgraph.open(project, as_of=THAT_DAY, limits=UNLIMITED)


def test_an_intact_snapshot_is_said_to_be(project: Path) -> None:
    checked = check_snapshot(project / ".kgraph")
    assert checked.damages == ()
    assert checked.path == snapshot_of(project)
    assert checked.files == len(files_of(project)) - 1
    assert checked.bytes == sum(path.stat().st_size for path in files_of(project)[1:])
    assert checked.quads == len(open_snapshot(project / ".kgraph").store)
    assert build(project, project / ".kgraph", validate=False).reused


def test_opening_and_asking_change_no_file(project: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {p.name: (p.stat().st_size, p.stat().st_mtime_ns) for p in files_of(project)}

    before = state()
    snapshot = open_snapshot(project / ".kgraph")
    assert list(snapshot.query("SELECT * { ?s a jpst:Venue }"))
    assert state() == before
    del snapshot
    assert state() == before


def test_a_snapshot_names_no_machine_and_no_place(project: Path, pristine: Path) -> None:
    for path in files_of(project):
        assert str(pristine).encode() not in path.read_bytes(), path.name
    assert {path.name for path in files_of(project)}.isdisjoint({"LOG", "LOCK"})


@pytest.mark.parametrize("damage", [cut, flip_and_touch, remove, link])
def test_damage_to_any_file_is_one_line_on_opening(
    project: Path, damage: Callable[[Path], None]
) -> None:
    for path in files_of(project):
        if damage in (cut, flip_and_touch) and not path.stat().st_size:
            continue
        aside = path.parents[2] / "aside"
        shutil.copy2(path, aside)
        damage(path)
        of_store = path.parent.name in ("store", "lasting")
        with pytest.raises(DamagedSnapshot) as raised:
            open_snapshot(path.parents[1] if of_store else path.parents[2])
        message = str(raised.value)
        assert path.name in message
        assert message.endswith("run `kgraph build --force`")
        assert "\n" not in message
        path.unlink(missing_ok=True)
        shutil.move(aside, path)
    assert open_snapshot(project / ".kgraph").path == snapshot_of(project)


def test_bits_that_flip_on_the_disk_are_found_by_the_check(project: Path) -> None:
    for path in files_of(project):
        if path.stat().st_size:
            content, status = path.read_bytes(), path.stat()
            flip(path)
            (found,) = check_snapshot(project / ".kgraph").damages
            assert found.kind is Kind.content
            assert found.file.endswith(path.name)
            path.write_bytes(content)
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not check_snapshot(project / ".kgraph").damages


@pytest.mark.parametrize("damage", [cut, flip, remove, link])
@pytest.mark.parametrize("which", ["manifest.json", "CURRENT", "MANIFEST-", ".sst"])
def test_a_build_heals_by_itself(project: Path, damage: Callable[[Path], None], which: str) -> None:
    damage(max((p for p in files_of(project) if which in p.name), key=lambda p: p.stat().st_size))
    assert check_snapshot(project / ".kgraph").damages
    heal(project)


def test_a_file_that_no_build_wrote_is_damage_too(project: Path) -> None:
    """The engine would read another log, and take what it holds for part of the store."""
    stranger = snapshot_of(project) / "store" / "000099.log"
    stranger.write_bytes(b"")
    with pytest.raises(DamagedSnapshot, match=r"000099.log: the build did not write this file"):
        open_snapshot(project / ".kgraph")
    heal(project)


def test_files_of_file_managers_do_no_harm(project: Path) -> None:
    (snapshot_of(project) / "store" / ".DS_Store").write_bytes(b"x")
    assert not check_snapshot(project / ".kgraph").damages


def test_a_copy_is_read_whatever_times_its_files_have(project: Path) -> None:
    for path in files_of(project):
        os.utime(path, ns=(1, 1))
    assert open_snapshot(project / ".kgraph").path == snapshot_of(project)
    for path in files_of(project)[1:]:
        seconds = int(path.stat().st_mtime)
        os.utime(path, (seconds, seconds))
    assert open_snapshot(project / ".kgraph").path == snapshot_of(project)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"../elsewhere\n", b"\xff\xfe\x00", b"0" * 5_000, b"snapshots", None],
    ids=["empty", "blank", "elsewhere", "bytes", "long", "word", "link"],
)
def test_a_bad_pointer_is_said_and_replaced(project: Path, content: bytes | None) -> None:
    pointer = project / ".kgraph" / "CURRENT"
    if content is None:
        pointer.symlink_to(pointer.rename(project / "elsewhere"))
    else:
        pointer.write_bytes(content)
    for read in (open_snapshot, check_snapshot):
        with pytest.raises(SnapshotError, match=r"CURRENT.*run `kgraph build`"):
            read(project / ".kgraph")
    with pytest.raises(SnapshotError, match=r"CURRENT.*run `kgraph build`"):
        kgraph.open(project)
    heal(project)


def test_a_pointer_to_nothing_is_said_and_replaced(project: Path) -> None:
    (project / ".kgraph" / "CURRENT").write_text("0123456789ab-01234567\n")
    with pytest.raises(DamagedSnapshot, match=r"0123456789ab-01234567.manifest.json"):
        open_snapshot(project / ".kgraph")
    heal(project)


def test_what_is_damaged_is_not_kept_as_the_snapshot_before(project: Path) -> None:
    damaged = snapshot_of(project)
    flip(damaged / "manifest.json")
    build(project, project / ".kgraph", validate=False)
    assert not damaged.exists()


def test_the_commands_say_damage_in_one_line(project: Path) -> None:
    table = max(files_of(project), key=lambda path: path.stat().st_size)
    cut(table)
    asked = run_kgraph("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", cwd=project)
    assert (asked.returncode, asked.stdout) == (3, "")
    assert asked.stderr.count("\n") == 1
    assert table.name in asked.stderr
    checked = run_kgraph("check-snapshot", cwd=project)
    assert checked.returncode == 1
    assert f"{table.parent.name}/{table.name}: the file has" in checked.stdout
    assert "kgraph build --force" in checked.stderr
    in_japanese = run_kgraph("check-snapshot", "--lang", "ja", cwd=project)
    assert "作成時は" in in_japanese.stdout
    assert run_kgraph("build", cwd=project).returncode == 0
    healed = run_kgraph("check-snapshot", cwd=project)
    assert (healed.returncode, healed.stderr) == (0, "")
    assert "as it was built" in healed.stdout


def test_every_kind_of_damage_has_words_in_both_languages(project: Path) -> None:
    from kgraph.snapshot.intact import Damage
    from kgraph.snapshot.verify import Checked

    for kind in Kind:
        found = Checked(project, damages=(Damage("store/x", kind, 2, 1),))
        assert as_text(found, "en") != as_text(found, "ja")


def test_there_is_nothing_to_check_where_nothing_was_built(market: Path) -> None:
    result = run_kgraph("check-snapshot", cwd=market)
    assert result.returncode == 3
    assert "there is no snapshot here; run `kgraph build`" in result.stderr


# -- the state of another day, which is made from the snapshot and kept beside it

THAT_DAY = date(2024, 6, 1)


def lose_manifest(state: Path) -> None:
    (state / "manifest.json").unlink()


def lose_store(state: Path) -> None:
    shutil.rmtree(state / "store")


def spoil_manifest(state: Path) -> None:
    (state / "manifest.json").write_text("{}", encoding="utf-8")


def add_file(state: Path) -> None:
    (state / "store" / "000099.sst").write_bytes(b"odd")


def files_of_state(change: Callable[[Path], None]) -> Callable[[Path], None]:
    def each(state: Path) -> None:
        for path in (state / "store").iterdir():
            if not path.stat().st_size:
                continue  # of an empty log nothing can be spoiled
            # Of its own, and no longer the same file as that of the snapshot.
            Path(shutil.copy2(path, state.parent)).replace(path)
            change(path)

    return each


@pytest.mark.parametrize(
    "damage",
    [
        lose_manifest,
        lose_store,
        spoil_manifest,
        add_file,
        files_of_state(cut),
        files_of_state(flip_and_touch),
        files_of_state(remove),
    ],
)
def test_a_damaged_state_of_a_day_is_made_anew(
    project: Path, damage: Callable[[Path], None]
) -> None:
    found = rows(opened(project), "SELECT * { ?s ?p ?o }")
    state = opened(project).path
    gc.collect()  # nobody holds it
    damage(state)
    # What a process leaves that is killed as it takes it away.
    shutil.copytree(state, state.with_name(folder.UNFINISHED + state.name))
    again = opened(project)
    assert (again.path, len(rows(again, "SELECT * { ?s ?p ?o }"))) == (state, len(found))
    assert check_snapshot(state).damages == ()
    assert [path.name for path in state.parent.iterdir()] == [state.name]


def test_what_no_build_made_is_not_taken_for_a_damaged_state(project: Path) -> None:
    state = opened(project).path
    gc.collect()
    (state / "manifest.json").unlink()
    (state / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SnapshotError, match="cannot keep the state of a day"):
        opened(project)
    assert (state / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_where_no_state_can_be_kept_the_remedy_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    snapshot = kgraph.open(project)
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SnapshotError, match="with XDG_CACHE_HOME and ask again"):
        on_day(snapshot, THAT_DAY, limits=UNLIMITED)
