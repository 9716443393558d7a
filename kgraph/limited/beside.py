"""Work done beside other work: by a copy of the process, on another core."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Generic, TypeVar

from kgraph.limited.limits import LIMITED

Found = TypeVar("Found")
Other = TypeVar("Other")
_PATIENCE: Final = 600.0
"""Seconds without an answer after which the work is done here: a copy of a process that has threads
may wait for what one of them held."""


class Begun(Generic[Found]):
    """Work that was begun: called, it waits for the end and gives the result."""

    def __init__(self, work: Callable[[], Found], copy: _Copy | None) -> None:
        self._work, self._copy = work, copy

    def __call__(self) -> Found:
        return self._work() if self._copy is None else self._copy.result(self._work)


@contextmanager
def beside(work: Callable[[], Found], *, engine: bool = False) -> Iterator[Begun[Found]]:
    """Begins `work` in a copy of this process; what is given waits for it and returns its result.

    The work must change nothing but what it returns, which must be fit to be pickled. Where no copy
    can be made, or it came to nothing (an error, too little memory, no answer for ten minutes), the
    work is done here when its result is asked for, and raises here. The copy ends with the block,
    and with this process. Work of which an `engine` writes to the disk is not done in a copy of a
    process that has done such work before.
    """
    copy = _Copy(work) if _pays() and not (engine and _has_threads_of_others()) else None
    try:
        yield Begun(work, copy)
    finally:
        if copy is not None:
            copy.end()


def _pays() -> bool:
    """Whether a copy is safe, cheap, and has a core of its own.

    It is safe in a process of ours, which has limits. In a caller's process other threads may hold
    what the copy would wait for without end: a lock, or a store on disk that is to be closed.
    """
    return LIMITED.get() and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def _has_threads_of_others() -> bool:
    """Whether there are threads besides those of Python: the engine keeps some once it has written
    a store, and in a copy, which has none of them, waits for them without end."""
    return len(list(Path("/proc/self/task").iterdir())) > threading.active_count()


class _Copy:
    """Its answer is a file in memory, so that it can end, whenever that is read."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._answer = os.memfd_create("answer")
        self._over, working = os.pipe()
        living, self._life = os.pipe()
        self._process = os.fork()
        if not self._process:
            _run(work, self._answer, living, (self._over, self._life))
        os.close(working)
        os.close(living)

    def result(self, work: Callable[[], Other]) -> Other:
        waiting = select.poll()
        waiting.register(self._over, select.POLLIN)  # whose other end closes as the copy ends
        if not waiting.poll(_PATIENCE * 1000):
            return work()
        os.lseek(self._answer, 0, os.SEEK_SET)
        try:
            with os.fdopen(self._answer, "rb", closefd=False) as stream:
                found: Other = pickle.load(stream)
        except (EOFError, pickle.UnpicklingError):
            return work()
        return found

    def end(self) -> None:
        for descriptor in (self._answer, self._over, self._life):
            os.close(descriptor)
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _run(work: Callable[[], object], answering: int, living: int, others: tuple[int, int]) -> None:
    """What the copy does; it never comes back from here, and leaves nothing behind."""
    try:
        for descriptor in others:
            os.close(descriptor)
        threading.Thread(target=_end_with, args=(living,), daemon=True).start()
        with os.fdopen(answering, "wb") as stream:
            stream.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)


def _end_with(living: int) -> None:
    """Ends this process when the one that holds the other end of the pipe is gone."""
    os.read(living, 1)
    os._exit(1)
