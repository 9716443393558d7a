"""Terms of use: under which of them each source may be used, as far as any are on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kgraph.snapshot.graphs import is_source
from kgraph.vocab import DCTERMS, GRAPH, JPST, RDF, Node, Object, as_iri


@dataclass(frozen=True)
class Reuse:
    """Terms of use: the sources that they hold for, what they permit and forbid, whom to credit.

    `credit` is the line that credits the publisher, by language.
    """

    iri: str
    sources: tuple[str, ...]
    permitted: tuple[str, ...]
    forbidden: tuple[str, ...]
    credit: Mapping[str, str]


def terms_quads(store: Store, voices: Mapping[Node, str]) -> Iterator[Quad]:
    """The terms under which each source may be used: its own, else those of its publisher.

    In: `store`, whose default graph describes sources and terms; `voices`, who speaks in each. A
    source of which no terms are on record has none here, which does not make it free.
    """
    everywhere = {
        voices[quad.subject]: quad.subject
        for quad in store.quads_for_pattern(None, RDF.type, JPST.TermsOfUse, DefaultGraph())
        if quad.subject in voices
    }
    for quad in store.quads_for_pattern(None, RDF.type, JPST.Source, DefaultGraph()):
        source = quad.subject
        own = {
            one.object
            for name in (DCTERMS.license, DCTERMS.rights)
            for one in store.quads_for_pattern(source, name, None, DefaultGraph())
        }
        default = everywhere.get(voices.get(source, ""))
        for terms in own or ({default} if default is not None else set()):
            yield Quad(source, JPST.termsOfUse, terms, GRAPH.claims)


def reuse(store: Store) -> list[Reuse]:
    """The terms of use of a snapshot that hold for some source, by their names."""
    sources: dict[NamedNode, list[str]] = {}
    for quad in store.quads_for_pattern(None, JPST.termsOfUse, None, GRAPH.claims):
        sources.setdefault(as_iri(quad.object), []).append(as_iri(quad.subject).value)
    return [
        Reuse(
            terms.value,
            tuple(sorted(of)),
            _iris(store, terms, JPST.permission),
            _iris(store, terms, JPST.prohibition),
            {
                text.language: text.value
                for text in _values(store, terms, JPST.creditText)
                if isinstance(text, Literal) and text.language
            },
        )
        for terms, of in sorted(sources.items(), key=lambda item: item[0].value)
    ]


def sources_of(store: Store) -> int:
    """How many sources a snapshot has."""
    return sum(map(is_source, store.named_graphs()))


def _values(store: Store, terms: NamedNode, name: NamedNode) -> Iterator[Object]:
    return (q.object for q in store.quads_for_pattern(terms, name, None, DefaultGraph()))


def _iris(store: Store, terms: NamedNode, name: NamedNode) -> tuple[str, ...]:
    return tuple(sorted(as_iri(value).value for value in _values(store, terms, name)))
