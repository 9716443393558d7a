"""Literals as the files spell them, where the store does not give that back.

The store keeps the value of a literal: `"5"^^xsd:int` comes back as an xsd:integer, `1.50` as 1.5.
SHACL looks at the term itself. So what the store lost is remembered beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

from kgraph.shacl.results import MERGE, Data
from kgraph.turtle.literals import Spellings, canonical
from kgraph.vocab import GRAPH, Node, Object


def in_merge(store: ox.Store, spelled: Spellings) -> Mapping[ox.Triple, tuple[ox.Literal, ...]]:
    """The triples of the default graph that its named graphs spell otherwise.

    What was inferred repeats a literal as the fact about the same thing spells it.
    """
    found: dict[ox.Triple, dict[ox.Literal, None]] = {}
    for quad, texts in spelled.items():
        if quad not in store:
            continue
        for same in store.quads_for_pattern(quad.subject, None, quad.object, ox.DefaultGraph()):
            graphs = [
                other.graph_name
                for other in store.quads_for_pattern(*same.triple, None)
                if other.graph_name not in (ox.DefaultGraph(), GRAPH.inferred)
            ]
            if same.predicate == quad.predicate or not graphs:
                found.setdefault(same.triple, {}).update(dict.fromkeys(texts))
            if any(ox.Quad(*same.triple, graph) not in spelled for graph in graphs):
                assert isinstance(same.object, ox.Literal)
                found.setdefault(same.triple, {})[canonical(same.object)] = None
    return {triple: tuple(texts) for triple, texts in found.items()}


def as_written(data: Data, spelled: Mapping[Any, tuple[ox.Literal, ...]]) -> Data:
    """The data of a store with its literals as the files spell them.

    `spelled` is by triple for the merge, by quad for other graphs.
    """
    written: dict[str, list[ox.Triple]] = {}
    for key, triples in data.items():
        name = () if key == MERGE else (ox.NamedNode(key),)
        written[key] = [
            ox.Triple(subject, predicate, text)
            for subject, predicate, value in triples
            for text in _texts(subject, predicate, value, name, spelled)
        ]
    return written


def _texts(
    subject: Node,
    predicate: ox.NamedNode,
    value: Object,
    graph: tuple[ox.NamedNode, ...],
    spelled: Mapping[Any, tuple[ox.Literal, ...]],
) -> tuple[Object, ...]:
    if not isinstance(value, ox.Literal):
        return (value,)
    triple = ox.Triple(subject, predicate, value)
    statement = ox.Quad(*triple, *graph) if graph else triple
    return spelled.get(statement) or (canonical(value),)
