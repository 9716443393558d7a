"""Rows → text in a format by name."""

from __future__ import annotations

from typing import Final

from kgraph.tables.table import FORMATS, Table, as_terminal

ROW_FORMATS: Final = (*FORMATS, "sparql-json", "sparql-xml", "sparql-csv", "sparql-tsv")
"""Tables for people and scripts, then the results formats of the W3C."""


def table_as(table: Table, format: str, width: int | None = None) -> str:
    """The rows in one of ROW_FORMATS; `table` is made to fit where a terminal's width is given.

    Raises ValueError for another format.
    """
    if format not in ROW_FORMATS:
        raise ValueError(f"rows cannot be written as {format}; use {', '.join(ROW_FORMATS)}")
    if format not in FORMATS:
        return exact(table, format)
    if format == "table" and width is not None:
        return as_terminal(table, width)
    return FORMATS[format](table)


def exact(found: Table | bool, format: str) -> str:
    """Rows, or a yes or no, in a results format of the W3C."""
    from kgraph.tables.w3c import FORMATS as EXACT

    return EXACT[format](found)
