"""Cells → a table that fits a terminal, or cards where it is too narrow for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import ceil
from typing import Final

ABSENT: Final = "–"
"""Stands where there is no value: an empty cell would read as part of another row."""
UNBROKEN: Final = "\u00a0"
"""A space at which no line breaks, shown as any other."""
GAP: Final = 2
_READABLE: Final = 12
"""A column of words is not squeezed below this width: its words would be cut to pieces."""
_WORD: Final = 18
"""A longer word may be cut."""
_SHORT: Final = 9
"""The head of a column is not squeezed below this width."""
_UNBROKEN: Final = 12
"""A column no wider than this is not wrapped: dates, numbers, codes, single words."""
_SAMPLE: Final = 40
"""About how many rows are looked at to set the widths."""
_FULL: Final = 0.85
"""The part of a line that words fill."""
_COMFORTABLE: Final = 24
"""A column of words likes to have this width."""
_INDENT: Final = 2
_NUMBER: Final = re.compile(r"(?:-?[0-9,]+(?:\.[0-9]+)?)?")
_EASTERN: Final = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A line neither begins with a closing mark nor ends with an opening one.
_OPENING: Final = "(（「『【〈《［｛"
_CLOSING: Final = (
    "),.;:!?}、。，．・：；！？）」』】〉》］｝ー…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)


@cache
def _piece() -> re.Pattern[str]:
    """What no line breaks within. Made when a line is too long: that takes as long as a command
    takes to begin."""
    return re.compile(
        rf"[ \t]+|[{_OPENING}]*[{_EASTERN}][{_CLOSING}]*"
        rf"|[^ \t{_EASTERN}]*?(?:/|(?<=[A-Za-z])-)(?=[^ \t\d{_EASTERN}])"
        rf"|[^ \t{_EASTERN}]+(?:(?<=\d)[円年月日件])?"
    )


@dataclass(frozen=True)
class Grid:
    """Text to be set out in columns. `numeric` columns are set flush right."""

    heads: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    numeric: tuple[bool, ...]

    def only(self, columns: Iterable[int]) -> Grid:
        """Some of the columns, in the order given."""
        at = tuple(columns)
        return Grid(
            tuple(self.heads[i] for i in at),
            [tuple(row[i] for i in at) for row in self.rows],
            tuple(self.numeric[i] for i in at),
        )

    @cached_property
    def sizes(self) -> tuple[Size, ...]:
        """What each column asks for."""
        return tuple(
            _size(head, [row[i] for row in self.rows], self.numeric[i])
            for i, head in enumerate(self.heads)
        )


@dataclass(frozen=True)
class Size:
    """What a column asks for: the width of its longest text, and of its longest word.

    `head` is the width that its head needs when folded, `cells` the widths of some of its texts.
    """

    natural: int
    longest: int
    word: int
    head: int
    fixed: bool
    cells: tuple[int, ...]

    def least(self, word: int) -> int:
        """The width down to which it can be read, where no longer word is kept whole."""
        if self.fixed:
            return max(self.head, self.longest)
        return min(self.natural, max(self.head, _READABLE, min(self.word, word)))

    @property
    def comfort(self) -> int:
        """The width at which it is easy to read: its own, or enough for a few words."""
        return self.natural if self.fixed else min(self.natural, _COMFORTABLE)


def _size(head: str, cells: Sequence[str], numeric: bool) -> Size:
    lengths = [cell_len(text) for text in cells]
    longest = max(lengths, default=0)
    words = max((cell_len(piece) for piece in _piece().findall(head)), default=0)
    pieces = {piece.strip() for text in set(cells) for piece in _piece().findall(text)}
    word = max(map(cell_len, pieces), default=0)
    return Size(
        natural=max(longest, cell_len(head)),
        longest=word if numeric else longest,
        word=word,
        head=max(words, min(cell_len(head), _SHORT)),
        fixed=numeric or longest <= _UNBROKEN,
        cells=tuple(lengths[:: len(lengths) // _SAMPLE + 1]),
    )


_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f")
"""Letters beside which others take another width than alone."""


def widths(sizes: Sequence[Size], width: int | None) -> list[int] | None:
    """The width of each column where they fit beside each other; None where none could be read.

    Columns of words are made narrower, down to what can be read.
    """
    natural = [size.natural for size in sizes]
    room = None if width is None else width - GAP * (len(sizes) - 1)
    if room is None or sum(natural) <= room:
        return natural
    for word in (_WORD, _READABLE):
        least = [size.least(word) for size in sizes]
        if sum(least) <= room:
            return _narrowed(sizes, least, room)
    return None


def _narrowed(sizes: Sequence[Size], least: list[int], room: int) -> list[int]:
    """Widths within the room: always that column gives way which costs the fewest lines."""
    rows = list(zip(*(size.cells for size in sizes), strict=True))
    found = [max(low, min(size.natural, room)) for size, low in zip(sizes, least, strict=True)]
    while (over := sum(found) - room) > 0:
        step = over // 8 + 1
        narrower = (
            [*found[:i], max(size - step, least[i]), *found[i + 1 :]]
            for i, size in enumerate(found)
            if size > least[i]
        )
        found = min(narrower, key=lambda tried: (_lines(rows, tried), max(tried)))
    return found


def _lines(rows: Sequence[Sequence[int]], sizes: Sequence[int]) -> int:
    return sum(max(map(_height, row, sizes)) for row in rows)


def _height(length: int, width: int) -> int:
    """About how many lines a text of that length takes; words leave some of each line empty."""
    if length <= width:
        return 1
    return 1 + ceil((length - width) / (_FULL * max(width - _INDENT, 1)))


def at_point(cells: Sequence[str]) -> list[str]:
    """The cells of a column of numbers, such that flush right their decimal points are in line."""
    after = [len(text) - len(text.split(".")[0]) for text in cells]
    if not all(_NUMBER.fullmatch(text) for text in cells):
        return list(cells)
    most = max(after, default=0)
    return [
        text + UNBROKEN * (most - own) if text else text
        for text, own in zip(cells, after, strict=True)
    ]


def as_text(grid: Grid, width: int | None) -> str:
    """A table where the width allows a readable one, else cards; nothing without columns."""
    if not grid.heads:
        return ""
    sizes = widths(grid.sizes, width)
    lines = as_lines(grid, sizes) if sizes else as_cards(grid, width or 0)
    return "".join(f"{line}\n" for line in lines)


def as_lines(grid: Grid, sizes: Sequence[int]) -> list[str]:
    """The lines of a table whose columns have these widths: head, rule, rows.

    What does not fit goes on below, indented, so that no line can be taken for a row of its own.
    """
    head = [wrap(text, size, 0) for text, size in zip(grid.heads, sizes, strict=True)]
    tall = max(map(len, head), default=1)
    lines = _row([[""] * (tall - len(cell)) + cell for cell in head], sizes, grid.numeric)
    lines.append((" " * GAP).join("-" * size for size in sizes))
    for row in grid.rows:
        cells = [
            wrap(text or ABSENT, size, min(_INDENT, size // 4))
            for text, size in zip(row, sizes, strict=True)
        ]
        lines += _row(cells, sizes, grid.numeric)
    return lines


def as_cards(grid: Grid, width: int) -> list[str]:
    """A line for each value, its column before it; an empty line between rows."""
    margin = min(max(map(cell_len, grid.heads)), max(width // 3, 4))
    lines: list[str] = []
    for row in grid.rows:
        if lines:
            lines.append("")
        for head, text in zip(grid.heads, row, strict=True):
            names = wrap(head, margin, 0)
            values = wrap(text or ABSENT, max(width - margin - GAP, 4), 0)
            lines += _row([names, values], [margin, 0], (False, False))
    return lines


def wrap(text: str, width: int, indent: int) -> list[str]:
    """The text in lines no wider than that, all but the first indented.

    Lines break at spaces, after hyphens and slashes, between characters of Japanese, and within a
    word only where it is wider than a line.
    """
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line, taken, begun = "", 0, False
    joined = not _JOINERS.isdisjoint(text)
    for piece, size in _pieces(text, width):
        if begun and taken + size > width and taken + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            piece = piece.lstrip()
            size = cell_len(piece)
            margin = min(indent, max(width - size, 0))
            line, taken, begun = " " * margin, margin, False
        line += piece
        taken = cell_len(line) if joined else taken + size
        begun = begun or not (piece.isspace() or not piece)
    return [*lines, line.rstrip()]


def _pieces(text: str, width: int) -> Iterator[tuple[str, int]]:
    """The parts between which a line may break, each with its width."""
    for match in _piece().finditer(text):
        piece = match[0]
        while (size := cell_len(piece)) > width:
            cut = _fitting(piece, width)
            yield piece[:cut], cell_len(piece[:cut])
            piece = piece[cut:]
        yield piece, size


def _fitting(text: str, width: int) -> int:
    """How many characters of a word too long for a line fit, at least one."""
    taken, cut = 0, len(text)
    for at, char in enumerate(text):
        taken += cell_len(char)
        if taken > width:
            cut = max(at, 1)
            break
    # A number is rather parted from its unit than cut.
    return text.rfind(UNBROKEN, 0, cut + 1) + 1 or cut


def _row(
    cells: Sequence[Sequence[str]], sizes: Sequence[int], numeric: Sequence[bool]
) -> list[str]:
    lines = []
    for at in range(max(map(len, cells), default=0)):
        parts = []
        for cell, size, right in zip(cells, sizes, numeric, strict=True):
            text = cell[at].replace(UNBROKEN, " ") if at < len(cell) else ""
            space = " " * (size - cell_len(text))
            parts.append(space + text if right else text + space)
        lines.append((" " * GAP).join(parts).rstrip())
    return lines


def cell_len(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return _measured()(text)


@cache
def _measured() -> Callable[[str], int]:
    """It is read where a text needs it: most are ASCII."""
    from rich.cells import cell_len as measured

    return measured
