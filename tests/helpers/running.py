"""Runs the command in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from helpers.project import PROJECT

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
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("KGRAPH_")
    }
    environment |= {"PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments],
        cwd=cwd,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
