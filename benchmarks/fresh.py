"""Literals of a copied thing: names, addresses, identifiers and dates of its own."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.vocab import DCTERMS, JPST, SCHEMA, SKOS, XSD

_DATE: Final = XSD.date
_NAMES: Final = frozenset(
    NamedNode(iri)
    for iri in (
        SKOS.prefLabel.value,
        SKOS.altLabel.value,
        JPST.legalName.value,
        DCTERMS.title.value,
    )
)
_ADDRESSES: Final = frozenset(NamedNode(iri) for iri in (SCHEMA.url.value, JPST.website.value))
_IDENTIFIERS: Final = frozenset(
    NamedNode(JPST.BASE + name)
    for name in (
        "lei",
        "corporateNumber",
        "edinetCode",
        "securitiesCode",
        "financialInstitutionCode",
        "micCode",
        "grantNumber",
    )
)


class Fresh:
    """Gives each copy its own identifiers, none twice and none of the real ones.

    Equal identifiers of one district stay equal, as those of a firm and of its market are.
    """

    def __init__(self, real: Iterable[Triple]) -> None:
        self.taken = {t.object.value for t in real if t.predicate in _IDENTIFIERS}
        self.given: dict[tuple[NamedNode, str, int], Literal] = {}
        self.numbers = {predicate: count(1) for predicate in _IDENTIFIERS}

    def value(self, predicate: NamedNode, value: Literal, district: int, years: int) -> Literal:
        """The value that the copy in a district has where the original has `value`."""
        if value.datatype == _DATE:
            return Literal(shifted(value.value, years), datatype=_DATE) if years else value
        if predicate in _NAMES:
            return Literal(f"{value.value} (m{district})", language=value.language)
        if predicate in _ADDRESSES:
            mark = "&" if "?" in value.value else "?"
            return Literal(f"{value.value}{mark}m={district}", datatype=value.datatype)
        if predicate in _IDENTIFIERS:
            key = (predicate, value.value, district)
            if key not in self.given:
                self.given[key] = self.identifier(predicate, value.value)
            return self.given[key]
        return value

    def identifier(self, predicate: NamedNode, like: str) -> Literal:
        kind = predicate.value.removeprefix(JPST.BASE)
        while True:
            made = identifier(kind, next(self.numbers[predicate]), like)
            if made not in self.taken:
                return Literal(made)


def shifted(day: str, years: int) -> str:
    """A day some years later or earlier; the end of February stays the end of February."""
    year, month, number = map(int, day.split("-"))
    last = calendar.monthrange(year, month)[1]
    if month == 2 and number == last:
        number = calendar.monthrange(year + years, 2)[1]
    return date(year + years, month, number).isoformat()


def identifier(kind: str, number: int, like: str) -> str:
    """The identifier of a kind with a running number, with a right check digit."""
    from stdnum.iso7064 import mod_97_10
    from stdnum.jp import cn

    if kind == "lei":
        body = f"MARKET{number:012d}"
        return body + mod_97_10.calc_check_digits(body)
    if kind == "corporateNumber":
        body = f"{900_000_000_000 + number}"
        return cn.calc_check_digit(body) + body
    if kind == "edinetCode":
        return f"E{40_000 + number:05d}"
    if kind == "micCode":
        letters = ""
        for _ in range(4):
            number, place = divmod(number, 26)
            letters = chr(ord("A") + place) + letters
        return letters
    if kind == "grantNumber":
        return re.sub(r"\d+(?=\D*$)", str(10_000 + number), like)
    return f"{1_000 + number % 9_000}"
