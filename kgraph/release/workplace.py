"""Where a release is made before it is put into place, and the end of what killed ones left."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kgraph.locks import acquire, open_regular
from kgraph.refusals import worded

SNAPSHOT: Final = "snapshot"
FILES: Final = "files"
_LOCK: Final = "LOCK"
_NAME: Final = re.compile(r"\.kgraph-release-[0-9a-f]{8}")


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """A folder on the disk of `out`, an absolute path, removed at the end with all that is in it.

    SNAPSHOT and FILES are the names to use in it. Those of releases that were killed, which no
    process holds any more, are removed first. Raises OSError where none can be made.
    """
    base = next(folder for folder in out.parents if os.path.lexists(folder))
    for entry in base.iterdir():
        with suppress(OSError):
            _remove_abandoned(entry)
    held = None
    while held is None:
        place = base / f".kgraph-release-{secrets.token_hex(4)}"
        try:
            place.mkdir()
        except OSError as error:
            raise worded(error, "cannot write in the folder", base) from error
        held = _hold(place)
    try:
        yield place
    finally:
        os.close(held)
        shutil.rmtree(place, ignore_errors=True)


def _hold(place: Path) -> int | None:
    """The lock of a new folder; None where another release took the folder for abandoned."""
    try:
        descriptor = open_regular(place / _LOCK, os.O_RDWR | os.O_CREAT)
    except FileNotFoundError:
        return None
    if acquire(descriptor) and (place / _LOCK).exists():
        return descriptor
    os.close(descriptor)
    return None


def _remove_abandoned(entry: Path) -> None:
    if not _NAME.fullmatch(entry.name) or entry.is_symlink():
        return
    within = {inner.name for inner in entry.iterdir()}
    if not within:
        entry.rmdir()
    elif within <= {_LOCK, SNAPSHOT, FILES}:
        descriptor = None
        try:
            if _LOCK in within:
                descriptor = open_regular(entry / _LOCK, os.O_RDWR)
            if descriptor is None or acquire(descriptor):
                shutil.rmtree(entry)
        finally:
            if descriptor is not None:
                os.close(descriptor)
