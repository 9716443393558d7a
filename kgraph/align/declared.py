"""What OWL tools want declared: of which kind the outside terms are that a file uses.

Undeclared, a property counts as an annotation and a class as unknown, and nothing follows from
either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.names import BASE
from kgraph.vocab import OWL, RDF, RDFS, SKOS, XSD

_BUILT_IN: Final = (RDF.BASE, RDFS.BASE, OWL.BASE, XSD.BASE)
_CLASS_POSITIONS: Final = frozenset((RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range))
# What SKOS itself declares otherwise than as an annotation.
_SKOS: Final = MappingProxyType(
    {
        SKOS.notation.value: OWL.DatatypeProperty,
        **{
            SKOS.BASE + name: OWL.ObjectProperty
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
        if predicate == RDF.type:
            found.update(_of(value, OWL.Class))
            continue
        found.update(
            _of(
                predicate,
                OWL.DatatypeProperty if isinstance(value, Literal) else OWL.ObjectProperty,
            )
        )
        found.update(_of(value, OWL.NamedIndividual))
    return found


def in_ontology(triples: Iterable[Triple]) -> set[Triple]:
    """The kinds of the outside terms in an ontology: classes, and properties that annotate."""
    found: set[Triple] = set()
    for triple in triples:
        found.update(
            _of(triple.predicate, _SKOS.get(triple.predicate.value, OWL.AnnotationProperty))
        )
        if triple.predicate in _CLASS_POSITIONS:
            found.update(_of(triple.object, OWL.Class))
    return found


def _of(term: object, kind: NamedNode) -> Iterator[Triple]:
    """The declaration, where the term is an outside one."""
    if isinstance(term, NamedNode) and not term.value.startswith((BASE, *_BUILT_IN)):
        yield Triple(term, RDF.type, kind)
