"""What literals stand for, at and beyond the edges of the store and of Python."""

from itertools import pairwise

import pyoxigraph as ox
import pytest

from kgraph.datatypes import less, less_or_equal, well_formed
from kgraph.vocab import XSD

WELL_FORMED = {
    "integer": ("5", "+5", "-007", "9" * 5000),
    "decimal": ("5", "5.", ".5", "-0.10", "33.3333333333333333333"),
    "double": ("1", "1e400", "INF", "+INF", "NaN", ".5E-3"),
    "boolean": ("true", "0"),
    "byte": ("127", "-128"),
    "nonNegativeInteger": ("0", "-0", "99999999999999999999"),
    "unsignedLong": ("18446744073709551615",),
    "date": ("2024-02-29", "-0012-11-29", "0000-02-29", "12024-01-01", "2024-01-01+14:00"),
    "dateTime": ("2024-01-01T24:00:00", "2024-01-01T00:00:00.1234567890123456789Z"),
    "dateTimeStamp": ("2024-01-01T10:00:00Z",),
    "gMonthDay": ("--02-29",),
    "duration": ("P1Y", "-P1DT0.5S", "PT36H"),
    "hexBinary": ("", "0aFF"),
    "language": ("en", "en-GB"),
    "other": ("what ever",),
}
ILL_FORMED = {
    "integer": ("", "5.0", " 5", "1_000", "５", "1,000"),
    "decimal": ("", ".", "1e3", "INF"),
    "double": ("inf", "1e", "infinity", "nan"),
    "boolean": ("TRUE", "yes", "2"),
    "byte": ("128",),
    "nonNegativeInteger": ("-1",),
    "unsignedLong": ("18446744073709551616",),
    "positiveInteger": ("0",),
    "date": ("2023-02-29", "2024-02-30", "2024-1-1", "2022-07-08T06:48:22.159262", "2024-13-01"),
    "dateTime": ("2024-01-01", "2024-01-01T25:00:00", "2024-01-01T24:00:01"),
    "dateTimeStamp": ("abc", "2024-01-01T10:00:00"),
    "gMonthDay": ("--02-30",),
    "duration": ("P", "PT", "P1YT", "1Y"),
    "hexBinary": ("0", "xy"),
    "language": ("english_gb",),
}


def literal(text, kind):
    return ox.Literal(text, datatype=ox.NamedNode(XSD.BASE + kind))


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [(k, t, True) for k, texts in WELL_FORMED.items() for t in texts]
    + [(k, t, False) for k, texts in ILL_FORMED.items() for t in texts],
)
def test_well_formed(kind, text, right):
    assert well_formed(literal(text, kind)) is right


RISING = {
    ("decimal", "decimal"): ("-1", "0", "0.1234567890123456789", "0.123456789012345679", "2."),
    ("integer", "decimal"): ("-5", "0", "99999999999999999998", "99999999999999999999"),
    ("double", "double"): ("-INF", "-1.5", "1e3", "1e400"),
    ("date", "date"): ("-0013-01-01", "-0012-11-29", "0001-01-01", "2024-02-29", "99999-01-01"),
    ("dateTime", "dateTimeStamp"): (
        "2024-01-01T10:00:00+09:00",
        "2024-01-01T09:59:59.1234567890123456788Z",
        "2024-01-01T09:59:59.1234567890123456789Z",
        "2024-01-01T24:00:00Z",
        "2024-01-02T00:00:01Z",
    ),
    ("dayTimeDuration", "duration"): ("-PT1.5S", "PT0S", "PT36H", "P2D", f"P{'9' * 30}D"),
    ("yearMonthDuration", "duration"): ("-P1Y", "P11M", "P1Y", "P13M"),
    ("boolean", "boolean"): ("false", "1"),
    ("string", "string"): ("", "B", "a", "あ", "😀"),
}


@pytest.mark.parametrize("kinds", RISING)
def test_order(kinds):
    first, second = kinds
    values = RISING[kinds]
    for low, high in pairwise(values):
        one, other = literal(low, first), literal(high, second)
        assert less(one, other), (low, high)
        assert less_or_equal(one, other)
        assert not less(other, one)
        assert not less_or_equal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("x", "integer"), literal("1", "integer")),
        (literal("2024-01-01", "date"), literal("1", "integer")),
        (literal("NaN", "double"), literal("1", "integer")),
        (literal("2024-01-01T00:00:00", "dateTime"), literal("2024-01-01T05:00:00Z", "dateTime")),
        (literal("P1M", "duration"), literal("P30D", "duration")),
        (ox.Literal("a"), literal("1", "integer")),
    ],
)
def test_what_cannot_be_compared_is_neither_less_nor_equal(one, other):
    for test in (less, less_or_equal):
        assert not test(one, other)
        assert not test(other, one)


def test_numbers_of_two_kinds_are_compared_as_sparql_does():
    assert less_or_equal(literal("99999999999999999999", "integer"), literal("1e20", "double"))
    assert not less(literal("99999999999999999999", "integer"), literal("1e20", "double"))
    assert less(literal("0.1", "decimal"), literal("0.1", "float"))
