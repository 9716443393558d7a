"""A file is replaced whole or not at all."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from helpers.project import PROJECT

from kgraph.writing import write_atomic, write_within


def test_a_new_file_and_its_replacement(tmp_path):
    path = tmp_path / "a.ttl"
    write_atomic(path, "あ\n")
    path.chmod(0o640)
    write_atomic(path, "い\n")
    assert path.read_bytes() == "い\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_atomic(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomic(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(OSError, match="missing"):
        write_atomic(tmp_path / "missing" / "a.ttl", "x")


def test_what_is_no_file_is_written_into_and_stays_what_it_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    for path in (pipe, link):
        read = []
        reader = threading.Thread(
            target=lambda read=read: read.append(pipe.read_bytes()), daemon=True
        )
        reader.start()
        write_atomic(path, "あ" * 100_000)
        reader.join(60)
        assert read == [("あ" * 100_000).encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "link"}


def test_a_device_stays_a_device(tmp_path):
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except OSError:
        pytest.skip("only an administrator makes devices")
    write_atomic(device, "gone")
    assert stat.S_ISCHR(device.stat().st_mode)


def test_an_open_descriptor_is_written_into(tmp_path):
    """Also where it leads to a file: what follows on it must not be lost."""
    script = (
        "import sys; from pathlib import Path; from kgraph.writing import write_atomic; "
        "[write_atomic(Path(p), f'{p}\\n') for p in sys.argv[1:]]; print('after')"
    )
    target = tmp_path / "out"
    with target.open("wb") as stream:
        subprocess.run(
            [sys.executable, "-c", script, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"],
            stdout=stream,
            check=True,
            cwd=PROJECT,
        )
    assert target.read_text().splitlines() == [
        "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "after"
    ]  # fmt: skip


def test_a_closed_descriptor_is_an_error_that_names_it():
    with pytest.raises(OSError, match="/dev/fd/99") as caught:
        write_atomic(Path("/dev/fd/99"), "x")
    assert caught.value.filename == "/dev/fd/99"


def test_a_read_only_file_is_not_replaced(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only") as caught:
        write_atomic(path, "new")
    assert caught.value.filename == str(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_a_circle_and_a_long_name_are_errors_that_name_the_path(tmp_path):
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    for path in (tmp_path, circle, tmp_path / ("x" * 300)):
        with pytest.raises(OSError, match=r"folder|link|name") as caught:
            write_atomic(path, "new")
        assert caught.value.filename == str(path)
    assert list(tmp_path.iterdir()) == [circle]


def test_a_name_as_long_as_may_be(tmp_path):
    path = tmp_path / ("x" * 255)
    write_atomic(path, "new")
    assert path.read_text() == "new"


def test_below_a_folder_no_link_is_followed_and_only_files_are_written(tmp_path):
    own, folder = tmp_path / "own", tmp_path / "folder"
    own.mkdir()
    (own / "tokens.csv").write_text("kept")
    folder.mkdir()
    (folder / "tokens.csv").symlink_to(own / "tokens.csv")
    (folder / "questions").symlink_to(own)
    os.mkfifo(folder / "pipe")  # to open it would wait for a reader
    for name in ("tokens.csv", "questions/tokens.csv", "questions/new.md", "pipe"):
        with pytest.raises(OSError, match="this is") as caught:
            write_within(folder, folder / name, "new")
        assert caught.value.filename.startswith(str(folder))
    assert [(path.name, path.read_text()) for path in own.iterdir()] == [("tokens.csv", "kept")]
    write_within(folder, folder / "more" / "sources.csv", "new")
    assert (folder / "more" / "sources.csv").read_text() == "new"


def test_a_folder_may_be_named_by_a_link(tmp_path):
    folder, link = tmp_path / "folder", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    write_within(link, link / "a.csv", "new")
    assert (folder / "a.csv").read_text() == "new"
