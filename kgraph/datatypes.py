"""What a literal of XML Schema stands for, exactly: whether it is well formed, and which is less.

The store keeps a number or date beyond its range as text, and Python has no dates before year 1;
what is asked here has no such edge.
"""

from __future__ import annotations

import math
import operator
import re
import struct
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from kgraph.vocab import XSD

Pair: TypeAlias = tuple[Any, Any]
"""What two values are compared by."""

_INTEGER: Final = r"[+-]?[0-9]+"
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_DOUBLE: Final = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH: Final = r"(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME: Final = (
    r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
    r"|(?P<midnight>24:00:00(?:\.0+)?))"
)
_ZONED: Final = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_ZONE: Final = rf"{_ZONED}?"
_DAYS: Final = r"(?P<days>[0-9]+D)?"
_YEARS: Final = r"(?P<years>[0-9]+Y)?(?P<months>[0-9]+M)?"
_HOURS: Final = (
    r"(?:T(?=[0-9])(?P<hours>[0-9]+H)?(?P<minutes>[0-9]+M)?(?P<seconds>[0-9]+(?:\.[0-9]+)?S)?)?"
)
_NAME: Final = r"[^\W\d][\w.·-]*"

_SPELLED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "boolean": "true|false|0|1",
        "integer": _INTEGER,
        "decimal": _DECIMAL,
        "double": _DOUBLE,
        "float": _DOUBLE,
        "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONED}",
        "time": f"{_TIME}{_ZONE}",
        "gYear": f"{_YEAR}{_ZONE}",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
        "gMonth": f"--{_MONTH}{_ZONE}",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
        "gDay": f"---{_DAY}{_ZONE}",
        "duration": f"-?P(?=.){_YEARS}{_DAYS}{_HOURS}",
        "dayTimeDuration": f"-?P(?=.){_DAYS}{_HOURS}",
        "yearMonthDuration": f"-?P(?=.){_YEARS}",
        "hexBinary": "(?:[0-9a-fA-F]{2})*",
        "base64Binary": (
            "(?:(?:[A-Za-z0-9+/] ?){4})*"
            "(?:(?:[A-Za-z0-9+/] ?){4}|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
            "|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
        ),
        "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
        "normalizedString": r"[^\t\n\r]*",
        "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
        "NMTOKEN": r"[\w.:·-]+",
        "Name": rf":|(?::|{_NAME})[\w.:·-]*",
        "NCName": _NAME,
    }
)

_BOUNDS: Final[Mapping[str, tuple[int | None, int | None]]] = MappingProxyType(
    {
        "long": (-(2**63), 2**63 - 1),
        "int": (-(2**31), 2**31 - 1),
        "short": (-(2**15), 2**15 - 1),
        "byte": (-(2**7), 2**7 - 1),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
        "unsignedLong": (0, 2**64 - 1),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedShort": (0, 2**16 - 1),
        "unsignedByte": (0, 2**8 - 1),
    }
)
"""The datatypes derived from xsd:integer, each with its least and greatest value."""
INTEGERS: Final = frozenset(XSD.BASE + name for name in ("integer", *_BOUNDS))
"""xsd:integer and the datatypes derived from it."""
FRACTIONS: Final = frozenset(XSD.BASE + name for name in ("decimal", "double", "float"))
"""The datatypes of other numbers."""
NUMBERS: Final = INTEGERS | FRACTIONS
XSD_TYPES: Final = frozenset(XSD.BASE + name for name in ("string", "anyURI", *_SPELLED, *_BOUNDS))
"""The datatypes of XML Schema that RDF names as fit for literals."""

NARROW: Final = frozenset({*_BOUNDS, "dateTimeStamp"})
NARROW_TYPES: Final = frozenset(XSD.BASE + name for name in NARROW)
"""The datatypes that the store takes for wider ones, xsd:integer and xsd:dateTime."""
_EXACT: Final = frozenset({"integer", "decimal", *_BOUNDS})
_BINARY: Final = frozenset({"double", "float"})
_INSTANTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: name
        for name in ("date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay")
    }
    | {"dateTimeStamp": "dateTime", "gDay": "gDay"}
)
_DURATIONS: Final = frozenset({"duration", "dayTimeDuration", "yearMonthDuration"})
COMPARABLE: Final = frozenset(
    f"{XSD.BASE}{name}" for name in (*_EXACT, *_BINARY, *_INSTANTS, *_DURATIONS)
)
"""The datatypes of numbers, dates, times and durations."""

_LEAP_YEAR: Final = 2000
_MONTH_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WIDEST_ZONE: Final = 14 * 3600


def well_formed(literal: ox.Literal) -> bool:
    """Whether the text of a literal is one that its datatype allows.

    True for a datatype that is not known.
    """
    kind = _kind(literal)
    if kind in _BOUNDS:
        if not _matched("integer", literal.value):
            return False
        least, greatest = _BOUNDS[kind]
        value = Decimal(literal.value)
        return (least is None or value >= least) and (greatest is None or value <= greatest)
    if kind not in _SPELLED:
        return True
    match = _matched(kind, literal.value)
    return match is not None and _real_day(match.groupdict())


def _matched(kind: str, text: str) -> re.Match[str] | None:
    return _pattern(kind).fullmatch(text)


@cache  # made when first asked for: all of them would slow down each start
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(_SPELLED[kind])


def less(one: ox.Literal, other: ox.Literal) -> bool:
    """Whether one value is less than the other; False where the two cannot be compared."""
    return _compared(one, other, operator.lt)


def less_or_equal(one: ox.Literal, other: ox.Literal) -> bool:
    """Whether one value is at most the other; False where the two cannot be compared."""
    return _compared(one, other, operator.le)


def _compared(one: ox.Literal, other: ox.Literal, test: Callable[[Any, Any], bool]) -> bool:
    if not (well_formed(one) and well_formed(other)):
        return False
    pair = _numbers(one, other) or _instants(one, other) or _durations(one, other)
    pair = pair or _booleans(one, other) or _strings(one, other)
    return pair is not None and test(*pair)


def _kind(literal: ox.Literal) -> str:
    datatype = literal.datatype.value
    return datatype.removeprefix(XSD.BASE) if datatype.startswith(XSD.BASE) else ""


def _numbers(one: ox.Literal, other: ox.Literal) -> Pair | None:
    kinds = {_kind(one), _kind(other)}
    if kinds <= _EXACT:
        # Comparing decimals is exact, however many digits they have.
        return Decimal(one.value), Decimal(other.value)
    if kinds <= _EXACT | _BINARY:
        # SPARQL promotes both to the binary kind.
        return _binary(one), _binary(other)
    return None


def _binary(literal: ox.Literal) -> float:
    value = float(literal.value)
    if _kind(literal) != "float":
        return value
    try:
        [value] = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        value = math.copysign(math.inf, value)
    return value


def _booleans(one: ox.Literal, other: ox.Literal) -> Pair | None:
    if _kind(one) == _kind(other) == "boolean":
        return one.value in ("1", "true"), other.value in ("1", "true")
    return None


def _strings(one: ox.Literal, other: ox.Literal) -> Pair | None:
    # SPARQL orders strings without a language only, by their characters.
    return (one.value, other.value) if _kind(one) == _kind(other) == "string" else None


def _instants(one: ox.Literal, other: ox.Literal) -> Pair | None:
    kind = _INSTANTS.get(_kind(one))
    if kind is None or kind != _INSTANTS.get(_kind(other)):
        return None
    first, second = _instant(one), _instant(other)
    if first.zoned == second.zoned or abs(first.seconds - second.seconds) > _WIDEST_ZONE:
        return first[:2], second[:2]
    # Where one has no zone, only what holds in every zone is known.
    return None


class _Instant(NamedTuple):
    """Whole seconds on one time line and the rest; `zoned` where the literal says its zone."""

    seconds: int
    rest: Decimal
    zoned: bool


def _instant(literal: ox.Literal) -> _Instant:
    parts = _parts(literal)
    days = _days(
        int(Decimal(parts.get("year") or _LEAP_YEAR)),
        int(parts.get("month") or 1),
        int(parts.get("day") or 1),
    )
    whole, rest = _split(parts.get("second"))
    seconds = days * 86400 + (86400 if parts.get("midnight") else 0) + whole
    seconds += int(parts.get("hour") or 0) * 3600 + int(parts.get("minute") or 0) * 60
    zone = parts.get("zone")
    if zone and zone != "Z":
        offset = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds += offset if zone[0] == "-" else -offset
    return _Instant(seconds, rest, zone is not None)


def _days(year: int, month: int, day: int) -> int:
    """Days since the first of March of year 0, in the calendar of today drawn out for ever."""
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def _durations(one: ox.Literal, other: ox.Literal) -> Pair | None:
    if not {_kind(one), _kind(other)} <= _DURATIONS:
        return None
    (months, time), (more_months, more_time) = _duration(one), _duration(other)
    if months == more_months:
        return time, more_time
    # A month has no fixed length.
    return (months, more_months) if time == more_time else None


def _duration(literal: ox.Literal) -> tuple[int, tuple[int, Decimal]]:
    """The months, and the seconds with their rest."""
    parts = {name: text and text[:-1] for name, text in _parts(literal).items()}
    sign = -1 if literal.value.startswith("-") else 1

    def number(name: str) -> int:
        return int(Decimal(parts.get(name) or 0))

    whole, rest = _split(parts.get("seconds"))
    seconds = number("days") * 86400 + number("hours") * 3600 + number("minutes") * 60 + whole
    months = number("years") * 12 + number("months")
    return sign * months, (sign * seconds, sign * rest)


def _parts(literal: ox.Literal) -> Mapping[str, str | None]:
    match = _matched(_kind(literal), literal.value)
    assert match is not None
    return match.groupdict()


def _split(seconds: str | None) -> tuple[int, Decimal]:
    """The whole seconds, and what is left of them."""
    whole, _, rest = (seconds or "0").partition(".")
    return int(Decimal(whole)), Decimal(f"0.{rest or 0}")


def _is_leap(year: int) -> bool:
    from calendar import isleap  # takes long to import, and few days are looked at so

    return isleap(year)


def _real_day(parts: Mapping[str, str | None]) -> bool:
    """Whether the month has the day; February has 29 where the year is not said."""
    day, month, year = (parts.get(name) for name in ("day", "month", "year"))
    if day is None or month is None:
        return True
    last = _MONTH_LENGTHS[int(month) - 1]
    if month == "02" and year is not None and not _is_leap(int(Decimal(year))):
        last = 28
    return int(day) <= last
