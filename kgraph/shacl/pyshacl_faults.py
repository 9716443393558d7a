"""Known faults of pySHACL and rdflib, each mended while pySHACL runs.

Every one has a test that fails where the mending is taken out, so that none outlives its fault.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kgraph.datatypes import COMPARABLE, less, less_or_equal, well_formed
from kgraph.sparql import engine
from kgraph.vocab import XSD

if TYPE_CHECKING:
    import rdflib

_STAND_INS: Final[Mapping[str, object]] = MappingProxyType(
    {
        XSD.BASE + name: value
        for name, value in {
            "integer": 0,
            "decimal": Decimal(0),
            "float": 0.0,
            "double": 0.0,
            "date": datetime.date.min,
            "time": datetime.time.min,
            "dateTime": datetime.datetime.min,
        }.items()
    }
)
"""What pySHACL takes for the value of a well-formed literal that Python has no value for.

It only looks at the class of the value; comparisons are made by `less`.
"""


def judged(made: rdflib.Literal, literal: ox.Literal) -> rdflib.Literal:
    """The literal of rdflib, ill-typed where XML Schema says so.

    rdflib takes a time for a date and `1_000` for a number, and knows no years before Christ.
    """
    made._ill_typed = not well_formed(literal)
    if made._value is None and not made._ill_typed:
        made._value = _STAND_INS.get(literal.datatype.value)
    return made


def unlike_python(literal: ox.Literal) -> bool:
    """Whether Python holds another value than a well-formed number, date or time has, or none.

    It has the years 1 to 9999, six digits of a second, no zones of days and no months that pass.
    """
    import rdflib

    kind = literal.datatype.value
    if kind not in COMPARABLE or not well_formed(literal):
        return False
    made = rdflib.Literal(literal.value, datatype=rdflib.URIRef(kind), normalize=False)
    return made.value is None or _FINER.search(literal.value) is not None or kind in _COARSER


_FINER: Final = re.compile(r":[0-9]{2}\.[0-9]{7,}")
_COARSER: Final = frozenset(f"{XSD.BASE}{name}" for name in ("duration", "yearMonthDuration"))


@contextmanager
def mended() -> Iterator[None]:
    """pySHACL with its faults mended."""
    from pyshacl.constraints.core import property_pair_constraints as pairs
    from pyshacl.constraints.core import string_based_constraints as strings
    from pyshacl.constraints.core import value_range_constraints as ranges

    from kgraph.rdflib_terms import from_rdflib

    def order(one: rdflib.Literal, other: rdflib.Literal) -> int:
        """-1, 0 or 1; TypeError where the two cannot be compared, as SPARQL compares."""
        first, second = from_rdflib(one), from_rdflib(other)
        if less(first, second):
            return -1
        if less(second, first):
            return 1
        if less_or_equal(first, second):
            return 0
        raise TypeError

    with ExitStack() as stack:

        def put(owner: Any, name: str, mended: object) -> None:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, mended)

        put(ranges, "compare_literal", order)
        put(pairs.LessThanConstraintComponent, "_compare_lt", _pairs(order, {-1}))
        put(pairs.LessThanOrEqualsConstraintComponent, "_compare_ltoe", _pairs(order, {-1, 0}))
        put(strings.MinLengthConstraintComponent, "_evaluate_string_rule", _long_enough)
        put(strings.PatternConstraintComponent, "_evaluate_string_rule", _matching)
        yield


def _pairs(
    order: Callable[[Any, Any], int], right: set[int]
) -> Callable[..., tuple[bool, list[Any]]]:
    """How sh:lessThan looks at the values: it orders IRIs as texts, and fails for blank nodes."""

    def compared(
        self: Any, values: Iterable[Any], others: Iterable[Any], graph: Any, focus: Any
    ) -> tuple[bool, list[Any]]:
        wrong = [
            value
            for value in values
            for other in others
            if not _ordered(order, value, other, right)
        ]
        reports = [self.make_v_result(graph, focus, value_node=value) for value in wrong]
        return bool(wrong), reports

    return compared


def _ordered(order: Callable[[Any, Any], int], one: Any, other: Any, right: set[int]) -> bool:
    import rdflib

    if not (isinstance(one, rdflib.Literal) and isinstance(other, rdflib.Literal)):
        return False
    try:
        return order(one, other) in right
    except TypeError:
        return False


def _long_enough(
    self: Any, least: Any, graph: Any, values: Mapping[Any, Iterable[Any]]
) -> tuple[bool, list[Any]]:
    """How sh:minLength looks at the values: a blank node has no text, and 0 is no exception."""
    import rdflib

    wrong = [
        (focus, value)
        for focus, nodes in values.items()
        for value in nodes
        if isinstance(value, rdflib.BNode)
        or len(self.value_node_to_string(value)) < int(Decimal(str(least)))
    ]
    reports = [self.make_v_result(graph, focus, value_node=value) for focus, value in wrong]
    return bool(wrong), reports


def hidden(pattern: str) -> str:
    """A pattern as a text that Python's `re`, which pySHACL would use, takes without meaning it."""
    return pattern.encode().hex()


def _matching(
    self: Any, pattern: Any, graph: Any, values: Mapping[Any, Iterable[Any]]
) -> tuple[bool, list[Any]]:
    """How sh:pattern looks at the values: Python's `re` is another language, and may run for ever.

    It has other flags, other classes, and an end of the text before a last line end.
    """
    import rdflib

    store = ox.Store()
    wanted = ox.Literal(bytes.fromhex(str(pattern)).decode())
    flags = ox.Literal("" if self.flags is None else str(self.flags))

    def matches(value: Any) -> bool:
        text = ox.Literal(str(value))
        return engine.ask(store, f"ASK {{ FILTER(REGEX({text}, {wanted}, {flags})) }}")

    wrong = [
        (focus, value)
        for focus, nodes in values.items()
        for value in nodes
        if isinstance(value, rdflib.BNode) or not matches(value)
    ]
    reports = [self.make_v_result(graph, focus, value_node=value) for focus, value in wrong]
    return bool(wrong), reports
