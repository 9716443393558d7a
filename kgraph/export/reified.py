"""Claims with RDF 1.2: each names the fact that it states, and no triple is taken apart for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from kgraph.export.selection import in_order
from kgraph.export.text import to_trig
from kgraph.snapshot.write_claims import claimed
from kgraph.vocab import GRAPH, RDF, Node, Object

_PARTS: Final = (RDF.subject, RDF.predicate, RDF.object)


def reified(quads: Iterable[Quad]) -> list[Quad]:
    """The quads with each claim of graph:claims as a reifier of the fact that it states.

    `rdf:reifies` and a triple term stand for `rdf:subject`, `rdf:predicate` and `rdf:object`
    (RDF 1.2 Concepts, section 1.5). What the named graphs of sources hold is as the files have it.
    """
    kept: list[Quad] = []
    parts: dict[Node, dict[NamedNode, list[Object]]] = defaultdict(dict)
    for quad in quads:
        if quad.graph_name == GRAPH.claims and quad.predicate in _PARTS:
            parts[quad.subject].setdefault(quad.predicate, []).append(quad.object)
        else:
            kept.append(quad)
    kept += (Quad(node, RDF.reifies, claimed(said), GRAPH.claims) for node, said in parts.items())
    return in_order(kept)


def taken_apart(quads: Iterable[Quad]) -> list[Quad]:
    """What `reified` was given, for readers that know RDF 1.1 alone."""
    found: list[Quad] = []
    for quad in quads:
        if quad.predicate == RDF.reifies and isinstance(quad.object, Triple):
            found += (
                Quad(quad.subject, name, part, quad.graph_name)
                for name, part in zip(_PARTS, quad.object, strict=True)
            )
        else:
            found.append(quad)
    return in_order(found)


def to_trig12(quads: Iterable[Quad]) -> bytes:
    """TriG of RDF 1.2."""
    return to_trig(reified(quads))
