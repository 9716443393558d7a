"""New files and facts for maintainers: checked, in canonical form, and written in one step."""

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
    "Change",
    "DraftError",
    "RowError",
    "TokenTableError",
    "add_tokens",
    "extended",
    "new_source",
    "read_table",
    "save",
    "save_source",
    "source_file",
]
