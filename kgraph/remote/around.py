"""What an engine holds about some things, fetched into a store here, so that people are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Store

from kgraph.remote.differences import Row, as_understood, rows
from kgraph.remote.transport import Endpoint
from kgraph.vocab import DCTERMS, SKOS, Object, as_iri, as_node, as_term

_AT_ONCE: Final = 100
"""Things that one request names."""
_LABELS: Final = f"VALUES ?p {{ {SKOS.prefLabel} {DCTERMS.title} }}"

Item = TypeVar("Item")


def statements(
    endpoint: Endpoint, things: Iterable[Object], among: str, *, of_them: bool = False
) -> Iterator[Quad]:
    """What graphs say of things, or, `of_them`, where they are what is said of another.

    `among` is the pattern that binds ?g to each graph. What has no IRI cannot be asked about, nor
    can a literal unless it is what is said. Raises RemoteError.
    """
    kinds = (NamedNode, Literal) if of_them else NamedNode
    wanted = sorted({str(thing) for thing in things if isinstance(thing, kinds)})
    end = "o" if of_them else "s"
    for some in in_parts(wanted, _AT_ONCE):
        listed = f"VALUES ?{end} {{ {' '.join(some)} }}"
        found = select(
            endpoint, f"SELECT ?g ?s ?p ?o {{ {listed} {among} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        yield from map(_quad, found)


def labels(endpoint: Endpoint, names: Iterable[NamedNode], graph: str) -> Iterator[Quad]:
    """The labels that a graph gives things, as quads of the default graph. Raises RemoteError."""
    for some in in_parts(sorted(set(map(str, names))), _AT_ONCE):
        listed = f"VALUES ?s {{ {' '.join(some)} }}"
        query = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ {listed} {_LABELS} ?s ?p ?o }} }}"
        yield from map(_triple, select(endpoint, query))


def of_properties(endpoint: Endpoint, names: Iterable[str], graph: str) -> Iterator[Quad]:
    """The facts of some properties, as quads of the default graph. Raises RemoteError."""
    listed = " ".join(f"<{name}>" for name in sorted(names))
    query = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ VALUES ?p {{ {listed} }} ?s ?p ?o }} }}"
    yield from map(_triple, select(endpoint, query))


def whole(endpoint: Endpoint, names: Iterable[str]) -> Iterator[Quad]:
    """All that some graphs say. Raises RemoteError."""
    listed = " ".join(f"<{name}>" for name in names)
    query = f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    yield from map(_quad, select(endpoint, query))


def select(endpoint: Endpoint, sparql: str) -> list[Row]:
    """The rows of a query. Raises RemoteError."""
    found = rows(endpoint, as_understood(endpoint, sparql))
    assert not isinstance(found, bool)
    return found[1]


def in_parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def store_of(quads: Iterable[Quad]) -> Store:
    """A store that holds the quads."""
    store = Store()
    store.extend(quads)
    return store


def _quad(row: Row) -> Quad:
    graph, *rest = row
    return Quad(*_triple(rest).triple, as_iri(graph))


def _triple(row: Sequence[Object | None]) -> Quad:
    subject, predicate, value = row
    return Quad(as_node(subject), as_iri(predicate), as_term(value))
