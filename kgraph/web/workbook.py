"""A table as a workbook (xlsx), by XlsxWriter: the extra `kgraph[xlsx]`."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from typing import Final

from kgraph.sparql.values import to_value
from kgraph.tables.table import Table
from kgraph.vocab import as_term

_EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits of a number: what has more stays a text."""
_NAME: Final = 31
"""Letters that the name of a sheet may have."""
_WIDEST: Final = 60


def can_write() -> bool:
    """Whether XlsxWriter is installed."""
    return find_spec("xlsxwriter") is not None


def as_workbook(table: Table, name: str, written: date) -> bytes:
    """The table as one sheet: numbers and days as such, everything else as text, never a formula.

    `written` is the day that the file tells of itself, so that the same table gives the same bytes.
    Raises ImportError where XlsxWriter is not installed.
    """
    import xlsxwriter

    stream = io.BytesIO()
    as_typed = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **as_typed})
    book.set_properties({"created": datetime.combine(written, datetime.min.time())})
    sheet = book.add_worksheet(name[:_NAME])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    heads = table.heads or table.columns
    widths = [len(head) for head in heads]
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(table.rows, 1):
        for column, term in enumerate(row):
            value = to_value(as_term(term)) if term is not None else None
            widths[column] = max(widths[column], len(str(value or "")))
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, int | float | Decimal) and -_EXACT < float(value) < _EXACT:
                sheet.write_number(number, column, float(value))
            elif type(value) is date and value.year >= 1900:
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write_string(number, column, str(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(_WIDEST, width + 2))
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(heads) - 1)
    book.close()
    return stream.getvalue()
