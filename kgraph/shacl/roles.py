"""What each node of a shapes graph is by what is said of it: a shape, a validator, a prefix …"""

from __future__ import annotations

from collections.abc import Mapping, Set

import pyoxigraph as ox

from kgraph.problems import LoadError
from kgraph.shacl.parts import parts
from kgraph.shacl.shapes_graph import ShapeGraph
from kgraph.shacl.targets import target_shapes
from kgraph.shacl.vocabulary import ROLE_OF_TYPE, ROLE_OF_VALUE, SHAPE
from kgraph.vocab import RDF, SH, Object


def reports(graph: ShapeGraph) -> Set[Object]:
    """The nodes of reports on a validation, which shapes are sometimes published with."""
    kinds = [ox.NamedNode(SH.BASE + kind) for kind in ("ValidationReport", "ValidationResult")]
    typed = {node for kind in kinds for node in graph.subjects(RDF.type.value, kind)}
    named = {
        t.object for t in graph.triples if t.predicate.value in (SH.result.value, SH.detail.value)
    }
    return typed | named


def roles(graph: ShapeGraph, reports: Set[Object]) -> Mapping[Object, set[str]]:
    """Each node that says something in terms of SHACL, with all that it is.

    `reports` are the nodes that are none of the shapes' own.
    """
    found: dict[Object, set[str]] = {}

    def add(node: Object, role: str) -> None:
        found.setdefault(node, set()).add(role)

    for subject, predicate, value in graph.triples:
        name, local = predicate.value, predicate.value.removeprefix(SH.BASE)
        if name == RDF.type.value and isinstance(value, ox.NamedNode):
            role = ROLE_OF_TYPE.get(value.value.removeprefix(SH.BASE))
            if role and value.value.startswith(SH.BASE):
                add(subject, role)
        elif name.startswith(SH.BASE) and local in ROLE_OF_VALUE:
            add(value, ROLE_OF_VALUE[local])
        if name == SH.declare.value:
            add(subject, "an owner of prefixes")
        elif name == SH.parameter.value:
            add(subject, "a constraint component")
    for node in graph.all_subjects():
        says = any(
            predicate.startswith(SH.BASE) and predicate.removeprefix(SH.BASE) in SHAPE
            for predicate in graph.predicates(node)
        )
        if says and node not in found and node not in reports:
            add(node, "a shape")
    waiting = [*target_shapes(graph), *(n for n, roles in found.items() if "a shape" in roles)]
    while waiting:
        node = waiting.pop()
        add(node, "a shape")
        waiting.extend(p for p in known_parts(graph, node) if "a shape" not in found.get(p, ()))
    return {node: roles for node, roles in found.items() if node not in reports}


def known_parts(graph: ShapeGraph, node: Object) -> tuple[Object, ...]:
    """The shapes that a node refers to, as far as what it says can be read."""
    try:
        return tuple(parts(graph, node))
    except LoadError:
        # A broken list is told where it stands.
        return ()
