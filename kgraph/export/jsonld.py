"""Sorted quads → JSON-LD 1.1 with a context of readable keys."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.export.context import LANGUAGE_MAP, REFERENCE, Context, context
from kgraph.export.errors import ExportError
from kgraph.vocab import RDF, XSD, Node, Object

# The largest integer that every JSON reader keeps.
_EXACT: Final = 2**53


def to_jsonld(quads: list[Quad]) -> bytes:
    """One JSON-LD document; expanding it gives back exactly `quads`.

    Raises ExportError for a triple used as a term, which JSON-LD 1.1 has no form for.
    """
    rules = context(quads)
    top: list[dict[str, object]] = []
    for graph, members in groupby(quads, key=lambda quad: quad.graph_name):
        nodes = _nodes(members, rules)
        if isinstance(graph, DefaultGraph):
            top += nodes
        else:
            top.append({"@id": _name(graph, rules), "@graph": nodes})
    document = {"@context": rules.as_json(), "@graph": top}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _nodes(quads: Iterable[Quad], rules: Context) -> list[dict[str, object]]:
    return [
        _node(subject, members, rules)
        for subject, members in groupby(quads, key=lambda quad: quad.subject)
    ]


def _node(subject: Node, quads: Iterable[Quad], rules: Context) -> dict[str, object]:
    node: dict[str, object] = {"@id": _name(subject, rules)}
    for predicate, members in groupby(quads, key=lambda quad: quad.predicate.value):
        for quad in members:
            value = quad.object
            if predicate == RDF.type.value and not isinstance(value, Literal):
                kind = isinstance(value, NamedNode) and rules.key(value.value)
                _append(node, "@type", kind or _name(value, rules))
                continue
            shape = rules.shape(predicate)
            if shape != LANGUAGE_MAP:
                _append(node, rules.key(predicate), value_of(value, shape, rules))
            elif isinstance(value, Literal) and value.language and value.direction is None:
                languages = node.setdefault(rules.key(predicate), {})
                _append(languages, value.language, value.value)  # type: ignore[arg-type]
            else:
                # A language map holds nothing else; the long key has no language map.
                _append(node, _long(predicate, rules), value_of(value, None, rules))
    return node


def _append(node: dict[str, object], name: str, value: object) -> None:
    """One value stands alone, several make a list."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)  # type: ignore[attr-defined]
    else:
        node[name] = [node[name], value]


def value_of(term: Object, shape: str | None, rules: Context) -> object:
    """A value as the shape of its property has it, in full where that does not hold it."""
    if not isinstance(term, Literal):
        name = _name(term, rules)
        return name if shape == REFERENCE else {"@id": name}
    if term.language is not None:
        value = {"@value": term.value, "@language": term.language}
        return value if term.direction is None else {**value, "@direction": str(term.direction)}
    datatype = term.datatype.value
    if datatype == shape:
        return _native(term)
    if datatype == XSD.string.value:
        return {"@value": term.value} if shape else term.value
    return {"@value": term.value, "@type": rules.shorten(datatype)}


def _native(literal: Literal) -> object:
    if literal.datatype in (
        XSD.integer,
        XSD.decimal,
    ):  # of a fraction, a reader would make a double
        number = _integer(literal.value)
        if number is not None and str(number) == literal.value and abs(number) < _EXACT:
            return number
    if literal.datatype.value == XSD.boolean.value and literal.value in ("true", "false"):
        return literal.value == "true"
    return literal.value


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _long(predicate: str, rules: Context) -> str:
    short = rules.shorten(predicate)
    return predicate if short == rules.key(predicate) else short


def _name(term: Node | Triple, rules: Context) -> str:
    if isinstance(term, NamedNode):
        return rules.reference(term.value)
    if isinstance(term, BlankNode):
        return str(term)
    raise ExportError("JSON-LD 1.1 has no form for a triple used as a term; export another format")
