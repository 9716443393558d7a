"""Terms of pyoxigraph as terms of rdflib, and back: literals spelled the same, blank nodes named
the same.

oxrdflib has such a conversion, in a private module; but it lets rdflib write literals anew (`01` as
`1`), drops the direction of a text, and makes a tuple of a triple.

rdflib takes long to load: import this module where it is used, not at the head of a module that
every command loads.
"""

from __future__ import annotations

from typing import overload

import pyoxigraph as ox
import rdflib
from rdflib.term import IdentifiedNode, Node

from kgraph.vocab import XSD, Object, Term
from kgraph.vocab import Node as OxNode


@overload
def to_rdflib(term: ox.NamedNode) -> rdflib.URIRef: ...
@overload
def to_rdflib(term: ox.Literal) -> rdflib.Literal: ...
@overload
def to_rdflib(term: OxNode) -> IdentifiedNode: ...
@overload
def to_rdflib(term: Object) -> IdentifiedNode | rdflib.Literal: ...
def to_rdflib(term: Object) -> IdentifiedNode | rdflib.Literal:
    """The term of rdflib. ValueError for a triple and for a text with a direction."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise ValueError("rdflib cannot hold a triple used as a term")
    if term.direction is not None:
        raise ValueError("rdflib cannot hold text with a direction")
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD.string:
        return rdflib.Literal(term.value)
    datatype = rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


@overload
def from_rdflib(node: rdflib.URIRef) -> ox.NamedNode: ...
@overload
def from_rdflib(node: rdflib.Literal) -> ox.Literal: ...
@overload
def from_rdflib(node: Node) -> Term: ...
def from_rdflib(node: Node) -> Term:
    """The term of pyoxigraph. ValueError for what is no term of RDF."""
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, rdflib.Literal):
        raise ValueError(f"{node!r} is no term of RDF")
    if node.language:
        return ox.Literal(str(node), language=node.language)
    if node.datatype is None:
        return ox.Literal(str(node))
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
