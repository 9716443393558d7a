"""Whether two graphs say the same: equal but for blank node labels and the spelling of literals."""

from __future__ import annotations

from collections.abc import Iterable, Set

from pyoxigraph import BlankNode, Literal, Quad, Triple

from kgraph.turtle.blank_nodes import canonical_quads
from kgraph.turtle.literals import canonical


def same_graph(
    left: Iterable[Triple], right: Iterable[Triple], known: Set[BlankNode] = frozenset()
) -> bool:
    """Whether two graphs are the same but for blank node labels and the spelling of literals.

    Blank nodes that are `known` have one label in both. Raises LoadError for a graph whose blank
    nodes are so much alike that the comparison would take too long.
    """
    first, second = ({_spelled(triple) for triple in triples} for triples in (left, right))
    if len(first) != len(second):
        return False
    return set(canonical_labels(first, known)) == set(canonical_labels(second, known))


def canonical_labels(
    triples: Iterable[Triple], known: Set[BlankNode] = frozenset()
) -> list[Triple]:
    """The graph with blank node labels that depend on nothing but the graph.

    `known` and what is raised are as in `same_graph`.
    """
    quads = canonical_quads((Quad(*triple) for triple in triples), known)
    return [quad.triple for quad in quads]


def _spelled(triple: Triple) -> Triple:
    subject, predicate, object_ = triple
    if isinstance(object_, Literal):
        return Triple(subject, predicate, canonical(object_))
    return triple
