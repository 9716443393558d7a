"""What a shape is applied to: the same for both engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.vocab import OWL, RDF, RDFS, SH, XSD, Object

TRUE: Final = ox.Literal("true", datatype=XSD.boolean)
TARGETS: Final = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_SHAPE_TYPES: Final = frozenset({SH.NodeShape, SH.PropertyShape})
_TELLING: Final = frozenset({RDF.type.value, *(SH.BASE + kind for kind in TARGETS)})
_CLASS_TYPES: Final = (RDFS.Class, OWL.Class)


@dataclass(frozen=True)
class Target:
    """One target declaration: `kind` is targetNode, targetClass, targetSubjectsOf or …ObjectsOf."""

    kind: str
    term: Object


def target_shapes(graph: ShapeGraph) -> tuple[Object, ...]:
    """The nodes that declare a target, implicit class targets included, in the order written."""
    classes = _class_types(graph)
    return tuple(
        node
        for node in graph.all_subjects()
        if not _TELLING.isdisjoint(graph.predicates(node)) and _targets(graph, node, classes)
    )


def read_targets(graph: ShapeGraph, node: Object) -> tuple[Target, ...]:
    """The target declarations of one shape.

    A shape that is a class too has its instances as targets. An owl:Class counts as a class,
    whether or not the shapes say that it is an rdfs:Class.
    """
    return _targets(graph, node, _class_types(graph))


def _targets(graph: ShapeGraph, node: Object, classes: frozenset[Object]) -> tuple[Target, ...]:
    found = [Target(kind, term) for kind in TARGETS for term in graph.objects(node, SH.BASE + kind)]
    types = set(graph.objects(node, RDF.type.value))
    if types & _SHAPE_TYPES and types & classes:
        found.append(Target("targetClass", node))
    return tuple(found)


def _class_types(graph: ShapeGraph) -> frozenset[Object]:
    known: set[Object] = set(_CLASS_TYPES)
    waiting: list[Object] = list(_CLASS_TYPES)
    while waiting:
        for narrower in graph.subjects(RDFS.subClassOf.value, waiting.pop()):
            if narrower not in known:
                known.add(narrower)
                waiting.append(narrower)
    return frozenset(known)
