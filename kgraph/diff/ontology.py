"""The ontology of one version, read so that two versions can be held against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from kgraph.diff.facts import entities
from kgraph.names import BASE, compact, is_part
from kgraph.vocab import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Node, Object, as_term

KINDS: Final = tuple(
    NamedNode(iri)
    for iri in (
        OWL.Class.value,
        OWL.ObjectProperty.value,
        OWL.DatatypeProperty.value,
        OWL.AnnotationProperty.value,
        SKOS.Concept.value,
        SKOS.ConceptScheme.value,
    )
)
_PAIRWISE: Final = (OWL.disjointWith, OWL.propertyDisjointWith)
# The part of the hierarchy of XML Schema datatypes that a range can widen along.
_WIDER_DATATYPE: Final = (
    (XSD.nonNegativeInteger.value, XSD.integer.value),
    (XSD.positiveInteger.value, XSD.nonNegativeInteger.value),
    (XSD.int.value, XSD.integer.value),
    (XSD.integer.value, XSD.decimal.value),
)
TOP: Final = frozenset({OWL.Thing.value, RDFS.Resource.value, RDFS.Literal.value})


class Schema:
    """What the modules and concept schemes of one version say, and which things exist in it."""

    def __init__(self, store: Store) -> None:
        self.about: dict[Node, dict[NamedNode, set[Object]]] = defaultdict(lambda: defaultdict(set))
        for graph in store.named_graphs():
            if isinstance(graph, NamedNode) and (
                is_part(graph.value, "module") or is_part(graph.value, "scheme")
            ):
                for quad in store.quads_for_pattern(None, None, None, graph):
                    self.about[quad.subject][quad.predicate].add(quad.object)
        self.terms = frozenset(node for node in self.about if isinstance(node, NamedNode))
        self.things = entities(store)
        yes = Literal("true", datatype=XSD.boolean)
        marked = store.quads_for_pattern(None, OWL.deprecated, yes, DefaultGraph())
        self.deprecated = frozenset(quad.subject for quad in marked)
        self.replaced: dict[Object, set[Object]] = defaultdict(set)
        for quad in store.quads_for_pattern(None, DCTERMS.isReplacedBy, None, DefaultGraph()):
            self.replaced[quad.subject].add(quad.object)
        self.wider = self._wider()
        self.disjoint = self._disjoint()

    def values(self, term: Node, predicate: NamedNode) -> set[Object]:
        """What the ontology says of a term under one property."""
        return self.about[term][predicate] if term in self.about else set()

    def kinds(self, term: Node) -> frozenset[Object]:
        """Whether a term is a class, which sort of property, or a concept."""
        return frozenset(self.values(term, RDF.type) & set(KINDS))

    def in_use(self, node: Object) -> bool:
        """Whether an IRI stands for a term or thing that is not deprecated.

        A name from outside (a datatype of XML Schema, a term of SKOS) is not ours to give up.
        """
        if not str_of(node).startswith(BASE):
            return isinstance(node, NamedNode)
        return node in self.terms | self.things and node not in self.deprecated

    def replacements(self, node: Object) -> tuple[str, ...]:
        """What replaces a term or thing and is in use."""
        found = self.replaced.get(node, ())
        return tuple(sorted(as_term(new).value for new in found if self.in_use(new)))

    def is_within(self, term: Object, wider: Object) -> bool:
        """Whether a class, property or datatype is another one or lies within it."""
        return term == wider or str_of(wider) in TOP or wider in self.wider.get(term, ())

    def excludes(self, term: Object, other: Object) -> bool:
        """Whether two terms, or any that they lie within, have nothing in common."""
        return any(
            (self.is_within(term, one) and self.is_within(other, two))
            or (self.is_within(term, two) and self.is_within(other, one))
            for one, two in (tuple(pair) for pair in self.disjoint if len(pair) == 2)
        )

    def operands(self, node: Object) -> set[Object]:
        """The classes whose union an expression is; a class is the union of itself."""
        unions = self.values(node, OWL.unionOf) if isinstance(node, BlankNode) else ()
        return {member for head in unions for member in self.members(head)} or {node}

    def members(self, head: Object) -> list[Object]:
        """The members of an RDF list."""
        found: list[Object] = []
        seen: set[Object] = set()
        while isinstance(head, Node) and head != RDF.nil and head not in seen:
            seen.add(head)
            found += self.values(head, RDF.first)
            head = next(iter(self.values(head, RDF.rest)), RDF.nil)
        return found

    def text(self, term: Object, above: frozenset[Object] = frozenset()) -> str:
        """A term in Turtle with short names; a blank node with all that it stands for."""
        if not isinstance(term, BlankNode):
            return compact(term.value) if isinstance(term, NamedNode) else str(term)
        if term in above:
            return "[…]"
        inside = above | {term}
        if self.values(term, RDF.first):
            return f"( {' '.join(self.text(m, inside) for m in self.members(term))} )"
        parts = sorted(
            f"{compact(predicate.value)} {self.text(value, inside)}"
            for predicate, values in self.about.get(term, {}).items()
            for value in values
        )
        return f"[ {' ; '.join(parts)} ]"

    def loose_axioms(self) -> dict[str, Node]:
        """The axioms that are about no single term, by their text."""
        used = {
            value for pairs in self.about.values() for values in pairs.values() for value in values
        }
        return {
            self.text(node): node
            for node in self.about
            if isinstance(node, BlankNode) and node not in used
        }

    def _wider(self) -> dict[Object, set[Object]]:
        """Everything that a class, property or datatype lies within."""
        direct: dict[Object, set[Object]] = defaultdict(set)
        for narrow, wide in _WIDER_DATATYPE:
            direct[NamedNode(narrow)].add(NamedNode(wide))
        for node, pairs in self.about.items():
            for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
                direct[node] |= pairs.get(predicate, set())
            for predicate in (OWL.equivalentClass, OWL.equivalentProperty):
                for other in pairs.get(predicate, ()):
                    direct[node].add(other)
                    direct[other].add(node)
            for head in pairs.get(OWL.intersectionOf, ()):
                direct[node] |= set(self.members(head))
        return {node: _reached(node, direct) for node in direct}

    def _disjoint(self) -> frozenset[frozenset[Object]]:
        """The pairs of classes or properties that are stated to have nothing in common."""
        pairs = set()
        for node, values in self.about.items():
            for predicate in _PAIRWISE:
                pairs |= {frozenset((node, other)) for other in values.get(predicate, ())}
            for head in values.get(OWL.members, ()):
                pairs |= {frozenset(pair) for pair in combinations(self.members(head), 2)}
        return frozenset(pairs)


def str_of(term: Object) -> str:
    """The IRI of a term, or its text."""
    return term.value if isinstance(term, NamedNode) else str(term)


def _reached(start: Object, direct: dict[Object, set[Object]]) -> set[Object]:
    found: set[Object] = set()
    pending = list(direct.get(start, ()))
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += direct.get(node, ())
    return found


def texts(schema: Schema, values: Iterable[Object]) -> frozenset[str]:
    """The values in Turtle with short names."""
    return frozenset(map(schema.text, values))
