"""Sorted quads → Turtle, TriG, N-Triples and N-Quads."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kgraph.names import PREFIXES, split


def to_turtle(quads: list[Quad], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Turtle with those of the prefixes that are used."""
    return _with_prefixes(quads, RdfFormat.TURTLE, prefixes)


def to_trig(quads: list[Quad], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """TriG with those of the prefixes that are used."""
    return _with_prefixes(quads, RdfFormat.TRIG, prefixes)


def to_ntriples(quads: list[Quad]) -> bytes:
    """N-Triples, one line a triple."""
    return _written([quad.triple for quad in quads], RdfFormat.N_TRIPLES)


def to_nquads(quads: list[Quad]) -> bytes:
    """N-Quads, one line a quad."""
    return _written(quads, RdfFormat.N_QUADS)


def used_prefixes(quads: list[Quad], prefixes: Mapping[str, str] = PREFIXES) -> dict[str, str]:
    """Those of the prefixes that any term among the quads can be written with."""
    names = _names(quads)
    used = {namespace for namespace, _ in names}
    # A short name that ends in a dot is valid Turtle, but rdflib cannot read it.
    used -= {namespace for namespace, name in names if name.endswith(".")}
    return {prefix: iri for prefix, iri in prefixes.items() if iri in used}


def _with_prefixes(quads: list[Quad], format: RdfFormat, known: Mapping[str, str]) -> bytes:
    prefixes = used_prefixes(quads, known)
    items = quads if format == RdfFormat.TRIG else [quad.triple for quad in quads]
    content = _written(items, format, prefixes)
    # The engine writes the prefixes in no fixed order.
    lines = content.split(b"\n", len(prefixes))
    return b"\n".join([*sorted(lines[:-1]), lines[-1]])


def _written(
    items: list[Quad] | list[Triple], format: RdfFormat, prefixes: dict[str, str] | None = None
) -> bytes:
    content = serialize(items, format=format, prefixes=prefixes)
    return content or b""


def _names(quads: list[Quad]) -> set[tuple[str, str]]:
    terms = {term for quad in quads for term in quad}
    terms |= {part for term in terms if isinstance(term, Triple) for part in term}
    kinds = {term.datatype for term in terms if isinstance(term, Literal)}
    return {split(t.value) for t in (*terms, *kinds) if isinstance(t, NamedNode)}
