"""What a query gave → text: rows, a yes or no, or a graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from kgraph.render.table import FORMATS, Table, as_terminal

if TYPE_CHECKING:
    from kgraph.snapshot.run import Result

ROW_FORMATS: Final = (*FORMATS, "sparql-json", "sparql-xml", "sparql-csv", "sparql-tsv")
"""Tables for people and scripts, then the results formats of the W3C."""

GRAPH_FORMATS: Final = ("turtle", "ntriples", "jsonld")


def table_as(table: Table, format: str, width: int | None = None) -> str:
    """The rows in one of ROW_FORMATS; `table` is made to fit where a terminal's width is given.

    Raises ValueError for another format.
    """
    if format not in ROW_FORMATS:
        raise ValueError(f"rows cannot be written as {format}; use {', '.join(ROW_FORMATS)}")
    if format not in FORMATS:
        return _exact(table, format)
    if format == "table" and width is not None:
        return as_terminal(table, width)
    return FORMATS[format](table)


def result_as(result: Result, format: str | None, width: int | None = None) -> str:
    """The result of a query: rows for SELECT, true or false for ASK, a graph for the other forms.

    Without a format rows are a table and graphs are Turtle. Raises ValueError for a format that the
    form of the query does not have.
    """
    if result.form in ("CONSTRUCT", "DESCRIBE"):
        return _graph(result, format or "turtle")
    if result.form == "ASK":
        return _boolean(result, format or "table")
    return table_as(Table(result.columns, result.rows), format or "table", width)


def no_row(language: str = "en") -> str:
    """What is said where a query matches nothing."""
    if language == "ja":
        return "該当する行はありません。「ない」ことを意味しません。記録は出典が述べることだけです"
    return "no row matches; that does not mean “no”: only what sources say is on record"


def _boolean(result: Result, format: str) -> str:
    if format not in ROW_FORMATS:
        raise ValueError(f"a yes or no cannot be written as {format}; use {', '.join(ROW_FORMATS)}")
    if format not in FORMATS:
        return _exact(bool(result.boolean), format)
    return json.dumps(bool(result.boolean)) + "\n"


def _exact(found: Table | bool, format: str) -> str:
    from kgraph.render.w3c import FORMATS as EXACT

    return EXACT[format](found)


def _graph(result: Result, format: str) -> str:
    if format not in GRAPH_FORMATS:
        raise ValueError(f"a graph cannot be written as {format}; use {', '.join(GRAPH_FORMATS)}")
    from kgraph.export import WRITERS
    from kgraph.export.selection import in_order

    return WRITERS[format](in_order({Quad(*triple) for triple in result.triples})).decode()
