"""What OWL tools want declared: of which kind the outside terms are that a file uses.

Undeclared, a property counts as an annotation and a class as unknown, and nothing follows from
either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.names import BASE, OWL, RDF, RDFS, SKOS, XSD

TYPE: Final = NamedNode(RDF + "type")
SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
DOMAIN: Final = NamedNode(RDFS + "domain")
RANGE: Final = NamedNode(RDFS + "range")
CLASS: Final = NamedNode(OWL + "Class")
OBJECT_PROPERTY: Final = NamedNode(OWL + "ObjectProperty")
DATATYPE_PROPERTY: Final = NamedNode(OWL + "DatatypeProperty")
ANNOTATION_PROPERTY: Final = NamedNode(OWL + "AnnotationProperty")
INDIVIDUAL: Final = NamedNode(OWL + "NamedIndividual")
_BUILT_IN: Final = (RDF, RDFS, OWL, XSD)
_CLASS_POSITIONS: Final = frozenset((TYPE, SUBCLASS, DOMAIN, RANGE))
# What SKOS itself declares otherwise than as an annotation.
_SKOS: Final = MappingProxyType(
    {
        SKOS + "notation": DATATYPE_PROPERTY,
        **{
            SKOS + name: OBJECT_PROPERTY
            for name in (
                *("inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related"),
                *("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"),
            )
        },
    }
)


def in_data(triples: Iterable[Triple]) -> set[Triple]:
    """The kinds of the outside terms in data, as the data use them.

    What things are is a class; what links two of them an object property; what gives a value a
    datatype property; any other outside name an individual.
    """
    found: set[Triple] = set()
    for triple in triples:
        predicate, value = triple.predicate, triple.object
        if predicate == TYPE:
            found.update(_of(value, CLASS))
            continue
        found.update(
            _of(predicate, DATATYPE_PROPERTY if isinstance(value, Literal) else OBJECT_PROPERTY)
        )
        found.update(_of(value, INDIVIDUAL))
    return found


def in_ontology(triples: Iterable[Triple]) -> set[Triple]:
    """The kinds of the outside terms in an ontology: classes, and properties that annotate."""
    found: set[Triple] = set()
    for triple in triples:
        found.update(_of(triple.predicate, _SKOS.get(triple.predicate.value, ANNOTATION_PROPERTY)))
        if triple.predicate in _CLASS_POSITIONS:
            found.update(_of(triple.object, CLASS))
    return found


def _of(term: object, kind: NamedNode) -> Iterator[Triple]:
    """The declaration, where the term is an outside one."""
    if isinstance(term, NamedNode) and not term.value.startswith((BASE, *_BUILT_IN)):
        yield Triple(term, TYPE, kind)
