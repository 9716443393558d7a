"""Starts the command in processes of its own, of which each would read the package anew.

One process reads it once and then goes on as a copy of itself for each command: with streams, a
current folder, an environment and an end of its own, like one that the interpreter has just
started. What only a start can show (what is imported, and from where; what Python's own variables
do) is tested with a start (`helpers/running.py`).
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from helpers.project import PROJECT, TESTS

MOST = 1 << 17
"""Bytes of a stream that are moved at once; a line with its environment has no more than twice."""
_LAST = 3
"""Seconds in which the process ends that started all the others."""


class Starter:
    """The process that has read the package, and what it is told through."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._told, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (self._told, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * MOST)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from helpers.starter import serve; serve()"],
                cwd=PROJECT,
                env={**os.environ, "PYTHONPATH": os.pathsep.join((str(PROJECT), str(TESTS)))},
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def end(self) -> None:
        """Ends it; what it has started goes on."""
        self._told.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST)
        self._process.kill()
        self._process.wait()

    def run(
        self,
        words: Sequence[str],
        cwd: Path,
        environment: Mapping[str, str],
        stdin: bytes,
        seconds: float,
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a command line to its end. Raises TimeoutExpired as `subprocess.run` does."""
        line = ["kgraph", *words]
        message = json.dumps([list(words), str(cwd), dict(environment)]).encode()
        read, given = os.pipe()
        out, writes = os.pipe()
        err, complains = os.pipe()
        ended, tells = os.pipe()
        theirs = (read, writes, complains, tells)
        socket.send_fds(self._told, [message], theirs)
        for end in theirs:
            os.close(end)
        found: dict[int, list[bytes]] = {out: [], err: [], ended: []}
        os.set_blocking(given, False)
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as waiting:
            for stream in found:
                waiting.register(stream, selectors.EVENT_READ)
            waiting.register(given, selectors.EVENT_WRITE)
            while waiting.get_map():
                ready = waiting.select(deadline - time.monotonic())
                if not ready:
                    self._kill(found[ended])
                    raise subprocess.TimeoutExpired(line, seconds, b"".join(found[out]))
                for key, _ in ready:
                    if key.fd == given:
                        with suppress(BrokenPipeError):
                            stdin = stdin[os.write(given, stdin[:MOST]) :] if stdin else b""
                            if stdin:
                                continue
                    elif part := os.read(key.fd, MOST):
                        found[key.fd].append(part)
                        continue
                    waiting.unregister(key.fd)
                    os.close(key.fd)
        said = b"".join(found[ended]).split()
        assert len(said) == 2, "the process that starts commands is gone"
        return subprocess.CompletedProcess(
            line, int(said[1]), b"".join(found[out]), b"".join(found[err])
        )

    def _kill(self, told: list[bytes]) -> None:
        if told:
            with suppress(ProcessLookupError):
                os.kill(int(b"".join(told).split()[0]), signal.SIGKILL)


@cache
def starter(process: int) -> Starter:  # noqa: ARG001 (the key)
    """The one of this process, whose number is given."""
    import atexit

    found = Starter()
    atexit.register(found.end)
    return found


def serve() -> None:
    """Goes on as a copy of itself for each line that is told on the standard input."""
    import gc

    from kgraph.cli.commands import COMMANDS
    from kgraph.cli.line import read
    from kgraph.snapshot import build  # noqa: F401 (is read once)

    read(["--help"])
    for name in COMMANDS:
        COMMANDS[name]()
    gc.collect()
    gc.freeze()
    told = socket.socket(fileno=os.dup(0))
    running: set[int] = set()
    while True:
        message, streams, _, _ = socket.recv_fds(told, 2 * MOST, 4)
        while running and (done := os.waitpid(-1, os.WNOHANG)[0]):
            running.discard(done)
        if not message:
            break
        process = os.fork()
        if not process:
            told.close()
            _started(*json.loads(message), streams)
            return
        running.add(process)
        for stream in streams:
            os.close(stream)
    while running:
        running.discard(os.wait()[0])


def _started(words: list[str], cwd: str, environment: dict[str, str], streams: Any) -> None:
    """In the copy: starts the command in another one, and tells its number and how it ended."""
    *own, tells = streams
    process = os.fork()
    if process:
        for stream in (0, *own):
            os.close(stream)
        os.write(tells, f"{process} ".encode())
        _, status = os.waitpid(process, 0)
        os.write(tells, str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    os.close(tells)
    for number, stream in enumerate(own):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.remove(str(TESTS))
    sys.argv = ["kgraph", *words]
    sys.stdin = sys.__stdin__ = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.__stderr__ = os.fdopen(
        2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False
    )
    from kgraph.cli import main

    main()
