"""What is handed in: text on standard input, or a table as bytes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from kgraph.cli.misuse import Misuse

_STDIN: Final = Path("<stdin>")


def standard_input() -> str:
    """All of standard input: UTF-8 whatever the locale says, with or without a byte order mark.

    Raises Misuse where it is closed, LoadError where it is not UTF-8 or too large.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise Misuse("standard input is closed; give a file, or pipe something in")
    from kgraph.turtle.parse import MAX_FILE, decode, normalize, read_stream

    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:  # a stream of text, which a program put in its place
        return sys.stdin.read().removeprefix("\ufeff")
    return decode(normalize(read_stream(stream, _STDIN, MAX_FILE)), _STDIN)


def table_bytes(file: Path) -> tuple[bytes, Path]:
    """The bytes of a file, or of standard input for `-`, and the name to call it by.

    Raises Misuse where standard input is closed, LoadError where a file cannot be read or is too
    large.
    """
    from kgraph.turtle.parse import MAX_FILE, read_bytes, read_stream

    if str(file) != "-":
        return read_bytes(file), file
    if sys.stdin is None or sys.stdin.closed:
        raise Misuse("standard input is closed; give a file, or pipe something in")
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:  # a stream of text, which a program put in its place
        return sys.stdin.read().encode("utf-8"), _STDIN
    return read_stream(stream, _STDIN, MAX_FILE), _STDIN
