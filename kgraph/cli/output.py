"""An answer → the screen or a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kgraph.cli.misuse import Misuse
from kgraph.cli.options import TableFormat
from kgraph.render import console
from kgraph.render.matrix import Shape, as_matrix
from kgraph.render.result import table_as
from kgraph.render.table import Table

_ENDINGS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".md": "md"}


def put(content: str | bytes, output: Path | None = None) -> None:
    """Writes the content to the file, whole or not at all, or to standard output."""
    if output is None:
        console.data(content)
        return
    from kgraph.load.write import write_atomic

    write_atomic(output, content)
    console.say(f"wrote {output}")


def put_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes the files into the folder, which is made where it is missing.

    Raises Misuse for `-`: several files cannot go to standard output.
    """
    if str(folder) == "-":
        raise Misuse("several files cannot go to standard output; name a folder")
    from kgraph.load.write import write_atomic

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_atomic(folder / name, content)
    console.say(f"wrote {len(files)} file(s) to {folder}")


def put_table(table: Table, format: TableFormat | None, output: Path | None = None) -> None:
    """The rows in the format asked for, else in that of the file's ending, else as a table."""
    chosen = format.value if format else row_format(output)
    width = console.width() if output is None else None
    put(table_as(table, chosen, width), output)


def put_matrix(table: Table, shape: Shape) -> None:
    """The rows as a matrix with what explains its columns and marks."""
    matrix, told = as_matrix(table, shape)
    put(f"{table_as(matrix, 'table', console.width())}\n{told}")


def row_format(output: Path | None) -> str:
    """The format that a file's ending asks for; a table where it says nothing."""
    return _ENDINGS.get(output.suffix.lower(), "table") if output else "table"


def pick(
    format: str | None, output: Path | None, known: str | None, choices: tuple[str, ...]
) -> str:
    """The format asked for, else the `known` one of the file's ending.

    Raises Misuse where neither says.
    """
    chosen = format or known
    if chosen is None:
        where = f"the ending of {output} names no format" if output else "no format is given"
        raise Misuse(f"{where}; use --format with one of {', '.join(choices)}")
    return chosen
