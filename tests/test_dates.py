"""Dates as precisely as they are known."""

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode

from kgraph.dates import days_of, months_later, to_date
from kgraph.vocab import XSD


@pytest.mark.parametrize(
    ("text", "datatype", "first", "last"),
    [
        ("2024-02-26", XSD.date, date(2024, 2, 26), date(2024, 2, 26)),
        ("2024-02-26T09:00:00", XSD.dateTime, date(2024, 2, 26), date(2024, 2, 26)),
        ("2024-02", XSD.gYearMonth, date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", XSD.gYearMonth, date(2023, 12, 1), date(2023, 12, 31)),
        ("2021", XSD.gYear, date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_a_date_stands_for_its_days(
    text: str, datatype: NamedNode, first: date, last: date
) -> None:
    assert days_of(Literal(text, datatype=datatype)) == (first, last)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2024-13", XSD.gYearMonth),
        ("2024", XSD.gYearMonth),
        ("2024-02", XSD.date),
        ("soon", XSD.gYear),
        ("2024", XSD.string),
        ("2024", XSD.integer),
    ],
)
def test_what_is_no_date_stands_for_none(text: str, datatype: NamedNode) -> None:
    assert days_of(Literal(text, datatype=datatype)) is None


def test_only_a_literal_is_a_date() -> None:
    assert days_of(NamedNode("https://example.org/2024")) is None
    assert to_date(None) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-22", 3, "2027-02-22"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),  # a leap year
        ("2099-11-30", 3, "2100-02-28"),  # none
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-12-01", 0, "2026-12-01"),
    ],
)
def test_some_months_later(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months).isoformat() == later


def test_no_day_is_later_than_all() -> None:
    with pytest.raises(ValueError, match="year"):
        months_later(date.max, 1)
