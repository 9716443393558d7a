"""What other processes do, as Linux tells it, and waiting for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def children(process: int) -> list[int]:
    """The processes that a process has started, on Linux."""
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended meanwhile
            found += map(int, path.read_text(encoding="ascii").split())
    return found


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
