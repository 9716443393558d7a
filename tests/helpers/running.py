"""Runs the command in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.project import PROJECT
from helpers.starter import starter

Run = Callable[..., subprocess.CompletedProcess[str]]


def hear_signals() -> None:
    """For a child before it runs: signals do what they do at a terminal (POSIX).

    A shell lets what it starts in the background ignore the interrupt, `nohup` the hang-up, and
    who runs the tests in such a way hands that on to all they start.
    """
    for name in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)


def run_kgraph(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, as a user does."""
    done = run_bytes(*arguments, cwd=cwd, env=env, stdin=stdin.encode())
    out, err = (_lines(stream.decode("utf-8")) for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def run_bytes(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """The same where each byte counts.

    The interpreter is started for it only where a variable of Python's is to be heard.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("KGRAPH_")
    }
    environment |= {"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", **(env or {})}
    if hasattr(os, "fork") and not any(name.startswith("PYTHON") for name in env or ()):
        return starter(os.getpid()).run(arguments, cwd, environment, stdin, 120)
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments],
        cwd=cwd,
        env=environment,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )


def _lines(text: str) -> str:
    """As a stream of text has its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
