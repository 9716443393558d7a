"""Rows in long form → a matrix: one line a thing, one column a field, a mark or number a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph.render.table import Table
from kgraph.render.terms import for_people


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


def as_matrix(table: Table, shape: Shape) -> tuple[Table, str]:
    """The matrix, and the lines that explain its columns and marks.

    Raises ValueError where the answer lacks a column of the shape.
    """
    at = {name: table.columns.index(name) for name in _columns(shape)}
    columns: dict[str, str] = {}
    seen: dict[str, str] = {}
    lines: dict[str, dict[str, str]] = {}
    for row in table.rows:
        name, column, legend, status, count = (
            for_people(row[at[part]]) for part in _columns(shape)
        )
        columns[column] = legend
        mark = shape.marks.get(status)
        if mark is not None:
            seen[mark] = status
        lines.setdefault(name, {})[column] = count if mark is None else mark
    header = (shape.row.removesuffix("Label"), *columns)
    rows: Sequence[Sequence[object]] = [
        (name, *(cells.get(column, "") for column in columns)) for name, cells in lines.items()
    ]
    told = [f"{column:>4}  {legend}" for column, legend in columns.items()]
    told += [f"{mark:>4}  {status}" for mark, status in seen.items()]
    return Table(header, rows), "\n".join(told) + "\n"


def _columns(shape: Shape) -> tuple[str, ...]:
    return shape.row, shape.column, shape.legend, shape.status, shape.count
