"""Terms of pyoxigraph as terms of rdflib, and back."""

from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Triple

from kgraph.rdflib_terms import from_rdflib, to_rdflib
from kgraph.vocab import RDF, XSD

TERMS = (
    RDF.type,
    BlankNode("b0"),
    Literal("a"),
    Literal("a", language="ja"),
    Literal("01", datatype=XSD.integer),
    Literal("1.50", datatype=XSD.decimal),
    Literal("1", datatype=XSD.boolean),
    Literal("2023-12-25T00:00:00+00:00", datatype=XSD.dateTime),
    Literal("no number", datatype=XSD.integer),
    Literal("x", datatype=NamedNode("https://example.org/kind")),
)


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_comes_back_as_it_was(term: object) -> None:
    assert from_rdflib(to_rdflib(term)) == term


def test_rdflib_holds_the_spelling() -> None:
    assert str(to_rdflib(Literal("01", datatype=XSD.integer))) == "01"
    assert to_rdflib(Literal("a")) == rdflib.Literal("a")
    assert to_rdflib(BlankNode("b0")) == rdflib.BNode("b0")


@pytest.mark.parametrize(
    "term",
    [
        Triple(RDF.type, RDF.type, RDF.type),
        Literal("a", language="en", direction=BaseDirection.LTR),
    ],
    ids=["triple", "direction"],
)
def test_what_rdflib_cannot_hold_is_refused(term: object) -> None:
    with pytest.raises(ValueError, match="rdflib cannot hold"):
        to_rdflib(term)


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(ValueError, match="no term of RDF"):
        from_rdflib(rdflib.Variable("x"))
