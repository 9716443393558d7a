"""SPARQL-based constraint components: which are declared, and what a shape gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kgraph.names import compact, local_name
from kgraph.shacl.model import Constraint
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.vocab import RDF, RDFS, SH, XSD, Object

_TRUE = ox.Literal("true", datatype=XSD.boolean)


@dataclass(frozen=True)
class Declared:
    """A declared component: its IRI, and its parameters with whether each may be absent."""

    node: ox.NamedNode
    parameters: tuple[tuple[str, bool], ...]


def declared_components(graph: ShapeGraph) -> tuple[Declared, ...]:
    """Every constraint component that the shapes graph declares with parameters."""
    classes: list[Object] = [SH.ConstraintComponent]
    for known in classes:
        classes.extend(c for c in graph.subjects(RDFS.subClassOf.value, known) if c not in classes)
    found: dict[ox.NamedNode, Declared] = {}
    for known in classes:
        for node in graph.subjects(RDF.type.value, known):
            if isinstance(node, ox.NamedNode) and graph.objects(node, SH.parameter.value):
                found[node] = Declared(node, tuple(_parameters(graph, node)))
    return tuple(found.values())


def _parameters(graph: ShapeGraph, node: Object) -> Iterable[tuple[str, bool]]:
    for parameter in graph.objects(node, SH.parameter.value):
        path = graph.value(parameter, SH.path.value)
        if not isinstance(path, ox.NamedNode):
            raise graph.refusal(
                node,
                "a parameter of the component has no property as its sh:path",
                "the property is how a shape gives the parameter",
                "name one property there",
            )
        yield path.value, graph.value(parameter, SH.optional.value) == _TRUE


def read_declared(
    graph: ShapeGraph, shape: Object, component: Declared, has_path: bool
) -> Iterable[Constraint]:
    """The constraints that `shape` states by giving the component's mandatory parameters."""
    mandatory = [iri for iri, optional in component.parameters if not optional]
    if not mandatory or not all(graph.objects(shape, iri) for iri in mandatory):
        return
    given: list[tuple[str, Object]] = []
    several: tuple[str, tuple[Object, ...]] | None = None
    for iri, _ in component.parameters:
        values = graph.objects(shape, iri)
        if len(values) > 1 and len(component.parameters) == 1:
            several = (local_name(iri), values)
        elif len(values) > 1:
            # With several parameters SHACL cannot tell which values belong together.
            graph.value(shape, iri)
        elif values:
            given.append((local_name(iri), values[0]))
    validator = _validator(graph, component, has_path)
    choices = [[(several[0], v)] for v in several[1]] if several else [[]]
    for choice in choices:
        yield Constraint(
            "custom", component.node.value, node=validator, parameters=(*given, *choice)
        )


def _validator(graph: ShapeGraph, component: Declared, has_path: bool) -> Object:
    for kind in ("propertyValidator" if has_path else "nodeValidator", "validator"):
        found = graph.objects(component.node, SH.BASE + kind)
        if found:
            return found[0]
    raise graph.refusal(
        component.node,
        f"the component has no validator for {'property' if has_path else 'node'} shapes",
        "so its constraint cannot be checked",
        f"give {compact(component.node.value)} an sh:validator with an sh:ask query",
    )
