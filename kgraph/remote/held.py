"""The values that Virtuoso 7 holds otherwise than they were sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, Store

from kgraph.remote.answers import Row
from kgraph.remote.errors import CannotAnswer
from kgraph.remote.part import Part
from kgraph.remote.transport import Endpoint
from kgraph.snapshot.store import Snapshot
from kgraph.sparql.engine import select
from kgraph.vocab import XSD

_VALUE: Final = re.compile(
    rf'(\S+ \S+) "([^"]+)"\^\^<{re.escape(XSD.BASE)}(integer|decimal|date|gYearMonth|gYear)> \.'
)
_LONG: Final = 10
"""Characters of the shortest number beyond 31 bits."""
_DECIMALS: Final = (
    "SELECT DISTINCT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } "
    f"FILTER(DATATYPE(?o) = <{XSD.decimal.value}> && STRLEN(STR(?o)) >= {_LONG}) }}"
)
"""Those of a snapshot that may be beyond 31 bits."""


def alters(endpoint: Endpoint) -> bool:
    """Whether the engine is known to hold some values otherwise than they were sent."""
    return "virtuoso" in endpoint.server.lower()


def held(endpoint: Endpoint, one: Part) -> Part:
    """The graph as this engine holds it: as it was sent, but for what is known.

    Virtuoso 7 has an integer beyond 31 bits as a decimal. Of an integer and a decimal of one value,
    said of one thing, it has the one that came first; so of a day, a month and a year that begin
    together.
    """
    if not alters(endpoint):
        return one
    there = Part.like(one.name, _Held(one))
    return one if there == one else there


def otherwise(endpoint: Endpoint, one: Part) -> tuple[int, int]:
    """How many triples of a graph this engine holds with a number of another kind, and how many as
    one with another (see `held`)."""
    if not alters(endpoint):
        return 0, 0
    changed = [is_changed for _, is_changed in _held(one)]
    return sum(changed), one.size - len(changed)


@dataclass(frozen=True)
class _Held:
    """The lines of a graph as Virtuoso holds them, worked out anew each time."""

    one: Part

    def __iter__(self) -> Iterator[str]:
        return (line for line, _ in _held(self.one))


def _held(one: Part) -> Iterator[tuple[str, bool]]:
    """Each line that Virtuoso has, and whether it is another than was sent."""
    had: set[int] = set()  # hashes: texts of millions of values would fill the memory
    for line in one:
        found = _VALUE.fullmatch(line)
        if found is None:
            yield line, False
            continue
        said, value, kind = found.groups()
        is_number = kind in ("integer", "decimal")
        means = Decimal(value) if is_number else value + "-01" * (2 - value.count("-", 1))
        key = hash((said, means))
        if key in had:
            continue
        had.add(key)
        if kind == "integer" and not -(2**31) <= int(value) < 2**31:
            yield f'{said} "{value}"^^<{XSD.decimal.value}> .', True
        else:
            yield line, False


def whole_numbers(endpoint: Endpoint, snapshot: Snapshot, found: list[Row]) -> list[Row]:
    """The rows with whole numbers beyond 31 bits as integers: Virtuoso has them as decimals.

    Raises CannotAnswer where the snapshot has a decimal of such a value: nothing tells them apart.
    """
    if "virtuoso" not in endpoint.server.lower():
        return found
    long = {term for row in found for term in row if isinstance(term, Literal) and _is_long(term)}
    if not long:
        return found
    decimal = _long_decimal(snapshot.store, long)
    if decimal is not None:
        raise CannotAnswer(
            f"{endpoint.query_url}: Virtuoso 7 has integers from 2³¹ as decimals, and the "
            f"graph has such a decimal ({decimal}); ask another engine, or here"
        )
    return [
        tuple(
            Literal(term.value, datatype=XSD.integer)
            if isinstance(term, Literal) and term in long
            else term
            for term in row
        )
        for row in found
    ]


def _long_decimal(store: Store, wanted: Collection[Literal]) -> Literal | None:
    """A decimal of the snapshot that one of the values may be, or come from; None for none.

    What stands there as an integer is that, unless it stands there as a decimal, too; what was
    computed, as a sum, may come from any.
    """
    for one in wanted:
        if any(True for _ in store.quads_for_pattern(None, None, one, None)):
            return one
    integers = (Literal(one.value, datatype=XSD.integer) for one in wanted)
    if all(any(True for _ in store.quads_for_pattern(None, None, n, None)) for n in integers):
        return None
    rows = select(store, _DECIMALS)
    return next((o for (o,) in rows if isinstance(o, Literal) and _is_long(o)), None)


def _is_long(term: object) -> bool:
    if not isinstance(term, Literal) or term.datatype != XSD.decimal or len(term.value) < _LONG:
        return False
    value = Decimal(term.value)
    return value == value.to_integral_value() and not -(2**31) <= value < 2**31
