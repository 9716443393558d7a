"""Locks on open files, which the system frees when the process that holds them ends, however.

Many may share a lock; one that is not shared keeps out all others. Windows knows none that are
shared: there an open file cannot be removed, which does as well.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

_UNMOVED: Final = (
    getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)


def open_regular(path: Path, flags: int) -> int:
    """A descriptor of a regular file; a link, a pipe or a device in its place is an OSError."""
    descriptor = os.open(path, flags | _UNMOVED, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "this is no regular file", str(path))
    return descriptor


def read_regular(path: Path, most: int) -> bytes:
    """The content of a small regular file. Raises OSError for any other, or where it is larger."""
    with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise OSError(None, f"this is larger than {most:,} bytes", str(path))
    return content


def acquire(descriptor: int, *, shared: bool = False) -> bool:
    """Takes the lock of an open file if it is free now. False where another holds it.

    Raises OSError where files cannot be locked; they may still be read, so not for a shared lock.
    """
    if os.name == "nt":
        return shared or _acquire_on_windows(descriptor)
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        if not shared:
            raise
    return True


def _acquire_on_windows(descriptor: int) -> bool:
    import msvcrt

    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
