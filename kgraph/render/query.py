"""What a query gave → text: rows, a yes or no, or a graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad

from kgraph.render.shown import Shown
from kgraph.tables.formats import ROW_FORMATS, exact, table_as
from kgraph.tables.table import FORMATS, Table

if TYPE_CHECKING:
    from kgraph.snapshot.run import Result

GRAPH_FORMATS: Final = ("turtle", "ntriples", "jsonld")


_NO_ROW: Final = (
    "no row matches; that does not mean “no”: only what sources say is on record",
    "該当する行はありません。「ない」ことを意味しません。記録は出典が述べることだけです",
)
_NO_VARIABLE: Final = (
    "{:,} row(s) match and hold nothing: the query has no variable; ask with ASK",
    "{:,}件が該当しますが、変数がないので示すものがありません。ASK を用いてください",
)
_CUT_OFF: Final = (
    "limit reached: only the first {} rows are given, and there are more; ask for less, or raise "
    "the limit with --max-rows or --max-memory",
    "上限に達したため最初の {} 行だけを示しました。条件を絞るか、--max-rows または --max-memory で"
    "上限を上げてください",
)


def formats(result: Result) -> tuple[str, ...]:
    """The formats that a result can be written in, the usual one first."""
    return GRAPH_FORMATS if result.form in ("CONSTRUCT", "DESCRIBE") else ROW_FORMATS


def write(result: Result, format: str, language: str = "en", width: int | None = None) -> Shown:
    """The result of a query, and what is to be said of it. Raises ValueError as `result_as`."""
    notes = []
    if result.truncated:
        notes.append(cut_off(len(result), language))
    elif format == "table" and result.form == "SELECT" and not result.rows:
        notes.append(_NO_ROW[language == "ja"])
    elif format == "table" and result.form == "SELECT" and not result.columns:
        notes.append(_NO_VARIABLE[language == "ja"].format(len(result)))
    return Shown((), result_as(result, format, width), tuple(notes))


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


def cut_off(rows: int, language: str = "en") -> str:
    """What is said where a limit cut an answer off after so many rows."""
    return _CUT_OFF[language == "ja"].format(f"{rows:,}")


def _boolean(result: Result, format: str) -> str:
    if format not in ROW_FORMATS:
        raise ValueError(f"a yes or no cannot be written as {format}; use {', '.join(ROW_FORMATS)}")
    if format not in FORMATS:
        return exact(bool(result.boolean), format)
    return json.dumps(bool(result.boolean)) + "\n"


def _graph(result: Result, format: str) -> str:
    if format not in GRAPH_FORMATS:
        raise ValueError(f"a graph cannot be written as {format}; use {', '.join(GRAPH_FORMATS)}")
    from kgraph.export import WRITERS
    from kgraph.export.selection import in_order

    return WRITERS[format](in_order({Quad(*triple) for triple in result.triples})).decode()
