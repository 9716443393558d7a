"""Literals as the files spell them, where the store does not give that back.

The store keeps the value of a literal: `"5"^^xsd:int` comes back as an xsd:integer, `1.50` as 1.5.
SHACL looks at the term itself. So what the store lost is remembered beside it, and an engine that
runs in a store sees such a literal as one with a mark before its text, which the store keeps as it
is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import pyoxigraph as ox

from kgraph.shacl.results import MERGE, Data
from kgraph.turtle.literals import MARK, Spellings, canonical, engine_form, lost, may_be_rewritten
from kgraph.vocab import GRAPH, Node, Object

Statement = TypeVar("Statement", ox.Triple, ox.Quad)


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


def restated(
    statements: Iterable[Statement],
    spelled: Mapping[Statement, tuple[ox.Literal, ...]],
    write: Callable[[ox.Literal], ox.Literal],
) -> Iterator[Statement]:
    """The statements, with each literal that is spelled otherwise as `write` makes it."""
    for statement in statements:
        for text in spelled.get(statement, ()):
            subject, predicate, _, *graph = statement
            yield type(statement)(subject, predicate, write(text), *graph)
        if statement not in spelled:
            yield statement


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


def marked(literal: ox.Literal) -> ox.Literal:
    """The literal as a store can hold it without losing how it is spelled."""
    if not may_be_rewritten(literal) or not lost(literal, engine_form(literal)):
        return literal
    return ox.Literal(MARK + literal.value, datatype=literal.datatype)


def unmarked(term: Object) -> Object:
    """The term as it was before `marked`."""
    if not isinstance(term, ox.Literal) or not term.value.startswith(MARK):
        return term
    if not may_be_rewritten(term):
        return term
    return ox.Literal(term.value[len(MARK) :], datatype=term.datatype)


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
