"""What other processes do, as Linux tells it, and waiting for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def children(process: int) -> list[int]:
    """The processes that a process has started, on Linux."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for path in found for word in path.read_text(encoding="ascii").split()]


def runs(process: int) -> bool:
    """Whether a process has not ended; one that waits to be buried has."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.split()[0] != "Z"


def seconds_of(process: int) -> float:
    """The time of the processor that a process has used: one that only waits uses none."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until(said: Callable[[], object], seconds: float = 30) -> bool:
    """Whether something comes true within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if said():
            return True
        time.sleep(0.02)
    return False
