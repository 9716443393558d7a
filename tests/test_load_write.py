"""A file is replaced whole or not at all."""

import stat

import pytest

from kgraph.load import write_atomic


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
