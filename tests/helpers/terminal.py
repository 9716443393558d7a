"""Runs a command on a terminal of a given width, as a person sees it."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

from helpers.project import PROJECT

SECONDS = 120
"""Within which a command on a terminal is done, on a machine that is busy."""


def on_terminal(
    *arguments: str, columns: int, cwd: Path, env: dict[str, str] | None = None
) -> tuple[int, str]:
    """The exit code of `kgraph` and all it wrote, on a terminal with so many columns."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith(("KGRAPH_", "COLUMNS"))}
    settings |= {"PYTHONPATH": str(PROJECT), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    child, terminal = pty.fork()
    if child == 0:
        try:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.chdir(cwd)
            command = [sys.executable, "-m", "kgraph", *arguments]
            os.execve(sys.executable, command, settings | (env or {}))
        finally:
            os._exit(127)
    written, ends = b"", time.monotonic() + SECONDS
    while True:
        if not select.select([terminal], [], [], max(0, ends - time.monotonic()))[0]:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(terminal)
            raise AssertionError(f"not done after {SECONDS} s: {written[-500:].decode()}")
        try:
            part = os.read(terminal, 65536)
        except OSError as error:  # how Linux says that the other end is closed
            if error.errno != errno.EIO:
                raise
            break
        if not part:
            break
        written += part
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), written.decode().replace("\r\n", "\n")
