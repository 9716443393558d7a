"""Dates as precisely as they are known, and the days that they stand for."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal

from kgraph.vocab import XSD

Days = tuple[date, date]
"""A first and a last day."""


def to_date(term: object) -> date | None:
    """The day of a date or dateTime literal, or None where there is none."""
    if not isinstance(term, Literal):
        return None
    try:
        return date.fromisoformat(term.value[:10])
    except ValueError:
        return None


def days_of(term: object) -> Days | None:
    """The first and the last day that a date may be: a day, or those of its month or year.

    None for all but a literal of the datatypes of dates; engines cannot compare these with each
    other, but the days that they stand for.
    """
    if not isinstance(term, Literal):
        return None
    datatype = term.datatype
    if datatype not in (XSD.gYearMonth, XSD.gYear):
        day = to_date(term) if datatype in (XSD.date, XSD.dateTime) else None
        return None if day is None else (day, day)
    year, _, month = term.value.partition("-")
    try:
        start, end = (int(month), int(month)) if datatype == XSD.gYearMonth else (1, 12)
        return date(int(year), start, 1), date(int(year), end, _last_day(int(year), end))
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a month that is too short for it.

    Raises ValueError beyond the last year that a day can be of.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, _last_day(year, month)))


def _last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    # Imported here: it takes longer than all else that a command needs of dates.
    from calendar import monthrange

    return monthrange(year, month)[1]
