"""What each term of SHACL takes as its value: a count, a boolean, an IRI, a text …"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeGuard

import pyoxigraph as ox

from kgraph.datatypes import FRACTIONS, XSD_TYPES, well_formed
from kgraph.shacl.vocabulary import NODE_KINDS
from kgraph.vocab import RDF, SH, XSD, Object

_NUMBERS: Final = FRACTIONS | {XSD.integer.value}
_TAG: Final = re.compile("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def fits(value: Object, takes: str) -> bool:
    """Whether a value is of the kind that `TAKES` calls so."""
    return _FITS[takes](value)


def _text(value: Object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype in (XSD.string, RDF.langString)


def _string(value: Object) -> TypeGuard[ox.Literal]:
    return isinstance(value, ox.Literal) and value.datatype == XSD.string


def _count(value: Object) -> bool:
    return (
        isinstance(value, ox.Literal)
        and value.datatype == XSD.integer
        and re.fullmatch(r"\+?[0-9]+|-0+", value.value) is not None
    )


def _boolean(value: Object) -> bool:
    # SHACL looks for the term true: `"1"^^xsd:boolean` would switch nothing on.
    return (
        isinstance(value, ox.Literal)
        and value.datatype == XSD.boolean
        and value.value in ("true", "false")
    )


def _datatype(value: Object) -> bool:
    if not isinstance(value, ox.NamedNode):
        return False
    # rdfs:Literal is a class: no literal has it for its datatype.
    return value.value in XSD_TYPES or not (
        "XMLSchema" in value.value or value.value.endswith("rdf-schema#Literal")
    )


def _node_kind(value: Object) -> bool:
    return isinstance(value, ox.NamedNode) and value.value in {
        SH.BASE + kind for kind in NODE_KINDS
    }


def _namespace(value: Object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype.value in (
        XSD.anyURI.value,
        XSD.string.value,
    )


def _is_iri(value: Object) -> bool:
    return isinstance(value, ox.NamedNode)


def _number(value: Object) -> bool:
    return isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS and well_formed(value)


_FITS: Final[Mapping[str, Callable[[Object], bool]]] = MappingProxyType(
    {
        "any": lambda _: True,
        "boolean": _boolean,
        "count": _count,
        "datatype": _datatype,
        "flags": lambda value: _string(value) and set(value.value) <= set("imsxq"),
        "iri": _is_iri,
        "iris": _is_iri,
        "literal": lambda value: isinstance(value, ox.Literal) and well_formed(value),
        "namespace": _namespace,
        "node": lambda value: not isinstance(value, ox.Literal),
        "node kind": _node_kind,
        "number": _number,
        "string": _string,
        "tags": lambda value: _string(value) and _TAG.fullmatch(value.value) is not None,
        # A blank node of the shapes is no node of the data.
        "term": lambda value: not isinstance(value, ox.BlankNode),
        "terms": lambda value: not isinstance(value, ox.BlankNode),
        "text": _text,
    }
)
