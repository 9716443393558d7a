"""Which quads of a snapshot go into an export, in the one order that every format keeps."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
)

from kgraph.snapshot.graphs import is_bridge, is_standing
from kgraph.turtle.blank_nodes import canonical_quads
from kgraph.vocab import GRAPH, RDF, GraphName, Node, Object

DEFAULT: Final = DefaultGraph()

SortKey = tuple[int, str, str, str]


def select(
    store: Store, *, inferred: bool = True, provenance: bool = True, links: bool = False
) -> list[Quad]:
    """The sorted quads of an export.

    The default graph is the state of the day. `provenance` adds the named graphs: who says what,
    claims and labels, and how each fact stands. Without `inferred`, what only a rule says is left
    out of every graph; what a source says as well stays. The links to outside ontologies are left
    out, since merged with ours they change what follows; `links` adds the graph that holds them
    all. Blank nodes get labels that depend on nothing but the selected quads.
    """
    return in_order(
        [*_selected(store, inferred, provenance), *(link_quads(store) if links else ())]
    )


def link_quads(store: Store) -> list[Quad]:
    """The links to outside ontologies, sorted."""
    return in_order(store.quads_for_pattern(None, None, None, GRAPH.links))


def _selected(store: Store, inferred: bool, provenance: bool = True) -> list[Quad]:
    quads = [quad for quad in store if not is_bridge(quad.graph_name)]
    if not inferred:
        asserted = {
            quad.triple
            for quad in quads
            if quad.graph_name not in (DEFAULT, GRAPH.inferred) and not is_standing(quad.graph_name)
        }
        quads = [
            quad for quad in quads if quad.graph_name != GRAPH.inferred and quad.triple in asserted
        ]
    if not provenance:
        quads = [quad for quad in quads if quad.graph_name == DEFAULT]
    return canonical_quads(quads)


def in_one_graph(
    store: Store, *, inferred: bool = True, provenance: bool = True, links: bool = False
) -> list[Quad]:
    """The sorted triples of an export without graph names: state, with `provenance` also claims and
    labels, with `links` also those, as one set."""
    kept = (DEFAULT, GRAPH.claims, GRAPH.labels) if provenance else (DEFAULT,)
    if inferred:
        names = (*kept, GRAPH.links) if links else kept
        found = chain.from_iterable(store.quads_for_pattern(None, None, None, n) for n in names)
        return in_order(canonical_quads(Quad(*quad.triple) for quad in found))
    # What is only inferred shows by the graphs that state the rest.
    quads = [q for q in _selected(store, inferred, provenance) if q.graph_name in kept]
    return in_order({Quad(*q.triple) for q in (*quads, *(link_quads(store) if links else ()))})


def in_order(quads: Iterable[Quad], first: Node | None = None) -> list[Quad]:
    """Sorted by graph (the default graph first), subject, predicate (types first) and object.

    What is said of the node `first` stands before all else of its graph.
    """
    # Few terms stand in many quads: each is asked for its key once.
    graphs, things, predicates = cache(_graph_key), cache(term_key), cache(_predicate_key)
    return sorted(
        quads,
        key=lambda quad: (
            graphs(quad.graph_name),
            quad.subject != first,
            things(quad.subject),
            predicates(quad.predicate),
            things(quad.object),
        ),
    )


def _graph_key(graph: GraphName) -> SortKey:
    return (-1, "", "", "") if isinstance(graph, DefaultGraph) else term_key(graph)


def _predicate_key(predicate: NamedNode) -> tuple[bool, str]:
    return predicate != RDF.type, predicate.value


def term_key(term: Object) -> SortKey:
    """IRIs, then blank nodes, then literals by text, language and datatype."""
    if isinstance(term, NamedNode):
        return 0, term.value, "", ""
    if isinstance(term, BlankNode):
        return 1, term.value, "", ""
    if isinstance(term, Literal):
        return 2, term.value, term.language or "", term.datatype.value
    return 3, str(term), "", ""
