"""A snapshot → an rdflib.Dataset, for those whose tools expect rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Triple
from pyoxigraph import Literal as OxLiteral

from kgraph.names import PREFIXES
from kgraph.vocab import XSD

if TYPE_CHECKING:
    from rdflib import Dataset
    from rdflib.term import Identifier

    from kgraph.snapshot import Snapshot


def to_dataset(snapshot: Snapshot) -> Dataset:
    """All quads of the snapshot: literals spelled the same, blank nodes with the same labels."""
    from rdflib import BNode, Dataset, Literal, URIRef

    made: dict[NamedNode | BlankNode | OxLiteral | Triple, Identifier] = {}

    def term(node: NamedNode | BlankNode | OxLiteral | Triple) -> Identifier:
        known = made.get(node)
        if known is None:
            known = made[node] = convert(node)
        return known

    def convert(node: NamedNode | BlankNode | OxLiteral | Triple) -> Identifier:
        if isinstance(node, NamedNode):
            return URIRef(node.value)
        if isinstance(node, BlankNode):
            return BNode(node.value)
        if not isinstance(node, OxLiteral):
            raise ValueError("rdflib cannot hold a triple used as a term")
        if node.direction is not None:
            raise ValueError("rdflib cannot hold text with a direction")
        if node.language is not None:
            return Literal(node.value, lang=node.language)
        if node.datatype.value == XSD.string.value:
            return Literal(node.value)
        return Literal(node.value, datatype=URIRef(node.datatype.value), normalize=False)

    dataset = Dataset()
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    default = dataset.default_graph
    graphs = {DefaultGraph(): default}
    for name in sorted(snapshot.graphs()):
        graphs[NamedNode(name)] = dataset.graph(URIRef(name))
    dataset.addN(
        (term(quad.subject), term(quad.predicate), term(quad.object), graphs[quad.graph_name])
        for quad in snapshot.store
    )
    return dataset
