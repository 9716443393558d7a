"""Which columns of an answer a terminal shows, and how a row tells what the others weaken it by.

A row must never read as a stronger fact than it is. Its standing, a qualifier, the day of a figure
and that it is planned or over stand in columns of their own where there is room, else in brackets
behind another cell; what most rows have in common there is told once, below the table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgraph.snapshot.graphs import CONFIRMED
from kgraph.tables import screen
from kgraph.words.heads import is_companion
from kgraph.words.punctuation import PUNCTUATION, Punctuation

if TYPE_CHECKING:
    from kgraph.questions.ask import Answer

_PAGES: Final = frozenset({"sources", "page", "publisher"})
"""Columns that give way first where all that answer the question would be too wide for a table."""
_GIVE_WAY: Final = (_PAGES, frozenset({"standing", "asOf"}))
_SPEAKING: Final = frozenset({"qualifier", "standing", "dating", "state", "status"})
"""Columns whose words are understood without the head of the column."""
_WEAKENING: Final = _SPEAKING | {
    "asOf",
    "basis",
    "citable",
    "mark",
    "precision",
    "until",
    "validUntil",
    "withAmount",
}
_STANDING: Final = "standing"
_AS_OF: Final = "asOf"
_NOTE: Final = "note"
_VALUE: Final = "value"
_OF_A_DAY: Final = frozenset({"dating", "precision"})
"""What is to be known of the day of a figure stands behind that day."""
_DAY: Final = re.compile(r"\d{4}-\d\d(-\d\d)?")
_FIGURES: Final = ("figure", "value", "part", "percent", "percentage", "amount")
_FEWEST: Final = 3
_LONG: Final = 60
"""A longer text is not shown only to tell rows apart: the table would be many times as tall."""
_MARK: Final[Mapping[str, str]] = MappingProxyType({"en": "*", "ja": "※"})


@dataclass(frozen=True)
class Brief:
    """What a terminal shows of an answer.

    `grid` is the table; `common` what its rows have in common unless one says otherwise, and `left`
    the columns of which nothing is told, by their heads; `noted` whether a mark stands for notes.
    """

    grid: screen.Grid
    common: tuple[str, ...]
    left: tuple[str, ...]
    noted: bool


def weakens(name: str) -> bool:
    """Whether a row would read as a stronger fact without what stands in a column of that name."""
    return name in _WEAKENING or name.lower().endswith(_STANDING)


def is_id(name: str, columns: tuple[str, ...]) -> bool:
    """Whether a column holds what stands behind the words of another one."""
    if is_companion(name, columns):
        return True
    behind = {"thing": "value", "object": "value", "source": "title", "record": "figure"}
    if name in behind:
        return behind[name] in columns or "page" in columns
    return name == "property" and "item" in columns


def filled(grid: screen.Grid, at: int) -> bool:
    """Whether a column has a value in any row."""
    return any(row[at] for row in grid.rows)


def briefly(answer: Answer, grid: screen.Grid, width: int, said: Container[str]) -> Brief:
    """The answer, all of it in `grid`, for a terminal; `said` is what stands above the table."""
    columns = answer.columns
    weak = {i: _telling(answer, grid, i) for i, name in enumerate(columns) if weakens(name)}
    weak = {i: cells for i, cells in weak.items() if any(cells)}
    chosen = _chosen(answer, grid, width, said, weak)
    marks = PUNCTUATION[answer.lang]
    remarks: dict[int, list[list[str]]] = {}
    common, folded, noted = [], set(chosen), False
    for i, cells in weak.items():
        if i in chosen or is_id(columns[i], columns):
            continue
        some = columns[i] == _AS_OF and _AS_OF not in answer.question.brief
        usual, told = _remarks(grid.heads[i], cells, columns[i], marks, of_some=some)
        if len(set(cells)) == 1 and usual == answer.snapshot.label(CONFIRMED.value, answer.lang):
            continue
        host = _host(answer, grid, chosen, i)
        rows = remarks.setdefault(host, [[] for _ in grid.rows])
        for row, text in zip(rows, told, strict=True):
            row += [text] if text else []
        common += [marks.pair(grid.heads[i], usual)] if usual else []
        folded.add(i)
    lines = [list(row) for row in grid.rows]
    for host, rows in remarks.items():
        for line, texts in zip(lines, rows, strict=True):
            if texts:
                line[host] = marks.aside(line[host] or screen.ABSENT, marks.listed(texts))
    if _NOTE in columns and (at := columns.index(_NOTE)) not in chosen and filled(grid, at):
        host, noted = _host(answer, grid, chosen, at), True
        for line in (line for line in lines if line[at]):
            line[host] = (line[host] or screen.ABSENT) + screen.UNBROKEN + _MARK[answer.lang]
    numeric = tuple(right and i not in remarks for i, right in enumerate(grid.numeric))
    left = [
        grid.heads[i]
        for i, name in enumerate(columns)
        if i not in folded and not is_id(name, columns) and filled(grid, i)
    ]
    whole = screen.Grid(grid.heads, lines, numeric)
    return Brief(whole.only(chosen), tuple(common), tuple(dict.fromkeys(left)), noted)


def _telling(answer: Answer, grid: screen.Grid, at: int) -> list[str]:
    """What a column weakens each row by; a day is one only of a figure, or where it is asked."""
    columns = answer.columns
    cells = [row[at] for row in grid.rows]
    if columns[at] != _AS_OF or _AS_OF in answer.question.brief:
        return cells
    figures = [columns.index(name) for name in _FIGURES if name in columns]
    return [
        cell if any(_is_figure(row[i]) for i in figures) else ""
        for cell, row in zip(cells, grid.rows, strict=True)
    ]


def _is_figure(text: str) -> bool:
    return text[:1].isdecimal() and not _DAY.fullmatch(text)


def _remarks(
    head: str, cells: Sequence[str], name: str, marks: Punctuation, *, of_some: bool
) -> tuple[str, list[str]]:
    """What most rows have, to be told once, and for each of the others what it has instead.

    Where only `of_some` rows anything is to be told, nothing is usual.
    """
    often = Counter(cells)
    usual = "" if of_some and len(often) > 1 else max(often, key=lambda cell: often[cell])
    speaking = name in _SPEAKING
    return usual, [
        ""
        if cell == usual
        else cell
        if speaking and cell
        else marks.pair(head, cell or screen.ABSENT)
        for cell in cells
    ]


def _host(answer: Answer, grid: screen.Grid, chosen: Sequence[int], at: int) -> int:
    """The column shown behind whose cells stands what the column `at` has to tell."""
    columns = answer.columns
    if columns[at] in _OF_A_DAY and (day := columns.index(_AS_OF)) in chosen:
        return day
    if _VALUE in columns and columns.index(_VALUE) in chosen:
        return columns.index(_VALUE)
    words = [i for i in chosen if not grid.sizes[i].fixed and columns[i] not in _PAGES]
    facts = [i for i in words if not weakens(columns[i])] or words or list(chosen)
    return max((i for i in facts if i < at), default=facts[0])


def _chosen(
    answer: Answer,
    grid: screen.Grid,
    width: int,
    said: Container[str],
    weak: Mapping[int, Sequence[str]],
) -> list[int]:
    """The columns that a terminal shows: those that answer, then others while they fit.

    Where the question does not say what answers it, as many as can be read, the first ones first.
    A column with nothing in it, or with what was `said` above the table, is not shown.
    """
    columns = answer.columns
    telling = [
        i for i in range(len(columns)) if filled(grid, i) and not _repeats(grid, i, said)
    ] or list(range(len(columns)))
    brief = [
        columns.index(name)
        for name in answer.question.brief
        if name in columns and columns.index(name) in telling
    ]
    others = [i for i in telling if i not in brief and not is_id(columns[i], columns)]
    sizes = grid.sizes
    if not brief:
        while len(others) > 1 and not _readable(sizes, others, width):
            others.pop()
        return others
    for giving_way in _GIVE_WAY:
        for i in [i for i in reversed(brief) if columns[i] in giving_way]:
            if len(brief) > _FEWEST and not _readable(sizes, brief, width):
                brief.remove(i)
    chosen = _told_apart(grid, brief, others, width)
    for i in others:
        often = len(grid.rows) <= 2 * sum(map(bool, weak.get(i, ())))
        if i in chosen or not often or len(set(weak[i])) == 1 or not sizes[i].fixed:
            continue
        if _readable(sizes, [*chosen, i], width):
            chosen = [*chosen, i]
    for i in sorted(others, key=lambda i: i not in weak):
        if i not in chosen and _comfort(sizes, [*chosen, i]) <= width:
            chosen = [*chosen, i]
    return sorted(chosen)


def _readable(sizes: Sequence[screen.Size], chosen: Iterable[int], width: int) -> bool:
    return screen.widths([sizes[i] for i in chosen], width) is not None


def _told_apart(
    grid: screen.Grid, chosen: list[int], others: Sequence[int], width: int
) -> list[int]:
    """The columns with those by which rows differ that would look the same without."""
    while (same := _same(grid, chosen)) > 0:
        better = [
            (count, i)
            for i in others
            if i not in chosen
            and grid.sizes[i].longest <= _LONG
            and (count := _same(grid, [*chosen, i])) < same
            and _readable(grid.sizes, [*chosen, i], width)
        ]
        if not better:
            break
        chosen = [*chosen, min(better)[1]]
    return chosen


def _same(grid: screen.Grid, chosen: Sequence[int]) -> int:
    """How many rows look like another one."""
    return len(grid.rows) - len({tuple(row[i] for i in chosen) for row in grid.rows})


def _comfort(sizes: Sequence[screen.Size], chosen: Sequence[int]) -> int:
    return sum(sizes[i].comfort for i in chosen) + screen.GAP * (len(chosen) - 1)


def _repeats(grid: screen.Grid, at: int, said: Container[str]) -> bool:
    """Whether every row has the same there, which stands above the table already."""
    return len({row[at] for row in grid.rows}) == 1 and grid.rows[0][at] in said
