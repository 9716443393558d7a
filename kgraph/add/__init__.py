"""New files and facts for maintainers: checked, in canonical form, and written in one step."""

from kgraph.add.asking import Wording
from kgraph.add.facts import add_rows
from kgraph.add.rows import KINDS, row_of, rows_of
from kgraph.add.source import DraftError, new_source, save_source, source_file
from kgraph.add.tokens import (
    COLUMNS,
    Change,
    RowError,
    TokenTableError,
    add_tokens,
    extended,
    read_table,
    save,
)

__all__ = [
    "COLUMNS",
    "KINDS",
    "Change",
    "DraftError",
    "RowError",
    "TokenTableError",
    "Wording",
    "add_rows",
    "add_tokens",
    "extended",
    "new_source",
    "read_table",
    "row_of",
    "rows_of",
    "save",
    "save_source",
    "source_file",
]
