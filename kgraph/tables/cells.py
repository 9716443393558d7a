"""What people write into a cell → a day or a number. Whatever is not clear is refused.

Full width is read as half width (NFKC). A day may be written in the western or the Japanese
calendar, or be the serial number that a spreadsheet gives it; a number may have a unit and be in
thousands, millions or 億.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

_SIGNS: Final = str.maketrans(
    {"−": "-", "‐": "-", "‑": "-", "–": "-", "△": "-", "▲": "-", "\t": " ", "\xa0": " "}
)
_ERAS: Final[Mapping[str, tuple[date, date]]] = MappingProxyType(
    {
        "明治": (date(1868, 1, 25), date(1912, 7, 29)),
        "大正": (date(1912, 7, 30), date(1926, 12, 24)),
        "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
        "平成": (date(1989, 1, 8), date(2019, 4, 30)),
        "令和": (date(2019, 5, 1), date.max),
    }
)
"""First and last day of each era of the Japanese calendar since 1868."""
_LETTERS: Final = dict(zip("MTSHR", _ERAS, strict=True))
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_TIME: Final = r"(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_YEAR: Final = r"(?P<year>\d{4})"
_ERA: Final = (
    r"(?P<era>明治|大正|昭和|平成|令和|[MTSHRmtshr](?=\s?[\d元]))\s?(?P<of_era>元|\d{1,2})"
)
_NUMBERS: Final = r"(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?"
_WORDS: Final = r"\s?年(?:\s?(?P<month>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?日)?)?"
_NAMED: Final = r"(?P<name>[A-Za-z]{3,9})\.?"
_DAYS: Final = tuple(
    re.compile(pattern + _TIME, re.ASCII)
    for pattern in (
        _YEAR,
        _YEAR + _NUMBERS,
        _YEAR + _WORDS,
        _ERA,
        _ERA + _NUMBERS,
        _ERA + _WORDS,
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})[ -]{_NAMED}[ -]{_YEAR}",
        rf"{_NAMED} (?P<day>\d{{1,2}}), {_YEAR}",
        rf"{_NAMED}[ -]{_YEAR}",
    )
)
_WEEKDAY: Final = re.compile(r"\s?\([月火水木金土日](?:曜日?)?\)$")
_SERIAL: Final = re.compile(r"([2-9]\d{4})(?:\.\d+)?", re.ASCII)
_SERIALS_BEGIN: Final = date(1899, 12, 30)

_PLAIN: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "兆": 10**12,
        "十億": 10**9,
        "億": 10**8,
        "千万": 10**7,
        "百万": 10**6,
        "万": 10**4,
        "千": 10**3,
        "": 1,
    }
)
_ENGLISH: Final[Mapping[str, int]] = MappingProxyType(
    {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
)
_STEP: Final = re.compile(
    rf"\s?(?P<number>{_PLAIN})(?:\s?(?P<scale>[千百十]?[兆億万]|千))?", re.ASCII
)
_WHOLE: Final = re.compile(
    rf"(?P<sign>[+-]?)\s?(?P<before>¥|jpy\s?|yen\s?)?(?P<inner>[+-]?)"
    rf"(?P<number>{_PLAIN}(?:\s?(?:[千百十]?[兆億万]|千)(?:\s?{_PLAIN})?)*)"
    rf"\s?(?P<english>{'|'.join(_ENGLISH)})?\s?(?P<unit>(?:[^\s\d.,+-].*)?)",
    re.IGNORECASE | re.ASCII,
)
_UNITS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "Japanese yen": frozenset(("円", "yen", "jpy")),
        "percent": frozenset(("%", "パーセント", "percent")),
        "square meters": frozenset(("m2", "平米", "平方メートル", "sqm", "sq m", "square meters")),
        "years": frozenset(("年", "年間", "year", "years")),
        "months": frozenset(("か月", "ヶ月", "カ月", "ヵ月", "ケ月", "か月間", "month", "months")),
        "days": frozenset(("日", "日間", "day", "days")),
        "": frozenset("口株件個名人社者棟戸室本枚") | {"unit", "units", "share", "shares"},
    }
)
"""What a number is of, as definitions name it, and how cells write that."""


def plain(text: str) -> str:
    """A text in half width, with one kind of minus and one blank between words, none around."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).split())


def day(text: str) -> str:
    """A day, month or year as YYYY-MM-DD, YYYY-MM or YYYY; a time of day is left out.

    Raises ValueError for what is no date, or one that could be read in two ways.
    """
    given = _WEEKDAY.sub("", plain(text))
    serial = _SERIAL.fullmatch(given)
    if serial is not None:
        return (_SERIALS_BEGIN + timedelta(days=int(serial[1]))).isoformat()
    for pattern in _DAYS:
        match = pattern.fullmatch(given)
        if match is not None:
            return _written(text, match.groupdict())
    raise ValueError(f"“{text}” is no date: write YYYY-MM-DD, YYYY-MM or YYYY")


def _written(text: str, found: Mapping[str, str | None]) -> str:
    era = found.get("era")
    year = int(found.get("year") or 0)
    if era is not None:
        era = _LETTERS.get(era.upper(), era)
        counted = found["of_era"]
        year = _ERAS[era][0].year + (1 if counted == "元" else int(counted or 0)) - 1
    month, in_month = found.get("month"), found.get("day")
    if name := found.get("name"):
        if name[:3].lower() not in _MONTHS:
            raise ValueError(f"“{text}” is no date: “{name}” is no month")
        month = str(_MONTHS.index(name[:3].lower()) + 1)
    try:
        first = date(year, int(month or 1), int(in_month or 1))
        last = first if in_month else date(year, int(month or 12), 28)
    except ValueError:
        raise ValueError(f"“{text}” is no day of the calendar") from None
    if era is not None and not (first <= _ERAS[era][1] and last >= _ERAS[era][0]):
        raise ValueError(f"“{text}” does not lie in {era}: write the year of the western calendar")
    return first.isoformat()[: 10 if in_month else 7 if month else 4]


def number(text: str, unit: str | None = None) -> Decimal:
    """A number, its thousands, millions or 億 multiplied out.

    `unit` is what it is of as the definition of its property says (“Japanese yen”, “percent”, …,
    empty for a count); the cell may name that and nothing else. Raises ValueError.
    """
    given = plain(text)
    match = _WHOLE.fullmatch(given)
    if match is None or (match["sign"] and match["inner"]):
        raise ValueError(f"“{text}” is no number: write digits, with a point for decimals")
    named = match["unit"].strip().lower()
    if match["before"]:
        named = named or "yen"
    if named and named not in _UNITS.get(unit or "", ()):
        if unit:
            raise ValueError(f"“{text}” is not in {unit}: write it so, with digits")
        raise ValueError(f"“{text}” is not a mere number: write it so, with digits")
    value = _multiplied(text, match["number"], match["english"])
    return -value if "-" in (match["sign"], match["inner"]) else value


def whole(text: str, unit: str | None = None) -> int:
    """A number that has no fraction. Raises ValueError."""
    value = number(text, unit)
    if value != value.to_integral_value():
        raise ValueError(f"“{text}” is no whole number: write it out in digits")
    if abs(value) >= 10**18:
        raise ValueError(f"“{text}” has more than 18 digits: correct it")
    return int(value)


def _multiplied(text: str, number: str, english: str | None) -> Decimal:
    total, least = Decimal(0), max(_SCALES.values()) + 1
    steps = list(_STEP.finditer(number))
    if "".join(step[0] for step in steps) != number:
        raise ValueError(f"“{text}” is no number: write it out in digits")
    for step in steps:
        scale = _SCALES.get(step["scale"] or "", 0)
        # 18億3,010万: each part is of a lesser scale than that before it.
        if not 0 < scale < least:
            raise ValueError(f"“{text}” is no number: write it out in digits")
        total += Decimal(step["number"].replace(",", "")) * scale
        least = scale
    if english is None:
        return total
    if least > 1:
        raise ValueError(f"“{text}” counts in two ways: write it out in digits")
    return total * _ENGLISH[english.lower()]
