"""Pages of help: what a command or a question takes, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kgraph.tables.screen import cell_len, wrap

WIDTH: Final = 100
"""No line is longer, and none is cut shorter where nothing says how wide the screen is."""
_JOINED: Final = "\u2011"
"""A hyphen at which no line breaks, shown as any other: what is typed stays in one piece."""
_LEAST: Final = 40
_MARGIN: Final = 2
_NAMES: Final = 30
"""A longer name has a line of its own."""


class Section(NamedTuple):
    """A heading, and below it names with what they mean; either may be empty.

    A name is not broken into lines, so that it can be copied.
    """

    heading: str
    rows: Sequence[tuple[str, str]]


def as_text(parts: Iterable[str | Section], width: int | None = None) -> str:
    """Paragraphs and sections, an empty line between them, no wider than the terminal."""
    room = max(min(width or WIDTH, WIDTH), _LEAST)
    found: list[str] = []
    for part in parts:
        if isinstance(part, str):
            found.append("\n".join(_lines(part, room)))
        elif part.rows:
            found.append("\n".join([part.heading, *_rows(part.rows, room)]))
    return "\n\n".join(found) + "\n"


def _rows(rows: Sequence[tuple[str, str]], room: int) -> Iterable[str]:
    most = min(_NAMES, room // 2)
    fitting = [size for name, _ in rows if (size := cell_len(name)) <= most]
    longest = max(fitting, default=0)
    column = _MARGIN + longest + _MARGIN if longest else _MARGIN
    for name, text in rows:
        lines = _lines(text, room - column) if text else []
        begin = " " * _MARGIN + name
        if name and lines and cell_len(begin) + _MARGIN > column:
            yield begin
            begin = ""
        if not lines:
            yield begin
        for line in lines:
            yield f"{begin}{' ' * (column - cell_len(begin))}{line}"
            begin = ""


def _lines(text: str, room: int) -> list[str]:
    return [line.replace(_JOINED, "-") for line in wrap(text.replace("-", _JOINED), room, 0)]
