"""The reference reasoner: owlrl on rdflib graphs, restricted to the rules compiled here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kgraph.vocab import OWL, RDF, RDFS, XSD, Object

_REFLEXIVE: Final = frozenset(
    {OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
)
_EXPRESSION: Final = frozenset(
    {
        OWL.onProperty,
        OWL.intersectionOf,
        OWL.unionOf,
        OWL.inverseOf,
        OWL.members,
        RDF.first,
        RDF.rest,
    }
)
_VOCABULARY: Final = (RDF.BASE, RDFS.BASE, OWL.BASE, XSD.BASE)
_BEGIN: Final = frozenset(
    (
        *(RDFS.subClassOf.value, RDFS.subPropertyOf.value, RDFS.domain.value, RDFS.range.value),
        *(OWL.BASE + name for name in ("sameAs", "equivalentClass", "equivalentProperty")),
        *(OWL.BASE + name for name in ("inverseOf", "propertyChainAxiom", "hasKey", "oneOf")),
        *(OWL.BASE + name for name in ("intersectionOf", "unionOf", "hasValue")),
        *(OWL.BASE + name for name in ("someValuesFrom", "allValuesFrom")),
        *(OWL.BASE + name for name in ("maxCardinality", "maxQualifiedCardinality")),
    )
)
"""The properties with which rules of owlrl begin that conclude more than an error message."""
_BEGIN_TYPED: Final = frozenset(
    (
        RDF.BASE + "Property",
        *(OWL.BASE + name for name in ("Class", "ObjectProperty", "DatatypeProperty")),
        *(OWL.BASE + name for name in ("FunctionalProperty", "InverseFunctionalProperty")),
        *(OWL.BASE + name for name in ("SymmetricProperty", "TransitiveProperty")),
    )
)
"""The classes with which they begin as the type of something."""
_ERROR: Final = NamedNode("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")
_ERROR_TEXT: Final = NamedNode("http://www.daml.org/2002/03/agents/agent-ont#error")


def expressions(triples: Iterable[Triple]) -> frozenset[BlankNode]:
    """The blank nodes that stand for class and property expressions and their lists."""
    return frozenset(
        triple.subject
        for triple in triples
        if isinstance(triple.subject, BlankNode) and triple.predicate in _EXPRESSION
    )


def covered(triple: Triple, anonymous: frozenset[BlankNode]) -> bool:
    """The restriction: whether a triple that owlrl infers is one that our rules are to infer.

    Left out are: what it says of anonymous expressions (`anonymous`); reflexive sameAs,
    subClassOf, subPropertyOf, equivalentClass and equivalentProperty (eq-ref, scm-cls, scm-op,
    scm-dp); owl:Thing as a type or superclass and owl:Nothing as a subclass; the axioms of the
    vocabulary itself (prp-ap, dt-type1, dt-diff); and its error messages. Rules that make a literal
    a subject, or a domain or range a conclusion, are not run at all, see `owlrl_closure`.
    """
    subject, predicate, thing = triple.subject, triple.predicate, triple.object
    if subject in anonymous or thing in anonymous:
        return False
    if predicate in _REFLEXIVE and subject == thing:
        return False
    if predicate == _ERROR_TEXT:
        return False
    if predicate in (RDF.type, RDFS.subClassOf) and thing in (OWL.Thing, _ERROR):
        return False
    if predicate == RDFS.subClassOf and subject == OWL.Nothing:
        return False
    if isinstance(subject, NamedNode) and subject.value.startswith(_VOCABULARY):
        if predicate == RDF.type and thing in (RDFS.Datatype, OWL.AnnotationProperty):
            return False
        if predicate == OWL.disjointWith or subject in (OWL.Thing, OWL.Nothing):
            return False
    return True


def owlrl_closure(triples: Iterable[Triple | Quad], *, ranges: bool = False) -> set[Triple]:
    """What owlrl infers from triples, without those triples, as far as our rules cover it.

    owlrl is told of domains and ranges, which are constraints here, only with `ranges`, and not of
    what a datatype is made of. And it may not make a literal a subject: it would otherwise go on
    from such a triple to facts about things, which no RDF graph can hold the ground of. What
    nothing follows from is spared, which takes nine tenths of the time: that a term is the same as
    itself, or wider (of which each rule makes the very triple it took), rules for triples with
    which no rule begins, and those that only find errors, of which the result holds none.
    """
    import rdflib
    import rdflib.term
    from owlrl.OWLRL import OWLRL_Semantics

    from kgraph.rdflib_terms import to_rdflib

    same_as, typed = rdflib.OWL.sameAs, RDF.type.value
    same = {predicate.value for predicate in _REFLEXIVE}

    class Restricted(OWLRL_Semantics):
        def store_triple(self, t: tuple[Any, Any, Any]) -> None:
            subject, predicate, thing = t
            known = subject == thing and predicate == same_as
            if not known and not isinstance(subject, rdflib.Literal):
                super().store_triple(t)

        def rules(self, t: tuple[Any, Any, Any], cycle_num: int) -> None:
            subject, predicate, thing = t
            name = str(predicate)
            begins = str(thing) in _BEGIN_TYPED if name == typed else name in _BEGIN
            if begins and not (subject == thing and name in same):
                super().rules(t, cycle_num)

    asserted = {Triple(t.subject, t.predicate, t.object) for t in triples}
    back: dict[Any, Any] = {}

    @cache  # a few terms stand in most triples
    def there(term: Object) -> rdflib.term.Node:
        found = to_rdflib(term)
        back[found] = term
        return found

    graph = rdflib.Graph(store="SimpleMemory")  # there is one graph
    kinds = (t for t in asserted if t.predicate == RDF.type)
    datatypes = {t.subject for t in kinds if t.object == RDFS.Datatype}
    for triple in asserted:
        is_range = triple.predicate in (RDFS.domain, RDFS.range)
        is_made_of = triple.predicate == OWL.equivalentClass and triple.subject in datatypes
        if (ranges or not is_range) and not is_made_of:
            graph.add((there(triple.subject), there(triple.predicate), there(triple.object)))
    Restricted(graph, axioms=False, daxioms=False).closure()
    anonymous = expressions(asserted)
    inferred: set[Triple] = set()
    for terms in graph:
        subject, predicate, thing = (
            back.get(term) or (NamedNode(term) if isinstance(term, rdflib.URIRef) else None)
            for term in terms
        )
        if subject is None or predicate is None or thing is None:
            continue  # a term of owlrl's own: an error message
        if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
            continue
        triple = Triple(subject, predicate, thing)
        if triple not in asserted and covered(triple, anonymous):
            inferred.add(triple)
    return inferred
