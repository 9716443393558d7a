"""RDF terms as the Python values that rows of an answer hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgraph.vocab import XSD, Object


class Iri(str):
    """An IRI in a row, told apart from a text."""

    __slots__ = ()


Value = Iri | str | int | float | Decimal | bool | date | None


def _boolean(text: str) -> bool:
    return text in ("true", "1")


_READERS: Final[Mapping[str, Callable[[str], Value]]] = MappingProxyType(
    {
        XSD.integer.value: int,
        XSD.int.value: int,
        XSD.long.value: int,
        XSD.nonNegativeInteger.value: int,
        XSD.decimal.value: Decimal,
        XSD.double.value: float,
        XSD.float.value: float,
        XSD.boolean.value: _boolean,
        XSD.date.value: date.fromisoformat,
        XSD.dateTime.value: datetime.fromisoformat,
    }
)


def to_value(term: Object | None) -> Value:
    """The Python value of a term: numbers, dates and booleans as such, an IRI as Iri, else text.

    A literal that its datatype does not allow comes as its text; an unbound variable as None.
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, Literal):
        # Asking for a datatype takes longer than all else here.
        reader = None if term.language else _READERS.get(term.datatype.value)
        if reader is not None:
            try:
                return reader(term.value)
            except (ValueError, ArithmeticError):
                return term.value
        return term.value
    return str(term)
