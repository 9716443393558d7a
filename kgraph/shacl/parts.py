"""How shapes hang together: which nodes are shapes, what each refers to, and which report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import TARGETS, TRUE, target_shapes
from kgraph.vocab import RDF, SH, Object

_SHAPE_USES: Final = ("property", "node", "not", "qualifiedValueShape")
_SHAPE_LISTS: Final = ("and", "or", "xone")
SILENT: Final = frozenset(
    SH.BASE + name
    for name in (
        *TARGETS,
        *("path", "property", "severity", "message", "deactivated", "name", "description"),
        *("order", "group", "defaultValue", "flags", "ignoredProperties", "prefixes", "declare"),
    )
)
"""What a shape says of itself, and not of the nodes it is about."""


def shape_nodes(shapes: ShapeGraph) -> tuple[Object, ...]:
    """Every shape: what has a target or a shape's type, or is used as one by another shape."""
    found: dict[Object, None] = dict.fromkeys(target_shapes(shapes))
    for kind in ("NodeShape", "PropertyShape"):
        found.update(dict.fromkeys(shapes.subjects(RDF.type.value, ox.NamedNode(SH.BASE + kind))))
    waiting = list(found)
    while waiting:
        for part in parts(shapes, waiting.pop()):
            if part not in found:
                found[part] = None
                waiting.append(part)
    return tuple(found)


def parts(shapes: ShapeGraph, node: Object) -> Iterator[Object]:
    """The shapes that a shape refers to."""
    for kind in _SHAPE_USES:
        yield from shapes.objects(node, SH.BASE + kind)
    for kind in _SHAPE_LISTS:
        for head in shapes.objects(node, SH.BASE + kind):
            yield from shapes.items(head, node, SH.BASE + kind)


def reporting_shapes(shapes: ShapeGraph) -> Iterator[Object]:
    """The shapes with constraints whose results are reported: under a target by sh:property."""
    seen: set[Object] = set()
    waiting = list(target_shapes(shapes))
    while waiting:
        node = waiting.pop(0)
        if node in seen:
            continue
        seen.add(node)
        if shapes.value(node, SH.deactivated.value) == TRUE:
            continue
        waiting.extend(shapes.objects(node, SH.property.value))
        if any(p.startswith(SH.BASE) and p not in SILENT for p in shapes.predicates(node)):
            yield node
