"""A table as people have it → a header and lines of text, whatever program wrote it.

A workbook, or text in UTF-8, UTF-16 or cp932 (the Shift_JIS of Windows), set apart by commas,
semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.problems import LoadError, Problem
from kgraph.tables.workbook import workbook_lines

_ZIP: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WEB_PAGE: Final = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HALF_WIDTH_KANA: Final = re.compile("[\uff61-\uff9f]")
_DELIMITERS: Final = (",", "\t", ";")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Line:
    """A line of a table: its number in the file, and its cells without blanks around them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The lines of a file that hold anything; `name` is that of the sheet of a workbook."""

    file: Path
    lines: tuple[Line, ...]
    name: str | None = None


@dataclass(frozen=True)
class Record:
    """A line below a header: what stands in each column, empty cells left out.

    What was not read from a file has no number.
    """

    number: int | None
    cells: dict[str, str]


def read_sheet(data: bytes, file: Path, sheet: str | None = None) -> Sheet:
    """The lines of a table in a file of whatever kind; `sheet` names one of a workbook.

    Raises LoadError with every problem: no table, an encoding that is not clear, a quote that is
    not closed, and what `workbook_lines` raises.
    """
    if data.startswith(_ZIP):
        name, rows = workbook_lines(data, file, sheet)
        return Sheet(file, _kept(enumerate(rows, 1)), name)
    if data.startswith(_OLD_WORKBOOK):
        why = "it is of the old binary kind (.xls), or has a password"
        raise _refused(file, "the workbook cannot be read", why, "save it as .xlsx, without one")
    if sheet is not None:
        why = "sheets have names in workbooks only"
        raise _refused(file, f"there is no sheet “{sheet}”", why, "leave the name out")
    if _WEB_PAGE.match(data[:1000]):
        why = "it is a web page, perhaps one that tells why there is no table"
        raise _refused(file, "the file is no table", why, "fetch the file that the page links to")
    return Sheet(file, _kept(_csv_rows(decoded(data, file), file)))


def decoded(data: bytes, file: Path) -> str:
    """The text of a table in UTF-8, UTF-16 or cp932. Raises LoadError where none is clear."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, file)
    if b"\0" in data[:1000]:
        # Without a mark the ASCII letters tell which byte comes first.
        little = data[1::2].count(0) >= data[::2].count(0)
        return _strict(data, "utf-16-le" if little else "utf-16-be", file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strict(data, "cp932", file)
    if _HALF_WIDTH_KANA.search(text):
        try:
            data.decode("euc_jp")
        except UnicodeDecodeError:
            return text
        why = "it could be read as cp932 and as EUC-JP, with other words"
        raise _refused(file, "the encoding is not clear", why, "save the table as UTF-8")
    return text


def records(sheet: Sheet) -> tuple[tuple[str, ...], tuple[Record, ...]]:
    """The header and the lines below it, by column.

    Raises LoadError with every line that has more cells than the header, for a column that stands
    twice or has no name above what stands in it, and where there is no line below.
    """
    if not sheet.lines:
        raise _refused(sheet.file, "the table is empty", "it has no header", "fill it in")
    first, *rest = sheet.lines
    header = first.cells
    places = {name: place for place, name in reversed(tuple(enumerate(header, 1)))}
    problems = [
        Problem(
            f"the column “{name}” stands twice" if name else "a column has no name",
            f"the header is in line {first.number}",
            "keep one" if name else "give it one, or take it out",
            sheet.file,
            first.number,
            place,
        )
        for place, name in enumerate(header, 1)
        if not name or places[name] < place
    ]
    problems += [
        Problem(
            "the line has more cells than the header",
            f"“{line.cells[len(header)]}” stands below no name",
            "quote values that hold the separator",
            sheet.file,
            line.number,
            len(header) + 1,
        )
        for line in rest
        if len(line.cells) > len(header)
    ]
    if problems:
        raise LoadError(problems)
    if not rest:
        why = "nothing stands below its header"
        raise _refused(sheet.file, "the table has no rows", why, "give one thing a line")
    return header, tuple(
        Record(line.number, {k: v for k, v in zip(header, line.cells, strict=False) if v})
        for line in rest
    )


def delimiter_of(line: str) -> str:
    """The separator of which a header has most, quoted text aside; a comma where it has none."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=bare.count)


def _csv_rows(text: str, file: Path) -> Iterator[tuple[int, Sequence[str]]]:
    bad = _CONTROL.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        why = f"the control character U+{ord(bad[0]):04X} stands in it"
        problem = Problem("the file is no table", why, "save it as CSV in UTF-8", file, line)
        raise LoadError([problem])
    start = text.lstrip("\r\n ")
    delimiter = delimiter_of(start[: len(start) if "\n" not in start else start.index("\n")])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for row in reader:
            yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        problem = Problem("the table is not valid CSV", str(error), "correct it", file, number)
        raise LoadError([problem]) from error


def _kept(
    rows: Iterator[tuple[int, Sequence[str]]] | enumerate[tuple[str, ...]],
) -> tuple[Line, ...]:
    """The rows that hold anything, without the empty cells at their ends."""
    kept = []
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            kept.append(Line(number, tuple(cells)))
    return tuple(kept)


def _strict(data: bytes, encoding: str, file: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = f"byte 0x{data[error.start]:02X} stands where none may in {encoding.upper()}"
        problem = Problem("the encoding is not known", why, "save the table as UTF-8", file, line)
        raise LoadError([problem]) from error


def _refused(file: Path, what: str, why: str, fix: str) -> LoadError:
    return LoadError([Problem(what, why, fix, file)])
