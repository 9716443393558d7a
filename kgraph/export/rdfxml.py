"""Sorted quads → RDF/XML 1.1, in the plain form that every reader takes alike.

The engine's own writer takes any class for the name of an element, so a class whose IRI does not
end in a name makes a document that is no XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kgraph.export.errors import ExportError, held_by_xml
from kgraph.names import PREFIXES
from kgraph.vocab import RDF, XSD, Node
from kgraph.xmltext import element_text

# Letters that the fourth and the fifth edition of XML 1.0 both have: readers follow either.
_LETTER: Final = "A-Za-z_À-ÖØ-öø-ıぁ-ゔァ-ヺ一-龥가-힣"
_ENDS_IN_NAME: Final = re.compile(rf"[{_LETTER}][{_LETTER}0-9.-]*$")
_SYNTAX: Final = (
    *("RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "datatype"),
    *("Description", "aboutEach", "aboutEachPrefix", "li"),
)
_NO_PROPERTIES: Final = frozenset(RDF.BASE + name for name in _SYNTAX)
_RESERVED: Final = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")


@held_by_xml()
def to_rdfxml(quads: list[Quad], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """RDF/XML with those of the prefixes that are used; graph names are dropped.

    Raises ExportError for what the format has no form for: a property whose IRI does not end in a
    name or is a word of the syntax, a triple used as a term, a literal with a direction, a
    character that XML cannot hold.
    """
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    parts = {
        predicate: _parts(predicate) for predicate in sorted({t.predicate.value for t in triples})
    }
    known = {iri: prefix for prefix, iri in prefixes.items()}
    chosen = {RDF.BASE: "rdf"}
    for namespace, _ in parts.values():
        chosen.setdefault(namespace, known.get(namespace, f"ns{len(chosen)}"))
    names = {iri: f"{chosen[namespace]}:{name}" for iri, (namespace, name) in parts.items()}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF']
    declared = sorted((prefix, namespace) for namespace, prefix in chosen.items())
    lines += (f'\n    xmlns:{prefix}="{escape(namespace)}"' for prefix, namespace in declared)
    lines.append(">\n")
    blank: dict[BlankNode, str] = {}
    for subject, members in groupby(triples, key=lambda triple: triple.subject):
        lines.append(f"  <rdf:Description {_node(subject, 'about', blank)}>\n")
        lines += _properties(members, names, blank)
        lines.append("  </rdf:Description>\n")
    lines.append("</rdf:RDF>\n")
    return "".join(lines).encode()


def _parts(iri: str) -> tuple[str, str]:
    """A property as namespace and name, as an XML element has them."""
    found = _ENDS_IN_NAME.search(iri)
    if found is None or iri in _NO_PROPERTIES or iri[: found.start()] in _RESERVED:
        raise ExportError(
            f"RDF/XML has no form for the property <{iri}>, whose IRI does not end in a name or is "
            "reserved; export another format"
        )
    return iri[: found.start()], found[0]


def _properties(
    triples: Iterator[Triple], names: dict[str, str], blank: dict[BlankNode, str]
) -> Iterator[str]:
    for triple in triples:
        name, value = names[triple.predicate.value], triple.object
        if isinstance(value, Literal):
            yield f"    <{name}{_kind(value)}>{element_text(value.value)}</{name}>\n"
        else:
            yield f"    <{name} {_node(value, 'resource', blank)}/>\n"


def _node(term: Node | Triple, attribute: str, blank: dict[BlankNode, str]) -> str:
    if isinstance(term, NamedNode):
        return f'rdf:{attribute}="{escape(term.value)}"'
    if isinstance(term, BlankNode):
        # A label may start with a digit, an XML name may not.
        return f'rdf:nodeID="{blank.setdefault(term, f"b{len(blank)}")}"'
    raise ExportError("RDF/XML 1.1 has no form for a triple used as a term; export another format")


def _kind(literal: Literal) -> str:
    if literal.direction is not None:
        raise ExportError(
            "RDF/XML 1.1 has no form for text with a direction; export another format"
        )
    if literal.language is not None:
        return f' xml:lang="{literal.language}"'
    datatype = literal.datatype.value
    return "" if datatype == XSD.string.value else f' rdf:datatype="{escape(datatype)}"'
