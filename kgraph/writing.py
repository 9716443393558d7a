"""Writing a file so that a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from kgraph.refusals import worded

_DESCRIPTORS: Final = ("/dev/fd", "/proc/self/fd", f"/proc/{os.getpid()}/fd")
_WRITABLE: Final = 0o222


def write_atomic(path: Path, content: str | bytes) -> None:
    """Writes bytes, or text as UTF-8 with `\\n` line ends, replacing the file in one step.

    A link is followed, and a file that is replaced keeps its owner and its permissions. What is no
    file is never replaced: a pipe, a device or an open descriptor (`/dev/stdout`, a process
    substitution) is written into. Raises OSError, naming `path` and what to do, for a folder, a
    disk, a file that is read-only (also for an administrator) and whatever the system refuses;
    nothing is left behind then.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        stream = _opened(path)
        if stream is not None:
            with stream:
                stream.write(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        # The system names the temporary file, or nothing at all.
        raise worded(error, "cannot write the file", path) from error


def check_file(path: Path) -> None:
    """Asks beforehand whether `write_atomic` can write there; nothing is left behind.

    Raises OSError as that does, as far as it can be told without writing.
    """
    try:
        if _descriptor(path) is None and not _is_written_into(path):
            place = path.resolve()
            _refuse_read_only(place)
            _check_folder(place.parent)
    except OSError as error:
        raise worded(error, "cannot write the file", path) from error


def check_folder(path: Path) -> None:
    """Asks beforehand whether `make_folder` can make a folder, or there is one to write in.

    Raises OSError as that does, as far as it can be told without writing.
    """
    try:
        with suppress(FileNotFoundError):
            path.stat()
        _check_folder(next(p for p in (path, *path.absolute().parents) if os.path.lexists(p)))
    except OSError as error:
        raise worded(error, "cannot make the folder", path) from error


def _check_folder(path: Path) -> None:
    """Raises OSError where no file can be made in that folder."""
    if not stat.S_ISDIR(path.stat().st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(path, os.W_OK | os.X_OK):
        is_read_only = hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY
        number = errno.EROFS if is_read_only else errno.EACCES
        raise OSError(number, os.strerror(number))


def make_folder(path: Path) -> None:
    """Makes a folder, and those above it, where they are missing.

    Raises OSError, naming `path` and what to do, for a file in its place and whatever the system
    refuses.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise worded(error, "cannot make the folder", path) from error


def write_within(folder: Path, path: Path, content: str | bytes) -> None:
    """Writes as `write_atomic` a file whose name nobody typed, of a folder that was named.

    Below the folder no link is followed and nothing written into but a file: what lies there may
    come from somebody else. Raises OSError for both. Missing folders are made.
    """
    refuse_links(folder, path)
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "this is no file; remove it, or name another folder", str(path))
    make_folder(path.parent)
    write_atomic(path, content)


def refuse_links(folder: Path, path: Path) -> None:
    """Raises OSError where the file, or a folder between it and `folder`, is a link."""
    for place in (path, *path.parents):
        if place == folder:
            break
        if place.is_symlink():
            why = "this is a link, which leads elsewhere; remove it, or name another folder"
            raise OSError(errno.ELOOP, why, str(place))


def _opened(path: Path) -> BinaryIO | None:
    """What stands there, open for writing, where it is no file that can be replaced."""
    descriptor = _descriptor(path)
    if descriptor is not None:
        return os.fdopen(os.dup(descriptor), "wb")
    return path.open("wb") if _is_written_into(path) else None


def _is_written_into(path: Path) -> bool:
    """Whether a pipe or a device stands there. Raises OSError for a folder and a disk."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISBLK(mode):
        raise OSError(errno.EINVAL, "this is a disk, which no file is written over; name another")
    return not stat.S_ISREG(mode)


def _descriptor(path: Path) -> int | None:
    """The descriptor of this process that a path such as `/dev/stdout` leads to, if it does."""
    seen: set[Path] = set()
    place = path.absolute()
    while place not in seen:
        seen.add(place)
        if str(place.parent) in _DESCRIPTORS and place.name.isdecimal():
            return int(place.name)
        if not place.is_symlink():
            return None
        place = place.parent / place.readlink()
    return None


def _refuse_read_only(path: Path) -> os.stat_result | None:
    """What is known of the file, where there is one. Raises OSError where it is read-only."""
    old = path.stat() if path.exists() else None
    if old is not None and not (old.st_mode & _WRITABLE and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "the file is read-only; name another")
    return old


def _replace(path: Path, data: bytes) -> None:
    old = _refuse_read_only(path)
    temporary = path.with_name(f".kgraph-{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
        if old is not None:
            if hasattr(os, "chown"):
                with suppress(PermissionError):
                    os.chown(temporary, old.st_uid, old.st_gid)
            temporary.chmod(old.st_mode & 0o7777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
