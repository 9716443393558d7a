"""When two values say the same: numbers, translations, and dates of different precision."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal

from kgraph.datatypes import NUMBERS
from kgraph.dates import days_of
from kgraph.vocab import Object

_WORD: Final = re.compile(r"[^\s,]+")


def same_value(one: Object | None, other: Object | None) -> bool:
    """Whether two values of one property say the same, as far as both say anything."""
    if one == other:
        return True
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return False
    if one.language and other.language and _spoken(one) != _spoken(other):
        return True  # a translation, not another value
    number = to_number(one)
    if number is not None:
        return number == to_number(other)
    if _text(one) == _text(other) or (one.language and _within(one, other)):
        return True
    if one.datatype == other.datatype:
        return False
    mine, its = days_of(one), days_of(other)
    return mine is not None and its is not None and mine[0] <= its[1] and its[0] <= mine[1]


def _within(one: Literal, other: Literal) -> bool:
    """Whether one text says no more than the other, such as an address without its street.

    That is so where its words stand in the other in their order; Japanese has none apart.
    """
    if _spoken(one) == "ja":
        less, more = sorted((_text(one), _text(other)), key=len)
        return less in more
    short, long = sorted((_WORD.findall(_text(one)), _WORD.findall(_text(other))), key=len)
    left = iter(long)
    return all(word in left for word in short)


def _spoken(literal: Literal) -> str:
    """The language without the region: British and American English are one."""
    return (literal.language or "").partition("-")[0].casefold()


def _text(literal: Literal) -> str:
    """The text without what only the keyboard makes: width, case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", literal.value).casefold().split())


def to_number(literal: Literal) -> Decimal | None:
    """The number that a literal is, or None where it is none."""
    if literal.datatype.value not in NUMBERS:
        return None
    try:
        number = Decimal(literal.value)
    except InvalidOperation:
        return None
    return None if number.is_nan() else number
