"""Has pieces of work done within limits, by processes that are kept for the next piece."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kgraph.limited import walls
from kgraph.limited.limits import LIMITED, LimitReached, Limits, ended, too_large, too_slow

if TYPE_CHECKING:
    from subprocess import Popen

    from kgraph.limited.held import Held

_GRACE: Final = 5.0
"""Seconds after its time limit when a process is ended that should have ended by itself."""
_KEPT: Final = 8.0
"""Seconds for which a process without work is used again; it ends by itself some time later."""
_PACKAGE: Final = str(Path(__file__).resolve().parents[1] / "__init__.py")
_START: Final = """\
import importlib.util, sys
place, *more = sys.argv[1:]
sys.path += more
spec = importlib.util.spec_from_file_location("kgraph", place)
module = importlib.util.module_from_spec(spec)
sys.modules["kgraph"] = module
spec.loader.exec_module(module)
from kgraph.limited.worker import main
main()
"""
"""Imports the very package that this process runs, from wherever that came, and nothing beside it:
in isolated mode neither the current folder nor the environment gives any code."""

Hearers = Mapping[str, Callable[..., object]]
_NOBODY: Final[Hearers] = MappingProxyType({})


def within(
    limits: Limits,
    function: Callable[..., Any],
    /,
    *,
    told: Hearers = _NOBODY,
    **arguments: Any,
) -> Any:
    """What a function of a module gives for the arguments, in a new process with the limits.

    `told` are functions of the caller, by the name under which the work takes them: they are called
    here with what it tells. Raises what the function raises, and LimitReached. Without a limit of
    time and of memory, and in a process that has limits itself, the work is done right here.
    """
    if limits.seconds is None and limits.memory is None:
        return function(**arguments, **told)
    return Workers().call(function, arguments, limits, told=told)


class Workers:
    """Processes that do work about what is held open; started when they are needed."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []

    def call(
        self,
        function: Callable[..., Any],
        arguments: Mapping[str, Any],
        limits: Limits,
        *,
        held: Held | None = None,
        told: Hearers = _NOBODY,
    ) -> Any:
        """What a function of a module gives for the arguments, in another process.

        `held` is opened there, once, wherever it stands in the arguments; `told` as in `within`.
        Raises what the function raises, and LimitReached. A process that has limits itself does
        the work itself.
        """
        if LIMITED.get():
            return function(**arguments, **told)
        if "<" in function.__qualname__ or function.__module__ == "__main__":
            raise TypeError(
                f"{function.__qualname__}: another process does not find this function; "
                "give one that stands in a module"
            )
        worker = self._take()
        try:
            return worker.call(function, dict(arguments), limits, held, told)
        finally:
            if worker.end.alive:
                self._idle.append(worker)

    def take_over(self, others: Workers) -> None:
        """Makes those without work its own that were started for something else."""
        with contextlib.suppress(IndexError):  # as in `_take`
            while True:
                self._idle.append(others._idle.pop())

    def _take(self) -> _Worker:
        while True:
            try:
                worker = self._idle.pop()
            except IndexError:  # not asked before: threads take from the same list
                return _Worker()
            if worker.usable():
                return worker
            worker.end()


class _Worker:
    def __init__(self) -> None:
        import subprocess

        flags = ["-I", "-X", f"utf8={sys.flags.utf8_mode}", *(["-B"] * sys.dont_write_bytecode)]
        if sys.pycache_prefix:
            flags += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
        # At the end of the path: what is found without them is not looked for there.
        places = {entry: Path(entry) for entry in sys.path}
        more = [e for e, place in places.items() if place.is_absolute() and place != _here()]
        self.process: Popen[bytes] = subprocess.Popen(
            [sys.executable, *flags, "-c", _START, _PACKAGE, *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "RUST_BACKTRACE": "0"},
        )
        self.owner: Final = os.getpid()
        self.used = time.monotonic()
        self.end = weakref.finalize(self, _end, self.process, self.owner)

    def usable(self) -> bool:
        """Whether it waits for work, started by this very process."""
        young = time.monotonic() - self.used < _KEPT
        return young and self.owner == os.getpid() and self.process.poll() is None

    def call(
        self,
        function: Callable[..., Any],
        arguments: dict[str, Any],
        limits: Limits,
        held: Held | None,
        told: Hearers,
    ) -> Any:
        import io

        from kgraph.limited import wire

        buffer = io.BytesIO()
        wire.write(limits, buffer)
        task = (function.__module__, function.__qualname__, arguments, tuple(told))
        wire.write(task, buffer)
        assert self.process.stdin is not None
        assert self.process.stdout is not None

        def opened(kind: type[Held], place: tuple[Any, ...]) -> Held:
            if isinstance(held, kind) and held.place == place:
                return held
            return kind.at(*place)

        late = threading.Event()
        timer = None
        if limits.seconds is not None:
            grace = _GRACE if hasattr(signal, "setitimer") else 0
            timer = threading.Timer(limits.seconds + grace, self._stop, (late,))
            timer.daemon = True
            timer.start()
        answered = False
        try:
            with contextlib.suppress(BrokenPipeError):  # why it is gone is found out below
                self.process.stdin.write(len(buffer.getbuffer()).to_bytes(wire.LENGTH, "big"))
                self.process.stdin.write(buffer.getbuffer())
                self.process.stdin.flush()
            try:
                kind, value = wire.read(self.process.stdout, opened)
                while kind == wire.TOLD:
                    name, words = value
                    told[name](*words)
                    kind, value = wire.read(self.process.stdout, opened)
            except EOFError:
                raise self._gone(limits, late.is_set()) from None
            answered = True
        finally:
            if timer is not None:
                timer.cancel()
                timer.join()  # until its thread has ended, it keeps the process alive
            if not answered:
                self.end()
        self.used = time.monotonic()
        if kind == wire.DONE:
            return value
        if kind == wire.FULL:
            self.end()
            raise too_large(limits)
        raise value

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _gone(self, limits: Limits, late: bool) -> LimitReached:
        """Why it ended in the midst of a task; one that says nothing more and lives on is ended."""
        from subprocess import TimeoutExpired

        try:
            code = self.process.wait(_GRACE)
        except TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        return too_slow(limits) if late else ended(-code, limits, self._last_words())

    def _last_words(self) -> str:
        assert self.process.stderr is not None
        # A process that it has started may hold the other end still.
        walls.never_wait(self.process.stderr.fileno())
        return (self.process.stderr.read() or b"").decode(errors="replace")


def _here() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # it is gone
        return None


def _end(process: Popen[bytes], owner: int) -> None:
    """Ends a process, unless this one is only a copy of the one that started it."""
    if os.getpid() == owner:
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    if os.getpid() == owner:
        process.wait()
