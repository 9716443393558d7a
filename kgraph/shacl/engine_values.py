"""Values that the embedded engine cannot compute with, where a query of the shapes may meet them.

Constraints of SHACL Core compare such values by functions of ours; what a query does with them
nobody knows, and what is an error there drops the row in silence. So it is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import pyoxigraph as ox

from kgraph.datatypes import COMPARABLE, well_formed
from kgraph.names import compact
from kgraph.shacl.computed import Computed, computed
from kgraph.shacl.frame import Frame
from kgraph.shacl.model import Shape
from kgraph.shacl.read import read_shapes
from kgraph.shacl.results import ValueRefused
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.sparql import engine
from kgraph.vocab import XSD, Object, as_iri, as_node

_SHORTEST: Final = 18
"""A text with fewer characters is within the range of every datatype."""
_KNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        XSD.BASE + name: text
        for name, text in {
            "date": "2000-01-01",
            "dateTime": "2000-01-01T00:00:00",
            "time": "00:00:00",
            "gYear": "2000",
            "gYearMonth": "2000-01",
            "duration": "P1D",
            "dayTimeDuration": "P1D",
            "yearMonthDuration": "P1Y",
        }.items()
    }
)
"""A value of each datatype that is no number."""


def refuse_values(
    graph: ShapeGraph, frame: Frame, store: ox.Store, spelled: Mapping[Any, object]
) -> None:
    """Raises ValueRefused for the first such value that a query of the shapes may compute with.

    Where a shape with a query is only asked about, it sees literals with their marks (`spelled`),
    which no query can compute with either.
    """
    shapes = read_shapes(graph)
    queries = [
        (shape, computed(graph, constraint.node, shape.path))
        for shape in shapes
        for constraint in shape.constraints
        if constraint.node is not None and not shape.deactivated
    ]
    beyond = list(_beyond(frame, store, [used for _, used in queries]))
    asked = _asked(shapes) if spelled else set()
    for shape, used in queries:
        for statement in (*beyond, *(spelled if shape.node in asked else ())):
            if statement.predicate.value in used:
                raise _refused(graph, shape, statement)


def _beyond(frame: Frame, store: ox.Store, queries: Sequence[Computed]) -> Iterator[ox.Triple]:
    """The statements with such a value, of the properties that the queries compute with."""
    names = {name for used in queries for name in used.names}
    kinds = ", ".join(f"<{name}>" for name in sorted(COMPARABLE))
    long = f"isLiteral(?v) && STRLEN(STR(?v)) >= {_SHORTEST} && DATATYPE(?v) IN ({kinds})"
    chosen = [f"<{name}>" for name in sorted(names)]
    if any(used.any for used in queries):
        chosen = ["?p"]
    for verb in chosen:
        pattern = frame.data(f"?s {verb} ?v . FILTER({long})")
        which = "?p" if verb == "?p" else f"({verb} AS ?p)"
        found = engine.select(store, f"SELECT ?s {which} ?v WHERE {{ {pattern} }}")
        for subject, predicate, value in found:
            if isinstance(value, ox.Literal) and well_formed(value) and not _computable(value):
                yield ox.Triple(as_node(subject), as_iri(predicate), value)


def _computable(literal: ox.Literal) -> bool:
    known = ox.Literal(_KNOWN.get(literal.datatype.value, "0"), datatype=literal.datatype)
    # An error is neither true nor false.
    tested = f"COALESCE(({literal} = {known}) IN (true, false), false)"
    return engine.ask(ox.Store(), f"ASK {{ FILTER({tested}) }}")


def _asked(shapes: tuple[Shape, ...]) -> set[Object]:
    """The shapes of which others ask whether a node conforms, and all their parts."""
    found: set[Object] = set()
    for shape in shapes:
        for constraint in shape.constraints:
            # Parents come before their parts.
            if constraint.kind != "property" or shape.node in found:
                found.update(constraint.shapes)
    return found


def _refused(graph: ShapeGraph, shape: Shape, statement: ox.Triple) -> ValueRefused:
    subject, predicate, value, *_ = statement
    assert isinstance(value, ox.Literal)
    about = compact(subject.value) if isinstance(subject, ox.NamedNode) else str(subject)
    kind = compact(value.datatype.value)
    return ValueRefused(
        ox.Triple(subject, predicate, value),
        f"{value.value} ({kind}), the {compact(predicate.value)} of {about}, cannot be checked",
        f"it is beyond what the engine computes with, and the query of {graph.named(shape.node)} "
        "may compute with it",
        "write the value with fewer digits, or the condition with SHACL Core",
    )
