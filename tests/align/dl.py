"""A copy of the ontology that lies inside OWL 2's vocabulary, for reasoners that want that.

OWL 2 has no xsd:date and no rdf:langString in its datatype map, lets nobody use rdf:Statement as a
class, and wants outside terms declared. The copy differs in these points and in nothing else.
"""

from __future__ import annotations

from pathlib import Path

import rdflib
from rdflib import OWL, RDF, SKOS, XSD, Literal, URIRef

from kgraph.align import merged_ontology

PLAIN = RDF.PlainLiteral
INSTEAD = {
    XSD.date: XSD.dateTime,
    RDF.langString: PLAIN,
    RDF.Statement: URIRef("urn:kgraph:Statement"),
}
OUTSIDE_CLASSES = (SKOS.Concept, SKOS.ConceptScheme, INSTEAD[RDF.Statement])
OURS = "https://w3id.org/jpst/"


def dl_copy(root: Path, extra: str = "") -> rdflib.Graph:
    """The merged ontology, with `extra` (Turtle) added, as such a copy."""
    source = rdflib.Graph()
    source.parse(data=merged_ontology(root) + extra, format="turtle")
    copy = rdflib.Graph()
    for subject, predicate, term in source:
        copy.add((_mapped(subject), predicate, _mapped(term)))
    for kind in OUTSIDE_CLASSES:
        copy.add((kind, RDF.type, OWL.Class))
    vocabulary = tuple(str(ns) for ns in (OWL, RDF, rdflib.RDFS))
    for predicate in set(copy.predicates()):
        if not str(predicate).startswith((OURS, *vocabulary)):
            copy.add((predicate, RDF.type, OWL.AnnotationProperty))
    return copy


def _mapped(term: rdflib.term.Node) -> rdflib.term.Node:
    if isinstance(term, Literal) and term.datatype == XSD.date:
        return Literal(f"{term}T00:00:00", datatype=XSD.dateTime)
    return INSTEAD.get(term, term)
