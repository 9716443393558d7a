"""What an engine holds about some things, fetched into a store here, so that people are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kgraph.remote.answers import Row, counted, normalized, rows
from kgraph.remote.errors import RemoteError
from kgraph.remote.fuseki import as_understood
from kgraph.remote.held import alters
from kgraph.remote.layout import DIGEST, PUSHED, in_parts
from kgraph.remote.part import Part, streamed
from kgraph.remote.read_back import triples
from kgraph.remote.transport import Endpoint
from kgraph.vocab import DCTERMS, SKOS, Object, as_iri, as_node, as_term

_AT_ONCE: Final = 500
"""Things that one request names."""
_LABELS: Final = f"VALUES ?p {{ {SKOS.prefLabel} {DCTERMS.title} }}"


def statements(
    endpoint: Endpoint, things: Iterable[Object], among: str, *, of_them: bool = False
) -> Iterator[Quad]:
    """What graphs say of things, or, `of_them`, where they are what is said of another.

    `among` is the pattern that binds ?g to each graph; it stands last, since an engine may join in
    the order of the text. What has no IRI cannot be asked about, nor
    can a literal unless it is what is said. Raises RemoteError.
    """
    kinds = (NamedNode, Literal) if of_them else NamedNode
    wanted = sorted({str(thing) for thing in things if isinstance(thing, kinds)})
    end = "o" if of_them else "s"
    for some in in_parts(wanted, _AT_ONCE):
        listed = f"VALUES ?{end} {{ {' '.join(some)} }}"
        found = select(
            endpoint, f"SELECT ?g ?s ?p ?o {{ {listed} GRAPH ?g {{ ?s ?p ?o }} {among} }}"
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


def fetch(endpoint: Endpoint, name: str, size: int | None = None) -> Part:
    """A graph as the engine has it, its values as we write them; `size` is how many triples it has
    there, where that is known. Raises RemoteError."""
    try:
        return streamed(name, _read(endpoint, name, size))
    except SyntaxError as error:
        raise RemoteError(f"{endpoint.query_url}: <{name}> breaks off ({error}); again") from None


def _read(endpoint: Endpoint, name: str, size: int | None) -> Iterator[Triple]:
    for page in triples(endpoint, name, size):
        kind = RdfFormat.from_media_type(page.media) or RdfFormat.N_TRIPLES
        for quad in parse(page.body, format=kind):
            yield _as_here(quad.triple)


def _as_here(triple: Triple) -> Triple:
    value = normalized(triple.object)
    assert value is not None
    return Triple(triple.subject, triple.predicate, value)


def noted(endpoint: Endpoint, graph: str, digest: str) -> dict[str, str]:
    """Name and digest of each graph that a graph of the engine notes; of one with two, since two
    pushed it at once, a digest that is none. Raises RemoteError."""
    pattern = f"GRAPH <{graph}> {{ ?graph <{digest}> ?digest }}"
    told: dict[str, str] = {}
    for name, value in select(endpoint, f"SELECT ?graph ?digest {{ {pattern} }}"):
        if isinstance(name, NamedNode) and isinstance(value, Literal):
            told[name.value] = "" if name.value in told else value.value
    return told


def counts(endpoint: Endpoint) -> dict[str, int]:
    """How many triples the graphs hold that were pushed, and maybe others. Raises RemoteError.

    From Virtuoso all others, too: it counts seven million triples in five seconds, and takes longer
    than a minute to choose among their graphs.
    """
    if alters(endpoint):
        return all_counts(endpoint)
    return _counts(endpoint, f"GRAPH <{PUSHED}> {{ ?graph <{DIGEST}> ?digest }}")


def all_counts(endpoint: Endpoint, prefix: str = "") -> dict[str, int]:
    """How many triples each graph holds, of those whose name begins so: chosen here (see `counts`).
    Raises RemoteError."""
    return {name: n for name, n in _counts(endpoint).items() if name.startswith(prefix)}


def _counts(endpoint: Endpoint, among: str = "") -> dict[str, int]:
    pattern = f"{among} GRAPH ?graph {{ ?s ?p ?o }}"
    found = rows(endpoint, f"SELECT ?graph (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?graph")
    assert not isinstance(found, bool)
    return {
        name.value: counted(endpoint, count)
        for name, count in found[1]
        if isinstance(name, NamedNode)
    }


def select(endpoint: Endpoint, sparql: str) -> list[Row]:
    """The rows of a query. Raises RemoteError."""
    found = rows(endpoint, as_understood(endpoint, sparql))
    assert not isinstance(found, bool)
    return found[1]


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
