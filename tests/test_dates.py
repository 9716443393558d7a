"""Dates as precisely as they are known."""

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode

from kgraph.dates import days_of, to_date
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
