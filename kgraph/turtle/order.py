"""The canonical order: of predicates in a block, of subjects in a section, of objects in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kgraph.names import DCTERMS, JPST, OWL, PROV, RDF, RDFS, SCHEMA, SH, SKOS

_FIRST: Final = (
    (RDF, "type"),
    (SKOS, "prefLabel"),
    (RDFS, "label"),
    (SKOS, "altLabel"),
    (SKOS, "hiddenLabel"),
    (SKOS, "notation"),
    (SKOS, "definition"),
    (RDFS, "comment"),
    (SKOS, "scopeNote"),
    (SKOS, "note"),
    (SKOS, "example"),
    (RDF, "subject"),
    (RDF, "predicate"),
    (RDF, "object"),
    (RDF, "first"),
    (RDF, "rest"),
    (RDFS, "subClassOf"),
    (OWL, "equivalentClass"),
    (OWL, "disjointWith"),
    (RDFS, "subPropertyOf"),
    (OWL, "equivalentProperty"),
    (OWL, "inverseOf"),
    (OWL, "propertyChainAxiom"),
    (RDFS, "domain"),
    (RDFS, "range"),
    (OWL, "onProperty"),
    (OWL, "onClass"),
    (OWL, "hasValue"),
    (OWL, "someValuesFrom"),
    (OWL, "allValuesFrom"),
    (OWL, "intersectionOf"),
    (OWL, "unionOf"),
    (OWL, "complementOf"),
    (OWL, "oneOf"),
    (OWL, "members"),
    (SKOS, "inScheme"),
    (SKOS, "topConceptOf"),
    (SKOS, "hasTopConcept"),
    (SKOS, "broader"),
    (SKOS, "narrower"),
    (SKOS, "related"),
    (DCTERMS, "title"),
    (DCTERMS, "publisher"),
    (DCTERMS, "creator"),
    (DCTERMS, "issued"),
    (SCHEMA, "url"),
    (SH, "targetClass"),
    (SH, "targetNode"),
    (SH, "targetSubjectsOf"),
    (SH, "targetObjectsOf"),
    (SH, "target"),
    (SH, "path"),
    (SH, "name"),
    (SH, "description"),
)
_LAST: Final = (
    (SH, "node"),
    (SH, "property"),
    (SH, "sparql"),
    (SH, "prefixes"),
    (SH, "select"),
    (SH, "ask"),
    (SH, "construct"),
    (SH, "severity"),
    (SH, "message"),
    (SH, "deactivated"),
    (RDFS, "seeAlso"),
    (RDFS, "isDefinedBy"),
    (OWL, "deprecated"),
    (DCTERMS, "isReplacedBy"),
)
_MIDDLE: Final = (RDF, RDFS, OWL, SKOS, DCTERMS, SCHEMA, JPST, PROV, SH)


def _table(names: tuple[tuple[str, str], ...]) -> Mapping[str, int]:
    return MappingProxyType({ns + name: rank for rank, (ns, name) in enumerate(names)})


_FIRST_RANK: Final = _table(_FIRST)
_LAST_RANK: Final = _table(_LAST)
_DIGITS: Final = re.compile(r"([0-9]+)")

NaturalKey = tuple[tuple[str | tuple[int, str], ...], str]


def natural(text: str) -> NaturalKey:
    """A sort key that puts `st-2` before `st-10`; texts that differ never have equal keys."""
    parts = _DIGITS.split(text)
    # Digits are compared by length, then as text: no conversion of numbers of any length.
    return (
        tuple(
            (len(part.lstrip("0")), part.lstrip("0")) if index % 2 else part
            for index, part in enumerate(parts)
        ),
        text,
    )


def predicate_key(iri: str) -> tuple[int, int, str]:
    """The place of a predicate in a block."""
    if iri in _FIRST_RANK:
        return 0, _FIRST_RANK[iri], iri
    if iri in _LAST_RANK:
        return 2, _LAST_RANK[iri], iri
    for rank, namespace in enumerate(_MIDDLE):
        if iri.startswith(namespace):
            return 1, rank, iri
    return 1, len(_MIDDLE), iri
