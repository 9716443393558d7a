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
from typing import Final, TypeVar

from kgraph.limited.limits import LIMITED

Found = TypeVar("Found")
_PATIENCE: Final = 600.0
"""Seconds without an answer after which the work is done here: a copy of a process that has threads
may wait for what one of them held."""


@contextmanager
def beside(work: Callable[[], Found]) -> Iterator[Callable[[], Found]]:
    """Begins `work` in a copy of this process; what is given waits for it and returns its result.

    The work must change nothing but what it returns, which must be fit to be pickled. Where no copy
    can be made, or it came to nothing (an error, too little memory, no answer for ten minutes), the
    work is done here when its result is asked for, and raises here. The copy ends with the block,
    and with this process.
    """
    copy = _Copy(work) if _pays() else None
    if copy is None:
        yield work
        return
    try:
        yield lambda: copy.result(work)
    finally:
        copy.end()


def _pays() -> bool:
    """Whether a copy is safe, cheap, and has a core of its own.

    It is safe in a process of ours, which has limits. In a caller's process other threads may hold
    what the copy would wait for without end: a lock, or a store on disk that is to be closed.
    """
    return LIMITED.get() and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class _Copy:
    def __init__(self, work: Callable[[], object]) -> None:
        self._answer, answering = os.pipe()
        living, self._life = os.pipe()
        self._process = os.fork()
        if not self._process:
            _run(work, answering, living, (self._answer, self._life))
        os.close(answering)
        os.close(living)

    def result(self, work: Callable[[], Found]) -> Found:
        try:
            found: Found = pickle.loads(b"".join(self._told()))
        except (EOFError, pickle.UnpicklingError):
            return work()
        return found

    def _told(self) -> Iterator[bytes]:
        """What the copy says, as far as it does without a long pause."""
        waiting = select.poll()
        waiting.register(self._answer, select.POLLIN)
        while waiting.poll(_PATIENCE * 1000):
            part = os.read(self._answer, 1 << 16)
            if not part:
                return
            yield part

    def end(self) -> None:
        os.close(self._answer)
        os.close(self._life)
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
