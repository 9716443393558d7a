"""Exports read back, by the engine and by rdflib."""

from __future__ import annotations

from collections.abc import Iterable
from unittest.mock import patch

import rdflib
from helpers.terms import jpst
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kgraph.vocab import OWL, RDF, RDFS, XSD

READERS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}

ONTOLOGY = [
    Quad(jpst(name), NamedNode(predicate), NamedNode(value), DefaultGraph())
    for name, range_ in (
        ("refers", None),
        ("day", XSD.date.value),
        ("words", RDF.langString.value),
        ("count", XSD.integer.value),
        ("flag", XSD.boolean.value),
        ("title", XSD.date.value),
    )
    for predicate, value in (
        (RDF.type.value, OWL.BASE + ("DatatypeProperty" if range_ else "ObjectProperty")),
        *([(RDFS.range.value, range_)] if range_ else []),
    )
]


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """The quads with labels of blank nodes that depend on the graph alone."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def read_back(content: bytes, format: str) -> list[Quad]:
    """What the engine reads."""
    return list(parse(content, format=READERS[format]))


def with_rdflib(content: bytes, format: str) -> list[Quad]:
    """What rdflib reads, literals as they are spelled."""
    dataset = rdflib.Dataset()
    names = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    with patch.object(rdflib, "NORMALIZE_LITERALS", False):
        dataset.parse(data=content, format=names.get(format, format))
    return list(parse(dataset.serialize(format="nquads"), format=RdfFormat.N_QUADS))
