"""What a store holds, in numbers that a reader understands."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Store

from kgraph.snapshot.graphs import is_entities, is_source
from kgraph.vocab import JPST, OWL, RDF


def count(store: Store) -> dict[str, int]:
    """Sources, things, tokens, assets and triples of a store of asserted graphs and their merge."""
    return {
        "sources": sum(map(is_source, store.named_graphs())),
        "entities": len(_typed(store) - _given_up(store)),
        "tokens": _size(
            store.quads_for_pattern(None, RDF.type, JPST.SecurityToken, DefaultGraph())
        ),
        "assets": _size(
            store.quads_for_pattern(None, RDF.type, JPST.UnderlyingAsset, DefaultGraph())
        ),
        "triples": _size(store.quads_for_pattern(None, None, None, DefaultGraph())),
    }


def _typed(store: Store) -> set[object]:
    return _in_entities(store, RDF.type)


def _given_up(store: Store) -> set[object]:
    """The names of things that others took the place of."""
    return _in_entities(store, OWL.deprecated)


def _in_entities(store: Store, predicate: NamedNode) -> set[object]:
    """What a property is said of in the lists of things, those of all roots."""
    graphs = filter(is_entities, store.named_graphs())
    return {
        quad.subject
        for graph in graphs
        for quad in store.quads_for_pattern(None, predicate, None, graph)
    }


def _size(items: Iterable[object]) -> int:
    return sum(1 for _ in items)
