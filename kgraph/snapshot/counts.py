"""What a store holds, in numbers that a reader understands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple

from kgraph.names import JPST
from kgraph.snapshot.conflicts import OBJECT, PREDICATE, STATEMENT, TYPE
from kgraph.snapshot.graphs import ENTITIES, INFERRED, is_source, states_facts
from kgraph.snapshot.standing import Standings

TOKEN: Final = NamedNode(JPST + "SecurityToken")


def count(store: Store, standings: Standings | None = None) -> dict[str, int]:
    """Sources, entities, tokens, facts, inferred facts, triples; and, with their standings, how
    many facts have which.

    A fact is a triple that a source or an editor states. What a statement node adds (dates, notes)
    belongs to the fact it speaks of; a date of which only the month or year is known counts once.
    """
    graphs = list(store.named_graphs())
    statements = {q.subject for q in store.quads_for_pattern(None, TYPE, STATEMENT, DefaultGraph())}
    whole = {q.subject for q in store.quads_for_pattern(None, OBJECT, None, DefaultGraph())}
    stated = {
        quad.triple
        for graph in graphs
        if states_facts(graph)
        for quad in store.quads_for_pattern(None, None, None, graph)
        if quad.subject != graph and _is_fact(quad.triple, statements, whole)
    }
    counts = {
        "sources": sum(map(is_source, graphs)),
        "entities": len({q.subject for q in store.quads_for_pattern(None, TYPE, None, ENTITIES)}),
        "tokens": _size(store.quads_for_pattern(None, TYPE, TOKEN, DefaultGraph())),
        "facts": len(stated),
        "inferred": _size(store.quads_for_pattern(None, None, None, INFERRED)),
        "triples": _size(store.quads_for_pattern(None, None, None, DefaultGraph())),
    }
    if standings is not None:
        counts |= {
            "confirmed": len(stated & standings.confirmed),
            "likely": len(stated & standings.likely),
            "conflicting": len(stated & standings.conflicting),
            "conflicts": len(standings.conflicts),
        }
    return counts


def _is_fact(
    triple: Triple,
    statements: set[NamedNode | BlankNode | Triple],
    whole: set[NamedNode | BlankNode | Triple],
) -> bool:
    if triple.subject not in statements:
        return True
    return triple.predicate == PREDICATE and triple.subject not in whole


def _size(items: Iterable[object]) -> int:
    return sum(1 for _ in items)
