"""Names that were given up: what took their place, since when, and how a query changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kgraph.names import compact
from kgraph.vocab import DCTERMS, JPST, OWL, RDF, SKOS


@dataclass(frozen=True)
class Replaced:
    """A term, concept or thing that was given up; names are IRIs.

    `kinds` are the classes it is of, `labels` and `notes` are by language: what it was called, and
    what users of it write in its place. `since` is the release from which on it is no longer used.
    """

    iri: str
    kinds: frozenset[str]
    labels: Mapping[str, str]
    replaced_by: tuple[str, ...]
    since: str
    notes: Mapping[str, str]


def replaced(triples: Iterable[Triple]) -> tuple[Replaced, ...]:
    """All that is marked `owl:deprecated` in the triples of ontology and data, by short name."""
    told: dict[NamedNode, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        if isinstance(subject, NamedNode):
            told[subject][predicate].append(value)
    found = [
        Replaced(
            iri=node.value,
            kinds=frozenset(_names(about.get(RDF.type, ()))),
            labels=_texts(about.get(SKOS.prefLabel, ())),
            replaced_by=tuple(sorted(_names(about.get(DCTERMS.isReplacedBy, ())), key=compact)),
            since=min(_texts(about.get(JPST.deprecatedSince, ())).values(), default=""),
            notes=_texts(about.get(SKOS.changeNote, ())),
        )
        for node, about in told.items()
        if any(isinstance(v, Literal) and v.value in ("true", "1") for v in about[OWL.deprecated])
    ]
    return tuple(sorted(found, key=lambda one: compact(one.iri)))


def _names(values: Iterable[object]) -> list[str]:
    return [value.value for value in values if isinstance(value, NamedNode)]


def _texts(values: Iterable[object]) -> dict[str, str]:
    return {v.language or "": v.value for v in values if isinstance(v, Literal)}
