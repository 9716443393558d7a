"""Columns and rows → aligned text, CSV, TSV, JSON or Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.csvtext import cell, csv_text
from kgraph.tables import screen
from kgraph.tables.value_text import for_csv, for_json, for_people, for_tsv, is_number


@dataclass(frozen=True)
class Table:
    """What is to be shown: names of the columns, and rows of RDF terms or plain Python values.

    `heads` are the words above the columns for people, where they are not the names; a terminal
    shows the first `brief` columns, where that is given.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    heads: tuple[str, ...] | None = None
    brief: int | None = None

    def numeric(self) -> tuple[bool, ...]:
        """For each column, whether all its values are numbers (and there is one)."""
        return tuple(
            any(row[i] is not None for row in self.rows)
            and all(row[i] is None or is_number(row[i]) for row in self.rows)
            for i in range(len(self.columns))
        )


def as_text(table: Table) -> str:
    """Columns set apart by two spaces and aligned by display width, East Asian widths included.

    A value that is absent is a dash.
    """
    return screen.as_text(_grid(table), None)


def as_csv(table: Table) -> str:
    """Bare values for spreadsheets, with Unix line ends: no text begins as a formula does.

    The W3C's own CSV is in `kgraph.tables.w3c`.
    """
    cells = ([_csv(value) for value in row] for row in table.rows)
    return csv_text([table.columns, *cells])


def _csv(value: object) -> str:
    text = for_csv(value)
    return text if is_number(value) else cell(text)


def as_tsv(table: Table) -> str:
    """SPARQL 1.1 Query Results TSV: `?name` in the head, terms in Turtle's spelling."""
    lines = ["\t".join("?" + name for name in table.columns)]
    lines += ["\t".join(for_tsv(value) for value in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def as_json(table: Table) -> str:
    """A JSON list with one object per row; a value that is absent is null."""
    rows = [
        {name: for_json(value) for name, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_markdown(table: Table) -> str:
    """A GitHub-flavored Markdown table."""
    rows = [[escape(for_people(value)) for value in row] for row in table.rows]
    rule = ["---:" if right else "---" for right in table.numeric()]
    head = [escape(name) for name in table.columns]
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, rule, *rows])


def as_terminal(table: Table, width: int) -> str:
    """Aligned text; on a narrow terminal cells that wrap, else a card for each row."""
    grid = _grid(table)
    return screen.as_text(grid.only(range(len(grid.heads))[: table.brief]), width)


def _grid(table: Table) -> screen.Grid:
    rows = [[for_people(value) for value in row] for row in table.rows]
    return screen.Grid(table.heads or table.columns, rows, table.numeric())


FORMATS: Final[Mapping[str, Callable[[Table], str]]] = MappingProxyType(
    {"table": as_text, "csv": as_csv, "tsv": as_tsv, "json": as_json, "md": as_markdown}
)
"""Name of a format, as `--format` takes it → the function that writes it."""

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)
