"""`kgraph serve` in a process of its own, asked without any proxy; no wait is without a limit."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from typing import Final
from urllib.request import ProxyHandler, Request, build_opener

from helpers.project import PROJECT
from helpers.running import hear_signals

SECONDS: Final = 60
"""The longest that anything here is waited for."""


@dataclass
class Serving:
    """A server that answers."""

    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)
    """What it has said so far, line by line."""

    def get(self, path: str, **headers: str) -> HTTPResponse:
        """The answer to a request; closed with its block. Raises HTTPError."""
        request = Request(self.address + path, headers=headers)
        return build_opener(ProxyHandler({})).open(request, timeout=SECONDS)

    def interrupted(self, within: float = SECONDS) -> int:
        """The exit code after an interrupt. Raises TimeoutExpired."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=within)


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[Serving]:
    """The graph of a folder, served at a free port until the block ends, however it ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "serve", "--port", "0", *options],
        cwd=folder,
        env={"PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"], "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_signals,
    )
    said: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        with process.stderr as stream:
            for line in stream:
                said.append(line)
                if line.startswith("serving "):
                    ready.set()
        ready.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        assert ready.wait(SECONDS), said
        told = [line for line in said if line.startswith("serving ")]
        assert told, said
        yield Serving(process, told[0].partition(" at ")[2].split()[0], said)
    finally:
        process.kill()
        process.wait(timeout=SECONDS)
        listener.join(SECONDS)
