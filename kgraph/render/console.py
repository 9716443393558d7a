"""Where output goes: data to standard output, words and progress to standard error."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TextIO


def prepare() -> None:
    """Makes sure that Japanese gets through: files and pipes are UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def data(text: str) -> None:
    """Text that is the answer itself."""
    sys.stdout.write(text)
    sys.stdout.flush()


def say(text: str) -> None:
    """A line for the person at the keyboard."""
    print(text, file=sys.stderr)


def progress(text: str) -> None:
    """What is being done now, on one line that the next one replaces; only on a terminal."""
    if is_terminal(sys.stderr):
        width = shutil.get_terminal_size().columns - 1
        print(f"\r\x1b[K{text[:width]}", end="", file=sys.stderr, flush=True)


def progress_done() -> None:
    """Takes the line of `progress` away."""
    progress("")


def width() -> int | None:
    """The width of the terminal that shows the data; None where it goes to a file or a pipe."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream: a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def colored_words() -> bool:
    """Whether words are colored: on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    return is_terminal(sys.stderr) and not os.environ.get("NO_COLOR")


def colored_data() -> bool:
    """The same for the data."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def silence() -> None:
    """Lets what is still to be written to standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
