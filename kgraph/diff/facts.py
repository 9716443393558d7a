"""The facts of a store as sources and editors state them: each with what narrows it, as one value.

A statement node is no fact of its own: its dates, qualifiers and notes belong to the fact it speaks
of. Neither is a record, which says when and how much of the relation that leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store

from kgraph.snapshot.claims import Claim, read_claims
from kgraph.snapshot.graphs import is_entities
from kgraph.vocab import GRAPH, RDF, Node, Object

Details = tuple[tuple[str, Object], ...]


@dataclass(frozen=True)
class Said:
    """One fact with what narrows it.

    `details` are the properties (by IRI) and values of the statement that narrows the fact and of
    the record that it leads to, sorted.
    """

    subject: str
    property: str
    value: Object
    details: Details = ()

    def order(self) -> tuple[str, ...]:
        """A sort key: by subject, property and value."""
        inner = (text for name, value in self.details for text in (name, str(value)))
        return self.subject, self.property, str(self.value), *inner


def said(store: Store) -> dict[Said, tuple[str, ...]]:
    """Every fact that a source or an editor states → the graphs that do, sorted.

    What graph:entities says of things (names, kinds) is among them, and so is what the list of
    another root says; what sources say of themselves is not.
    """
    found: dict[Said, set[str]] = defaultdict(set)
    for claim in read_claims(store).claims:
        found[_of(claim)].add(claim.source.value)
    for quad in described(store):
        fact = Said(_text(quad.subject), quad.predicate.value, quad.object)
        found[fact].add(GRAPH.entities.value)
    return {fact: tuple(sorted(names)) for fact, names in found.items()}


def entities(store: Store) -> frozenset[Node]:
    """The things that the lists of all roots describe."""
    return frozenset(quad.subject for quad in described(store, predicate=RDF.type))


def described(
    store: Store, subject: Node | None = None, predicate: NamedNode | None = None
) -> Iterator[Quad]:
    """What the lists of things say, those of all roots."""
    for graph in filter(is_entities, store.named_graphs()):
        yield from store.quads_for_pattern(subject, predicate, None, graph)


def _of(claim: Claim) -> Said:
    told = sorted(
        ((name.value, value) for name, value in claim.attributes),
        key=lambda pair: (pair[0], str(pair[1])),
    )
    return Said(_text(claim.subject), claim.predicate.value, claim.object, tuple(told))


def _text(node: Object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
