"""The kinds of named graph in the store, told apart by their names."""

from __future__ import annotations

from typing import Final, TypeGuard

from pyoxigraph import NamedNode

from kgraph.names import ALIGN, STANDING, is_part, local_name
from kgraph.vocab import GRAPH, GraphName

_ENTITIES: Final = local_name(GRAPH.entities.value)
CONFIRMED: Final = NamedNode(STANDING + "confirmed")
LIKELY: Final = NamedNode(STANDING + "likely")
CONFLICTING: Final = NamedNode(STANDING + "conflicting")


def is_source(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph holds what one source says."""
    return isinstance(graph, NamedNode) and is_part(graph.value, "source")


def is_editorial(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph holds what the editors conclude."""
    return isinstance(graph, NamedNode) and is_part(graph.value, "editorial")


def is_entities(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph says what exists, of whichever root."""
    return (
        isinstance(graph, NamedNode)
        and is_part(graph.value, "graph")
        and local_name(graph.value) == _ENTITIES
    )


def is_standing(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph holds copies of the facts of one standing."""
    return isinstance(graph, NamedNode) and graph.value.startswith(STANDING)


def is_bridge(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph holds links to an outside ontology, which are no part of the merge."""
    return isinstance(graph, NamedNode) and (graph == GRAPH.links or graph.value.startswith(ALIGN))


def states_facts(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph states facts: a source's or an editor's."""
    return is_source(graph) or is_editorial(graph)


def is_merged(graph: GraphName) -> TypeGuard[NamedNode]:
    """Whether the graph is asserted and part of the merge: no link outward, nothing computed."""
    computed = (
        isinstance(graph, NamedNode)
        and graph.value.startswith(GRAPH.BASE)
        and graph != GRAPH.entities
    )
    return isinstance(graph, NamedNode) and not (computed or is_standing(graph) or is_bridge(graph))
