"""A workbook (.xlsx) → lines of text, each cell as people see it. By openpyxl, `kgraph[xlsx]`.

A workbook is a zip of XML, so it is looked at before it is read: how much it unpacks to, and that
no part declares a document type or an entity. It is read line by line; nothing is ever fetched.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.problems import LoadError, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_PARTS: Final = 10_000
MAX_LINES: Final = 1_048_576
MAX_COLUMNS: Final = 1_000
_CHUNK: Final = 1 << 20
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_OVERLAP: Final = 64
_FIX: Final = "open it in the spreadsheet program and save it anew as .xlsx"
_LITERAL: Final = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<one>.)')
_BRACKETS: Final = re.compile(r"\[(?P<currency>\$[^\-\]]*)?[^\]]*\]")
_PADDING: Final = re.compile(r"[_*].")
_DIGITS: Final = re.compile(r"[0#?](?:[0#?,.]*[0#?])?(?P<thousands>,*)")


def workbook_lines(
    data: bytes, file: Path, sheet: str | None = None
) -> tuple[str, list[tuple[str, ...]]]:
    """The name of a sheet and its lines, from the first, empty ones among them.

    Without `sheet` it is the only one that holds anything. Dates are YYYY-MM-DD, as precise as the
    cell shows them; numbers have the percent sign or the unit that their format shows. Raises
    LoadError with every problem: what is no workbook or too much of one, a sheet that is not
    there, an error value, a formula whose value was not saved.
    """
    with_formulas = _look_into(data, file)
    if find_spec("openpyxl") is None:
        what, why = "cannot read workbooks", "openpyxl is not installed"
        raise _refused(file, what, why, "install kgraph[xlsx], or save the sheet as CSV")
    book = _opened(data, file, values=True)
    formulas = _opened(data, file, values=False) if with_formulas else None
    found = {}
    for name in [sheet] if sheet is not None else book.sheetnames:
        if name not in book.sheetnames:
            names = ", ".join(f"“{known}”" for known in book.sheetnames)
            raise _refused(file, f"no sheet “{name}”", f"there are {names}", "name one of these")
        lines = list(_lines(book, formulas, name, file))
        if lines or sheet is not None:
            found[name] = lines
    if len(found) > 1:
        names = ", ".join(f"“{name}”" for name in found)
        why = f"{names} hold something"
        raise _refused(file, "which sheet is meant is not clear", why, "name one with --sheet")
    if not found:
        raise _refused(file, "the workbook is empty", "no sheet holds anything", "fill it in")
    return next(iter(found.items()))


def _look_into(data: bytes, file: Path) -> bool:
    """Whether a formula stands in it. Raises LoadError for what should not be read."""
    has_formula = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
                why = f"it unpacks to {unpacked:,} bytes in {len(parts):,} parts"
                raise _refused(file, "the workbook is too large", why, "split it")
            for part in parts:
                before = b""
                # What a part unpacks to is never more than was just added up: then it is damaged.
                with archive.open(part) as stream:
                    while chunk := stream.read(_CHUNK):
                        window = (before + chunk).replace(b"\0", b"")
                        if _DECLARATION.search(window):
                            why = f"{part.filename} declares a document type or an entity"
                            raise _refused(file, "the workbook is not safe to read", why, _FIX)
                        has_formula |= _FORMULA.search(window) is not None
                        before = chunk[-_OVERLAP:]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _refused(
            file, "this is no workbook", f"it cannot be unpacked ({error})", _FIX
        ) from error
    return has_formula


def _opened(data: bytes, file: Path, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: nothing that is read here
            book = load_workbook(
                io.BytesIO(data), read_only=True, data_only=values, keep_links=False
            )
    except Exception as error:  # whatever its readers of XML and zip meet
        raise _refused(
            file, "this is no workbook", f"its parts do not fit ({error})", _FIX
        ) from error
    if book.epoch.year == 1904:
        why = "its dates count from 1904, so that a bare number may be one of two days"
        raise _refused(file, "the workbook has the date system of 1904", why, _FIX)
    return book


def _lines(
    book: Workbook, formulas: Workbook | None, name: str, file: Path
) -> Iterator[tuple[str, ...]]:
    """The lines of a sheet up to the last that holds anything."""
    rows = _rows(book, name, file)
    others = _rows(formulas, name, file) if formulas is not None else None
    problems: list[Problem] = []
    waiting: list[tuple[str, ...]] = []
    for line, cells in enumerate(rows, 1):
        if line > MAX_LINES or len(cells) > MAX_COLUMNS:
            why = f"it has more than {MAX_LINES:,} lines or {MAX_COLUMNS:,} columns"
            raise _refused(file, f"the sheet “{name}” is too large", why, "split it")
        texts = []
        told = next(others, ()) if others is not None else ()
        for column, cell in enumerate(cells, 1):
            wrong = _wrong(cell, told[column - 1] if column <= len(told) else None)
            if wrong is not None:
                what = f"{wrong} in the cell"
                problems.append(Problem(what, f"sheet “{name}”", "correct it", file, line, column))
            texts.append(_text(cell))
        while texts and not texts[-1]:
            texts.pop()
        waiting.append(tuple(texts))
        if texts:
            yield from waiting
            waiting = []
    if problems:
        raise LoadError(problems)


def _rows(book: Workbook, name: str, file: Path) -> Iterator[tuple[Any, ...]]:
    sheet = book[name]
    if not hasattr(sheet, "reset_dimensions"):  # a sheet of a chart
        return
    sheet.reset_dimensions()  # what the sheet says of its own size need not be so
    try:
        yield from sheet.iter_rows()
    except Exception as error:  # whatever its readers of XML meet
        why = f"the sheet “{name}” cannot be read ({error})"
        raise _refused(file, "this is no workbook", why, _FIX) from error


def _wrong(cell: Any, told: Any) -> str | None:
    if getattr(cell, "data_type", None) == "e":
        return f"the error {cell.value}"
    if told is not None and told.data_type == "f" and cell.value is None:
        return "a formula whose value was not saved"
    return None


def _text(cell: Any) -> str:
    """The value of a cell as people see it."""
    value = cell.value
    if value is None:
        return ""
    shown = str(getattr(cell, "number_format", "") or "General").split(";")[0]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _day(value, shown)
    if isinstance(value, int | float):
        return _number(value, shown)
    return str(value).strip()


def _day(value: datetime | date, shown: str) -> str:
    letters = set(_LITERAL.sub("", _BRACKETS.sub("", shown)).lower())
    precise = 10 if "d" in letters or not letters & {"y", "m", "e"} else 7 if "m" in letters else 4
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat()[:precise]


def _number(value: float, shown: str) -> str:
    """A number with what its format writes around it: `0.0%`, `#,##0"口"`, `¥#,##0,,"百万"`."""
    # A spreadsheet keeps 15 digits; what lies beyond them is of the binary form.
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    texts: list[str] = []

    def kept(match: re.Match[str]) -> str:
        texts.append(match["quoted"] if match["quoted"] is not None else match["one"])
        return f"\0{len(texts) - 1}\0"

    bare = _BRACKETS.sub(lambda m: (m["currency"] or "").removeprefix("$"), shown)
    bare = _PADDING.sub("", _LITERAL.sub(kept, bare))
    digits = _DIGITS.search(re.sub(r"\0\d+\0", lambda m: "\0" * len(m[0]), bare))
    if digits is None:
        return format(exact, "f")
    before, after = bare[: digits.start()], bare[digits.end() :]
    if "%" in bare:
        exact *= 100
    exact /= 1000 ** len(digits["thousands"])
    text = format(exact.normalize(), "f")
    zeros = digits[0]
    if set(zeros) == {"0"} and "." not in text and value >= 0:
        text = text.zfill(len(zeros))
    return _around(before, texts, "¥￥$€£") + text + _around(after, texts, "%円")


def _around(text: str, texts: list[str], signs: str) -> str:
    parts = re.split(r"\0(\d+)\0", text)
    told = [
        texts[int(part)] if odd else "".join(sign for sign in part if sign in signs)
        for odd, part in zip([False, True] * len(parts), parts, strict=False)
    ]
    return "".join(told).strip()


def _refused(file: Path, what: str, why: str, fix: str) -> LoadError:
    return LoadError([Problem(what, " ".join(why.split()), fix, file)])
