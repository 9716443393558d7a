"""Sorted quads → RDF/XML."""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Literal, Quad, RdfFormat, serialize

from kgraph.export.errors import ExportError
from kgraph.export.text import used_prefixes
from kgraph.export.xmltext import check_characters

_ENDS_IN_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")
_HEAD: Final = re.compile(rb"<rdf:RDF( [^>]*)>")
_DECLARATION: Final = re.compile(rb" (xmlns:[^=]+)=(\"[^\"]*\")")


def to_rdfxml(quads: list[Quad]) -> bytes:
    """RDF/XML with the prefixes that are used; graph names are dropped.

    Raises ExportError for a literal that XML cannot hold and for a property whose IRI does not end
    in a name.
    """
    for quad in quads:
        if isinstance(quad.object, Literal):
            check_characters(quad.object.value)
        if not _ENDS_IN_NAME.search(quad.predicate.value):
            raise ExportError(
                f"RDF/XML has no form for the property {quad.predicate}, whose IRI does not end in "
                "a name; export another format"
            )
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    content = serialize(triples, format=RdfFormat.RDF_XML, prefixes=used_prefixes(quads)) or b""
    # The engine writes prefixes in no fixed order, and leaves bare what XML readers take for the
    # end of a line.
    content = content.replace(b"\r", b"&#13;")
    return _HEAD.sub(lambda match: b"<rdf:RDF" + _sorted(match[1], content) + b">", content, 1)


def _sorted(declarations: bytes, content: bytes) -> bytes:
    found = sorted(set(_DECLARATION.findall(declarations)))
    return b"".join(
        b"\n    " + name + b"=" + iri
        for name, iri in found
        if content.count(name.removeprefix(b"xmlns:") + b":") > 1
    )
