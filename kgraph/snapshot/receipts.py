"""A receipt for a fact: a short code that anyone can compute again from what it stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store, Triple

from kgraph.snapshot.write_claims import claimed, is_of_record
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, Node, Object, as_iri, as_node

_LENGTH: Final = 32
_FORM: Final = re.compile(rf"(?P<release>[0-9A-Za-z.+-]{{1,64}}):(?P<digest>[0-9a-f]{{{_LENGTH}}})")

Values = Mapping[NamedNode, Sequence[Object]]


@dataclass(frozen=True)
class Stating:
    """A fact as a source states it, or, without a source, one that the state of the day has.

    `claim` is the node of the claim that states it, itself or by the record that it is about.
    """

    triple: Triple
    source: Node | None = None
    claim: Node | None = None


def receipt(
    release: str, subject: Node, predicate: Node, value: Object, source: Node | None
) -> str:
    """The receipt of a fact as a source states it, or as it follows by rules (no source).

    The first 128 bits, in hexadecimal, of the SHA-256 digest over the version of the release and
    the terms as N-Triples writes them, a line each; the version stands before it.
    """
    parts = [release, *(str(term) for term in (subject, predicate, value)), str(source or "")]
    return f"{release}:{sha256(chr(10).join(parts).encode()).hexdigest()[:_LENGTH]}"


def fact_digest(subject: Node, predicate: Node, value: Object, source: Node | None) -> str:
    """What the receipts of a fact in all releases have in common: that of no release."""
    return receipt("", subject, predicate, value, source).removeprefix(":")


def release_of(text: str) -> str | None:
    """The version in a receipt; None for what is no receipt."""
    found = _FORM.fullmatch(text)
    return found["release"] if found else None


def statings(store: Store) -> Iterator[Stating]:
    """Every fact that a receipt may stand for.

    First what claims state, each with what its record holds; then the facts of the state.
    """
    claims: dict[Node, dict[NamedNode, list[Object]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, GRAPH.claims):
        claims[quad.subject][quad.predicate].append(quad.object)
    for node, values in claims.items():
        if RDF.subject in values:
            yield from _of_claim(node, values)
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode):
            yield Stating(quad.triple)


def _of_claim(node: Node, values: Values) -> Iterator[Stating]:
    stated, source = claimed(values), as_iri(values[DCTERMS.source][0])
    yield Stating(stated, source, node)
    if JPST.recordClass in values:
        record = as_node(stated.object)
        for name, held in values.items():
            if is_of_record(name):
                for value in held:
                    yield Stating(Triple(record, name, value), source, node)
