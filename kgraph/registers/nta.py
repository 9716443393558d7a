"""The National Tax Agency's list of corporate numbers: 30 columns without a header, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final

from kgraph.problems import LoadError, Problem
from kgraph.registers import words
from kgraph.registers.book import Book
from kgraph.registers.model import Edition, Fact, Row, Tally, agreed_day
from kgraph.registers.streamed import Streamed
from kgraph.vocab import JPST

_COLUMNS: Final = 30
_NUMBER, _NAME, _CLOSED, _REASON, _SUCCESSOR, _LATEST, _ENGLISH = 1, 6, 18, 19, 20, 23, 24
_MERGER: Final = "11"
_REASONS: Final = MappingProxyType(
    {"01": "liquidation", _MERGER: "merger", "21": "closedByRegistrar", "31": "otherLiquidation"}
)


def corporations(file: Streamed, given: date | None, book: Book) -> Edition:
    """Of the corporations of the list, those whose number or name the graph knows."""
    tally = Tally()
    day = agreed_day(None, given, file.path)
    return Edition(day, _rows(file, tally, book), tally)


def _rows(file: Streamed, tally: Tally, book: Book) -> Iterator[Row]:
    numbers = {value for (predicate, value) in book.by_key if predicate == JPST.corporateNumber}
    reader = csv.reader(file.text(), strict=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) != _COLUMNS or len(cells[_NUMBER]) != 13:
                if not cells:
                    continue
                what = "this is no line of the list of corporate numbers"
                why = f"it has {len(cells)} columns, or no number in the second"
                fix = f"take the CSV file with {_COLUMNS} columns as it is"
                raise LoadError([Problem(what, why, fix, file.path, line)])
            tally.rows += 1
            if cells[_LATEST] == "1" and (cells[_NUMBER] in numbers or book.is_name(cells[_NAME])):
                yield _row(line, cells, book)
            line = reader.line_num + 1
    except csv.Error as error:
        what = "the file is not valid CSV"
        raise LoadError([Problem(what, str(error), "fetch it again", file.path, line)]) from error


def _row(line: int, cells: list[str], book: Book) -> Row:
    number, name = cells[_NUMBER], cells[_NAME]
    facts = [
        Fact(JPST.corporateNumber, words.string(number)),
        Fact(JPST.legalName, words.words(words.name(name), "ja")),
    ]
    if cells[_ENGLISH]:
        facts.append(Fact(JPST.legalName, words.words(cells[_ENGLISH], "en")))
    if (closed := words.day(cells[_CLOSED])) is not None:
        facts.append(Fact(JPST.registerClosureDate, closed))
    reason = cells[_REASON].zfill(2)
    if reason in _REASONS:
        facts.append(
            Fact(JPST.registerClosureReason, words.concept("closurereason", _REASONS[reason]))
        )
    heirs = book.find(((JPST.corporateNumber, cells[_SUCCESSOR]),), codes=False)
    if reason == _MERGER and len(heirs) == 1:
        facts.append(Fact(JPST.succeededBy, book.thing(heirs[0])))
    keys = ((JPST.corporateNumber, number),)
    return Row(line, number, words.name(name), keys, tuple(facts), (name,))
