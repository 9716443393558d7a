"""The files of a store while the engine writes them: in memory where it has a place for files.

The engine waits for the disk after each file, and more than that. Here nothing is lost by a file
that is not on the disk yet: what is half made is thrown away. So it works in a folder in memory,
and what it has made is copied to where it belongs, all at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Quad, RdfFormat, Store, parse

from kgraph.locks import acquire, open_regular

_MEMORY: Final = Path("/dev/shm")
_PREFIX: Final = "kgraph-store-"
_HELD: Final = "held"
_LARGEST: Final = 100_000_000
"""Bytes that may be taken from the memory of a machine for files."""
_YOUNG: Final = 60.0
"""Seconds for which a folder may be about to be held."""
_LINES: Final = 1_000
"""Lines that are looked at together."""
_SIZE: Final = 1 << 23
"""Characters that the engine is given at once."""
_TABLE: Final = ".sst"
"""Files of this kind are never written again."""


@contextmanager
def quick_folder(slow: Path, most: int) -> Iterator[Path]:
    """A folder for the engine to write in: a new one in memory, which is gone afterwards, where
    `most` bytes have room there, else the folder `slow`."""
    if not _has_room(most):
        yield slow
        return
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_MEMORY) as made:
        descriptor = open_regular(Path(made) / _HELD, os.O_RDWR | os.O_CREAT)
        try:
            acquire(descriptor)
            yield Path(made)
        finally:
            os.close(descriptor)


def _has_room(most: int) -> bool:
    """Whether there is a folder for files in memory, and so many bytes are a small part of it."""
    if most > _LARGEST or not os.access(_MEMORY, os.R_OK | os.W_OK | os.X_OK):
        return False
    there = os.statvfs(_MEMORY)
    return there.f_bavail * there.f_frsize > 2 * most


def _sweep() -> None:
    """Removes what processes of the same user that were killed have left in memory."""
    for left in _MEMORY.glob(_PREFIX + "*"):
        with suppress(OSError):
            found = left.lstat()
            if found.st_uid != os.getuid() or time.time() - found.st_mtime < _YOUNG:
                continue
            descriptor = open_regular(left / _HELD, os.O_RDWR)
            try:
                if acquire(descriptor):
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(descriptor)


def give(store: Store, quads: Iterable[Quad]) -> None:
    """Has the engine load quads, one batch of a million while the next one is made.

    It loads as many batches at once as it finds cores when it begins. Each takes two thirds of a
    GiB, and copies of this process need memory and cores, too.
    """
    with _one_core() as all_cores:

        def told() -> Iterator[Quad]:
            all_cores()  # the engine has counted before it asks for the first one
            yield from quads

        store.bulk_extend(told())


def give_lines(
    store: Store, lines: Iterable[str], ready: Callable[[], object] = lambda: None
) -> None:
    """Has the engine load lines of N-Quads as in `give`; what they say of blank nodes it loads by
    itself, since it would name those anew. `ready` is called before it adds any line.
    """
    apart: list[str] = []
    parts = _parts(lines, apart, ready)
    first, second = next(parts), next(parts, None)
    if second is None:
        # The terms are of the engine, which need not look at them again: `lenient`.
        store.bulk_load(first, RdfFormat.N_QUADS, lenient=True)
    else:
        with _one_core() as all_cores:
            stream: Any = _Stream(chain((first, second), parts), all_cores)
            store.bulk_load(stream, RdfFormat.N_QUADS, lenient=True)
    if apart:
        store.bulk_extend(parse("".join(apart), RdfFormat.N_QUADS))


def _parts(lines: Iterable[str], apart: list[str], ready: Callable[[], object]) -> Iterator[bytes]:
    """Text of some size at a time, but for what may name a blank node, which goes to `apart`."""
    left = iter(lines)
    is_last = False
    while not is_last:
        texts: list[str] = []
        size = 0
        while size < _SIZE:
            some = list(islice(left, _LINES))
            text = "".join(some)
            if "_:" in text:
                apart += (line for line in some if "_:" in line)
                text = "".join(line for line in some if "_:" not in line)
            texts.append(text)
            size += len(text)
            is_last = len(some) < _LINES
            if is_last:
                ready()
                break
        yield "".join(texts).encode()


class _Stream:
    """What the engine reads a kilobyte at a time; calls `begun` when it asks for the first one."""

    def __init__(self, parts: Iterator[bytes], begun: Callable[[], object]) -> None:
        self._parts, self._begun = parts, begun
        self._left = memoryview(b"")

    def read(self, size: int) -> bytes:
        if not self._left:
            self._begun()
            self._left = memoryview(next(filter(None, self._parts), b""))
        read, self._left = self._left[:size], self._left[size:]
        return bytes(read)


@contextmanager
def _one_core() -> Iterator[Callable[[], None]]:
    """The engine finds one core as it begins; what is given lets it have all of them."""
    if not hasattr(os, "sched_setaffinity"):
        yield lambda: None
        return
    cores = os.sched_getaffinity(0)

    def all_cores() -> None:
        os.sched_setaffinity(0, cores)

    os.sched_setaffinity(0, {min(cores)})
    try:
        yield all_cores
    finally:
        all_cores()


def share(store: Path, place: Path) -> None:
    """Makes a copy of a closed store in the new folder `place`.

    Its tables are not copied, but the same files.
    """
    place.mkdir()
    near = place.stat().st_dev == store.stat().st_dev
    for path in store.iterdir():
        target = place / path.name
        if path.suffix != _TABLE:
            shutil.copyfile(path, target)
        elif near:
            _link(path, target)
        else:
            target.symlink_to(path.absolute())


def bring(store: Path, place: Path, *, durable: bool) -> None:
    """Copies a closed store to the new folder `place`, if it is not there, through to the disk
    where it is to be `durable`.

    Tables that it shares with another it goes on sharing.
    """
    if store != place:
        place.mkdir()
        for path in store.iterdir():
            if path.is_symlink():
                _link(path.resolve(), place / path.name)
            else:
                shutil.copyfile(path, place / path.name)
    if durable:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor() as at_once:  # the disk writes as much for one as for all
            deque(at_once.map(_sync, place.iterdir()), 0)


def _sync(path: Path) -> None:
    descriptor = open_regular(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # a disk that knows no links
        shutil.copy2(path, target)
