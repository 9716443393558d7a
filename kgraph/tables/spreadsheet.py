"""Tables as a workbook (xlsx), by XlsxWriter: the extra `kgraph[xlsx]`."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from typing import Any, Final

from kgraph.csvtext import cell

_EXACT: Final = 10**15
"""Spreadsheets keep fifteen digits of a number: what has more stays a text."""
_NAME: Final = 31
"""Letters that the name of a sheet may have."""
_LETTERS: Final = 32_767
"""Letters that a cell may have."""
_LINKS: Final = 65_530
"""Links that a sheet may have."""
_ADDRESS: Final = 2_000
"""Letters that an address may have; Excel follows no longer one."""
_WIDEST: Final = 60
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_LINKED: Final = re.compile(r"https?://[^\s|()<>\"]+")


class NoWorkbook(ValueError):
    """No workbook can be written here. One line: what, why, what to do."""

    exit_code: Final = 2


@dataclass(frozen=True)
class Amount:
    """A number with the words that stand before and after it, such as a unit."""

    number: Decimal
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Page:
    """A sheet: its name, its head, and rows of numbers, amounts, days, texts or nothing.

    The sheet of a `cover` has two columns, of which the first is bold, and no head.
    """

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    cover: bool = False


def can_write() -> bool:
    """Whether XlsxWriter is installed."""
    return find_spec("xlsxwriter") is not None


def as_workbook(pages: Sequence[Page], written: date) -> bytes:
    """A sheet a page: numbers and days as such, an address as a link, else text, never a formula.

    A text that a program would take for a formula once it is typed again is quoted in its format.
    `written` is the day that the file tells of itself, so that the same pages give the same bytes.
    Raises NoWorkbook where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise NoWorkbook(
            "a workbook needs XlsxWriter, which is not installed; install it with "
            "`pip install 'kgraph[xlsx]'`, or write csv"
        ) from error
    stream = io.BytesIO()
    as_typed = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **as_typed})
    book.set_properties({"created": datetime.combine(written, datetime.min.time())})
    formats = _Formats(book)
    taken: set[str] = set()
    for page in pages:
        name = _FORBIDDEN.sub(" ", page.name)[:_NAME]
        if name.casefold() in taken:
            name = f"{name[: _NAME - 4]} {len(taken)}"
        taken.add(name.casefold())
        _Sheet(book.add_worksheet(name), formats).write(page)
    book.close()
    return stream.getvalue()


class _Formats:
    """The formats of cells of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(properties))
        return self._made[key]


class _Sheet:
    def __init__(self, sheet: Any, formats: _Formats) -> None:
        self.sheet = sheet
        self.formats = formats
        self.links = 0

    def write(self, page: Page) -> None:
        bold = self.formats(bold=True, text_wrap=not page.cover, valign="top")
        widths = [len(head) for head in page.heads]
        for column, head in enumerate(page.heads):
            self.sheet.write_string(0, column, head, bold)
        for number, row in enumerate(page.rows, len(page.heads) > 0):
            widths += [0] * (len(row) - len(widths))
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                widths[column] = max(widths[column], _width(value))
                if page.cover and column == 0:
                    self.sheet.write_string(number, column, str(value), bold)
                else:
                    self.cell(number, column, value, wrapped=page.cover)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, min(_WIDEST * (1 + page.cover), width + 2))
        if page.heads:
            self.sheet.freeze_panes(1, 0)
            if page.rows:
                self.sheet.autofilter(0, 0, len(page.rows), len(page.heads) - 1)

    def cell(self, row: int, column: int, value: object, *, wrapped: bool) -> None:
        amount = value if isinstance(value, Amount) else None
        number = amount.number if amount else value
        if isinstance(number, bool):
            self.sheet.write_boolean(row, column, number)
        elif isinstance(number, int | float | Decimal) and -_EXACT < number < _EXACT:
            style = self.formats(num_format=_pattern(amount)) if amount else None
            self.sheet.write_number(row, column, float(number), style)
        elif type(number) is date and number.year >= 1900:
            self.sheet.write_datetime(row, column, number, self.formats(num_format="yyyy-mm-dd"))
        else:
            self.text(row, column, _in_words(value), wrapped=wrapped)

    def text(self, row: int, column: int, text: str, *, wrapped: bool) -> None:
        text = text[:_LETTERS]
        found = _LINKED.search(text)
        if found and self.links < _LINKS and len(found[0]) <= _ADDRESS:
            self.links += 1
            link = self.formats(font_color="#0563C1", underline=1)
            self.sheet.write_url(row, column, found[0], link, text)
        elif cell(text) != text:
            self.sheet.write_string(row, column, text, self.formats(quote_prefix=True))
        else:
            style = self.formats(text_wrap=True, valign="top") if wrapped else None
            self.sheet.write_string(row, column, text, style)


def _pattern(amount: Amount) -> str:
    """The format of a number in a cell: grouped, as precise as it is, with its words."""
    places = len(format(amount.number, "f").partition(".")[2].rstrip("0"))
    digits = "#,##0" + (f".{'0' * places}" if places else "")
    before, after = (f'"{words}"' if words else "" for words in (amount.before, amount.after))
    return before + digits + after


def _in_words(value: object) -> str:
    if isinstance(value, Amount):
        return f"{value.before}{value.number}{value.after}"
    return str(value)


def _width(value: object) -> int:
    text = _in_words(value)
    return len(text) + sum(ord(letter) > 0x2E7F for letter in text)
