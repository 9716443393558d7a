"""Columns and rows → aligned text, CSV, TSV, JSON or Markdown."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.load.spreadsheet import cell, csv_text
from kgraph.render.terms import for_csv, for_json, for_people, for_tsv, is_number

_READABLE: Final = 16
"""A column is not squeezed below this width: its words would be cut to pieces."""


@dataclass(frozen=True)
class Table:
    """What is to be shown: names of the columns, and rows of RDF terms or plain Python values."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]

    def numeric(self) -> tuple[bool, ...]:
        """For each column, whether all its values are numbers (and there is one)."""
        return tuple(
            any(row[i] is not None for row in self.rows)
            and all(row[i] is None or is_number(row[i]) for row in self.rows)
            for i in range(len(self.columns))
        )


def as_text(table: Table) -> str:
    """Columns set apart by two spaces and aligned by display width, East Asian widths included."""
    from rich.cells import cell_len

    cells = [[for_people(value) for value in row] for row in table.rows]
    widths = [
        max([cell_len(name), *(cell_len(row[i]) for row in cells)])
        for i, name in enumerate(table.columns)
    ]
    numeric = table.numeric()

    def line(values: Sequence[str]) -> str:
        parts = []
        for text, width, right in zip(values, widths, numeric, strict=True):
            gap = " " * (width - cell_len(text))
            parts.append(gap + text if right else text + gap)
        return "  ".join(parts).rstrip()

    lines = [line(table.columns), "  ".join("-" * width for width in widths)]
    lines += [line(row) for row in cells]
    return "\n".join(lines) + "\n"


def as_csv(table: Table) -> str:
    """Bare values for spreadsheets, with Unix line ends: no text begins as a formula does.

    The W3C's own CSV is in `kgraph.render.w3c`.
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
    """Aligned text; on a narrow terminal cells that wrap, else a block for each row."""
    from rich.cells import cell_len

    plain = as_text(table)
    needed = [cell_len(part) for part in plain.splitlines()[1].split("  ")]
    if sum(needed) + 2 * (len(needed) - 1) <= width:
        return plain
    names = map(cell_len, table.columns)
    least = sum(min(n, max(_READABLE, name)) for n, name in zip(needed, names, strict=True))
    return _wrapped(table, width) if least + 3 * len(needed) <= width else as_blocks(table)


def as_blocks(table: Table) -> str:
    """A line for each value, an empty line between rows; leading values that repeat are skipped."""
    from rich.cells import cell_len

    margin = max(map(cell_len, table.columns))
    blocks: list[str] = []
    before: list[str] = []
    for row in table.rows:
        cells = [for_people(value) for value in row]
        start = 0
        while start < len(before) and cells[start] == before[start]:
            start += 1
        shown = range(0 if start == len(cells) else start, len(cells))
        names = {i: table.columns[i] + " " * (margin - cell_len(table.columns[i])) for i in shown}
        blocks.append("".join(f"{names[i]}  {cells[i]}\n" for i in shown if cells[i]))
        before = cells
    return "\n".join(blocks)


def _wrapped(table: Table, width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, right in zip(table.columns, table.numeric(), strict=True):
        grid.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(for_people(value)) for value in row))
    out = io.StringIO()
    Console(width=width, file=out, color_system=None, legacy_windows=False).print(grid)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


FORMATS: Final[Mapping[str, Callable[[Table], str]]] = MappingProxyType(
    {"table": as_text, "csv": as_csv, "tsv": as_tsv, "json": as_json, "md": as_markdown}
)
"""Name of a format, as `--format` takes it → the function that writes it."""

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)
