"""The process that does pieces of work within limits: tasks on its input, messages on its output.

It ends with its limits, whoever waits for it; at once when the process that started it is gone; and
by itself when nothing has been asked of it for a while.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import traceback
from functools import partial
from importlib import import_module
from queue import SimpleQueue
from typing import Any, BinaryIO, Final

from kgraph.limited import walls, wire
from kgraph.limited.held import Held
from kgraph.limited.limits import LIMITED, Limits
from kgraph.limited.wire import DONE, FAILED, FULL, LENGTH, TOLD

IDLE: Final = 10
"""Seconds without a task after which the process ends."""


def main() -> None:
    """Does one task after another until its input ends."""
    walls.end_after(IDLE)
    walls.no_core()
    LIMITED.set(True)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for it is told, and ends it
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library may print is no message
    walls.never_wait(2)
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    work = _Work(output)
    while True:
        task = tasks.get()
        work.do(task)
        walls.end_after(IDLE)


def _listen(source: BinaryIO, tasks: SimpleQueue[bytes]) -> None:
    """Takes tasks in, also while one is done: the end of the input is the end of it all."""
    while True:
        length = source.read(LENGTH)
        task = source.read(int.from_bytes(length, "big"))
        if len(length) < LENGTH:
            os._exit(0)
        tasks.put(task)


class _Work:
    def __init__(self, output: BinaryIO) -> None:
        self.output = output
        self.opened: Held | None = None

    def do(self, task: bytes) -> None:
        source = io.BytesIO(task)
        limits = wire.read(source, self.open)
        assert isinstance(limits, Limits)
        walls.end_after(limits.seconds)
        walls.memory(limits.memory)
        try:
            # Which opens what is held.
            module, function, arguments, hearers = wire.read(source, self.open)
            tell = {name: partial(self.tell, name) for name in hearers}
            result = getattr(import_module(module), function)(**arguments, **tell)
            self.send(DONE, result)
        except MemoryError:
            self.send(FULL, None)
        except SystemError as error:
            # What the interpreter says where it is refused memory in the midst of an import.
            refused = limits.memory is not None and "without exception set" in str(error)
            self.send(*((FULL, None) if refused else (FAILED, _with_trace(error))))
        except Exception as error:
            self.send(FAILED, _with_trace(error))
        finally:
            walls.memory(None)

    def tell(self, name: str, *words: Any) -> None:
        """Stands in the work for a function of the one that asked."""
        buffer = io.BytesIO()
        wire.write((TOLD, (name, words)), buffer)
        self.output.write(buffer.getbuffer())
        self.output.flush()

    def send(self, kind: str, value: Any) -> None:
        buffer = io.BytesIO()
        try:
            wire.write((kind, value), buffer)
        except MemoryError:
            raise
        except Exception as error:  # a value that cannot be sent
            buffer = io.BytesIO()
            wire.write((FAILED, RuntimeError(f"{error}, as {value!r:.300} is sent")), buffer)
        self.output.write(buffer.getbuffer())
        self.output.flush()

    def open(self, kind: type[Held], place: tuple[Any, ...]) -> Held:
        """What stands at that place; the last one stays open."""
        if not isinstance(self.opened, kind) or self.opened.place != place:
            self.opened = None
            self.opened = kind.at(*place)
        return self.opened


def _with_trace(error: Exception) -> Exception:
    error.add_note("".join(traceback.format_exception(error)))
    return error
