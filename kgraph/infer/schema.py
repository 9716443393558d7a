"""The part of a graph that OWL axioms are made of, read by vocabulary and indexed.

Which terms of OWL the project compiles, which carry no entailment, and which are refused, is said
here once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kgraph.names import GRAPH, OWL, RDF, RDFS, XSD, compact
from kgraph.problems import Problem

Term = NamedNode | BlankNode | Literal

INFERRED: Final = GRAPH + "inferred"
"""The graph that inferred triples go into."""

TYPE: Final = NamedNode(RDF + "type")
FIRST: Final = NamedNode(RDF + "first")
REST: Final = NamedNode(RDF + "rest")
NIL: Final = NamedNode(RDF + "nil")
SUB_CLASS: Final = NamedNode(RDFS + "subClassOf")
SUB_PROPERTY: Final = NamedNode(RDFS + "subPropertyOf")
DOMAIN: Final = NamedNode(RDFS + "domain")
RANGE: Final = NamedNode(RDFS + "range")
DATATYPE: Final = NamedNode(RDFS + "Datatype")
THING: Final = NamedNode(OWL + "Thing")
NOTHING: Final = NamedNode(OWL + "Nothing")
EQUIVALENT_CLASS: Final = NamedNode(OWL + "equivalentClass")
EQUIVALENT_PROPERTY: Final = NamedNode(OWL + "equivalentProperty")
INVERSE: Final = NamedNode(OWL + "inverseOf")
CHAIN: Final = NamedNode(OWL + "propertyChainAxiom")
ON_PROPERTY: Final = NamedNode(OWL + "onProperty")
HAS_VALUE: Final = NamedNode(OWL + "hasValue")
SOME_VALUES: Final = NamedNode(OWL + "someValuesFrom")
INTERSECTION: Final = NamedNode(OWL + "intersectionOf")
UNION: Final = NamedNode(OWL + "unionOf")
DISJOINT: Final = NamedNode(OWL + "disjointWith")
ALL_DISJOINT: Final = NamedNode(OWL + "AllDisjointClasses")
MEMBERS: Final = NamedNode(OWL + "members")
SYMMETRIC: Final = NamedNode(OWL + "SymmetricProperty")
TRANSITIVE: Final = NamedNode(OWL + "TransitiveProperty")
SAME_AS: Final = NamedNode(OWL + "sameAs")

TRIVIAL: Final = frozenset({THING, NamedNode(RDFS + "Resource")})
"""Classes that everything belongs to: to conclude them says nothing."""

AXIOM_PREDICATES: Final = (
    SUB_CLASS,
    EQUIVALENT_CLASS,
    SUB_PROPERTY,
    EQUIVALENT_PROPERTY,
    DOMAIN,
    RANGE,
    INVERSE,
    CHAIN,
    DISJOINT,
    ON_PROPERTY,
    HAS_VALUE,
    SOME_VALUES,
    INTERSECTION,
    UNION,
    MEMBERS,
    FIRST,
    REST,
)
AXIOM_TYPES: Final = (SYMMETRIC, TRANSITIVE, ALL_DISJOINT, DATATYPE)

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
        RDFS + "Literal",
        RDF + "langString",
        RDF + "dirLangString",
        RDF + "PlainLiteral",
        RDF + "XMLLiteral",
        RDF + "HTML",
        RDF + "JSON",
    )
)

_NOT_CONCLUDED = frozenset({SUB_CLASS, SUB_PROPERTY, DOMAIN, RANGE, FIRST, REST})
# Typing a thing with one of these would be an axiom about it.
_AXIOM_CLASSES = frozenset({SYMMETRIC, TRANSITIVE, ALL_DISJOINT, DATATYPE})


def concludes_axiom(predicate: object, thing: object) -> bool:
    """Whether a rule with this predicate and object in its head would add to the schema."""
    if not isinstance(predicate, NamedNode):
        return True
    if predicate == TYPE:
        return (
            not isinstance(thing, NamedNode)
            or thing in _AXIOM_CLASSES
            or thing.value.removeprefix(OWL) in REFUSED
        )
    return predicate in _NOT_CONCLUDED or predicate.value.startswith(OWL)


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
        self._objects: dict[tuple[Term, NamedNode], list[Term]] = defaultdict(list)
        self._pairs: dict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in sorted(self.triples, key=str):
            self._objects[triple.subject, triple.predicate].append(triple.object)
            self._pairs[triple.predicate].append(triple)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The objects of `subject predicate ?o`, in a fixed order."""
        return self._objects.get((subject, predicate), [])

    def axioms(self, predicate: NamedNode) -> list[Triple]:
        """The triples with a predicate, in a fixed order."""
        return self._pairs.get(predicate, [])

    def instances(self, kind: NamedNode) -> list[Triple]:
        """The triples `?s rdf:type kind`, in a fixed order."""
        return [triple for triple in self.axioms(TYPE) if triple.object == kind]

    def items(self, head: Term) -> tuple[Term, ...]:
        """The members of an RDF list. Raises Uncompilable where the list is broken or empty."""
        found: list[Term] = []
        seen: set[Term] = set()
        node = head
        while node != NIL:
            first, rest = self.objects(node, FIRST), self.objects(node, REST)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise Uncompilable("its list is broken", "write it as ( a b … )")
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        if not found:
            raise Uncompilable("its list is empty", "name at least one member")
        return tuple(found)

    def is_datatype(self, node: Term) -> bool:
        """Whether a node names a datatype, so that its members are literals."""
        if not isinstance(node, NamedNode):
            return False
        return (
            node.value.startswith(XSD)
            or node in _DATATYPES
            or Triple(node, TYPE, DATATYPE) in self.triples
        )


def _owl_term(node: Term) -> str | None:
    if isinstance(node, NamedNode) and node.value.startswith(OWL):
        return node.value[len(OWL) :]
    return None


def _by_vocabulary(store: Store, inferred: str) -> Iterator[Triple]:
    """The axioms asserted in the default graph: in a finished graph, not what follows from them."""
    graph = NamedNode(inferred)
    for triple in _default_axioms(store):
        if Quad(triple.subject, triple.predicate, triple.object, graph) not in store:
            yield triple


def _default_axioms(store: Store) -> Iterator[Triple]:
    default = DefaultGraph()
    refused = [NamedNode(OWL + name) for name in REFUSED]
    for predicate in (*AXIOM_PREDICATES, *refused):
        for quad in store.quads_for_pattern(None, predicate, None, default):
            yield quad.triple
    for kind in (*AXIOM_TYPES, *refused):
        for quad in store.quads_for_pattern(None, TYPE, kind, default):
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
        | {OWL + name for name in (*REFUSED, *SILENT)}
    )
    unknown = [
        quad.triple
        for quad in store
        for term in (quad.predicate, quad.object if quad.predicate == TYPE else None)
        if term is not None and _owl_term(term) is not None and term.value not in known
    ]
    return Schema(_by_vocabulary(store, inferred), unknown)


def show(term: Term) -> str:
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
        for term in (triple.predicate, triple.object if triple.predicate == TYPE else None):
            reason = REFUSED.get(_owl_term(term) or "") if term is not None else None
            if reason is not None:
                problems.append(complaint(triple, *reason))
    return problems
