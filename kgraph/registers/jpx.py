"""JPX's monthly list of listed issues, a workbook or CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.problems import LoadError, Problem
from kgraph.registers import words
from kgraph.registers.book import Book
from kgraph.registers.model import Edition, Fact, Row, Tally, agreed_day, check_header
from kgraph.tables.cells import day
from kgraph.tables.incoming import Line, read_sheet
from kgraph.vocab import JPST

COLUMNS: Final = (
    "日付", "コード", "銘柄名", "市場・商品区分", "33業種コード", "33業種区分", "17業種コード",
    "17業種区分", "規模コード", "規模区分",
)  # fmt: skip
_SEGMENTS: Final = MappingProxyType(
    {"プライム": "Prime", "スタンダード": "Standard", "グロース": "Growth"}
)
_SHARES: Final = "内国株式"


def issues(data: bytes, file: Path, given: date | None, _: Book) -> Edition:
    """The companies whose shares are listed, each with its code and market segment."""
    lines = read_sheet(data, file).lines
    first = lines[0] if lines else None
    check_header(first.cells if first else (), {"": COLUMNS}, file, first.number if first else 1)
    days = {line.cells[0] for line in lines[1:]}
    if len(days) != 1:
        why = f"the lines tell {len(days)} days"
        raise LoadError([Problem("this is no edition of the list", why, "take another file", file)])
    try:
        when = day(days.pop())
    except ValueError as error:
        fix = "take another file"
        raise LoadError([Problem("the day is not known", str(error), fix, file)]) from error
    tally = Tally()
    return Edition(agreed_day(when, given, file), _companies(lines[1:], tally), tally)


def _companies(lines: Sequence[Line], tally: Tally) -> Iterator[Row]:
    for line in lines:
        tally.rows += 1
        _, code, name, market = (*line.cells, "", "", "", "")[:4]
        segment, _, kind = market.replace("（", "(").rstrip(")）").partition("(")
        if kind != _SHARES:  # funds, certificates and foreign shares are no issuers of ours
            continue
        facts = [
            Fact(JPST.securitiesCode, words.string(code)),
            Fact(JPST.listingStatus, words.concept("listingstatus", "listed")),
        ]
        if segment in _SEGMENTS:
            facts.append(Fact(JPST.marketSegment, words.string(_SEGMENTS[segment])))
        unsaid = () if segment in _SEGMENTS else (f"{segment} (jpst:marketSegment)",)
        keys = ((JPST.securitiesCode, code),)
        yield Row(line.number, code, words.name(name), keys, tuple(facts), (name,), unsaid=unsaid)
