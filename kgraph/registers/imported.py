"""One edition of a register, from its file to the report and the changed files."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from kgraph.add import Change
from kgraph.registers.book import Book
from kgraph.registers.compare import Compared, compare
from kgraph.registers.known import REGISTERS, read
from kgraph.registers.streamed import Streamed
from kgraph.registers.write import changes


@dataclass(frozen=True)
class Imported:
    """What an edition says against the graph, the graph in words, and what would be written."""

    compared: Compared
    book: Book
    changes: tuple[Change, ...]


def imported(
    root: Path,
    name: str,
    path: Path,
    *,
    today: datetime.date,
    as_of: datetime.date | None = None,
    take: Collection[str] = (),
    match: Mapping[str, str] | None = None,
    url: str | None = None,
    hosting: str | None = None,
) -> Imported:
    """The edition of a register in a file, compared with the files below `root`.

    `name` is one of REGISTERS; `today` is the day of reading; `as_of` is the day of the edition
    where its file tells none; `take` and `match` are those of `compare`; `url` and `hosting` say
    where the file came from, where that is not the register's own address. Nothing is written.
    Raises LoadError for a file that is no such register or cannot be read, DraftError for what
    `take` and `match` do not find, and where the edition was imported from another file.
    """
    register = REGISTERS[name]
    file = Streamed.of(path)
    book = Book(root)
    compared = compare(register, read(register, file, as_of, book), book, take, match)
    changed = changes(compared, file, book, today=today, url=url, hosting=hosting)
    return Imported(compared, book, tuple(changed))
