"""Why the system refuses what was asked of a path, in words, and what to do about it."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

_ANOTHER: Final = "name another"
_DENIED: Final = frozenset((errno.EACCES, errno.EPERM))
_PLACED: Final = frozenset((errno.ENOENT, errno.ENOTDIR, errno.EEXIST))
"""What the system says where a part of the path is missing, or not what it has to be."""
_WORDS: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        errno.EISDIR: ("this is a folder", "name a file in it"),
        errno.ELOOP: ("its links lead in a circle", "remove them, or name another"),
        errno.ENAMETOOLONG: ("the name is too long", "name a shorter one"),
        errno.ENOSPC: ("the disk is full", "free some space, or name a place on another disk"),
        errno.EDQUOT: ("the disk is full", "free some space, or name a place on another disk"),
        errno.EROFS: ("the disk can only be read", "name a place on another disk"),
        errno.EIO: ("the disk cannot read or write it", "check the disk, or name another"),
    }
)


def refusal(error: OSError) -> tuple[str, str]:
    """Why, and what to do; the second is empty where nobody can tell.

    In: the error with the path that was asked for as its `filename`. Words that it brings in place
    of those of the system are kept: what stands behind their first semicolon is what to do.
    """
    number, said, path = error.errno, _said(error), _path(error)
    if _has_words(error):
        why, _, fix = said.partition("; ")
        return why, fix
    if path is not None and number in _PLACED:
        return _placed(path, number)
    if path is not None and number in _DENIED:
        return _denied(path)
    return _WORDS.get(number or 0, (said, ""))


def why(error: Exception) -> str:
    """Why alone, also where it is no error of the system."""
    return refusal(error)[0] if isinstance(error, OSError) else str(error)


def worded(error: OSError, what: str, path: Path) -> OSError:
    """The same error of the path that was asked for: what failed, why, and what to do."""
    said = _joined(refusal(OSError(error.errno, _said(error), str(path))))
    return OSError(error.errno, f"{what}: {said}", str(path))


def told(error: OSError) -> str:
    """One line: where, what failed, why, and what to do."""
    path, said = _path(error), _joined(refusal(error))
    if path is None:
        return said
    return f"{path}: {said}" if _has_words(error) else f"{path}: cannot be read or written: {said}"


def _said(error: OSError) -> str:
    """What it says itself. The interpreter raises some without a word."""
    if said := error.strerror or str(error):
        return said
    if isinstance(error, TimeoutError):
        return "it took too long"
    return "the connection was cut" if isinstance(error, ConnectionError) else "it failed"


def _joined(parts: tuple[str, str]) -> str:
    return "; ".join(filter(None, parts))


def _path(error: OSError) -> Path | None:
    name = error.filename
    return Path(os.fsdecode(name)) if isinstance(name, str | bytes) else None


def _has_words(error: OSError) -> bool:
    """Whether it says something else than the system does."""
    return error.errno is None or error.strerror != os.strerror(error.errno)


def _placed(path: Path, number: int) -> tuple[str, str]:
    """What the first part of a path is that is missing, or no folder."""
    for place in (*reversed(path.parents), path):
        if place.is_symlink() and not place.exists():
            return f"the link {place} leads nowhere", "remove it, or name another"
        if place.is_dir():
            continue
        if place == path:
            break
        if os.path.lexists(place):
            return f"{place} is no folder", _ANOTHER
        return f"the folder {place} does not exist", "make it, or name another"
    return "there is no such file" if number == errno.ENOENT else "this is no folder", _ANOTHER


def _denied(path: Path) -> tuple[str, str]:
    if os.path.lexists(path):
        return "you have no permission for it", "change its permissions, or name another"
    why = f"you have no permission for the folder {path.parent}"
    return why, "change its permissions, or name another"
