"""What the system refuses about a path is told with why and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kgraph.japanese import in_japanese
from kgraph.refusals import refusal, told, worded


def error(number: int, path: Path | None) -> OSError:
    return OSError(number, os.strerror(number), str(path) if path else None)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").symlink_to("gone")
    return tmp_path


@pytest.mark.parametrize(
    ("number", "name", "why", "fix"),
    [
        (errno.ENOENT, "no/x", "the folder {}/no does not exist", "make it, or name another"),
        (errno.ENOENT, "no/no/x", "the folder {}/no does not exist", "make it, or name another"),
        (errno.ENOENT, "x", "there is no such file", "name another"),
        (errno.ENOENT, "broken/x", "the link {}/broken leads nowhere", "remove it, or name anoth"),
        (errno.EEXIST, "broken", "the link {}/broken leads nowhere", "remove it, or name another"),
        (errno.EEXIST, "file", "this is no folder", "name another"),
        (errno.ENOTDIR, "file/x", "{}/file is no folder", "name another"),
        (errno.EISDIR, "folder", "this is a folder", "name a file in it"),
        (errno.EACCES, "file", "you have no permission for it", "change its permissions, or name"),
        (errno.EPERM, "folder/x", "you have no permission for the folder {}/folder", "change its"),
        (errno.EROFS, "x", "the disk can only be read", "name a place on another disk"),
        (errno.ENOSPC, "x", "the disk is full", "free some space, or name a place on another"),
        (errno.EDQUOT, "x", "the disk is full", "free some space, or name a place on another"),
        (errno.ENAMETOOLONG, "x", "the name is too long", "name a shorter one"),
        (errno.ELOOP, "x", "its links lead in a circle", "remove them, or name another"),
        (errno.EIO, "x", "the disk cannot read or write it", "check the disk, or name another"),
    ],
)
def test_each_refusal_has_a_reason_and_a_remedy_in_both_languages(
    place: Path, number: int, name: str, why: str, fix: str
) -> None:
    met = error(number, place / name)
    said, remedy = refusal(met)
    assert said == why.format(place)
    assert remedy.startswith(fix)
    assert told(met) == f"{place / name}: cannot be read or written: {said}; {remedy}"
    japanese = in_japanese(told(met)).replace(str(place), "")
    assert not set(japanese.replace("folder", "").replace("file", "").replace("broken", "")) & set(
        "aeiu"
    ), japanese


def test_words_of_our_own_are_kept_and_told_once() -> None:
    ours = worded(error(errno.EISDIR, None), "cannot write the file", Path("a"))
    assert told(ours) == "a: cannot write the file: this is a folder; name a file in it"
    closed = OSError(errno.EBADF, "it is closed; name a file with -o", "standard output")
    assert told(closed) == "standard output: it is closed; name a file with -o"
    assert refusal(closed) == ("it is closed", "name a file with -o")


def test_what_nobody_can_mend_is_told_as_the_system_says_it() -> None:
    assert refusal(error(errno.ECONNREFUSED, None)) == ("Connection refused", "")
    assert told(OSError("odd")) == "odd"


@pytest.mark.parametrize(
    ("met", "said"),
    [
        (TimeoutError(), "it took too long"),
        (ConnectionResetError(), "the connection was cut"),
        (OSError(), "it failed"),
    ],
)
def test_what_is_raised_without_a_word_is_told_in_words(met: OSError, said: str) -> None:
    assert told(met) == said
    assert in_japanese(said) != said


def test_a_full_disk_is_told_without_a_path() -> None:
    assert told(error(errno.ENOSPC, None)).startswith("the disk is full; ")
