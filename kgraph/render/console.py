"""Where output goes: data to standard output, words and progress to standard error."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from typing import Final, TextIO

from kgraph.render.worded import worded

_COLOR_OR_CONTROL: Final = re.compile(r"(\x1b\[[0-9;]*m|\r\n)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A color or the end of a line, as a group; else what would make a terminal do something."""
LANGUAGE: Final[ContextVar[str]] = ContextVar("LANGUAGE", default="en")
"""The language of the person at the keyboard."""


def prepare() -> None:
    """Makes sure that Japanese gets through: files and pipes are UTF-8 whatever the locale says.

    A character that cannot be written (half of a file name that is not UTF-8, say) is shown as its
    code. Where a standard stream is closed, nothing else may take its place among the descriptors.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.closed:
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def data(content: str | bytes) -> None:
    """What is the answer itself, as text or bytes. Raises OSError where nothing takes it.

    A terminal is never told to do something by a value: of control characters it shows the code.
    A file or a pipe gets them as they are.
    """
    stream = sys.stdout
    if stream is None or stream.closed:
        raise OSError(errno.EBADF, "it is closed; name a file with -o", "standard output")
    if stream.isatty():
        content = _harmless(
            content if isinstance(content, str) else content.decode(errors="backslashreplace")
        )
    if isinstance(content, str):
        stream.write(content)
    else:
        stream.flush()
        stream.buffer.write(content)
    stream.flush()


def _harmless(text: str) -> str:
    """A text for a terminal, with the codes of control characters in their place."""
    return _COLOR_OR_CONTROL.sub(lambda found: found[1] or f"\\x{ord(found[0]):02x}", text)


def say(text: str) -> None:
    """A line for the person at the keyboard, if there is one who can read it, in `LANGUAGE`."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(_harmless(worded(text, LANGUAGE.get())), file=sys.stderr, flush=True)


def passing(text: str) -> None:
    """A text on a line that the next one replaces; only on a terminal."""
    if is_terminal(sys.stderr):
        from rich.cells import cell_len, set_cell_size

        width = shutil.get_terminal_size().columns - 1
        shown = _harmless(text)
        if cell_len(shown) > width:
            shown = set_cell_size(shown, width)
        with suppress(OSError, ValueError):
            print(f"\r\x1b[K{shown}", end="", file=sys.stderr, flush=True)


def can_ask() -> bool:
    """Whether a person sits at a keyboard who can be asked."""
    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def ask(question: str, answers: Sequence[str] = ()) -> str:
    """What a person types after a question, asked in `LANGUAGE`; the tab key completes one of the
    answers.

    Raises EOFError where the person ends it (control and D).
    """
    question = worded(question, LANGUAGE.get())
    try:
        import readline
    except ImportError:  # there is none on Windows: the question is asked all the same
        return input(question).strip()

    def completed(typed: str, number: int) -> str | None:
        fitting = [answer for answer in answers if answer.startswith(typed)]
        return fitting[number] if number < len(fitting) else None

    before = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(completed)
    readline.set_completer_delims(";\n")
    readline.parse_and_bind("tab: complete")
    try:
        return input(question).strip()
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])


def width() -> int | None:
    """The width of the terminal that shows the data; None where it goes to a file or a pipe."""
    return shutil.get_terminal_size().columns if is_terminal(sys.stdout) else None


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at the stream: a terminal that can move its cursor."""
    if stream is None or stream.closed:
        return False
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def colored_words() -> bool:
    """Whether words are colored: on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    return is_terminal(sys.stderr) and not os.environ.get("NO_COLOR")


def colored_data() -> bool:
    """The same for the data."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def flush() -> None:
    """Writes out what is still held back. Raises OSError where that fails."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()


def finish() -> None:
    """Lets what can no longer be written go nowhere: the interpreter must not complain at exit."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None or stream.closed:
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
