"""The canonical order: of predicates in a block, of subjects in a section, of objects in a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kgraph.vocab import DCTERMS, JPST, OWL, PROV, RDF, RDFS, SCHEMA, SH, SKOS

_FIRST: Final = (
    (RDF.BASE, "type"),
    (SKOS.BASE, "prefLabel"),
    (RDFS.BASE, "label"),
    (SKOS.BASE, "altLabel"),
    (SKOS.BASE, "hiddenLabel"),
    (SKOS.BASE, "notation"),
    (SKOS.BASE, "definition"),
    (RDFS.BASE, "comment"),
    (SKOS.BASE, "scopeNote"),
    (SKOS.BASE, "note"),
    (SKOS.BASE, "example"),
    (RDF.BASE, "subject"),
    (RDF.BASE, "predicate"),
    (RDF.BASE, "object"),
    (RDF.BASE, "first"),
    (RDF.BASE, "rest"),
    (RDFS.BASE, "subClassOf"),
    (OWL.BASE, "equivalentClass"),
    (OWL.BASE, "disjointWith"),
    (RDFS.BASE, "subPropertyOf"),
    (OWL.BASE, "equivalentProperty"),
    (OWL.BASE, "inverseOf"),
    (OWL.BASE, "propertyChainAxiom"),
    (RDFS.BASE, "domain"),
    (RDFS.BASE, "range"),
    (OWL.BASE, "onProperty"),
    (OWL.BASE, "onClass"),
    (OWL.BASE, "hasValue"),
    (OWL.BASE, "someValuesFrom"),
    (OWL.BASE, "allValuesFrom"),
    (OWL.BASE, "intersectionOf"),
    (OWL.BASE, "unionOf"),
    (OWL.BASE, "complementOf"),
    (OWL.BASE, "oneOf"),
    (OWL.BASE, "members"),
    (SKOS.BASE, "inScheme"),
    (SKOS.BASE, "topConceptOf"),
    (SKOS.BASE, "hasTopConcept"),
    (SKOS.BASE, "broader"),
    (SKOS.BASE, "narrower"),
    (SKOS.BASE, "related"),
    (DCTERMS.BASE, "title"),
    (DCTERMS.BASE, "publisher"),
    (DCTERMS.BASE, "creator"),
    (DCTERMS.BASE, "issued"),
    (SCHEMA.BASE, "url"),
    (SH.BASE, "targetClass"),
    (SH.BASE, "targetNode"),
    (SH.BASE, "targetSubjectsOf"),
    (SH.BASE, "targetObjectsOf"),
    (SH.BASE, "target"),
    (SH.BASE, "path"),
    (SH.BASE, "name"),
    (SH.BASE, "description"),
)
_LAST: Final = (
    (SH.BASE, "node"),
    (SH.BASE, "property"),
    (SH.BASE, "sparql"),
    (SH.BASE, "prefixes"),
    (SH.BASE, "select"),
    (SH.BASE, "ask"),
    (SH.BASE, "construct"),
    (SH.BASE, "severity"),
    (SH.BASE, "message"),
    (SH.BASE, "deactivated"),
    (RDFS.BASE, "seeAlso"),
    (RDFS.BASE, "isDefinedBy"),
    (OWL.BASE, "deprecated"),
    (JPST.BASE, "deprecatedSince"),
    (DCTERMS.BASE, "isReplacedBy"),
)
_MIDDLE: Final = (
    RDF.BASE,
    RDFS.BASE,
    OWL.BASE,
    SKOS.BASE,
    DCTERMS.BASE,
    SCHEMA.BASE,
    JPST.BASE,
    PROV.BASE,
    SH.BASE,
)


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
