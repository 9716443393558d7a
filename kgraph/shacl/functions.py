"""What the engine's own operators cannot say, as functions that its queries call.

The store cannot compute with numbers and dates beyond its range, and knows no datatypes derived
from xsd:integer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kgraph.datatypes import less, less_or_equal, well_formed
from kgraph.turtle.literals import unmarked
from kgraph.vocab import XSD, Object

_SPACE: Final = "urn:x-kgraph:function:"
LESS: Final = _SPACE + "less"
LESS_OR_EQUAL: Final = _SPACE + "lessOrEqual"
WELL_FORMED: Final = _SPACE + "wellFormed"


def _test(holds: Callable[..., bool]) -> Callable[..., ox.Literal | None]:
    """The test as a function of the engine: an error where a term is no literal."""

    def tested(*terms: Object) -> ox.Literal | None:
        literals = [unmarked(term) for term in terms]
        if not all(isinstance(literal, ox.Literal) for literal in literals):
            return None
        return ox.Literal("true" if holds(*literals) else "false", datatype=XSD.boolean)

    return tested


FUNCTIONS: Final[Mapping[ox.NamedNode, Callable[..., ox.Literal | None]]] = MappingProxyType(
    {
        ox.NamedNode(LESS): _test(less),
        ox.NamedNode(LESS_OR_EQUAL): _test(less_or_equal),
        ox.NamedNode(WELL_FORMED): _test(well_formed),
    }
)
