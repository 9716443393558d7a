"""The part of a graph that OWL axioms are made of, read by vocabulary and indexed.

Which terms of OWL the project compiles, which carry no entailment, and which are refused, is said
here once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kgraph.names import compact
from kgraph.problems import Problem
from kgraph.vocab import GRAPH, OWL, RDF, RDFS, XSD, Object

INFERRED: Final = GRAPH.inferred.value
"""The graph that inferred triples go into."""


TRIVIAL: Final = frozenset({OWL.Thing, RDFS.Resource})
"""Classes that everything belongs to: to conclude them says nothing."""

AXIOM_PREDICATES: Final = (
    RDFS.subClassOf,
    OWL.equivalentClass,
    RDFS.subPropertyOf,
    OWL.equivalentProperty,
    RDFS.domain,
    RDFS.range,
    OWL.inverseOf,
    OWL.propertyChainAxiom,
    OWL.disjointWith,
    OWL.onProperty,
    OWL.hasValue,
    OWL.someValuesFrom,
    OWL.intersectionOf,
    OWL.unionOf,
    OWL.members,
    RDF.first,
    RDF.rest,
)
AXIOM_TYPES: Final = (
    OWL.SymmetricProperty,
    OWL.TransitiveProperty,
    OWL.AllDisjointClasses,
    RDFS.Datatype,
)

_MERGES = (
    "it makes two names the same thing, and the graph then says of each what holds of the other"
)
_NOT_COMPILED = "this construct has no rule here"
_SHAPE = "say it as a SHACL shape, or leave it out"
_UNCOMPILED = (
    "allValuesFrom",
    "complementOf",
    "datatypeComplementOf",
    "oneOf",
    "hasSelf",
    "cardinality",
    "minCardinality",
    "maxCardinality",
    "qualifiedCardinality",
    "minQualifiedCardinality",
    "maxQualifiedCardinality",
    "onClass",
    "onDataRange",
    "onDatatype",
    "onProperties",
    "withRestrictions",
    "disjointUnionOf",
    "propertyDisjointWith",
    "differentFrom",
    "distinctMembers",
    "sourceIndividual",
    "assertionProperty",
    "targetIndividual",
    "targetValue",
    "bottomDataProperty",
    "bottomObjectProperty",
    "topDataProperty",
    "topObjectProperty",
    "AllDifferent",
    "AllDisjointProperties",
    "AsymmetricProperty",
    "DataRange",
    "IrreflexiveProperty",
    "NegativePropertyAssertion",
    "ReflexiveProperty",
    "Nothing",
)
REFUSED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "FunctionalProperty": (
            _MERGES,
            "type the property jpst:SingleValuedProperty, which reports differing values",
        ),
        "InverseFunctionalProperty": (_MERGES, "check the identifier with a SHACL shape"),
        "sameAs": (_MERGES, "use skos:exactMatch or jpst:possiblySameAs"),
        "hasKey": (_MERGES, "check the identifier with a SHACL shape"),
    }
    | dict.fromkeys(_UNCOMPILED, (_NOT_COMPILED, _SHAPE))
)
"""Local names of OWL terms that are never compiled → why, and what to write in their place."""
_REFUSED_TERMS: Final = tuple(NamedNode(OWL.BASE + name) for name in REFUSED)

SILENT: Final = frozenset(
    {
        "annotatedProperty",
        "annotatedSource",
        "annotatedTarget",
        "backwardCompatibleWith",
        "deprecated",
        "imports",
        "incompatibleWith",
        "priorVersion",
        "versionIRI",
        "versionInfo",
        "Annotation",
        "AnnotationProperty",
        "Axiom",
        "Class",
        "DatatypeProperty",
        "DeprecatedClass",
        "DeprecatedProperty",
        "NamedIndividual",
        "ObjectProperty",
        "Ontology",
        "OntologyProperty",
        "Restriction",
        "Thing",
    }
)
"""Local names of OWL terms that entail nothing about the data: declarations and annotations."""

_DATATYPES = frozenset(
    NamedNode(iri)
    for iri in (
        RDFS.Literal.value,
        RDF.langString.value,
        RDF.dirLangString.value,
        RDF.PlainLiteral.value,
        RDF.XMLLiteral.value,
        RDF.HTML.value,
        RDF.JSON.value,
    )
)

_NOT_CONCLUDED = frozenset(
    {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDF.first, RDF.rest}
)
# Typing a thing with one of these would be an axiom about it.
_AXIOM_CLASSES = frozenset(
    {OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.AllDisjointClasses, RDFS.Datatype}
)


def concludes_axiom(predicate: object, thing: object) -> bool:
    """Whether a rule with this predicate and object in its head would add to the schema."""
    if not isinstance(predicate, NamedNode):
        return True
    if predicate == RDF.type:
        return (
            not isinstance(thing, NamedNode)
            or thing in _AXIOM_CLASSES
            or thing.value.removeprefix(OWL.BASE) in REFUSED
        )
    return predicate in _NOT_CONCLUDED or predicate.value.startswith(OWL.BASE)


class Uncompilable(Exception):
    """An axiom has no rule: `why`, and the `fix` its author can make."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(f"{why}; {fix}")
        self.why = why
        self.fix = fix


class Schema:
    """The axioms of a graph: its triples of RDFS, OWL and RDF-list vocabulary, indexed.

    `unknown` holds the triples that use a term of the OWL namespace which OWL does not have.
    """

    def __init__(self, triples: Iterable[Triple], unknown: Iterable[Triple] = ()) -> None:
        self.triples: frozenset[Triple] = frozenset(triples)
        self.unknown: tuple[Triple, ...] = tuple(sorted(unknown, key=str))
        self._objects: dict[tuple[Object, NamedNode], list[Object]] = defaultdict(list)
        self._pairs: dict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in sorted(self.triples, key=str):
            self._objects[triple.subject, triple.predicate].append(triple.object)
            self._pairs[triple.predicate].append(triple)

    def objects(self, subject: Object, predicate: NamedNode) -> list[Object]:
        """The objects of `subject predicate ?o`, in a fixed order."""
        return self._objects.get((subject, predicate), [])

    def axioms(self, predicate: NamedNode) -> list[Triple]:
        """The triples with a predicate, in a fixed order."""
        return self._pairs.get(predicate, [])

    def instances(self, kind: NamedNode) -> list[Triple]:
        """The triples `?s rdf:type kind`, in a fixed order."""
        return [triple for triple in self.axioms(RDF.type) if triple.object == kind]

    def items(self, head: Object) -> tuple[Object, ...]:
        """The members of an RDF list. Raises Uncompilable where the list is broken or empty."""
        found: list[Object] = []
        seen: set[Object] = set()
        node = head
        while node != RDF.nil:
            first, rest = self.objects(node, RDF.first), self.objects(node, RDF.rest)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise Uncompilable("its list is broken", "write it as ( a b … )")
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        if not found:
            raise Uncompilable("its list is empty", "name at least one member")
        return tuple(found)

    def is_datatype(self, node: Object) -> bool:
        """Whether a node names a datatype, so that its members are literals."""
        if not isinstance(node, NamedNode):
            return False
        return (
            node.value.startswith(XSD.BASE)
            or node in _DATATYPES
            or Triple(node, RDF.type, RDFS.Datatype) in self.triples
        )


def _owl_term(node: Object) -> str | None:
    if isinstance(node, NamedNode) and node.value.startswith(OWL.BASE):
        return node.value[len(OWL.BASE) :]
    return None


def _by_vocabulary(store: Store, inferred: str) -> Iterator[Triple]:
    """The axioms asserted in the default graph: in a finished graph, not what follows from them."""
    graph = NamedNode(inferred)
    for triple in _default_axioms(store):
        if Quad(triple.subject, triple.predicate, triple.object, graph) not in store:
            yield triple


def _default_axioms(store: Store) -> Iterator[Triple]:
    default = DefaultGraph()
    for predicate in (*AXIOM_PREDICATES, *_REFUSED_TERMS):
        for quad in store.quads_for_pattern(None, predicate, None, default):
            yield quad.triple
    for kind in (*AXIOM_TYPES, *_REFUSED_TERMS):
        for quad in store.quads_for_pattern(None, RDF.type, kind, default):
            yield quad.triple


def read_schema(source: Store | Iterable[Triple | Quad], inferred: str = INFERRED) -> Schema:
    """The axioms in a store's default graph, or among triples (or quads: their graph is ignored).

    A store is read by vocabulary, so its size does not matter; triples that its graph `inferred`
    holds are passed over. Triples are read one by one, and there a misspelled OWL term is noticed
    too.
    """
    if isinstance(source, Store):
        return Schema(_by_vocabulary(source, inferred))
    # Through a store, so that literals have the spelling that the store gives them.
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in source)
    known = (
        {p.value for p in AXIOM_PREDICATES}
        | {t.value for t in AXIOM_TYPES}
        | {OWL.BASE + name for name in (*REFUSED, *SILENT)}
    )
    unknown = [
        quad.triple
        for quad in store
        for term in (quad.predicate, quad.object if quad.predicate == RDF.type else None)
        if isinstance(term, NamedNode)
        and term.value.startswith(OWL.BASE)
        and term.value not in known
    ]
    return Schema(_by_vocabulary(store, inferred), unknown)


def show(term: Object) -> str:
    """A term for a message: a short name, `[…]` for a blank node, or the literal."""
    if isinstance(term, NamedNode):
        return compact(term.value)
    return "[…]" if isinstance(term, BlankNode) else str(term)


def complaint(axiom: Triple, why: str, fix: str) -> Problem:
    """The problem that names an axiom which cannot be compiled."""
    text = " ".join(show(term) for term in (axiom.subject, axiom.predicate, axiom.object))
    return Problem(what=f"axiom “{text}” cannot be compiled", why=why, fix=fix)


def refused(schema: Schema) -> list[Problem]:
    """A problem for every axiom made of a construct that is never compiled."""
    problems = [
        complaint(triple, "OWL has no such term", "correct its spelling")
        for triple in schema.unknown
    ]
    for triple in sorted(schema.triples, key=str):
        for term in (triple.predicate, triple.object if triple.predicate == RDF.type else None):
            reason = REFUSED.get(_owl_term(term) or "") if term is not None else None
            if reason is not None:
                problems.append(complaint(triple, *reason))
    return problems
