"""A snapshot's tables → CSV or Parquet files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kgraph.csvtext import BOM, cell, csv_text
from kgraph.export.datapackage import DESCRIPTOR, descriptor
from kgraph.export.errors import ExportError
from kgraph.export.factsheet import FACTS, digests, fact_sheet, fact_titles
from kgraph.export.selection import select
from kgraph.export.sheets import BETWEEN, Sheet, sheets
from kgraph.export.view import View
from kgraph.version import __version__
from kgraph.vocab import XSD

if TYPE_CHECKING:
    from pyoxigraph import Store


def table_files(
    store: Store,
    format: str,
    *,
    inferred: bool = True,
    provenance: bool = True,
    release: str = __version__,
    first: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """The files of an export as tables, by name: one for each main class, and `facts`.

    `format` is csv or parquet; CSV files come with the descriptor of a data package. Without
    `inferred`, what only a rule says is left out; without `provenance`, who says it. `release` is
    the version that the ids of facts are of, `first` the first release of each fact by its digest.
    Raises ExportError where Parquet is asked for and pyarrow is not installed.
    """
    made = table_sheets(
        store, inferred=inferred, provenance=provenance, release=release, first=first
    )
    write = _WRITERS[format]
    files = {f"{sheet.name}.{format}": write(sheet) for sheet in made}
    if format == "csv":
        files[DESCRIPTOR] = descriptor(made, files)
    return files


def table_sheets(
    store: Store,
    *,
    inferred: bool = True,
    provenance: bool = True,
    release: str = __version__,
    first: Mapping[str, str] | None = None,
    lang: str = "en",
) -> list[Sheet]:
    """The tables themselves, those with rows: as `table_files` writes them, in a language."""
    view = View(select(store, inferred=inferred), lang)
    made = [
        *sheets(view, sources=provenance),
        fact_sheet(view, inferred=inferred, sources=provenance, release=release, first=first),
    ]
    return [sheet for sheet in made if sheet.rows]


def fact_digests(store: Store) -> set[str]:
    """The digest of each fact that the tables of a store have, whatever the release."""
    return digests(View(select(store)))


def table_columns(store: Store) -> dict[str, tuple[str, ...]]:
    """The titles of the columns of each table that an export of a store has, by table."""
    view = View(select(store))
    titles = {s.name: tuple(column.title for column in s.columns) for s in sheets(view)}
    return {**titles, FACTS: tuple(fact_titles(view))}


def to_csv(sheet: Sheet) -> bytes:
    """CSV as RFC 4180 has it, for spreadsheet programs: a byte order mark, no text as a formula."""
    numbers = [column.datatype is not None for column in sheet.columns]
    lines = [[cell(column.title) for column in sheet.columns]]
    for row in sheet.rows:
        texts = map(BETWEEN.join, row)
        lines.append([t if number else cell(t) for t, number in zip(texts, numbers, strict=True)])
    return (BOM + csv_text(lines, "\r\n")).encode()


def to_parquet(sheet: Sheet) -> bytes:
    """Parquet: a property may have several values, so its column holds lists.

    Columns of integers and decimals are numbers (decimals as doubles); all others are text, also
    dates, since one of them may be known to the month only. Raises ExportError without pyarrow.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExportError(
            "Parquet needs pyarrow, which is not installed; "
            "install it with `pip install 'kgraph[parquet]'`, or export csv"
        ) from error
    numbers: Mapping[str | None, tuple[Callable[[str], object], Any]] = {
        XSD.integer.value: (int, pyarrow.int64()),
        XSD.decimal.value: (float, pyarrow.float64()),
    }
    fields, columns = [], []
    for i, column in enumerate(sheet.columns):
        read, kind = numbers.get(column.datatype, (str, pyarrow.string()))
        cells = [[read(text) for text in row[i]] for row in sheet.rows]
        if column.many:
            kind = pyarrow.list_(kind)
            columns.append(pyarrow.array(cells, kind))
        else:
            columns.append(pyarrow.array([cell[0] if cell else None for cell in cells], kind))
        fields.append(pyarrow.field(column.title, kind))
    out = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.table(columns, pyarrow.schema(fields)), out)
    return out.getvalue().to_pybytes()


_WRITERS: Final[Mapping[str, Callable[[Sheet], bytes]]] = MappingProxyType(
    {"csv": to_csv, "parquet": to_parquet}
)
"""Name of a format, which is the ending of its files too → the function that writes a table."""
