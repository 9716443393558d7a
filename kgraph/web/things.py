"""The path of an IRI → what it names, and what the graph says of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kgraph.names import BASE
from kgraph.snapshot.store import Snapshot
from kgraph.vocab import DCTERMS, GRAPH, OWL, RDF, RDFS, VOID
from kgraph.web.media import SUFFIXES
from kgraph.web.paths import iri_at

MENTIONS: Final = 500
"""Triples in which a thing is the object that its description holds at most."""
DATASET: Final = NamedNode(BASE + "dataset")


@dataclass(frozen=True)
class Named:
    """A thing that the graph speaks of, and the media type that an ending of its path asks for."""

    node: NamedNode
    media: str | None = None


@dataclass(frozen=True)
class GivenUp:
    """A name that is no longer used, and what is to be used instead."""

    node: NamedNode
    successors: tuple[str, ...]


def named(snapshot: Snapshot, path: str, outside: Container[str] = ()) -> Named | GivenUp | None:
    """What a path below the base names; None where the graph has nothing of that name.

    `outside` are the IRIs of what stands in no graph of the snapshot: shapes and questions.
    """
    for name, media in _readings(path):
        iri = iri_at(snapshot, name)
        if iri in outside:
            return Named(NamedNode(iri), media)
        try:
            node = NamedNode(iri)
        except ValueError:  # a path holds letters that no IRI does
            continue
        if not is_known(snapshot, node):
            continue
        given_up = any(
            isinstance(quad.object, Literal) and quad.object.value == "true"
            for quad in snapshot.store.quads_for_pattern(node, OWL.deprecated, None, DefaultGraph())
        )
        if given_up:
            return GivenUp(node, tuple(_successors(snapshot, node)))
        return Named(node, media)
    return None


def description(snapshot: Snapshot, node: NamedNode) -> set[Quad]:
    """What the graph says of a thing.

    Its facts and those that mention it, of the state of the day; the claims about it, with who
    states them; the labels of all that stands in them; of a source, an ontology module or another
    named graph also what it holds. Everything but the first two stands in its own graph.
    """
    store = snapshot.store
    quads = set(store.quads_for_pattern(node, None, None, DefaultGraph()))
    for number, quad in enumerate(store.quads_for_pattern(None, None, node, DefaultGraph())):
        if number == MENTIONS:
            break
        quads.add(quad)
    for claim in store.quads_for_pattern(None, RDF.subject, node, GRAPH.claims):
        quads.update(store.quads_for_pattern(claim.subject, None, None, GRAPH.claims))
    quads.update(store.quads_for_pattern(None, None, None, node))
    quads.update(_labels(snapshot, quads))
    return quads


def document(quads: Iterable[Quad], node: NamedNode, address: str) -> set[Quad]:
    """A description with what the document itself is: of what, and of which dataset."""
    this = NamedNode(address)
    topic = NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
    return {*quads, Quad(this, topic, node), Quad(this, VOID.inDataset, DATASET)}


def flat(quads: Iterable[Quad]) -> set[Quad]:
    """Quads without the names of their graphs."""
    return {Quad(*quad.triple) for quad in quads}


def _readings(path: str) -> Iterator[tuple[str, str | None]]:
    """What a path may stand for: a name, or one with an ending."""
    yield path, None
    for ending, media in SUFFIXES.items():
        if path.endswith(ending):
            yield path.removesuffix(ending), media


def is_known(snapshot: Snapshot, node: NamedNode) -> bool:
    """Whether the graph says anything of it, or names it."""
    patterns = (
        (node, None, None, None),
        (None, None, None, node),
        (None, None, node, None),
        (None, node, None, None),
    )
    return any(
        next(iter(snapshot.store.quads_for_pattern(*pattern)), None) is not None
        for pattern in patterns
    )


def _successors(snapshot: Snapshot, node: NamedNode) -> Iterator[str]:
    for quad in snapshot.store.quads_for_pattern(node, DCTERMS.isReplacedBy, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode):
            yield quad.object.value


def _labels(snapshot: Snapshot, quads: Iterable[Quad]) -> Iterator[Quad]:
    terms = {term for quad in quads for term in quad.triple if isinstance(term, NamedNode)}
    for term in terms:
        yield from snapshot.store.quads_for_pattern(term, RDFS.label, None, GRAPH.labels)
