"""Rows in long form → a matrix: one line a thing, one column a field, a mark or number a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kgraph.tables.screen import cell_len, wrap
from kgraph.tables.table import Table
from kgraph.tables.value_text import for_people

_GAP: Final = 1
_READABLE: Final = 20
"""Names get lines of their own where less room is left for them beside the marks."""


@dataclass(frozen=True)
class Shape:
    """Which columns of an answer make the matrix.

    `row` names the lines and `column` the columns, in the order of the answer; `legend` explains
    each column. A cell is the mark that `marks` has for the value of `status`, or else `count`.
    """

    row: str
    column: str
    legend: str
    status: str
    count: str
    marks: Mapping[str, str]


def as_matrix(
    table: Table, shape: Shape, head: str, width: int | None = None, counted: str = "{}"
) -> str:
    """The matrix, and the lines that explain its columns and marks. `head` stands above the names.

    `counted` says what the numbers are, with `{}` for the status of the cells that have one. Things
    are told apart by the column that `row` is the label of, where the answer has it. Raises
    ValueError where the answer lacks a column of the shape.
    """
    at = {name: table.columns.index(name) for name in _columns(shape)}
    thing = shape.row.removesuffix("Label")
    told_apart = table.columns.index(thing) if thing in table.columns else at[shape.row]
    columns: dict[str, str] = {}
    seen: dict[str, str] = {}
    lines: dict[tuple[object, str], dict[str, str]] = {}
    for row in table.rows:
        name, column, legend, status, count = (
            for_people(row[at[part]]) for part in _columns(shape)
        )
        columns[column] = legend
        mark = shape.marks.get(status)
        seen["n" if mark is None else mark] = status if mark else counted.format(status)
        cells = lines.setdefault((str(row[told_apart]), name), {})
        cells[column] = count if mark is None else mark
    named = [(name, cells) for (_, name), cells in lines.items()]
    text = _set_out(head, list(columns), named, width)
    text += [""]
    text += [f"{column:>4}  {legend}" for column, legend in columns.items()]
    text += [f"{mark:>4}  {status}" for mark, status in seen.items()]
    return "".join(f"{line}\n" for line in text)


def _set_out(
    head: str,
    columns: list[str],
    lines: list[tuple[str, dict[str, str]]],
    width: int | None,
) -> list[str]:
    """The lines of the matrix: names fold beside the marks, or stand above them."""
    sizes = [
        max(cell_len(name), *(cell_len(cells.get(name, "")) for _, cells in lines))
        for name in columns
    ]
    marks = sum(sizes) + _GAP * len(sizes)
    longest = max(cell_len(head), *(cell_len(name) for name, _ in lines))
    room = longest if width is None else min(longest, width - marks)
    beside = room >= min(_READABLE, longest)
    if not beside:
        room = width or longest

    def row(name: str, values: Mapping[str, str]) -> list[str]:
        cells = [f"{values.get(c, ''):>{size}}" for c, size in zip(columns, sizes, strict=True)]
        told = " " * _GAP + (" " * _GAP).join(cells)
        names = wrap(name, room, 2)
        if not beside:
            return [*names, told.rstrip()]
        first = names[0] + " " * (room - cell_len(names[0])) + told
        return [first.rstrip(), *names[1:]]

    found = row(head, {name: name for name in columns})
    found.append("-" * min(room + marks if beside else max(room, marks), width or room + marks))
    for name, values in lines:
        found += row(name, values)
    return found


def _columns(shape: Shape) -> tuple[str, ...]:
    return shape.row, shape.column, shape.legend, shape.status, shape.count
