"""What is handed in on standard input, as text."""

from __future__ import annotations

import sys
from pathlib import Path

from kgraph.cli.misuse import Misuse


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
    name = Path("<stdin>")
    return decode(normalize(read_stream(stream, name, MAX_FILE)), name)
