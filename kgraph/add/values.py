"""A cell → the value that a property takes: a thing, a concept, a day, a number, a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.add.book import Book
from kgraph.names import BASE
from kgraph.tables.cells import day, number, whole
from kgraph.vocab import JPST, RDF, XSD, Term

_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_PLAUSIBLE: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "Japanese yen": (1, 10**15),
        "percent": (-100, 1_000),
        "square meters": (0, 10**8),
        "years": (0, 200),
        "months": (0, 2_400),
        "days": (0, 40_000),
        "": (0, 10**12),
    }
)
"""Unit → the least and the greatest figure that may be meant: beyond them a digit was mistyped."""
_YEARS: Final = (1800, 2200)


def value_of(book: Book, name: str, text: str) -> Term:
    """The value that a cell gives a property. Raises ValueError for what it does not take."""
    wanted = book.ranges.get(name, "")
    if wanted in (XSD.date.value, JPST.CalendarDate.value):
        found = date_of(text)
        if wanted == XSD.date.value and found.datatype != XSD.date:
            raise ValueError(f"“{text}” is no whole day, which it has to be")
        return found
    if book.takes_concepts(name):
        scheme = book.scheme(name)
        return NamedNode(f"{BASE}{scheme}/{book.concept(scheme, text)}")
    unit = book.units.get(name)
    if wanted == XSD.integer.value:
        figure = whole(text, unit)
        _plausible(text, Decimal(figure), unit)
        return Literal(str(figure), datatype=XSD.integer)
    if wanted == XSD.decimal.value:
        value = number(text, unit)
        _plausible(text, value, unit)
        plain = format(value, "f")
        return Literal(plain if "." in plain else plain + ".0", datatype=XSD.decimal)
    if wanted == RDF.langString.value:
        return text_of(text)
    if wanted == XSD.anyURI.value:
        if not re.match(r"https?://[^\s<>\"]+$", text):
            raise ValueError(f"“{text}” is no web address: write https://…")
        return Literal(text, datatype=XSD.anyURI)
    classes = book.takes(name)
    if classes:
        return book.thing(book.entity(text, classes))
    return Literal(text)


def date_of(text: str) -> Literal:
    """A day, or its month or year. Raises ValueError for what is none, or is centuries away."""
    given = day(text)
    if not _YEARS[0] <= int(given[:4]) <= _YEARS[1]:
        raise ValueError(f"“{text}” lies in the year {int(given[:4])}: correct it")
    datatype = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}[len(given)]
    return Literal(given, datatype=datatype)


def text_of(text: str) -> Literal:
    """A text in the language that its letters are of."""
    return Literal(text, language="ja" if _JAPANESE.search(text) else "en")


def split(text: str) -> list[str]:
    """The values of one cell."""
    return [value for part in re.split("[;；]", text) if (value := part.strip())]


def _plausible(text: str, value: Decimal, unit: str | None) -> None:
    least, greatest = _PLAUSIBLE.get(unit or "", (None, None)) if unit is not None else (None, None)
    if least is None or greatest is None:
        return
    if not least <= value <= greatest:
        if unit:
            raise ValueError(
                f"“{text}” is hardly meant in {unit}: from {least:,} to {greatest:,} may be"
            )
        raise ValueError(f"“{text}” is hardly meant: from {least:,} to {greatest:,} may be")
