"""Puts limits on the rest of a program: a copy of the process goes on with it and can be ended."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Final, NoReturn

from kgraph.limited import walls
from kgraph.limited.limits import LIMITED, Limits, ended

_PATIENCE: Final = 1.0
"""Seconds that work has to end by itself after an interrupt; the engine cannot be interrupted."""


def fork(limits: Limits) -> int | None:
    """None in a new process, which goes on within the limits; here, its exit code.

    To be called while no store is open. The new process ends with its limits even where this one is
    stopped, and at once when this one is gone. Raises LimitReached where a limit ended it, and
    KeyboardInterrupt. Where a copy could not go on like this one, this one does, without limits.
    """
    if not _can_be_copied():
        return None
    reading, writing = os.pipe()
    hearing, saying = os.pipe()
    process = os.fork()
    if process:
        os.close(reading)
        os.close(saying)
        return _wait(process, limits, hearing)
    os.close(writing)
    os.close(hearing)
    _keep_the_engine_from_the_screen(saying)
    threading.Thread(target=_end_with, args=(reading,), daemon=True).start()
    signal.signal(signal.SIGINT, _once)
    walls.no_core()
    walls.end_after(limits.seconds)
    walls.memory(limits.memory)
    LIMITED.set(True)
    return None


def _can_be_copied() -> bool:
    """Whether a copy is the same process: it has no other threads, and writes where this one does.

    Where a caller has put streams of its own in their place, what a copy wrote would be lost.
    """
    own = sys.stdout is sys.__stdout__ and sys.stderr is sys.__stderr__
    return own and hasattr(os, "fork") and threading.active_count() == 1


def _keep_the_engine_from_the_screen(saying: int) -> None:
    """What the engine writes of itself when it ends the process goes to who waits for it."""
    stream = sys.stderr
    if stream is not None and not stream.closed:
        sys.stderr = os.fdopen(
            os.dup(2), "w", buffering=1, encoding=stream.encoding, errors=stream.errors
        )
        os.dup2(saying, 2)
        walls.never_wait(2)
    os.close(saying)


def _end_with(reading: int) -> None:
    """Ends this process when the one that holds the other end of the pipe is gone."""
    os.read(reading, 1)
    os._exit(1)


def _wait(process: int, limits: Limits, hearing: int) -> int:
    try:
        _, status = os.waitpid(process, 0)
    except KeyboardInterrupt:
        status = _interrupted(process)
        if os.WIFSIGNALED(status):
            raise
    if os.WIFSIGNALED(status):
        walls.never_wait(hearing)  # a process that it has started may hold the other end still
        with os.fdopen(hearing, "rb") as said:
            words = (said.read() or b"").decode(errors="replace")
        raise ended(os.WTERMSIG(status), limits, words)
    return os.WEXITSTATUS(status)


def _interrupted(process: int) -> int:
    """How a process ends that is interrupted; one that does not is ended."""
    os.kill(process, signal.SIGINT)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        ended_now, status = os.waitpid(process, os.WNOHANG)
        if ended_now:
            return status
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    return os.waitpid(process, 0)[1]


def _once(*_: object) -> NoReturn:
    """A terminal sends an interrupt to both processes, and the other passes it on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
