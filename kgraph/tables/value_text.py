"""One value → its text for people, for CSV, for TSV and for JSON."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgraph.datatypes import FRACTIONS, INTEGERS, NUMBERS
from kgraph.names import compact
from kgraph.vocab import XSD

Json = str | int | float | bool | None

# A terminal would obey these; a table would break on them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def for_people(value: object) -> str:
    """Short and on one line: `id:odx` for an IRI we have a prefix for, the bare text of a literal.

    Control characters become spaces, so that data can neither break a table nor steer a terminal.
    """
    if value is None:
        return ""
    if isinstance(value, NamedNode):
        short = compact(value.value)
        text = value.value if short.startswith("<") else short
    elif isinstance(value, Literal):
        text = value.value
    else:
        text = str(value)
    return _CONTROL.sub(" ", text)


def for_csv(value: object) -> str:
    """The bare value."""
    if value is None:
        return ""
    if isinstance(value, NamedNode | Literal):
        return value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def for_tsv(value: object) -> str:
    """The term in Turtle's spelling, as SPARQL 1.1 Query Results TSV has it."""
    if value is None:
        return ""
    if isinstance(value, Triple):  # in the spelling of RDF 1.2
        return f"<<( {' '.join(map(for_tsv, value))} )>>"
    if isinstance(value, NamedNode | Literal | BlankNode):
        return str(value)
    if isinstance(value, bool | int | float):
        return str(Literal(value))
    if isinstance(value, date):
        return str(Literal(value.isoformat(), datatype=XSD.date))
    return str(Literal(str(value)))


def for_json(value: object) -> Json:
    """A JSON number for numbers, true and false for booleans, the bare text for all else.

    A decimal that a JSON reader would round stays text.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, Literal):
        return for_csv(value)
    datatype = value.datatype.value
    if datatype in INTEGERS:
        try:
            return int(value.value)
        except ValueError:
            return value.value
    if datatype in FRACTIONS:
        return _number(value.value)
    if datatype == XSD.boolean.value and value.value in ("true", "false", "1", "0"):
        return value.value in ("true", "1")
    return value.value


def is_number(value: object) -> bool:
    """Whether a value is a number, so that a column of such is set flush right."""
    if isinstance(value, Literal):
        return value.datatype.value in NUMBERS
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(text: str) -> float | int | str:
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return text
    if not exact.is_finite():
        return text
    near = float(exact)
    return near if Decimal(repr(near)) == exact else text
