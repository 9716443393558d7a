"""What the operating system holds a process to. Where it knows a wall not, there is none."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def no_core() -> None:
    """A process that dies of a limit leaves no image of its memory behind."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def never_wait(descriptor: int) -> None:
    """Neither end of a pipe waits: what it holds no more is lost, what is not there is not read."""
    if hasattr(os, "set_blocking"):
        os.set_blocking(descriptor, False)


def end_after(seconds: float | None) -> None:
    """The system ends the process then, whatever it does, even where nobody waits for it."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGALRM,))
        signal.setitimer(signal.ITIMER_REAL, seconds or 0)


def memory(limit: int | None) -> None:
    """The process gets no more memory of its own than so many bytes (Linux; elsewhere in part)."""
    if resource is not None:
        _soft(resource.RLIMIT_DATA, limit)


@contextmanager
def closed(spare: int = 0) -> Iterator[None]:
    """Nothing is opened within: no file, and no connection either.

    Both need a new descriptor, and the process gets none but for `spare` ones. What is open stays
    usable.
    """
    if resource is None:
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_beyond(spare), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, hard))


def _beyond(spare: int) -> int:
    """The limit on descriptors that leaves so many: those that are free now, and no others."""
    free = [os.open(os.devnull, os.O_RDONLY) for _ in range(spare)]
    for descriptor in free:
        os.close(descriptor)
    return max(free, default=-1) + 1


def _soft(kind: int, limit: int | None) -> None:
    hard = resource.getrlimit(kind)[1]
    wanted = resource.RLIM_INFINITY if limit is None else limit
    if hard != resource.RLIM_INFINITY and not 0 <= wanted <= hard:
        wanted = hard
    resource.setrlimit(kind, (wanted, hard))
